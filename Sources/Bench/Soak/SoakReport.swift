import SafetyKernel
import VirtualGenerator

extension SoakCoverage {
  /// Why a run of so many ticks proves nothing, or nil.
  func meaningless(in ticks: Int) -> String? {
    let least = ticks / 20_000
    if deliveredTrains < max(1, least) { return "only \(deliveredTrains) trains were delivered" }
    if states.count < 6 { return "only \(states.count) states were reached" }
    if injected.isEmpty, ticks >= 200_000 { return "no fault was injected" }
    return nil
  }

  /// One line for each kind of thing: what was seen, and how often.
  public var lines: [String] {
    let kinds = PlanKind.allCases.map { "\($0) \(delivered[$0.code] ?? 0)" }.joined(separator: ", ")
    return [
      "states \(states.count) of \(StateName.allCases.count), transitions \(transitions.count) of "
        + "\(SoakCoverage.transitions.count), faults latched \(faults.count) of \(Fault.allCases.count), "
        + "menu \(injected.count) of \(FaultEntry.allCases.count)",
      "trains delivered \(deliveredTrains): \(kinds); synchronised \(deliveredSynchronised), over 23 steps "
        + "\(deliveredLong); true pulses \(truePulses)",
      "outcomes \(SoakCoverage.list(outcomes))", "reports judged \(SoakCoverage.list(pulses))",
      "end causes \(causes.sorted().joined(separator: " "))", "refusals \(SoakCoverage.list(refusals))",
      "second gate refused \(gateRefusals.sorted().joined(separator: " "))",
      "plans \(plans.count), restarts of the daemon \(restarts), rings overrun \(overruns), beats skipped "
        + "\(skippedBeats), highest bank \(highest_mV / 1_000) V",
    ]
  }

  /// What was never seen.
  public var missing: [String] {
    var missing: [String] = []
    for state in StateName.allCases where !states.contains(state.code) { missing.append("state \(state)") }
    for from in StateName.allCases {
      for to in StateName.allCases {
        let pair = SoakCoverage.pair(from, to)
        if SoakCoverage.transitions.contains(pair), !transitions.contains(pair) {
          missing.append("transition \(from) → \(to)")
        }
      }
    }
    for fault in Fault.allCases where !faults.contains(fault.code) { missing.append("fault \(fault)") }
    for entry in FaultEntry.allCases where !injected.contains(entry.rawValue) { missing.append("menu \(entry)") }
    for outcome in ["delivered", "partial", "notDelivered", "unresolved"] where outcomes[outcome] == nil {
      missing.append("outcome \(outcome)")
    }
    for blocker in Blocker.allCases where refusals["blocked.\(blocker)"] == nil {
      missing.append("refusal blocked.\(blocker)")
    }
    for refusal in SoakCoverage.plainRefusals where refusals["\(refusal)"] == nil {
      missing.append("refusal \(refusal)")
    }
    for cause in SoakCoverage.plainCauses where !causes.contains("\(cause)") { missing.append("end cause \(cause)") }
    return missing
  }

  /// Whether the parts that CI asks of all its seeds together were seen: every state, every transition, every entry of
  /// the menu, most faults.
  public var isWide: Bool {
    states.count == StateName.allCases.count && transitions.count >= SoakCoverage.transitions.count - 1
      && injected.count == FaultEntry.allCases.count && faults.count * 10 >= Fault.allCases.count * 8
  }

  private static let plainRefusals: [Refusal] = [
    .noLease, .roleNotAllowed, .wrongState, .nothingPrepared, .digestDiffers, .nonceDiffers, .ticketTooOld,
    .holdNeeded, .nothingUnresolved, .conditionStillHolds, .selfTestNeeded, .noFault, .stopped,
  ]

  private static let plainCauses: [EndCause] = [
    .completed, .stop, .leaseEnded, .disarmed, .expired, .released, .probeOpen, .probeShort, .probeAged, .triggerLost,
    .noBeat, .proceedLost, .recordFailed, .generatorEnded, .restarted, .conditionLost,
  ]

  private static func list(_ counts: [String: Int]) -> String {
    counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  }
}
