import SafetyKernel

/// A broken rule and the shortest way to it.
package struct Counterexample: Sendable {
  /// The case in which it happened.
  package let explored: ExploredCase
  /// The rule.
  package let rule: Rule
  /// Whether the way begins with a train that an earlier run left open.
  package let beginsOpen: Bool
  /// The inputs from the start on; the last one broke the rule.
  package let inputs: [ExploredInput]

  /// What else helps to see why, or nothing.
  package let note: String

  init(
    _ exploration: borrowing Exploration, rule: Rule, from state: UInt32, last: ExploredInput, note: String = ""
  ) {
    self.note = note
    explored = exploration.explored
    self.rule = rule
    var way = [last]
    var index = state
    while index < exploration.visits.count {
      let visit = exploration.visits[Int(index)]
      if visit.parent == Visit.noParent { break }
      way.append(exploration.inputs[Int(visit.input)])
      index = visit.parent
    }
    beginsOpen = index < exploration.visits.count && exploration.visits[Int(index)].input == 1
    inputs = way.reversed()
  }

  /// A unit test that replays it, to be pasted into Tests/ExplorationTests.
  package var unitTest: String {
    let lines = inputs.map { "        \"\($0.words)\"," }.joined(separator: "\n")
    return """
        @Test("\(rule.rawValue), after \(inputs.count) ticks of \(explored.name)")
        func replayed() throws {
          let broken = try Replay(
            case: "\(explored.name)", beginsOpen: \(beginsOpen),
            inputs: [
        \(lines)
            ]).brokenRule()
          #expect(broken == nil)
        }
      """
  }
}
