import Quantities

/// How one reported pulse compares with what was planned for it.
public enum PulseVerdict {
  /// The worst that is wrong with a report, or nil if the pulse is good.
  ///
  /// - Parameters:
  ///   - report: the measured pulse.
  ///   - step: the plan's step that it belongs to.
  ///   - index: the index in the train that is due.
  ///   - stepIndex: the step that is due.
  @_noAllocation @_noLocks
  static func fault(in report: PulseReport, step: TrainStep, index: UInt16, stepIndex: UInt8) -> Fault? {
    guard report.index == index, report.step == stepIndex else { return .pulseOutOfOrder }
    switch report.cut {
    case .none: break
    case .currentHigh: return .pulseCurrentHigh
    case .voltageHigh: return .pulseVoltageHigh
    case .voltageLow: return .pulseVoltageLow
    case .currentLow: return .pulseCurrentLow
    case .widthHigh: return .pulseTooLong
    }
    guard let current = report.current.magnitude(), let peak = report.peakCurrent.magnitude() else {
      return .pulseCurrentHigh
    }
    if report.voltage > step.limits.voltageHigh { return .pulseVoltageHigh }
    if report.voltage < .zero { return .pulsePolarityWrong }
    if current > step.limits.currentHigh || peak > step.limits.currentHigh { return .pulseCurrentHigh }
    guard let longest = step.width.adding(step.limits.widthTolerance),
      let shortest = step.width.subtracting(step.limits.widthTolerance)
    else { return .pulseTooLong }
    if report.width > longest { return .pulseTooLong }
    if report.voltage < step.limits.voltageLow { return .pulseVoltageLow }
    if report.width < shortest { return .pulseTooShort }
    if current < step.limits.currentLow { return .pulseCurrentLow }
    if report.current < .zero { return .pulsePolarityWrong }
    return nil
  }
}
