/// What exploring one case came to.
package struct ExplorationResult: Sendable {
  /// The case.
  package let explored: ExploredCase
  /// Number of states visited.
  package let states: Int
  /// Number of transitions checked.
  package let transitions: Int
  /// The longest of the shortest ways from the start, in ticks.
  package let depth: Int
  /// Pairs of states held against each other that the abstraction takes for one.
  package let comparedPairs: Int
  /// Whether every reachable state was visited.
  package let isComplete: Bool
  /// What was seen.
  package let seen: Seen
  /// The first broken rule, or nil.
  package let counterexample: Counterexample?

  init(_ exploration: borrowing Exploration) {
    explored = exploration.explored
    states = exploration.states
    transitions = exploration.transitions
    depth = exploration.depth
    comparedPairs = exploration.comparedPairs
    isComplete = exploration.isComplete
    seen = exploration.seen
    counterexample = exploration.counterexample
  }
}
