import SafetyKernel

/// What one tick's events say, gathered once for all rules.
struct EventScan: Sendable {
  /// The states entered, in order; a tick enters at most three.
  var entered: (StateName?, StateName?, StateName?) = (nil, nil, nil)
  var enteredCount = 0
  var accepted = false
  var prepared = false
  var intent = false
  var armed = false
  var fired = false
  var cleared = false
  var refusal: Refusal?
  var settled: Outcome?
  var settledCount = 0
  var judged = false
  var judgedFault: Fault?
  var newFaults: UInt64 = 0

  init(_ output: borrowing TickOutput) {
    for index in 0..<output.eventCount {
      switch output.events[index] {
      case .entered(let name, _):
        switch enteredCount {
        case 0: entered.0 = name
        case 1: entered.1 = name
        default: entered.2 = name
        }
        enteredCount += 1
      case .prepared: prepared = true
      case .intent: intent = true
      case .armed: armed = true
      case .fired: fired = true
      case .judged(_, let fault):
        judged = true
        judgedFault = fault
      case .settled(_, let outcome, _):
        settled = outcome
        settledCount += 1
      case .latched(let set): newFaults |= set.bits
      case .cleared: cleared = true
      case .refused(let reason): refusal = reason
      case .accepted: accepted = true
      case .planDropped, .probed, .unresolved, .beatSkipped: break
      }
    }
  }
}
