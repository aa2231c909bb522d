import Glibc

/// What the loop costs while nothing happens, beside a bare loop of clock_nanosleep with the same period.
enum IdleRows {
  static func measure(_ effort: Effort, peers: String) -> [Row] {
    let name = "loop's processor share, 1 ms period"
    let peer = "clock_nanosleep loop"
    do {
      let samples = try alternate(effort) {
        try RunningLoop(priority: 0).share(seconds: $0)
      } peer: {
        try bareLoop(peers, period_us: 1_000, seconds: $0)
      }
      return [row(name, peer, samples)]
    } catch {
      return [.missing(name, "%", peer: peer, "\(error)")]
    }
  }

  /// Pairs of percentages, ours and the peer's, who goes first changing.
  static func alternate(_ effort: Effort, ours: (Int) throws -> Double, peer: (Int) throws -> Double) throws -> [(
    Double, Double
  )] {
    try (0..<effort.pairs).map { index in
      if index % 2 == 0 {
        let first = try ours(effort.seconds)
        return (first, try peer(effort.seconds))
      }
      let first = try peer(effort.seconds)
      return (try ours(effort.seconds), first)
    }
  }

  /// Medians of both, and of their ratio in each pair.
  static func row(_ name: String, _ peer: String, _ samples: [(Double, Double)]) -> Row {
    Row(
      name, "%", median(samples.map(\.0)), peer: peer, median(samples.map(\.1)),
      ratio: median(samples.map { $0.0 / max(0.000_1, $0.1) }))
  }

  /// Percent of a processor that a bare loop of this period used.
  static func bareLoop(_ peers: String, period_us: Int, seconds: Int) throws -> Double {
    let ended = try Program.run(["\(peers)/sleep-loop", "\(period_us)", "\(seconds)"])
    guard ended.status == 0, let share = Double(ended.output.split(separator: "\n").first ?? "") else {
      throw BenchError("sleep-loop did not answer")
    }
    return share
  }
}

extension RunningLoop {
  /// Percent of a processor that the loop's thread uses.
  func share(seconds: Int) throws -> Double {
    usleep(200_000)
    guard let before = RunningLoop.processorTime() else { throw BenchError("the loop's thread was not found") }
    sleep(UInt32(seconds))
    guard let after = RunningLoop.processorTime() else { throw BenchError("the loop's thread is gone") }
    return Double(after - before) / Double(seconds) / 1e9 * 100
  }

  private static func processorTime() -> Int64? { Program.processorTime(of: getpid(), thread: "porated-loop") }
}
