public import Quantities

/// Why the generator cut a pulse or a train by itself.
public enum DeviceCut: UInt8, Hashable, Sendable {
  /// It did not.
  case none = 0
  /// Current above the pulse's limit.
  case currentHigh = 1
  /// Voltage above the pulse's limit.
  case voltageHigh = 2
  /// Voltage below the pulse's limit.
  case voltageLow = 3
  /// Current below the pulse's limit.
  case currentLow = 4
  /// The switch did not open in time.
  case widthHigh = 5

  /// The raw value; written out because the synthesised getter is not proven free of allocation in other files.
  public var code: UInt8 { @_noAllocation @_noLocks get { rawValue } }

  /// The case of a raw value, or nil if there is none.
  @_noAllocation @_noLocks
  public static func coded(_ code: UInt8) -> DeviceCut? { DeviceCut(rawValue: code) }
}

/// One pulse as the generator measured it, calibrated by the host.
public struct PulseReport: Sendable {
  /// The arming it belongs to.
  public var nonce: Nonce
  /// The step it belongs to.
  public var step: UInt8
  /// Its index within the whole train, from 0.
  public var index: UInt16
  /// When it started, on the generator's clock.
  public var start: DeviceInstant
  /// Its measured width at half height.
  public var width: TimeSpan
  /// The mean voltage of its middle 80 % at the terminals, signed; positive when the step's `positive` electrode is.
  public var voltage: Voltage
  /// The mean current of its middle 80 %, signed as the voltage.
  public var current: Current
  /// The highest current magnitude in it.
  public var peakCurrent: Current
  /// Why the generator cut it.
  public var cut: DeviceCut

  /// A report.
  @_noAllocation @_noLocks
  public init(
    nonce: Nonce, step: UInt8, index: UInt16, start: DeviceInstant, width: TimeSpan, voltage: Voltage,
    current: Current, peakCurrent: Current, cut: DeviceCut
  ) {
    self.nonce = nonce
    self.step = step
    self.index = index
    self.start = start
    self.width = width
    self.voltage = voltage
    self.current = current
    self.peakCurrent = peakCurrent
    self.cut = cut
  }
}

/// The answer of a generator that was asked what became of a train.
public enum TrainFate: Hashable, Sendable {
  /// Nothing is known (yet).
  case unknown
  /// It never started: the trigger was lost or late, and can no longer take effect.
  case neverStarted
  /// It ended after this many pulses, and each of their reports has been handed to the kernel.
  case ended(pulses: UInt16)
  /// It ended after this many pulses, of which at least one report is lost for good.
  case endedUnreported(pulses: UInt16)
}

#if !hasFeature(Embedded)
// An array of all cases allocates; firmware has no use for it.
extension DeviceCut: CaseIterable {}
#endif
