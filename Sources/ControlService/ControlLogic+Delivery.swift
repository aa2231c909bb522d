import ControlInterface
import Journal
import PulseDispatch
import Quantities
import SafetyKernel

// From the trigger to the outcome.

extension ControlLogic {
  /// The trigger was handed to the link.
  mutating func fired(_ nonce: Nonce) {
    guard delivery?.nonce == nonce else { return }
    delivery?.stage = .fired
    tell("fired", "the train was released")
  }

  /// A pulse was judged.
  mutating func judged(_ report: PulseReport, _ fault: Fault?) {
    guard let delivery, delivery.nonce == report.nonce else { return }
    let display = OutcomeWords.pulse(report, fault, delivery.train)
    // A report that came twice or out of order is not the pulse that was due: it has no row of its own.
    if fault != .pulseOutOfOrder {
      self.delivery?.pulses.append((report, fault))
      journal(.pulse(report.nonce, PulseRecord(report, verdict: fault)))
    }
    if let origin = delivery.firing { streamFire(origin, phase: .pulse, pulse: display) }
    tell("pulse", OutcomeWords.sentence(of: display), pulse: display)
  }

  /// The train's outcome is known.
  mutating func settled(_ nonce: Nonce, _ outcome: Outcome, _ cause: EndCause, _ correlation: UInt32) {
    let request = acceptedResolve
    acceptedResolve = nil
    let settlement: Settlement
    if let request {
      settlement = .person(uid: request.uid, reason: request.reason)
    } else {
      settlement = delivery?.nonce == nonce && !isCounted ? .reports : .counter
    }
    writeOutcome(nonce, .settled(outcome, by: settlement), cause)
    conclude(nonce, outcome, cause, request)
  }

  /// Whether only the counter can have told: the generator that gave the train has forgotten its reports since.
  private var isCounted: Bool {
    guard let delivery, delivery.wasUnresolved, let arming = status.arming else { return false }
    return !(status.telemetry.boot == arming.boot)
  }

  /// Nobody knows what became of the train.
  mutating func unresolved(_ nonce: Nonce) {
    let judged = UInt16(clamping: delivery?.pulses.count ?? 0)
    delivery?.wasUnresolved = true
    writeOutcome(nonce, .unresolved(judged: judged), status.state.cause)
    conclude(nonce, nil, status.state.cause, nil)
  }

  /// Tells everybody; nil stands for an outcome that nobody knows.
  private mutating func conclude(
    _ nonce: Nonce, _ outcome: Outcome?, _ cause: EndCause, _ request: ResolveRequest?
  ) {
    var display: Control.Outcome
    if let delivery, delivery.nonce == nonce {
      display = OutcomeWords.outcome(delivery, outcome, cause)
      display.train = delivery.number
    } else if let last = setup.lastTrain, last.intent.nonce == nonce {
      display = OutcomeWords.outcome(of: last)
      OutcomeWords.settle(&display, outcome, cause)
    } else {
      return log(.error, "the outcome of a train that this service does not know")
    }
    if request != nil { display.sentence += ", as a person stated" }
    lastOutcome = display
    if let origin = delivery?.firing, delivery?.nonce == nonce {
      delivery?.firing = nil
      streamFire(origin, phase: .outcome, outcome: display)
    }
    if delivery?.nonce == nonce, outcome != nil { delivery?.stage = .over }
    if let request { reply(request.call, Control.ResolveTrain.Reply(outcome: display)) }
    tell("outcome", display.sentence, outcome: display)
    log(.info, "train: \(display.sentence)")
  }

  /// Adds a word on a train's end to the record.
  mutating func writeOutcome(_ nonce: Nonce, _ conclusion: TrainConclusion, _ cause: EndCause) {
    journal(
      .outcome(
        nonce,
        OutcomeRecord(
          conclusion: conclusion, cause: cause, counterAfter: isFresh ? status.telemetry.pulseCounter : nil,
          time: moment)))
  }

  /// Answers whoever fired.
  mutating func streamFire(
    _ origin: CommandOrigin, phase: Control.Phase, pulse: Control.Pulse? = nil, outcome: Control.Outcome? = nil
  ) {
    let isLast = outcome != nil
    switch origin {
    case .call(let call):
      reply(call, Control.Fire.Reply(phase: phase, pulse: pulse, outcome: outcome), last: isLast)
    case .selfTest(let call):
      reply(call, Control.SelfTest.Reply(phase: phase, pulse: pulse, outcome: outcome), last: isLast)
    }
  }

  /// Events were lost: what their calls wait for may never come. The record is told, and until then nothing can be armed.
  mutating func observeOverrun() {
    guard status.overrun, status.lostEvents != lossTold else { return }
    lossTold = status.lostEvents
    log(.error, "the loop lost \(status.lostEvents) events: this service was too slow")
    journal(.noteOverrun(lostEvents: status.lostEvents, body: "{\"lost\":\(status.lostEvents)}", moment))
    for origin in [delivery?.arming, delivery?.firing].compactMap({ $0 }) {
      fail(
        origin.call,
        Control.Refused(
          name: "eventsLost", explanation: "the service was too slow and lost what became of this",
          remedy: "see porate status for the outcome"))
    }
    delivery?.arming = nil
    delivery?.firing = nil
  }
}
