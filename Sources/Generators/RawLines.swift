/// Bits of the raw lines as the generator's telemetry brings them, for those that debounce and judge them.
public struct RawLines: Sendable {
  /// The generator's own interlock chain is closed.
  public static var chain: UInt16 { @_noAllocation @_noLocks get { 1 &<< 1 } }
  /// The emergency stop is not pressed.
  public static var emergencyStop: UInt16 { @_noAllocation @_noLocks get { 1 &<< 2 } }
  /// The door contact is closed.
  public static var door: UInt16 { @_noAllocation @_noLocks get { 1 &<< 3 } }
  /// The auxiliary contact is closed.
  public static var auxiliary: UInt16 { @_noAllocation @_noLocks get { 1 &<< 4 } }
  /// The pedal is pressed to its first stage.
  public static var pedalFirst: UInt16 { @_noAllocation @_noLocks get { 1 &<< 5 } }
  /// The pedal is pressed to its second stage.
  public static var pedalSecond: UInt16 { @_noAllocation @_noLocks get { 1 &<< 6 } }
  /// A pedal is connected and the contacts of each of its stages agree.
  public static var pedalValid: UInt16 { @_noAllocation @_noLocks get { 1 &<< 7 } }
}
