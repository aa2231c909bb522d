import Bench
import CRealtime
import PulseDispatch
import Quantities
import SafetyKernel
import VirtualGenerator

/// What a whole tick of the loop costs, with link, gates and kernel, beside a generator that answers.
enum TickRows {
  /// Ticks whose mean is one sample: each tenth tick has telemetry to read.
  private static let ticksOfBatch = 100

  static func measure(_ effort: Effort) -> [Row] {
    [measure("standby", effort, armed: false), measure("armed", effort, armed: true)]
  }

  private static func measure(_ state: String, _ effort: Effort, armed: Bool) -> Row {
    let name = "loop tick, \(state)"
    guard let array = try? SimulatedArray(.plates) else { return .missing(name, "ns", "there are no plates") }
    var setup = BenchSetup(array: array)
    setup.kernel.ticks.armed = .max
    let bench = VirtualBench(setup)
    guard bench.settle() else { return .missing(name, "ns", "the loop did not get to standby") }
    if armed {
      let plan = BenchPlans.plates()
      guard bench.prepare(plan) == nil, bench.arm(plan) == nil, bench.run(40_000, until: { $0.stateName == .armed })
      else { return .missing(name, "ns", "the loop did not get to armed") }
    }
    let wanted = bench.stateName
    // Two readings of the clock lie around each tick; what they cost themselves is taken off.
    bench.stopwatch = crealtime_clock_monotonic_ns
    let reading = nanosecondsPerCall(effort) { calls in
      var sum: Int64 = 0
      for _ in 0..<calls { sum &+= crealtime_clock_monotonic_ns() }
      keep(Int(truncatingIfNeeded: sum))
    }
    let batches = (0..<effort.batches / 3).map { _ in
      let before = bench.loopTime
      for _ in 0..<ticksOfBatch { bench.tick() }
      return Double(bench.loopTime - before) / Double(ticksOfBatch)
    }
    guard bench.stateName == wanted, let reading, let time = median(batches) else {
      return .missing(name, "ns", "the loop left the state")
    }
    return Row(name, "ns", max(0, time - reading))
  }
}
