import Dispatch
import Synchronization

/// Several random runs, side by side on some threads, and what they came across in all.
public struct SoakCampaign: Sendable {
  /// What one seed came to.
  public struct Result: Sendable {
    /// The seed.
    public var seed: UInt64
    /// Ticks that were made.
    public var ticks: Int
    /// The execution's number.
    public var hash: UInt64
    /// Hours on the run's clock.
    public var hours: Double
    /// Trains delivered whole.
    public var delivered: Int
    /// Pulses that the generator truly gave.
    public var pulses: Int
    /// Broken rule, or a run that showed nothing; nil if everything held.
    public var failure: SoakFailure?
    /// The script of a failed run.
    public var script: SoakScript?
  }

  /// By seed.
  public var results: [Result]
  /// What all runs together came across.
  public var coverage: SoakCoverage

  /// Whether every rule held in every run, and every run was worth something.
  public var held: Bool { results.allSatisfy { $0.failure == nil } }

  /// Runs seeds.
  ///
  /// - Parameters:
  ///   - jobs: threads.
  ///   - progress: called behind each run, from any of the threads, one at a time.
  public static func run(
    seeds: ClosedRange<UInt64>, ticks: Int, jobs: Int, progress: @escaping @Sendable (Result) -> Void
  ) -> SoakCampaign {
    let state = Mutex<(next: UInt64?, results: [Result], coverage: SoakCoverage)>(
      (seeds.lowerBound, [], SoakCoverage()))
    DispatchQueue.concurrentPerform(iterations: max(1, jobs)) { _ in
      while let seed = state.withLock({ take(&$0.next, seeds) }) {
        let run = SoakRun.run(seed: seed, ticks: ticks)
        let result = judged(run, ticks: ticks)
        state.withLock {
          $0.results.append(result)
          $0.coverage.add(run.coverage)
          progress(result)
        }
      }
    }
    return state.withLock { SoakCampaign(results: $0.results.sorted { $0.seed < $1.seed }, coverage: $0.coverage) }
  }

  private static func take(_ next: inout UInt64?, _ seeds: ClosedRange<UInt64>) -> UInt64? {
    guard let seed = next else { return nil }
    next = seed < seeds.upperBound ? seed + 1 : nil
    return seed
  }

  /// What a run came to; one in which nothing was delivered proves nothing, and fails as that.
  public static func judged(_ run: SoakRun, ticks: Int) -> Result {
    var result = Result(
      seed: run.script.seed, ticks: run.ticks, hash: run.hash, hours: Double(run.virtualMilliseconds) / 3_600_000,
      delivered: run.coverage.deliveredTrains, pulses: run.coverage.truePulses, failure: run.failure)
    if result.failure == nil, ticks >= 20_000, let what = run.coverage.meaningless(in: ticks) {
      result.failure = SoakFailure(rule: .worth, tick: run.ticks, text: what)
    }
    if result.failure != nil { result.script = run.script }
    return result
  }
}
