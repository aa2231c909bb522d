public import ControlInterface
internal import Quantities
internal import QuantityText

/// The machine's state as text: what `status` prints and `operate` shows.
public enum StateText {
  /// All of it, the most important first.
  public static func lines(_ state: Control.State, _ style: Style) -> [String] {
    var lines = heading(state, style)
    lines += wrongs(state, style)
    lines += machine(state, style)
    if let plan = state.prepared {
      lines.append(style.strong("Prepared"))
      lines += PlanText.lines(plan, style).map { "  " + $0 }
    }
    if let last = state.last { lines.append("\(style.strong("Last application"))  \(outcome(last, style))") }
    return lines
  }

  /// The state in one line, with the mark of a simulation.
  public static func heading(_ state: Control.State, _ style: Style) -> [String] {
    let mark = state.generator?.simulated == true ? "  \(style.attention(Words.simulated))" : ""
    let name = Words.mode(state.mode)
    let coloured: String
    switch state.mode {
    case .standby: coloured = obstacles(state).isEmpty ? style.good(name) : style.attention("not ready")
    case .notConfigured: coloured = style.bad(name)
    case .starting: coloured = style.attention(name)
    case .probing, .charging, .armed, .waitingForBeat, .delivering, .settling, .discharging: coloured = style.bad(name)
    }
    var lines = ["\(style.strong("State"))  \(coloured): \(state.explanation)\(mark)"]
    if let next = state.nextCommand { lines.append("  -> \(next)") }
    return lines
  }

  /// What really stands in the way: that nobody has control yet, and that an array without a chip has to be named, are
  /// only steps of the way.
  public static func obstacles(_ state: Control.State) -> [Control.Notice] {
    state.blockers.filter { $0.name != "noLease" && $0.name != "arrayUnconfirmed" }
  }

  /// Bad configuration, latched faults, blockers, each with its remedy.
  public static func wrongs(_ state: Control.State, _ style: Style) -> [String] {
    var lines: [String] = state.problems.map { problem in
      let place =
        problem.line == 0 ? problem.file : "\(problem.file):\(problem.line):\(max(problem.column, 1))"
      return style.bad("\(place): \(problem.message)")
    }
    for fault in state.faults.sorted(by: { $0.first && !$1.first }) {
      let order = fault.first ? "Fault" : "  and then"
      lines.append("\(style.bad(order))  \(fault.explanation)\(remedy(fault.remedy))")
    }
    let obstacles = obstacles(state).filter { $0.name != "faultLatched" || state.faults.isEmpty }
    if !obstacles.isEmpty {
      lines.append(style.attention("In the way"))
      lines += obstacles.map { "  \($0.explanation)\(remedy($0.remedy))" }
    }
    if let reason = state.declaredWithout {
      lines.append(style.attention("No interlock beside the generator's own: \(reason)"))
    }
    return lines
  }

  /// Generator, bank, electrodes, interlocks, pedal, who is in control.
  public static func machine(_ state: Control.State, _ style: Style) -> [String] {
    var lines: [String] = []
    if let generator = state.generator {
      let simulated = generator.simulated ? ", \(Words.simulated)" : ""
      lines.append(
        "Generator  \(generator.serial)\(simulated), up to \(QuantityText.text(generator.maximumVoltage)), "
          + "\(Words.count(generator.counter, "pulse")) in its life")
    } else {
      lines.append("Generator  \(state.link == .opening ? "connecting" : "not connected")")
    }
    lines.append("Bank       \(bank(state.measured))")
    lines.append("Electrodes \(socket(state.socket))")
    if !state.interlocks.isEmpty {
      let parts = state.interlocks.map { lock in
        lock.closed ? "\(lock.name) closed" : style.attention("\(lock.name) OPEN")
      }
      lines.append("Interlocks \(parts.joined(separator: ", "))")
    }
    switch state.pedal {
    case .absent: break
    case .released, .first, .second: lines.append("Pedal      \(state.pedal.rawValue)")
    case .implausible: lines.append("Pedal      \(style.bad("its contacts contradict each other"))")
    }
    if let holder = state.holder {
      lines.append("In control \(holder.user), process \(holder.pid), as \(holder.role.rawValue)")
    }
    lines.append("Calibration \(state.calibration.map(Words.fileName) ?? style.attention("none in force"))")
    if !state.realtime { lines.append(style.attention("Without realtime priority")) }
    return lines
  }

  /// The bank's two channels.
  public static func bank(_ measured: Control.Measured) -> String {
    switch (measured.bankA, measured.bankB) {
    case (let first?, let second?): "measured \(Words.measured(first)) and \(Words.measured(second)) on two channels"
    case (let one?, nil), (nil, let one?): "measured \(Words.measured(one)) on one channel only"
    case (nil, nil): "not measured: treat as live"
    }
  }

  /// An outcome in one sentence, with what to do about it.
  public static func outcome(_ outcome: Control.Outcome, _ style: Style) -> String {
    let mark = outcome.simulated ? " \(style.attention(Words.simulated))" : ""
    let sentence =
      switch outcome.name {
      case .delivered: style.good(outcome.sentence)
      case .partial, .notDelivered, .deliveredUnmeasured: style.attention(outcome.sentence)
      case .unresolved: style.bad(outcome.sentence)
      }
    return "\(sentence)\(mark)\(remedy(outcome.remedy))"
  }

  private static func socket(_ socket: Control.Socket) -> String {
    guard socket.present else { return "none connected" }
    return socket.identity.map { "\($0) connected" } ?? "connected, without an identity chip"
  }

  private static func remedy(_ text: String) -> String { text.isEmpty ? "" : "\n    -> \(text)" }
}
