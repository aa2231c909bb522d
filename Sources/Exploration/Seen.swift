import SafetyKernel

/// What an exploration came across; it fails unless that is everything there is.
package struct Seen: Sendable {
  private var states: UInt64 = 0
  private var transitions = [UInt64](repeating: 0, count: StateName.allCases.count)
  private var faults: UInt64 = 0
  private var refusals: UInt32 = 0
  private var blockers: UInt32 = 0
  private var outcomes: UInt8 = 0
  private var causes: UInt32 = 0

  package init() {}

  mutating func take(_ transition: borrowing Transition) {
    let after = transition.after
    states |= 1 << UInt64(after.mode.name.code)
    let scan = transition.scan
    if scan.enteredCount > 0 {
      var from = transition.before.mode.name
      for name in [scan.entered.0, scan.entered.1, scan.entered.2] {
        guard let name else { break }
        transitions[Int(from.code)] |= 1 << UInt64(name.code)
        from = name
      }
    }
    faults |= scan.newFaults
    if let refusal = scan.refusal { note(refusal) }
    if let outcome = scan.settled { outcomes |= 1 << Seen.place(outcome) }
    if transition.before.mode.energises, !after.mode.energises { causes |= 1 << Seen.place(after.cause) }
  }

  mutating func take(_ set: BlockerSet) { blockers |= set.bits }

  /// Adds what another exploration saw.
  package mutating func join(_ other: Seen) {
    states |= other.states
    for index in transitions.indices { transitions[index] |= other.transitions[index] }
    faults |= other.faults
    blockers |= other.blockers
    refusals |= other.refusals
    outcomes |= other.outcomes
    causes |= other.causes
  }

  private mutating func note(_ refusal: Refusal) {
    if case .blocked(let blocker) = refusal { blockers |= 1 << UInt32(blocker.code) }
    refusals |= 1 << Seen.place(refusal)
  }

  static func place(_ refusal: Refusal) -> UInt32 {
    switch refusal {
    case .noLease: 0
    case .roleNotAllowed: 1
    case .wrongState: 2
    case .nothingPrepared: 3
    case .digestDiffers: 4
    case .nonceDiffers: 5
    case .ticketTooOld: 6
    case .holdNeeded: 7
    case .plan: 8
    case .blocked: 9
    case .nothingUnresolved: 10
    case .conditionStillHolds: 11
    case .selfTestNeeded: 12
    case .noFault: 13
    case .stopped: 14
    }
  }

  private static var allRefusals: [String] {
    [
      "noLease", "roleNotAllowed", "wrongState", "nothingPrepared", "digestDiffers", "nonceDiffers", "ticketTooOld",
      "holdNeeded", "plan", "blocked", "nothingUnresolved", "conditionStillHolds", "selfTestNeeded", "noFault",
      "stopped",
    ]
  }

  private static func place(_ outcome: Outcome) -> UInt8 {
    switch outcome {
    case .delivered: 0
    case .partial: 1
    case .notDelivered: 2
    case .deliveredUnmeasured: 3
    }
  }

  private static func place(_ cause: EndCause) -> UInt32 {
    switch cause {
    case .none, .restarted: 31  // No state with energy ends by these.
    case .completed: 0
    case .stop: 1
    case .leaseEnded: 2
    case .disarmed: 3
    case .expired: 4
    case .released: 5
    case .probeOpen: 6
    case .probeShort: 7
    case .probeAged: 8
    case .triggerLost: 9
    case .noBeat: 10
    case .proceedLost: 11
    case .recordFailed: 12
    case .generatorEnded: 13
    case .conditionLost: 14
    case .fault: 15
    }
  }

  private static var allCauses: [String] {
    [
      "completed", "stop", "leaseEnded", "disarmed", "expired", "released", "probeOpen", "probeShort", "probeAged",
      "triggerLost", "noBeat", "proceedLost", "recordFailed", "generatorEnded", "conditionLost", "fault",
    ]
  }

  /// What there is and was not seen, in words.
  package func missing(drawn: DrawnTransitions) -> [String] {
    var missing: [String] = []
    for state in StateName.allCases where states & 1 << UInt64(state.code) == 0 { missing.append("state \(state)") }
    for from in StateName.allCases {
      for to in StateName.allCases
      where drawn.contains(from, to) && transitions[Int(from.code)] & 1 << UInt64(to.code) == 0 {
        missing.append("transition \(from) → \(to)")
      }
    }
    for fault in Fault.allCases where faults & 1 << UInt64(fault.code) == 0 { missing.append("fault \(fault)") }
    for (place, refusal) in Seen.allRefusals.enumerated() where refusals & 1 << UInt32(place) == 0 {
      missing.append("refusal \(refusal)")
    }
    for blocker in Blocker.allCases where blockers & 1 << UInt32(blocker.code) == 0 {
      missing.append("blocker \(blocker)")
    }
    // `deliveredUnmeasured` is for generators that measure no pulse; none is built yet.
    let measured = ["delivered", "partial", "notDelivered"]
    for (place, outcome) in measured.enumerated() where outcomes & 1 << UInt8(place) == 0 {
      missing.append("outcome \(outcome)")
    }
    for (place, cause) in Seen.allCauses.enumerated() where causes & 1 << UInt32(place) == 0 {
      missing.append("end cause \(cause)")
    }
    return missing
  }

  /// How much was seen, for a report.
  package var counts: [(name: String, count: Int)] {
    [
      ("states", states.nonzeroBitCount),
      ("transitions", transitions.reduce(0) { $0 + $1.nonzeroBitCount }),
      ("faults", faults.nonzeroBitCount), ("refusals", refusals.nonzeroBitCount),
      ("blockers", blockers.nonzeroBitCount),
      ("end causes", causes.nonzeroBitCount),
    ]
  }
}
