import SafetyKernel

/// A train's conclusion as the columns of its row.
struct OutcomeColumns {
  /// The outcome's name in the record.
  var name: String
  /// Known pulses, where the outcome counts them.
  var pulses: UInt16?
  /// How it became known, or `nobody`.
  var settledBy: String
  /// The person's user id.
  var uid: UInt32?
  /// The person's reason.
  var reason: String?

  /// The columns of a conclusion.
  init(_ conclusion: TrainConclusion) {
    switch conclusion {
    case .unresolved(let judged): self.init(name: "unresolved", pulses: judged, settledBy: "nobody")
    case .settled(let outcome, let settlement):
      self.init(name: "", pulses: nil, settledBy: "")
      switch outcome {
      case .delivered: name = "delivered"
      case .partial(let count): (name, pulses) = ("partial", count)
      case .notDelivered: name = "notDelivered"
      case .deliveredUnmeasured: name = "deliveredUnmeasured"
      }
      switch settlement {
      case .reports: settledBy = "reports"
      case .counter: settledBy = "counter"
      case .person(let person, let why): (settledBy, uid, reason) = ("person", person, why)
      }
    }
  }

  /// The columns as they were read.
  init(name: String, pulses: UInt16?, settledBy: String, uid: UInt32? = nil, reason: String? = nil) {
    self.name = name
    self.pulses = pulses
    self.settledBy = settledBy
    self.uid = uid
    self.reason = reason
  }

  /// The conclusion that the columns say; nil if they say none.
  var conclusion: TrainConclusion? {
    switch (name, pulses) {
    case ("unresolved", let judged?): settledBy == "nobody" ? .unresolved(judged: judged) : nil
    case ("delivered", nil): settled(.delivered)
    case ("partial", let count?): settled(.partial(pulses: count))
    case ("notDelivered", nil): settled(.notDelivered)
    case ("deliveredUnmeasured", nil): settled(.deliveredUnmeasured)
    default: nil
    }
  }

  private func settled(_ outcome: Outcome) -> TrainConclusion? {
    switch (settledBy, uid, reason) {
    case ("reports", nil, nil): .settled(outcome, by: .reports)
    case ("counter", nil, nil): .settled(outcome, by: .counter)
    case ("person", let uid?, let reason?): .settled(outcome, by: .person(uid: uid, reason: reason))
    default: nil
    }
  }
}
