/// What became of a train, once that is known.
public enum Outcome: Hashable, Sendable {
  /// Every planned pulse was reported and within its limits.
  case delivered
  /// Some pulses were given, as many as counted; or all, but not all within their limits.
  case partial(pulses: UInt16)
  /// No pulse was given.
  case notDelivered
  /// Every planned pulse was given by a generator that measures none.
  case deliveredUnmeasured
}

/// How the last train stands: it is no state of the machine, because it can hold in several.
public enum TrainStanding: Hashable, Sendable {
  /// There was no train since the start, and the record knows of none that is open.
  case none
  /// A train was released and its outcome is still being gathered: `judged` reports so far, `good` while all were within
  /// limits, and the ticks left before it counts as unresolved.
  case open(judged: UInt16, good: Bool, ticksLeft: UInt16)
  /// Nobody knows how many pulses were given; no train may start before that is settled.
  case unresolved(judged: UInt16, good: Bool)
  /// The outcome is known.
  case settled(Outcome)
}

/// Why the machine last left a state with energy, or did not get into one; the sentence that the operator reads.
public enum EndCause: Hashable, Sendable {
  /// Nothing has ended yet.
  case none
  /// The train was delivered whole.
  case completed
  /// Somebody called for a stop.
  case stop
  /// The lease ended or lapsed.
  case leaseEnded
  /// The operator disarmed, or edited the plan.
  case disarmed
  /// The arming was not fired in time.
  case expired
  /// The pedal was released, or the hold was not renewed.
  case released
  /// The probe found an open contact on a pair.
  case probeOpen
  /// The probe found a short on a pair.
  case probeShort
  /// The arming took longer than the probe's verdict holds.
  case probeAged
  /// The generator did not start the train in time: a lost or late trigger.
  case triggerLost
  /// No usable beat came in time.
  case noBeat
  /// The generator did not go on to the next step in time.
  case proceedLost
  /// The record could not take the intent.
  case recordFailed
  /// The generator ended the train by itself; a report that tells why may follow.
  case generatorEnded
  /// The daemon ended while the train's outcome was owed, and knows of it only by the record.
  case restarted
  /// A condition for the permit went away without being a fault: calibration, realtime, budget.
  case conditionLost
  /// A fault.
  case fault(Fault)
}
