import Quantities
import SHA256
import SafetyKernel

extension InputWriter {
  func writeReply(_ reply: ReplyClass, _ situation: Situation) {
    let mode = situation.moment.state.mode
    tick.probe = nil
    tick.fate = .unknown
    tick.beat = nil
    readBack(mode.energises ? situation.armedDigest : nil, situation)
    switch reply {
    case .usual: break
    case .noReadBack: readBack(nil, situation)
    case .readBackEqual: readBack(situation.armedDigest, situation)
    case .readBackDiffers: readBack(PlanDigest(value: .zero), situation)
    case .probeGood: probe(.ohms(100), situation)
    case .probeShort: probe(.ohms(19), situation)
    case .probeOpen: probe(.ohms(2_001), situation)
    case .probeOtherStep: probe(.ohms(100), situation, stepOff: 1)
    case .probeOtherNonce: probe(.ohms(100), situation, nonceOff: 4)
    case .fateNeverStarted: tick.fate = .neverStarted
    case .fateEnded: tick.fate = .ended(pulses: situation.judged)
    case .fateEndedAhead: tick.fate = .ended(pulses: situation.judged &+ 1)
    case .fateUnreported: tick.fate = .endedUnreported(pulses: truth.counted)
    case .beatUsable:
      beat(after: Situation.age, interval: .seconds(1))
      truth.beatUsable = true
    case .beatPast: beat(after: .milliseconds(-50), interval: .seconds(1))
    case .beatImplausible: beat(after: Situation.age, interval: .milliseconds(100))
    case .beatAhead: beat(after: .seconds(1), interval: .seconds(1))
    }
  }

  private func readBack(_ digest: PlanDigest?, _ situation: Situation) {
    tick.readBack = digest
    truth.readBackEqual = digest.map { $0 == situation.armedDigest } ?? false
    truth.readBackDiffers = digest.map { !($0 == situation.armedDigest) } ?? false
  }

  private func probe(
    _ impedance: Resistance, _ situation: Situation, stepOff: UInt8 = 0, nonceOff: UInt64 = 0
  ) {
    var step: UInt8 = 0
    if case .probing(let present, _, _, _) = situation.moment.state.mode { step = present }
    tick.probe = ProbeReading(
      nonce: Nonce(value: situation.nonce.value &+ nonceOff), step: step &+ stepOff, impedance: impedance)
  }

  private func beat(after span: TimeSpan, interval: TimeSpan) {
    tick.beat = BeatReading(time: Situation.deviceTime.adding(span) ?? .zero, interval: interval)
  }

  /// When the due pulse should have started: its release's moment, or a period after the pulse before.
  private func dueStart(_ situation: Situation) -> DeviceInstant {
    if let before = situation.before, situation.judged > situation.moment.segment.from {
      return situation.moment.segment.lastStart.adding(before.period) ?? .zero
    }
    let beat = situation.configuration.beats.delay.adding(Situation.age) ?? .zero
    let waits = (situation.due?.step.synchronisation ?? .none) != .none
    return Situation.deviceTime.adding(waits ? beat : .zero) ?? .zero
  }

  func write(report: ReportClass, _ situation: Situation) {
    guard report != .none else {
      tick.report = nil
      return
    }
    let step = situation.due?.step ?? situation.before ?? .unused
    var made = PulseReport(
      nonce: situation.nonce, step: situation.due?.index ?? 0, index: situation.judged, start: dueStart(situation),
      width: step.width, voltage: step.voltage, current: .amperes(8), peakCurrent: .amperes(9), cut: .none)
    spoil(&made, report, step)
    switch report {
    case .duplicate: made.index = situation.judged &- 1
    case .ahead: made.index = situation.judged &+ 1
    case .extra: made.index = situation.planned
    case .mistimed: made.start = made.start.adding(.seconds(1)) ?? .zero
    case .otherNonce: made.nonce = Nonce(value: situation.nonce.value &+ 2)
    case .otherStep: made.step = made.step &+ 1
    case .none, .good, .voltageLow, .voltageHigh, .voltageReversed, .currentLow, .currentHigh, .currentReversed,
      .tooShort, .tooLong, .cut:
      break
    }
    tick.report = made
    truth.hasReport = true
    truth.reportOurs = report != .otherNonce
    truth.reportGood = report == .good && situation.due != nil
  }

  private func spoil(_ made: inout PulseReport, _ report: ReportClass, _ step: TrainStep) {
    switch report {
    case .voltageLow: made.voltage = step.limits.voltageLow.subtracting(.millivolts(1)) ?? .zero
    case .voltageHigh: made.voltage = step.limits.voltageHigh.adding(.millivolts(1)) ?? .zero
    case .voltageReversed: made.voltage = Voltage.zero.subtracting(step.voltage) ?? .zero
    case .currentLow: made.current = step.limits.currentLow.subtracting(.milliamperes(1)) ?? .zero
    case .currentHigh: made.peakCurrent = step.limits.currentHigh.adding(.milliamperes(1)) ?? .zero
    case .currentReversed: made.current = .amperes(-8)
    case .tooShort: made.width = made.width.subtracting(.microseconds(2)) ?? .zero
    case .tooLong: made.width = made.width.adding(.microseconds(2)) ?? .zero
    case .cut: made.cut = .currentHigh
    case .none, .good, .duplicate, .ahead, .extra, .mistimed, .otherNonce, .otherStep: break
    }
  }
}
