import PulseDispatch
public import SafetyKernel
import VirtualGenerator

/// What a train came to, by the daemon and by the generator's own log.
public struct BenchTrain: Sendable {
  /// What the daemon says; nil if it reached no outcome.
  public var outcome: Outcome?
  /// Why the train ended.
  public var cause: EndCause
  /// Pulses by the generator's log.
  public var truePulses: Int
  /// Ticks from the arming to the outcome.
  public var ticks: Int
  /// The refusal that kept the train from being armed or fired.
  public var refusal: Refusal?
}

extension VirtualBench {
  /// Brings the daemon to standby with a link and its debounced interlocks closed; false if it does not get there.
  @discardableResult
  public func settle(within bound: Int = 5_000) -> Bool {
    run(bound) { $0.stateName == .standby && !$0.status.blockers.contains(.interlockOpen) }
  }

  /// Prepares a plan and waits for the answer; the refusal, if it was refused.
  @discardableResult
  public func prepare(_ plan: Plan) -> Refusal? {
    tell(.prepare(correlation: nextCorrelation(), VirtualBench.lease, plan))
    return answer()
  }

  /// Starts arming the prepared plan, with its array confirmed.
  @discardableResult
  public func arm(_ plan: Plan) -> Refusal? {
    tell(
      .arm(
        correlation: nextCorrelation(), VirtualBench.lease, status.digest, confirmed: plan.array.identity))
    return answer()
  }

  /// Fires the present arming with a fresh ticket.
  @discardableResult
  public func fire() -> Refusal? {
    guard let nonce = status.arming?.nonce else { return .nothingPrepared }
    tell(.fire(correlation: nextCorrelation(), VirtualBench.lease, nonce, ticketIssued: now))
    return answer()
  }

  /// Ticks until the command sent last was answered.
  func answer() -> Refusal? {
    let from = records.count
    for _ in 0..<50 {
      tick()
      for record in records[from...] where record.correlation != 0 {
        guard case .kernel(let event) = record.event else { continue }
        if case .accepted = event { return nil }
        if case .prepared = event { return nil }
        if case .refused(let refusal) = event { return refusal }
      }
    }
    return .wrongState
  }

  /// Whether the last train's outcome is known and the machine rests.
  public var isSettled: Bool {
    guard case .settled = status.state.standing else { return false }
    return stateName == .standby
  }

  /// A whole train of the prepared plan, from arming to its outcome.
  public func deliver(_ plan: Plan, chargeTicks: Int = 40_000, trainTicks: Int = 400_000) -> BenchTrain {
    let began = ticks
    let truthBefore = truth.count
    func result(_ refusal: Refusal?) -> BenchTrain {
      var outcome: Outcome?
      if case .settled(let known) = status.state.standing { outcome = known }
      return BenchTrain(
        outcome: outcome, cause: status.state.cause, truePulses: pulses(after: truthBefore), ticks: ticks - began,
        refusal: refusal)
    }
    if let refusal = arm(plan) { return result(refusal) }
    run(chargeTicks) { $0.stateName == .armed || !$0.status.state.mode.energises }
    if stateName == .armed, let refusal = fire() { return result(refusal) }
    run(trainTicks) { $0.isSettled }
    return result(nil)
  }

  /// Pulses that the generator's log has from a place on.
  public func pulses(after place: Int = 0) -> Int {
    truth[place...].count { if case .pulseStart = $0.fact { true } else { false } }
  }
}

extension VirtualBench {
  /// A train as a person would try it: acknowledges faults that stand, arms again if the arming failed before the fire,
  /// and waits until the outcome is known, also where the link has to come back for that.
  public func attempt(_ plan: Plan) -> BenchTrain {
    var train = BenchTrain(outcome: nil, cause: .none, truePulses: 0, ticks: 0, refusal: nil)
    for _ in 0..<5 {
      run(20_000) { $0.stateName == .standby && !$0.isOwed }
      if !status.state.faults.isEmpty { acknowledge() }
      train = deliver(plan)
      guard train.refusal == nil, wasReleased else { continue }
      return train
    }
    return train
  }

  /// A person sees the latched faults.
  @discardableResult
  public func acknowledge() -> Refusal? {
    tell(.acknowledge(correlation: nextCorrelation()))
    return answer()
  }

  /// Whether a train's outcome is still owed.
  private var isOwed: Bool {
    switch status.state.standing {
    case .open, .unresolved: true
    case .none, .settled: false
    }
  }

  /// Whether the last arming came to a release.
  private var wasReleased: Bool {
    for record in records.reversed() {
      guard case .kernel(let event) = record.event else { continue }
      if case .fired = event { return true }
      if case .intent = event { return false }
    }
    return false
  }
}
