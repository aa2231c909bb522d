/// Yes-or-no readings in a telemetry message; an input that is absent reads as false.
public struct TelemetryFlags: Hashable, Sendable {
  /// The bits as they travel; bits 13 to 15 are always zero.
  public private(set) var bits: UInt16

  /// All false.
  @_noAllocation @_noLocks
  public init() { bits = 0 }

  /// Flags from bits of the wire, or nil if one that must be zero is not.
  @_noAllocation @_noLocks
  public init?(bits: UInt16) {
    guard bits &>> 13 == 0 else { return nil }
    self.bits = bits
  }

  /// Bit 0: the permit is live.
  public var permitLive: Bool {
    @_noAllocation @_noLocks get { has(0) }
    @_noAllocation @_noLocks set { put(0, newValue) }
  }
  /// Bit 1: the device's own interlock chain, by which it energises or not, is closed.
  public var chainClosed: Bool {
    @_noAllocation @_noLocks get { has(1) }
    @_noAllocation @_noLocks set { put(1, newValue) }
  }
  /// Bit 2: the emergency stop is not pressed.
  public var estopClosed: Bool {
    @_noAllocation @_noLocks get { has(2) }
    @_noAllocation @_noLocks set { put(2, newValue) }
  }
  /// Bit 3: the door contact is closed.
  public var doorClosed: Bool {
    @_noAllocation @_noLocks get { has(3) }
    @_noAllocation @_noLocks set { put(3, newValue) }
  }
  /// Bit 4: the auxiliary contact is closed.
  public var auxClosed: Bool {
    @_noAllocation @_noLocks get { has(4) }
    @_noAllocation @_noLocks set { put(4, newValue) }
  }
  /// Bit 5: the pedal is pressed to its first stage.
  public var pedalFirst: Bool {
    @_noAllocation @_noLocks get { has(5) }
    @_noAllocation @_noLocks set { put(5, newValue) }
  }
  /// Bit 6: the pedal is pressed to its second stage.
  public var pedalSecond: Bool {
    @_noAllocation @_noLocks get { has(6) }
    @_noAllocation @_noLocks set { put(6, newValue) }
  }
  /// Bit 7: a pedal is connected, and the two contacts of each stage (one opens, one closes) agree with each other.
  public var pedalContactsValid: Bool {
    @_noAllocation @_noLocks get { has(7) }
    @_noAllocation @_noLocks set { put(7, newValue) }
  }
  /// Bit 8: an electrode array is plugged in.
  public var arrayPresent: Bool {
    @_noAllocation @_noLocks get { has(8) }
    @_noAllocation @_noLocks set { put(8, newValue) }
  }
  /// Bit 9: the array's identity chip was read.
  public var arrayIdentified: Bool {
    @_noAllocation @_noLocks get { has(9) }
    @_noAllocation @_noLocks set { put(9, newValue) }
  }
  /// Bit 10: the fault code is not zero.
  public var hasFault: Bool {
    @_noAllocation @_noLocks get { has(10) }
    @_noAllocation @_noLocks set { put(10, newValue) }
  }
  /// Bit 11: a committed program is held, under the nonce that the telemetry tells.
  public var programLoaded: Bool {
    @_noAllocation @_noLocks get { has(11) }
    @_noAllocation @_noLocks set { put(11, newValue) }
  }
  /// Bit 12: the device's present start was made by its own watchdog.
  public var startedByWatchdog: Bool {
    @_noAllocation @_noLocks get { has(12) }
    @_noAllocation @_noLocks set { put(12, newValue) }
  }

  @_noAllocation @_noLocks
  private func has(_ bit: UInt16) -> Bool { (bits &>> bit) & 1 == 1 }

  @_noAllocation @_noLocks
  private mutating func put(_ bit: UInt16, _ value: Bool) {
    let mask = (1 as UInt16) &<< bit
    bits = value ? bits | mask : bits & ~mask
  }

  /// Equality by bits, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: TelemetryFlags, right: TelemetryFlags) -> Bool { left.bits == right.bits }
}
