import Quantities
import SafetyKernel

extension Transition {
  /// Faults stay until a person clears them, and clearing has its conditions.
  var faultRule: Rule? {
    if scan.cleared {
      let gone =
        truth.bankSafe && truth.interlocksClosed && truth.banksAgree && truth.quiet && !truth.ownFault
        && !truth.gateRefused && !(configuration.pedal != .notUsed && truth.pedal == .implausible)
      let array = !before.faults.contains(FaultClearing.whenArrayPresent) || !truth.arrayAbsent
      let proven = !before.faults.contains(FaultClearing.afterSelfTest) || before.selfTestPassed
      guard input.command == .acknowledge, before.mode.name == .standby, gone, array, proven else {
        return .clearingEarned
      }
    } else if !before.faults.isEmpty {
      guard after.faults.first == before.faults.first, after.faults.bits & before.faults.bits == before.faults.bits
      else { return .faultsKept }
    }
    // What is new was told, and nothing else was.
    let told = scan.cleared ? after.faults.bits : after.faults.bits & ~before.faults.bits
    if told != scan.newFaults { return .faultsKept }
    let mayHold = before.mode.energises || before.mode.name == .discharging
    if truth.late, mayHold, !after.faults.contains(.tickLate) { return .lateTold }
    return pulseRule
  }

  private var pulseRule: Rule? {
    guard truth.hasReport, truth.reportOurs, isOwed, situation.moment.planOfArming else { return nil }
    if truth.reportGood {
      // The first pulse of a release, or of one that is over, can't be beyond its gate.
      let inOrder: Bool
      switch before.mode {
      case .delivering(let from, _, _, _): inOrder = situation.judged == from
      // A pulse that no release let out is never on time.
      case .discharging: inOrder = situation.moment.segment.latest > .zero
      case .starting, .standby, .probing, .charging, .armed, .waitingForBeat, .settling: inOrder = false
      }
      if inOrder, !scan.judged || scan.judgedFault != nil { return .goodPulseGood }
      return nil
    }
    guard scan.judged, scan.judgedFault != nil, !after.faults.isEmpty, !permit else { return .badPulseBad }
    return nil
  }

  /// How a state with energy ends.
  var endingRule: Rule? {
    guard before.mode.energises, !after.mode.energises else {
      return truth.stop && after.mode.energises ? .stopWins : nil
    }
    if after.cause == .none { return .causeTold }
    if truth.stop { return after.cause == .stop ? nil : .stopWins }
    if !truth.interlocksClosed { return after.cause == .fault(.interlockOpened) ? nil : .precedence }
    let wrong = !truth.fresh || truth.late || truth.gateRefused || truth.ownFault || !truth.sameGenerator
    if wrong {
      if case .fault = after.cause { return nil }
      return .precedence
    }
    if after.cause == .leaseEnded, scan.newFaults & ~lateFaults != 0 { return .precedence }
    if !truth.leaseLive || !truth.holderIsArmer || !roleFits {
      if case .fault = after.cause { return nil }
      return after.cause == .leaseEnded ? nil : .precedence
    }
    return nil
  }

  /// Faults that a train's settling shows, after the tick's end had its cause.
  private var lateFaults: UInt64 {
    1 << UInt64(Fault.pulseExtra.code) | 1 << UInt64(Fault.pulseMissing.code) | 1 << UInt64(Fault.selfTestFailed.code)
  }

  /// How the train's standing goes on, and what an outcome rests on.
  var outcomeRule: Rule? {
    if scan.settledCount > 1 { return .standingOrder }
    switch (before.standing, after.standing) {
    case (.none, .none), (.open, .open), (.open, .unresolved), (.unresolved, .unresolved): break
    case (.none, .open): if !scan.fired { return .standingOrder }
    case (.none, .settled(let outcome)):
      if outcome != .notDelivered || after.mode.energises || scan.settled == nil { return .standingOrder }
    case (.settled, .none): if !scan.intent { return .standingOrder }
    case (.settled(let one), .settled(let other)): if one != other || scan.settled != nil { return .standingOrder }
    case (.open, .settled(let outcome)), (.unresolved, .settled(let outcome)):
      if scan.settled != outcome { return .standingOrder }
      return evidenceRule(outcome)
    case (.none, .unresolved), (.open, .none), (.unresolved, .none), (.unresolved, .open), (.settled, .open),
      (.settled, .unresolved):
      return .standingOrder
    }
    return nil
  }

  private func evidenceRule(_ outcome: Outcome) -> Rule? {
    var judged = situation.judged
    var good = false
    switch before.standing {
    case .open(_, let soFar, _), .unresolved(_, let soFar): good = soFar
    case .none, .settled: break
    }
    if scan.judged, scan.judgedFault != .pulseOutOfOrder, situation.due != nil {
      judged &+= 1
      good = good && scan.judgedFault == nil
    }
    if after.mode.energises { return .outcomeEarned }
    switch input.command {
    case .resolveNone where scan.accepted: return outcome == .notDelivered ? nil : .outcomeEarned
    case .resolveOne where scan.accepted: return outcome == .partial(pulses: 1) ? nil : .outcomeEarned
    default: break  // Every other command: the outcome rests on reports and counter.
    }
    let counterKnown = truth.fresh && truth.sameSerial
    switch outcome {
    case .delivered:
      let isWhole = judged == situation.planned && good && counterKnown && truth.counted == situation.planned
      return isWhole ? nil : .outcomeEarned
    case .partial(let pulses):
      let byReports = pulses == judged && (judged == situation.planned || counterKnown && truth.counted == judged)
      return pulses > 0 && (byReports || counterKnown && pulses == truth.counted) ? nil : .outcomeEarned
    case .notDelivered: return judged == 0 && counterKnown && truth.counted == 0 ? nil : .outcomeEarned
    case .deliveredUnmeasured: return .outcomeEarned
    }
  }
}
