import ControlInterface
import PulseDispatch
import Quantities

extension ControlLogic {
  /// The state now.
  mutating func state(_ call: ServiceCall) {
    reply(call.id, Control.GetState.Reply(number: changeNumber, state: currentState))
  }

  /// The state at once, then every change, until the connection ends.
  mutating func monitor(_ call: ServiceCall) {
    guard call.wantsMore else { return fail(call.id, Control.ExpectedMore()) }
    guard monitors.count < Self.maximumMonitors else {
      return fail(
        call.id,
        Control.Refused(
          name: "tooManyMonitors", explanation: "\(Self.maximumMonitors) others watch this machine already",
          remedy: "end some of them, or ask with porate status"))
    }
    let state = currentState
    // The newcomer's first state and what the others were told last are one: the next number is a change for all.
    if monitors.isEmpty { publishedState = state }
    monitors[call.id] = call.client
    reply(call.id, Control.Monitor.Reply(number: changeNumber, state: state), last: false)
  }

  /// Tells every monitor that something happened.
  mutating func tell(
    _ name: String, _ sentence: String, pulse: Control.Pulse? = nil, outcome: Control.Outcome? = nil
  ) {
    guard !monitors.isEmpty else { return }
    change(
      state: nil, event: Control.Event(name: name, sentence: sentence, pulse: pulse, outcome: outcome))
  }

  /// Tells every monitor the state, if it changed in more than what changes all the time.
  mutating func publish() {
    guard !monitors.isEmpty else { return }
    let state = currentState
    guard let published = publishedState, isWorthTelling(state, after: published) else {
      if publishedState == nil { publishedState = state }
      return
    }
    publishedState = state
    publishedAt = now
    change(state: state, event: nil)
  }

  private mutating func change(state: Control.State?, event: Control.Event?) {
    // 2⁶³ changes take longer than any machine lasts.
    changeNumber = changeNumber &+ 1
    for call in monitors.keys.sorted(by: { $0.number < $1.number }) {
      reply(call, Control.Monitor.Reply(number: changeNumber, state: state, event: event), last: false)
    }
  }

  private func isWorthTelling(_ state: Control.State, after published: Control.State) -> Bool {
    var steady = state
    // Times that only run on, and measured values, are not changes by themselves.
    steady.holder?.heldMilliseconds = published.holder?.heldMilliseconds ?? 0
    steady.armed?.expiresMilliseconds = published.armed?.expiresMilliseconds ?? 0
    steady.measured = published.measured
    if steady != published { return true }
    guard let age = now.since(publishedAt), age >= Self.measuredInterval else { return false }
    return hasMoved(state.measured.bankA, published.measured.bankA)
      || hasMoved(state.measured.bankB, published.measured.bankB)
      || hasMoved(state.measured.output, published.measured.output)
  }

  /// Whether a reading moved by more than 2 V, which is more than a channel's noise.
  private func hasMoved(_ one: Voltage?, _ other: Voltage?) -> Bool {
    guard let one, let other else { return (one == nil) != (other == nil) }
    guard let difference = one.subtracting(other)?.magnitude() else { return true }
    return difference > .volts(2)
  }
}
