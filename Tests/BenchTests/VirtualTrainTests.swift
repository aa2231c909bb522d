import Bench
import Plant
import Quantities
import SafetyKernel
import Testing
import VirtualGenerator

@Suite struct `A train in virtual time` {
  static let plates: SimulatedArray? = try? SimulatedArray(.plates)

  @Test func `eight pulses are delivered, and are the generator's own eight`() throws {
    let bench = VirtualBench(BenchSetup(array: Self.plates))
    #expect(bench.settle())
    let plan = BenchPlans.plates()
    #expect(bench.prepare(plan) == nil)
    let train = bench.deliver(plan)
    #expect(train.refusal == nil)
    #expect(train.outcome == .delivered && train.truePulses == 8)
    #expect(train.cause == .completed)
  }
}
