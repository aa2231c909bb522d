internal import ControlInterface
internal import Quantities
internal import QuantityText

/// The screen of `porate operate` as lines.
enum OperateScreen {
  /// The most pulses that are shown: the last ones.
  static let shownPulses = 8

  /// The screen, at most so many lines: what is cut is the end of the machine's description, never the heading, the
  /// question or the keys.
  static func lines(_ desk: OperateDesk, _ style: Style, rows: Int = .max) -> [String] {
    guard let state = desk.state else { return ["waiting for porated ..."] }
    let foot = foot(desk, state, style).flatMap(text)
    let body = body(desk, state, style).flatMap(text)
    guard rows < body.count &+ foot.count else { return body + foot }
    return body.prefix(max(rows &- foot.count, 1)) + foot.suffix(max(rows &- 1, 0))
  }

  private static func body(_ desk: OperateDesk, _ state: Control.State, _ style: Style) -> [String] {
    var lines = StateText.heading(state, style)
    if let lost = desk.lost { lines.append(style.bad("CONTROL IS LOST: \(lost)")) }
    lines += StateText.wrongs(state, style)
    lines.append("")
    lines += StateText.machine(state, style)
    lines.append("")
    if let plan = state.prepared {
      lines += PlanText.lines(plan, style)
    } else {
      lines.append("Nothing is prepared.")
    }
    lines += desk.probes.map { "Electrodes \($0.positive) - \($0.negative): measured \(Words.probe($0.impedance))" }
    if let bank = desk.bank, state.mode == .charging { lines.append(bank) }
    return lines
  }

  private static func foot(_ desk: OperateDesk, _ state: Control.State, _ style: Style) -> [String] {
    var lines: [String] = []
    if !desk.pulses.isEmpty {
      lines.append(style.strong(PulseTable.heading))
      lines += desk.pulses.suffix(shownPulses).map { PulseTable.row($0, style) }
    }
    if let last = state.last { lines.append("\(style.strong("Last application"))  \(StateText.outcome(last, style))") }
    lines.append("")
    lines += asking(desk, state, style)
    if !desk.remark.isEmpty { lines.append(desk.remark) }
    lines.append(keys(style))
    return lines
  }

  private static func asking(_ desk: OperateDesk, _ state: Control.State, _ style: Style) -> [String] {
    switch desk.question {
    case .none: break
    case .arm:
      if let plan = state.prepared {
        return [style.attention("\(PlanText.confirmation(plan)) y arms, any other key does not")]
      }
    case .choice(let choice): return choice.lines
    }
    if desk.isHolding { return [style.attention("HOLDING: any key lets go and stops between pulses")] }
    if let armed = state.armed, !desk.isFiring {
      let seconds = max(armed.expiresMilliseconds, 0) / 1000
      return [style.bad("ARMED: f fires; it expires \(seconds) s after arming")]
    }
    return []
  }

  private static func keys(_ style: Style) -> String {
    let parts = [
      ("p", "plan"), ("a", "arm"), ("f", "fire"), ("space", "stop"), ("d", "disarm"), ("k", "acknowledge"),
      ("q", "quit"),
    ]
    return parts.map { "\(style.strong("[\($0.0)]")) \($0.1)" }.joined(separator: "  ")
  }

  private static func text(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
