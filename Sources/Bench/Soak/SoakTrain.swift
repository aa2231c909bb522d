import Quantities
import SafetyKernel
import VirtualGenerator

/// What is known of one arming, from records, bytes and truth.
struct SoakTrain: Sendable {
  var nonce: UInt64
  var plan: PlannedTrain
  var digest: PlanDigest
  /// The lease that was held when it was armed.
  var lease: UInt64?
  /// Whether somebody confirmed the array.
  var confirmed = false
  var committed = false
  /// Whether the generator sent a wrong read-back all the time since the intent.
  var readBackWrong = false
  var chargeSent = false
  var charged = false
  var armedAt: Int64 = 0
  var firedAt: Int64 = 0
  var byPedal = false
  var released: Set<Int> = []
  /// Up to this pulse, not included, releases let it go.
  var gate = 0
  /// Pulses that truly began.
  var pulses = 0
  /// Pulses that truly ended outside their limits, or were cut.
  var bad = 0
  /// Those beyond the plan, by a generator that is broken so.
  var extra = 0
  var outcome: Outcome?

  var isOver: Bool { if case .some = outcome { true } else { false } }
}

/// A beat that the host heard of.
struct SoakBeat: Sendable {
  var boot: UInt64
  var time_us: Int64
  var interval_ns: Int64
}

/// Up to when each entry of the fault menu was in effect, in ns; `max` while it is.
struct SoakEffects: Sendable {
  private var until: [FaultEntry: Int64] = [:]

  mutating func begin(_ entry: FaultEntry) { until[entry] = .max }

  mutating func end(_ entry: FaultEntry, at time: Int64) { if until[entry] == .max { until[entry] = time } }

  /// Whether an entry is in effect, or was within this many ns before a time.
  func holds(_ entry: FaultEntry, at time: Int64, within span: Int64) -> Bool {
    guard let end = until[entry] else { return false }
    return end == .max || time - end <= span
  }
}
