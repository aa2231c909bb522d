import Quantities
import Testing

@testable import SafetyKernel

@Suite struct `Where the generator waits within a train` {
  private static func plan(_ volts: [Int32]) -> Plan { Bedside.plan(volts.map { Bedside.step(volts: $0, pulses: 2) }) }

  @Test(
    arguments: [
      ([1000, 1000, 800], [1, 0, 1]), ([1000, 800, 800], [1, 1, 0]), ([1000, 800, 1000], [1, 1, 1]),
    ] as [([Int32], [UInt8])])
  func `a plan's bytes tell a gate before each step at another voltage than the one before`(
    volts: [Int32], gates: [UInt8]
  ) throws {
    let bytes = try #require(CanonicalPlan(Self.plan(volts)))
    for (place, gate) in gates.enumerated() { #expect(bytes.bytes[32 + 40 * place + 3] == gate) }
  }

  @Test(arguments: [([1000, 1000, 800], 4), ([1000, 800, 800], 2), ([1000, 1000, 1000], 6)] as [([Int32], UInt16)])
  func `the first release lets the train go to the first change of the voltage`(volts: [Int32], gate: UInt16) {
    var bedside = Bedside()
    bedside.bring(to: .armed, plan: Self.plan(volts))
    bedside.fire()
    #expect(bedside.name == .delivering && bedside.kernel.course.gate == gate)
  }

  @Test func `the release behind a change lets the train go to the next change, or to its end`() {
    for (volts, gate) in [([1000, 800, 800], 6), ([1000, 800, 1000], 4)] as [([Int32], UInt16)] {
      var bedside = Bedside()
      bedside.bring(to: .settling, plan: Self.plan(volts))
      for _ in 0..<20 where bedside.name == .settling { bedside.tick() }
      #expect(bedside.name == .delivering && bedside.kernel.course.gate == gate, "\(volts)")
    }
  }

  @Test func `a step without voltage has bytes; that it is no treatment is another rule`() throws {
    var step = Bedside.step(volts: 0)
    step.limits.voltageHigh = .millivolts(1_009)
    let bytes = try #require(CanonicalPlan(Bedside.plan([step])))
    #expect(bytes.bytes[32 + 8] == 0 && bytes.bytes[32 + 3] == 1)
    // 1.1 × 1009 is 1109.9.
    #expect(UInt16(bytes.bytes[32 + 24]) | UInt16(bytes.bytes[32 + 25]) << 8 == 1_110)
    var limits = Bedside.limits()
    limits.minimumVoltage = .zero
    #expect(PlanCheck.defect(in: Bedside.plan([step]), limits: limits) == .voltageTooLow(step: 0))
  }
}
