import Quantities
import Testing

@testable import PulseDispatch

@Suite struct `What the second gate keeps from tick to tick` {
  private typealias Edge = `The second gate on the edge of its rules`

  private static func gate(_ change: (inout AbsoluteCaps) -> Void) -> SecondGate {
    var caps = Edge.caps
    change(&caps)
    return SecondGate(caps: caps, rules: SecondGateRules(requiredLines: 1, telemetryStale: .milliseconds(40)))
  }

  @Test func `only that nothing was read back is no quarrel`() {
    for refusal in GateRefusal.allCases { #expect(refusal.isAboutMissingProgram == (refusal == .noProgram)) }
  }

  @Test func `what is no program does not leave the former one in force`() {
    var gate = Edge.gate()
    Edge.load(&gate, HandProgram([.init()]).bytes)
    #expect(gate.verdict(lines: 1, telemetryAge: .zero) == .allowed)
    Edge.load(&gate, [1, 2, 3])
    #expect(gate.verdict(lines: 1, telemetryAge: .zero) == .refused(.malformedProgram))
    gate.forgetProgram()
    #expect(gate.verdict(lines: 1, telemetryAge: .zero) == .refused(.noProgram))
  }

  @Test func `a program that was read back before the first telemetry begins at its counter`() {
    var gate = Self.gate { _ in }
    Edge.load(&gate, HandProgram([.init()]).bytes)
    gate.observe(now: .zero, pulseCounter: 500)
    #expect(gate.verdict(lines: 1, telemetryAge: .zero) == .allowed)
    gate.observe(now: .zero, pulseCounter: 508)
    #expect(gate.verdict(lines: 1, telemetryAge: .zero) == .allowed)
    gate.observe(now: .zero, pulseCounter: 509)
    #expect(gate.verdict(lines: 1, telemetryAge: .zero) == .refused(.extraPulses))
  }

  @Test func `a train that is judged in its midst needs room for the rest of it, and no more`() {
    var gate = Self.gate { $0.maximumWindowPulses = 16 }
    gate.observe(now: .zero, pulseCounter: 0)
    Edge.load(&gate, HandProgram([.init(pulses: 16)]).bytes)
    gate.observe(now: .zero, pulseCounter: 8)
    #expect(gate.verdict(lines: 1, telemetryAge: .zero) == .allowed)
  }

  @Test func `the window's energy may be reached and not passed`() {
    // 1000 V × 10 A × 100 µs: a pulse holds 1 J.
    let train = HandProgram([
      .init(pulses: 8, voltage: 1_000_000, voltageHigh: 1_000_000, currentHigh: 10_000, widthHigh: 100_000)
    ]).bytes
    for (joules, verdict) in [(8, .allowed), (7, .refused(.windowEnergy))] as [(Int32, GateVerdict)] {
      var gate = Self.gate { $0.maximumWindowEnergy = .joules(joules) }
      gate.observe(now: .zero, pulseCounter: 0)
      Edge.load(&gate, train)
      #expect(gate.verdict(lines: 1, telemetryAge: .zero) == verdict)
    }
  }

  @Test func `energy in the window that no number holds leaves room for none`() {
    var gate = Self.gate { $0.maximumWindowEnergy = .microjoules(.max) }
    gate.observe(now: .zero, pulseCounter: 0)
    Edge.load(
      &gate,
      HandProgram([
        .init(pulses: 1, voltageHigh: 3_000_000_000, currentHigh: 3_000_000_000, widthHigh: 600_000_000)
      ]).bytes)
    gate.observe(now: .zero, pulseCounter: 2)
    Edge.load(&gate, HandProgram([.init(pulses: 1)]).bytes)
    #expect(gate.verdict(lines: 1, telemetryAge: .zero) == .refused(.windowEnergy))
  }

  @Test func `a cap of which no number holds 121 percent allows nothing`() {
    for cap in [Int64(1) << 62, .max] {
      var gate = Self.gate { $0.maximumVoltage = .millivolts(cap) }
      gate.observe(now: .zero, pulseCounter: 0)
      Edge.load(&gate, HandProgram([.init()]).bytes)
      #expect(gate.verdict(lines: 1, telemetryAge: .zero) == .refused(.voltage))
    }
  }
}
