import CRealtime

/// How long and how often things are measured.
struct Effort {
  /// Batches of a microscopic figure; the median is told.
  var batches: Int
  /// Alternated pairs with a peer.
  var pairs: Int
  /// Seconds of one half of a pair.
  var seconds: Int
  /// Calls of a closed loop.
  var roundTrips: Int
  /// Trains in virtual time.
  var trains: Int
  /// Trains through the programs, and starts of the daemon.
  var runs: Int

  /// What the documented figures are measured with.
  static let full = Effort(batches: 301, pairs: 9, seconds: 6, roundTrips: 20_000, trains: 1_000, runs: 15)
  /// Enough to see that everything works.
  static let quick = Effort(batches: 51, pairs: 3, seconds: 2, roundTrips: 3_000, trains: 100, runs: 3)
}

/// The middle one; of an even number the upper of the two. Nil of none.
func median<Value: Comparable>(_ values: [Value]) -> Value? {
  values.isEmpty ? nil : values.sorted()[values.count / 2]
}

/// Median over batches of the nanoseconds for one call; each batch takes about a fifth of a millisecond, so that few of
/// them are interrupted.
func nanosecondsPerCall(_ effort: Effort, _ body: (Int) -> Void) -> Double? {
  var calls = 16
  while calls < 1 << 24 {
    let from = crealtime_clock_monotonic_ns()
    body(calls)
    if crealtime_clock_monotonic_ns() - from > 200_000 { break }
    calls *= 2
  }
  let batches = (0..<effort.batches).map { _ in
    let from = crealtime_clock_monotonic_ns()
    body(calls)
    return Double(crealtime_clock_monotonic_ns() - from) / Double(calls)
  }
  return median(batches)
}

/// Takes a number where the optimiser cannot see that nobody wants it.
@inline(never) @_optimize(none)
func keep(_ value: Int) {}
