public import Quantities
public import SafetyKernel

/// One delivered pulse, as measured and as judged.
public struct PulseRecord: Hashable, Sendable {
  /// Its index within the whole train, from 0; a train has each index once.
  public var index: UInt16
  /// The step it belongs to.
  public var step: UInt8
  /// When it started, on the generator's clock.
  public var start: DeviceInstant
  /// Its width at half height.
  public var width: TimeSpan
  /// The mean voltage of its middle 80 % at the terminals, signed.
  public var voltage: Voltage
  /// The mean current of its middle 80 %, signed.
  public var current: Current
  /// The highest current magnitude in it.
  public var peakCurrent: Current
  /// Why the generator cut it.
  public var cut: DeviceCut
  /// What the kernel found wrong with it; nil if it was good.
  public var verdict: Fault?

  /// A pulse.
  public init(
    index: UInt16, step: UInt8, start: DeviceInstant, width: TimeSpan, voltage: Voltage, current: Current,
    peakCurrent: Current, cut: DeviceCut, verdict: Fault?
  ) {
    self.index = index
    self.step = step
    self.start = start
    self.width = width
    self.voltage = voltage
    self.current = current
    self.peakCurrent = peakCurrent
    self.cut = cut
    self.verdict = verdict
  }

  /// The pulse of a report and its verdict, as the kernel's event `judged` carries them.
  public init(_ report: PulseReport, verdict: Fault?) {
    self.init(
      index: report.index, step: report.step, start: report.start, width: report.width, voltage: report.voltage,
      current: report.current, peakCurrent: report.peakCurrent, cut: report.cut, verdict: verdict)
  }
}
