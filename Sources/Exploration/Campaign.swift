import Dispatch
import Synchronization

/// Several cases, explored side by side: each is a world of its own.
package struct Campaign: Sendable {
  /// What happens while it runs; told from several threads.
  package struct Watch: Sendable {
    /// Whether a case should end, asked at every state; the time since that case began is the caller's to measure.
    package var shouldStop: @Sendable (_ explored: ExploredCase) -> Bool
    /// A case has come so far.
    package var progress: @Sendable (_ explored: ExploredCase, _ states: Int, _ left: Int) -> Void
    /// A case is over.
    package var over: @Sendable (ExplorationResult) -> Void

    /// A watch.
    package init(
      shouldStop: @escaping @Sendable (ExploredCase) -> Bool,
      progress: @escaping @Sendable (ExploredCase, Int, Int) -> Void,
      over: @escaping @Sendable (ExplorationResult) -> Void
    ) {
      self.shouldStop = shouldStop
      self.progress = progress
      self.over = over
    }
  }

  /// The cases, in the order in which they begin.
  package var cases: [ExploredCase]
  /// The inputs that are tried; nil for those that CI has time for: all pairs, but few for trains of maximum length, which
  /// have most of the states and differ by nothing but their length.
  package var profile: InputProfile?
  /// What tells states apart.
  package var precision: Precision
  /// What docs/states.md draws.
  package var drawn: DrawnTransitions

  /// A campaign.
  package init(cases: [ExploredCase], profile: InputProfile?, precision: Precision, drawn: DrawnTransitions) {
    self.cases = cases
    self.profile = profile
    self.precision = precision
    self.drawn = drawn
  }

  /// Explores all cases with some threads; the results are in the order of the cases. After a counterexample no further
  /// case begins.
  package func run(jobs: Int, watch: Watch) -> [ExplorationResult] {
    let next = Atomic(0)
    let isBroken = Atomic(false)
    let results = Mutex<[Int: ExplorationResult]>([:])
    DispatchQueue.concurrentPerform(iterations: max(1, jobs)) { _ in
      while !isBroken.load(ordering: .relaxed) {
        let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard place < cases.count else { return }
        let one = cases[place]
        let profile = profile ?? (one.plan == .maximum ? .few : .pairs)
        guard var exploration = Exploration(one, profile: profile, precision: precision, drawn: drawn) else { continue }
        exploration.run(
          until: { watch.shouldStop(one) }, progress: { states, left in watch.progress(one, states, left) })
        let result = ExplorationResult(exploration)
        if result.counterexample != nil { isBroken.store(true, ordering: .relaxed) }
        results.withLock { $0[place] = result }
        watch.over(result)
      }
    }
    return results.withLock { found in cases.indices.compactMap { found[$0] } }
  }
}
