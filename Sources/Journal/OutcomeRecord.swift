public import SafetyKernel

/// How an outcome became known.
public enum Settlement: Hashable, Sendable {
  /// From the reports of the pulses.
  case reports
  /// From the counter of the same generator.
  case counter
  /// By the word of a person with this user id, and the reason given.
  case person(uid: UInt32, reason: String)
}

/// What the record says of a train's end.
public enum TrainConclusion: Hashable, Sendable {
  /// The outcome is known, and how.
  case settled(Outcome, by: Settlement)
  /// Nobody knows how many pulses were given beyond the `judged` ones that were reported.
  case unresolved(judged: UInt16)
}

/// One word on a train's end. A later one corrects an earlier one; none is ever overwritten.
public struct OutcomeRecord: Hashable, Sendable {
  /// The longest reason of a person, in bytes of UTF-8.
  public static let longestReason = 4096

  /// What is known.
  public var conclusion: TrainConclusion
  /// Why the train ended.
  public var cause: EndCause
  /// The generator's count of all pulses it ever gave, after this train; nil if it was not read.
  public var counterAfter: UInt32?
  /// When.
  public var time: RecordTime

  /// A word on a train's end.
  public init(conclusion: TrainConclusion, cause: EndCause, counterAfter: UInt32?, time: RecordTime) {
    self.conclusion = conclusion
    self.cause = cause
    self.counterAfter = counterAfter
    self.time = time
  }

  /// What breaks a bound of the record, or nil.
  var defect: String? {
    guard case .settled(_, by: .person(_, let reason)) = conclusion else { return nil }
    if reason.isEmpty { return "a person's word on an outcome needs a reason" }
    return reason.utf8.count > Self.longestReason ? "the reason is too long" : nil
  }
}
