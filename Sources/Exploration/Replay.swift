package import SafetyKernel

/// Why a replay can't begin.
package enum ReplayError: Error, Equatable {
  /// There is no case of that name.
  case unknownCase(String)
  /// A word names no class of input.
  case unknownInput(String)
}

/// A way that an exploration found, taken again tick by tick.
package struct Replay {
  /// One tick of it.
  package struct Tick: Sendable {
    /// What was told.
    package let input: ExploredInput
    /// The state afterwards.
    package let state: ControlState
    /// The rule that the tick broke, or nil.
    package let brokenRule: Rule?
  }

  private var exploration: Exploration
  private let beginsOpen: Bool
  private let inputs: [ExploredInput]

  /// A replay of inputs as ``ExploredInput/words`` writes them, under the rules and the drawing given.
  package init(
    case name: String, beginsOpen: Bool, inputs words: [String], drawn: DrawnTransitions
  ) throws(ReplayError) {
    guard let explored = ExploredCase(name: name),
      let exploration = Exploration(explored, profile: .pairs, precision: .classes, drawn: drawn)
    else { throw .unknownCase(name) }
    self.exploration = exploration
    self.beginsOpen = beginsOpen
    var inputs: [ExploredInput] = []
    for line in words {
      guard let input = ExploredInput(words: line) else { throw .unknownInput(line) }
      inputs.append(input)
    }
    self.inputs = inputs
  }

  /// Takes the way and tells each tick; it ends with the first broken rule.
  package mutating func ticks() -> [Tick] { exploration.take(inputs, beginsOpen: beginsOpen) }

  /// The rule that the way breaks, or nil if it breaks none any more.
  package mutating func brokenRule() -> Rule? { ticks().last?.brokenRule }
}

extension Exploration {
  /// Takes inputs one after the other from a start, and tries the continuations at the end.
  mutating func take(_ inputs: [ExploredInput], beginsOpen: Bool) -> [Replay.Tick] {
    var present = visits[beginsOpen ? 1 : 0]
    var ticks: [Replay.Tick] = []
    for input in inputs {
      let situation = situation(of: present)
      let (transition, rule) = step(present, situation, input)
      var broken = rule
      if broken == nil { broken = descents(present, situation)?.rule }
      ticks.append(Replay.Tick(input: input, state: transition.after, brokenRule: broken))
      if broken != nil { break }
      present = present.after(transition)
    }
    return ticks
  }
}
