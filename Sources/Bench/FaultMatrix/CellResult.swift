/// What a cell of the matrix came to.
public struct CellResult: Sendable {
  /// The fault.
  public var fault: MatrixFault
  /// The state in which it was set, by the name of the state's case.
  public var state: String
  /// Whether the generator's truth shows that the state was reached.
  public var isReached = false
  /// Whether there is a witness that the fault was in effect.
  public var isInEffect = false
  /// Whether the same cell without the fault delivers both trains.
  public var baselineDelivers = false
  /// No pulse behind permit or withdrawal, none without a release, none too many.
  public var pulsesHold = false
  /// No permit lived longer than its time to live behind the daemon's last word.
  public var permitHolds = false
  /// The bank ends below 42 V, or `dischargeUnconfirmed` is latched; no voltage at the electrodes but where the switch is stuck.
  public var voltsHold = false
  /// Ticks from the withdrawal, or from the stop at the end where nothing was withdrawn, until no permit stood and the
  /// true bank was below 42 V; nil if it did not come to that.
  public var ticksToSafe: Int?
  /// Pulses that began behind the permit or the withdrawal.
  public var pulsesAfter = 0
  /// Pulses that the faulty generator gave against what it was told, where that is its very fault.
  public var defiantPulses = 0
  /// The first thing that went otherwise than planned, by the daemon's word; by the generator's truth where the daemon was
  /// dead; `completed` if nothing did.
  public var firstCause: String?
  /// The outcome of the last train that the fault met, at the very end: `delivered`, `partial(3)`, `notDelivered`,
  /// `unresolved`, or `none` where no train was armed.
  public var outcome = "none"
  /// What does not hold, in words.
  public var problems: [String] = []

  init(fault: MatrixFault, state: String) {
    self.fault = fault
    self.state = state
  }

  /// Whether the three predicates hold.
  public var isSafe: Bool { pulsesHold && permitHolds && voltsHold }

  /// Whether the cell counts: state reached, fault in effect, and delivered without it.
  public var counts: Bool { isReached && isInEffect && baselineDelivers }

  /// Whether everything holds that the matrix asks of a cell.
  public var holds: Bool { isSafe && counts && problems.isEmpty && firstCause != nil }

  /// The cell as one JSON object.
  public var json: String {
    let ticks = ticksToSafe.map { String($0) } ?? "null"
    let cause = firstCause.map { "\"\(CellResult.plain($0))\"" } ?? "null"
    let problems = problems.map { "\"\(CellResult.plain($0))\"" }.joined(separator: ", ")
    return """
      {"transport": "virtual", "fault": "\(fault.rawValue)", "state": "\(state)", "safe": \(isSafe), \
      "ticksToSafe": \(ticks), "pulsesAfter": \(pulsesAfter), "firstCause": \(cause), "outcome": "\(outcome)", \
      "class": "\(fault.faultClass.rawValue)", "counts": \(counts), "holds": \(holds), \
      "defiantPulses": \(defiantPulses), "problems": [\(problems)]}
      """
  }

  /// Only what needs no escape in JSON; all words here are our own.
  private static func plain(_ text: String) -> String {
    text.filter { $0.isASCII && $0 != "\"" && $0 != "\\" && !$0.isNewline }
  }
}
