public import Quantities

/// One pulse as the device measured it: raw, for the host to calibrate.
public struct PulseReportMessage: Sendable {
  /// The arming it belongs to, never 0.
  public var nonce: UInt64
  /// The step it belongs to, from 0.
  public var step: UInt8
  /// Its index within the whole train, from 0.
  public var index: UInt16
  /// When it started, on the device's clock, in whole µs.
  public var start: DeviceInstant
  /// What ``start`` lacks, 0 to 999 ns; more is sent as 999.
  public var startNanoseconds: UInt16
  /// Its width at half height; 0 to 4.29 s on the wire, saturating.
  public var width: TimeSpan
  /// The mean voltage of its middle 80 %, positive when the step's positive electrode is; saturating at ±2.1 MV.
  public var voltage: Voltage
  /// The mean current of its middle 80 %, signed as the voltage; saturating at ±2.1 MA.
  public var current: Current
  /// The highest current magnitude in it.
  public var peakCurrent: Current
  /// Why the device cut it.
  public var cut: PulseCut

  /// A report.
  @_noAllocation @_noLocks
  public init(
    nonce: UInt64, step: UInt8, index: UInt16, start: DeviceInstant, startNanoseconds: UInt16, width: TimeSpan,
    voltage: Voltage, current: Current, peakCurrent: Current, cut: PulseCut
  ) {
    self.nonce = nonce
    self.step = step
    self.index = index
    self.start = start
    self.startNanoseconds = startNanoseconds
    self.width = width
    self.voltage = voltage
    self.current = current
    self.peakCurrent = peakCurrent
    self.cut = cut
  }
}

extension PulseReportMessage: Equatable {
  /// Equality of all fields.
  @_noAllocation @_noLocks
  public static func == (left: PulseReportMessage, right: PulseReportMessage) -> Bool {
    left.nonce == right.nonce && left.step == right.step && left.index == right.index && left.start == right.start
      && left.startNanoseconds == right.startNanoseconds && left.width == right.width
      && left.voltage == right.voltage && left.current == right.current && left.peakCurrent == right.peakCurrent
      && left.cut == right.cut
  }
}
