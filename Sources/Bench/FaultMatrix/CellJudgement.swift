import GeneratorLink
import PulseDispatch
import Quantities
import SafetyKernel
import VirtualGenerator

// The verdict on a cell, from the generator's truth; the daemon's word is held against it.

extension CellRun {
  /// How long behind an authority's end a pulse may still begin: while its permit lives, where the request to stop may be
  /// lost; else none at all.
  private var grace: TimeSpan { fault?.hidesRequests ?? false ? watch.timeToLive : .zero }

  /// Judges the pulses: each released, each under permit and authority, none too many.
  func judgePulses(_ result: inout CellResult) {
    var released: Set<UInt64> = []
    var given: [UInt64: Int] = [:]
    for event in bench.truth {
      switch event.fact {
      case .releaseAccepted(let nonce, _, _): released.insert(nonce)
      case .pulseStart(let pulse):
        given[pulse.nonce, default: 0] += 1
        if !released.contains(pulse.nonce) { result.problems.append("a pulse without a release") }
        let planned = plannedPulses(of: pulse.nonce)
        let isTooMany = planned.map { (given[pulse.nonce] ?? 0) > $0 } ?? true
        let isOutside = isBehindPermit(event, pulse) || isBehindAuthority(event)
        guard isTooMany || isOutside else { continue }
        if fault?.defies ?? false {
          result.defiantPulses += 1
        } else {
          result.pulsesAfter += isOutside ? 1 : 0
          result.problems.append(isOutside ? "a pulse behind permit or withdrawal" : "a pulse too many")
        }
      case _: continue
      }
    }
    if result.defiantPulses > 0, !isDefianceKnown { result.problems.append("the generator's own pulse is not known") }
    result.pulsesHold = result.problems.isEmpty
  }

  private func isBehindPermit(_ event: TruthEvent, _ pulse: TruePulseStart) -> Bool {
    event.deviceTime.nanoseconds > pulse.permitUntil.microseconds &* 1_000
  }

  private func isBehindAuthority(_ event: TruthEvent) -> Bool {
    guard let behind = watch.distance(of: event.time) else { return true }
    return behind > grace
  }

  /// Pulses planned under a nonce, by the intent that the daemon told.
  private func plannedPulses(of nonce: UInt64) -> Int? {
    for record in bench.records {
      if case .kernel(.intent(let known, _, _, _, _, let planned)) = record.event, known.value == nonce {
        return Int(planned)
      }
    }
    return nil
  }

  /// Whether a fault that tells of the generator's defiance was latched.
  private var isDefianceKnown: Bool {
    bench.records[recordsAtFault...].contains { record in
      if case .kernel(.latched(let faults)) = record.event {
        return [.pulseExtra, .generatorUnexpected, .dischargeUnconfirmed, .pulseMistimed, .gatesDisagree].contains {
          faults.contains($0)
        }
      }
      return false
    }
  }

  /// Judges permit and volts, in the state that the stop at the end left, before anything is mended.
  func judgePower(_ result: inout CellResult) {
    // A permit is counted in whole ticks of the bench.
    let bound = (fault?.leavesPermit ?? false ? watch.timeToLive.nanoseconds : 0) + 1_000_000
    result.permitHolds = watch.longestPermitBehind.nanoseconds <= bound && !bench.generator.isPermitLive
    if !result.permitHolds {
      result.problems.append("a permit lived \(watch.longestPermitBehind.nanoseconds / 1_000) us behind the last word")
    }
    if isOverdue {
      result.permitHolds = false
      result.problems.append("the permit was not withdrawn in time")
    }
    if !isStopObeyed {
      result.permitHolds = false
      result.problems.append("a stop that was not obeyed in its tick")
    }
    let isEmpty = bench.generator.bankVoltage < .volts(42)
    let isCalledLive = !isDead && bench.status.state.faults.contains(.dischargeUnconfirmed)
    result.voltsHold = isEmpty || isCalledLive
    if !result.voltsHold {
      result.problems.append("\(bench.generator.bankVoltage.millivolts) mV on the bank at the end")
    }
    if let back = bankAtReturn, back >= .volts(42),
      [.daemonKilled, .killedBehindBuffer, .daemonFrozen10s].contains(fault)
    {
      result.voltsHold = false
      result.problems.append("\(back.millivolts) mV on the bank while the daemon was dead")
    }
    if watch.highestTerminal >= .volts(42), fault != .stuckSwitch {
      result.voltsHold = false
      result.problems.append("\(watch.highestTerminal.millivolts) mV at the electrodes outside a pulse")
    }
    if let first = watch.withdrawals.first(where: { $0.at >= ticksAtFault }) {
      result.ticksToSafe = first.safe.map { $0 - first.at }
    } else if let since = watch.safeSince {
      result.ticksToSafe = max(0, since - ticksAtStop)
    }
  }

  /// Holds each outcome against the pulses that the generator really gave, and against why it ended.
  func judgeOutcomes(_ result: inout CellResult) {
    for (index, record) in bench.records.enumerated() {
      guard case .kernel(.settled(let nonce, let outcome, let cause)) = record.event else { continue }
      let given = truePulses(of: nonce.value)
      let planned = plannedPulses(of: nonce.value) ?? 0
      let isRight: Bool
      switch outcome {
      case .delivered:
        isRight =
          given.started == planned && given.sound == planned
          || given.started == planned + 1 && fault == .extraPulse && isDefianceKnown
      case .partial(let pulses): isRight = Int(pulses) == given.started
      case .notDelivered: isRight = given.started == 0
      case .deliveredUnmeasured: isRight = false
      }
      if !isRight { result.problems.append("\(outcome) but \(given.started) of \(planned) true pulses") }
      let isCauseless = cause == .none || (cause == .completed && outcome != .delivered)
      if isCauseless, index >= recordsAtFault { result.problems.append("\(outcome) without a cause") }
      if truthAtFault != nil, index >= recordsAtFault, cause != .stop || fault == .ignoresStop,
        result.outcome == "none" || result.outcome == "delivered"
      {
        result.outcome = CellRun.word(outcome)
      }
    }
    switch bench.status.state.standing {
    case .open: result.problems.append("the outcome stays open")
    case .unresolved: result.outcome = "unresolved"
    case .none, .settled: break
    }
  }

  /// Pulses of a nonce that began, and those of them that were as planned in truth.
  private func truePulses(of nonce: UInt64) -> (started: Int, sound: Int) {
    var started = 0
    var sound = 0
    for event in bench.truth {
      switch event.fact {
      case .pulseStart(let pulse): if pulse.nonce == nonce { started += 1 }
      case .pulseEnd(let pulse):
        let isRight = pulse.voltage > .volts(700) && pulse.voltage < .volts(1_060)
        let isOnTime = abs(pulse.width.nanoseconds - 100_000) < 2_000
        if pulse.nonce == nonce, isRight, isOnTime, pulse.cut == .none { sound += 1 }
      case _: break
      }
    }
    return (started, sound)
  }

  private static func word(_ outcome: Outcome) -> String {
    switch outcome {
    case .delivered: "delivered"
    case .partial(let pulses): "partial(\(pulses))"
    case .notDelivered: "notDelivered"
    case .deliveredUnmeasured: "deliveredUnmeasured"
    }
  }

  /// The first thing that went otherwise than planned, since the fault came.
  func firstCause() -> String? {
    let wasUp = bench.records[..<recordsAtFault].contains { if case .link(.up) = $0.event { true } else { false } }
    if fault == .daemonKilled || fault == .killedBehindBuffer, let told = generatorsCause() { return told }
    for record in bench.records[recordsAtFault..<(recordsAtStop ?? bench.records.count)] {
      switch record.event {
      case .kernel(.latched(let faults)): if let first = faults.first { return "\(first)" }
      case .kernel(.entered(_, .fault(let fault))): return "\(fault)"
      // Why the generator ended a train follows with the report.
      case .kernel(.entered(.discharging, let cause)):
        if ![.completed, .none, .generatorEnded].contains(cause) { return "\(cause)" }
      case .kernel(.settled(_, let outcome, .fault(let fault))): if outcome != .delivered { return "\(fault)" }
      case .kernel(.settled(_, let outcome, let cause)): if outcome != .delivered { return "\(cause)" }
      case .kernel(.refused(.blocked(let blocker))): return "refused: \(blocker)"
      case .kernel(.refused(let refusal)): return "refused: \(refusal)"
      case .gateRefused(let refusal): return "second gate: \(refusal)"
      case .link(let link): if link != .up, wasUp { return "link \(link)" }
      case .kernel, .identified, .strangerAnswered, .channelReleased: continue
      }
    }
    if person.plans.count <= 1 { return "completed" }
    if bench.status.state.cause == .generatorEnded { return "generatorEnded" }
    return blockerAtStop.map { "blocked: \($0)" }
  }

  /// Why the generator ended, by itself, what it was at: all that tells of a daemon that is dead.
  private func generatorsCause() -> String? {
    for event in bench.truth[(truthAtFault ?? 0)...] where event.time.nanoseconds <= killedUntil.nanoseconds {
      if case .trainEnded(_, let reason, _) = event.fact, reason != .completed { return "generator: \(reason)" }
      if case .permitLapsed = event.fact { return "generator: permitLapsed" }
    }
    return nil
  }

  /// The end of the time in which a killed daemon is dead.
  private var killedUntil: HostInstant {
    bench.records[recordsAtFault...].first?.time ?? bench.now
  }

  /// Whether both trains were delivered, as they must be without a fault.
  var deliveredBoth: Bool {
    var delivered = 0
    for record in bench.records {
      if case .kernel(.settled(_, .delivered, .completed)) = record.event { delivered += 1 }
    }
    return delivered == 2 && person.plans.count == 1
  }
}
