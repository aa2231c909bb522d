import PulseDispatch
import Quantities
import Testing

/// Program bytes written here by hand, from the document and from nobody's encoder.
struct HandProgram {
  var bytes: [UInt8]

  struct Step {
    var positive: UInt8 = 0
    var negative: UInt8 = 1
    var sync: UInt8 = 0
    var gate: UInt8?
    var pulses: UInt16 = 8
    var voltage: UInt32 = 1_040_000
    var width: UInt32 = 100_000
    var period: UInt32 = 1000
    var voltageHigh: UInt32 = 1_200_000
    var currentHigh: UInt32 = 22_000
    var widthHigh: UInt32 = 111_000
  }

  init(_ steps: [Step]) {
    bytes = Array("PPG1".utf8) + [1, 0, UInt8(steps.count), 2] + Array("plates-8".utf8)
    bytes += [UInt8](repeating: 0, count: 8)
    bytes += HandProgram.little(steps.reduce(0) { $0 + UInt32($1.pulses) }, 2) + [0, 0, 0, 0, 0, 0]
    var before: UInt32 = 0
    for (index, step) in steps.enumerated() {
      let gated: UInt8 = index == 0 || step.voltage != before || step.sync != 0 ? 1 : 0
      before = step.voltage
      bytes += [step.positive, step.negative, step.sync, step.gate ?? gated]
      bytes += HandProgram.little(UInt32(step.pulses), 2) + [0, 0]
      let numbers = [
        step.voltage, step.width, step.period, 900_000 as UInt32, step.voltageHigh, 450, step.currentHigh,
        step.widthHigh,
      ]
      for number in numbers { bytes += HandProgram.little(number, 4) }
    }
  }

  static func little(_ number: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt32(8 * $0)) }
  }
}

private let caps = AbsoluteCaps(
  maximumVoltage: .volts(1200), maximumCurrent: .amperes(22), maximumWidth: .microseconds(111), maximumTrainPulses: 16,
  window: .seconds(60), maximumWindowPulses: 40, maximumWindowEnergy: .joules(1000))

private let lines: UInt16 = 0b1110

@Suite struct GateTests {
  private func gate(_ caps: AbsoluteCaps = caps) -> SecondGate {
    var gate = SecondGate(
      caps: caps, rules: SecondGateRules(requiredLines: lines, telemetryStale: .milliseconds(40)))
    gate.observe(now: .nanoseconds(1_000_000_000), pulseCounter: 500)
    return gate
  }

  private func load(_ gate: inout SecondGate, _ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { buffer in
      if let start = buffer.baseAddress { gate.readBack(start, count: buffer.count) }
    }
  }

  private func verdict(of steps: [HandProgram.Step], caps given: AbsoluteCaps = caps) -> GateVerdict {
    var gate = gate(given)
    load(&gate, HandProgram(steps).bytes)
    return gate.verdict(lines: lines, telemetryAge: .milliseconds(10))
  }

  @Test func `The gate is compiled in`() { #expect(SecondGate.isCompiledIn) }

  @Test func `A program within every cap is allowed`() {
    #expect(verdict(of: [.init()]) == .allowed)
    #expect(verdict(of: [.init(), .init(positive: 1, negative: 0)]) == .allowed)
  }

  @Test func `Each cap is refused just above itself and allowed at itself`() {
    #expect(verdict(of: [.init(voltage: 1_200_000)]) == .allowed)
    #expect(verdict(of: [.init(voltage: 1_200_001, voltageHigh: 1_300_000)]) == .refused(.voltage))
    #expect(verdict(of: [.init(currentHigh: 22_000)]) == .allowed)
    #expect(verdict(of: [.init(currentHigh: 22_001)]) == .refused(.current))
    #expect(verdict(of: [.init(width: 111_000)]) == .allowed)
    #expect(verdict(of: [.init(widthHigh: 111_001)]) == .refused(.width))
    #expect(verdict(of: [.init(pulses: 16)]) == .allowed)
    #expect(verdict(of: [.init(pulses: 17)]) == .refused(.trainPulses))
    #expect(verdict(of: [.init(), .init(pulses: 9)]) == .refused(.trainPulses))
    // The worst step counts, not the last.
    #expect(verdict(of: [.init(voltage: 1_200_001, voltageHigh: 1_300_000), .init()]) == .refused(.voltage))
  }

  @Test func `The energy is counted at the limits at which the generator cuts`() {
    // 1200 V × 22 A × 111 µs = 2.9304 J a pulse, eight of them 23.44 J.
    var tight = caps
    tight.maximumWindowEnergy = .joules(24)
    #expect(verdict(of: [.init()], caps: tight) == .allowed)
    tight.maximumWindowEnergy = .joules(23)
    #expect(verdict(of: [.init()], caps: tight) == .refused(.windowEnergy))
  }

  @Test func `Without a program, without required lines, or with a line open, nothing is allowed`() {
    var gate = gate()
    #expect(gate.verdict(lines: lines, telemetryAge: .zero) == .refused(.noProgram))
    load(&gate, HandProgram([.init()]).bytes)
    #expect(gate.verdict(lines: lines, telemetryAge: .zero) == .allowed)
    for bit in [0b0010, 0b0100, 0b1000] as [UInt16] {
      #expect(gate.verdict(lines: lines & ~bit, telemetryAge: .zero) == .refused(.interlock))
    }
    gate.forgetProgram()
    #expect(gate.verdict(lines: lines, telemetryAge: .zero) == .refused(.noProgram))
    var open = SecondGate(caps: caps, rules: SecondGateRules(requiredLines: 0, telemetryStale: .milliseconds(40)))
    open.observe(now: .zero, pulseCounter: 0)
    load(&open, HandProgram([.init()]).bytes)
    #expect(open.verdict(lines: .max, telemetryAge: .zero) == .refused(.interlock))
  }

  @Test func `Stale telemetry, or none at all, is refused`() {
    var gate = gate()
    load(&gate, HandProgram([.init()]).bytes)
    #expect(gate.verdict(lines: lines, telemetryAge: .milliseconds(40)) == .allowed)
    #expect(gate.verdict(lines: lines, telemetryAge: .nanoseconds(40_000_001)) == .refused(.telemetryStale))
    #expect(gate.verdict(lines: lines, telemetryAge: .nanoseconds(-1)) == .refused(.telemetryStale))
    var unseen = SecondGate(caps: caps, rules: SecondGateRules(requiredLines: lines, telemetryStale: .milliseconds(40)))
    load(&unseen, HandProgram([.init()]).bytes)
    #expect(unseen.verdict(lines: lines, telemetryAge: .zero) == .refused(.telemetryStale))
  }

  @Test func `Any changed byte of structure makes the program malformed`() {
    let good = HandProgram([.init(), .init()]).bytes
    // Magic, version, kind, step count, electrodes, total, reserved, electrode, sync, gate, reserved, zero voltage.
    let changes: [(Int, UInt8)] = [
      (0, 0), (4, 2), (5, 3), (6, 1), (6, 3), (6, 33), (7, 1), (24, 15), (26, 1), (28, 1), (32, 1), (34, 3), (35, 0),
      (36, 7), (38, 1), (72, 9), (75, 1),
    ]
    for (place, value) in changes {
      var bytes = good
      bytes[place] = value
      var gate = gate()
      load(&gate, bytes)
      #expect(gate.verdict(lines: lines, telemetryAge: .zero) == .refused(.malformedProgram), "byte \(place)")
    }
    for count in [0, 31, 32, good.count - 1, good.count + 1] {
      var gate = gate()
      load(&gate, Array((good + [0]).prefix(count)) + (count == 0 ? [0] : []))
      #expect(gate.verdict(lines: lines, telemetryAge: .zero) == .refused(.malformedProgram), "length \(count)")
    }
    #expect(verdict(of: [.init(period: 100)]) == .refused(.malformedProgram))
    #expect(verdict(of: [.init(voltageHigh: 1_039_999)]) == .refused(.malformedProgram))
    #expect(verdict(of: [.init(widthHigh: 99_999)]) == .refused(.malformedProgram))
    #expect(verdict(of: [.init(pulses: 0)]) == .refused(.malformedProgram))
  }

  @Test func `Pulses in the window and pulses to come count together, and leave after the window`() {
    var gate = gate()
    var counter: UInt32 = 500
    var now: Int64 = 1_000_000_000
    for train in 0..<5 {
      load(&gate, HandProgram([.init()]).bytes)
      #expect(gate.verdict(lines: lines, telemetryAge: .zero) == .allowed, "train \(train)")
      for _ in 0..<8 {
        counter &+= 1
        now += 1_000_000
        gate.observe(now: .nanoseconds(now), pulseCounter: counter)
        #expect(gate.verdict(lines: lines, telemetryAge: .zero) == .allowed, "train \(train)")
      }
    }
    load(&gate, HandProgram([.init()]).bytes)
    #expect(gate.verdict(lines: lines, telemetryAge: .zero) == .refused(.windowPulses))
    now += 59_000_000_000
    gate.observe(now: .nanoseconds(now), pulseCounter: counter)
    #expect(gate.verdict(lines: lines, telemetryAge: .zero) == .refused(.windowPulses))
    now += 3_000_000_000
    gate.observe(now: .nanoseconds(now), pulseCounter: counter)
    #expect(gate.verdict(lines: lines, telemetryAge: .zero) == .allowed)
  }

  @Test func `More pulses than the program has are refused`() {
    var gate = gate()
    load(&gate, HandProgram([.init()]).bytes)
    gate.observe(now: .nanoseconds(1_001_000_000), pulseCounter: 508)
    #expect(gate.verdict(lines: lines, telemetryAge: .zero) == .allowed)
    gate.observe(now: .nanoseconds(1_002_000_000), pulseCounter: 509)
    #expect(gate.verdict(lines: lines, telemetryAge: .zero) == .refused(.extraPulses))
  }

  @Test func `The voltage at which the generator cuts may be 121 percent of the cap`() {
    // Cap 1200 V: a tenth for the pulse and a tenth for the raw channel are 1452 V.
    #expect(verdict(of: [.init(voltageHigh: 1_452_000)]) == .allowed)
    #expect(verdict(of: [.init(voltageHigh: 1_452_001)]) == .refused(.voltage))
    #expect(verdict(of: [.init(voltageHigh: 2_200_000), .init()]) == .refused(.voltage))
  }

  @Test func `A train that was admitted is not cut in its midst for its own pulses, and they are booked as they are`() {
    let train = HandProgram([
      .init(), .init(voltage: 1_000_000, voltageHigh: 1_000_000, currentHigh: 2_000),
    ]).bytes
    var tight = caps
    // The first 8 pulses are 23.4432 J, the others at 1000 V × 2 A × 111 µs = 0.222 J are 1.776 J: 25.2192 J.
    tight.maximumWindowEnergy = .joules(26)
    var gate = gate(tight)
    load(&gate, train)
    #expect(gate.verdict(lines: lines, telemetryAge: .zero) == .allowed)
    for given in 1...16 as ClosedRange<UInt32> {
      gate.observe(now: .nanoseconds(1_000_000_000 + Int64(given)), pulseCounter: 500 + given)
      #expect(gate.verdict(lines: lines, telemetryAge: .zero) == .allowed, "pulse \(given)")
    }
    // 25.2192 J are booked, no more: three cheap pulses fit, four do not.
    gate.forgetProgram()
    load(&gate, HandProgram([.init(pulses: 3, voltage: 1_000_000, voltageHigh: 1_000_000, currentHigh: 2_000)]).bytes)
    #expect(gate.verdict(lines: lines, telemetryAge: .zero) == .allowed)
    gate.forgetProgram()
    load(&gate, HandProgram([.init(pulses: 4, voltage: 1_000_000, voltageHigh: 1_000_000, currentHigh: 2_000)]).bytes)
    #expect(gate.verdict(lines: lines, telemetryAge: .zero) == .refused(.windowEnergy))
    // A second train, no less than the first, is not admitted on the first one's word.
    load(&gate, train)
    #expect(gate.verdict(lines: lines, telemetryAge: .zero) == .refused(.windowEnergy))
  }

  @Test func `Pulses beyond the program are booked as the dearest`() {
    var tight = caps
    tight.maximumWindowEnergy = .joules(30)
    var gate = gate(tight)
    load(&gate, HandProgram([.init(pulses: 1), .init(pulses: 1, currentHigh: 2_000)]).bytes)
    gate.observe(now: .nanoseconds(1_001_000_000), pulseCounter: 510)
    // 2.9304 J, 0.2664 J, and eight of 2.9304 J: 26.64 J. One more of 2.9304 J fits, two do not.
    load(&gate, HandProgram([.init(pulses: 1)]).bytes)
    #expect(gate.verdict(lines: lines, telemetryAge: .zero) == .allowed)
    load(&gate, HandProgram([.init(pulses: 2)]).bytes)
    #expect(gate.verdict(lines: lines, telemetryAge: .zero) == .refused(.windowEnergy))
  }

  @Test func `Another generator's counter is no count of pulses, but what the window holds stays`() {
    var gate = gate()
    load(&gate, HandProgram([.init(pulses: 16)]).bytes)
    gate.observe(now: .nanoseconds(1_001_000_000), pulseCounter: 516)
    gate.forgetCounter()
    #expect(gate.verdict(lines: lines, telemetryAge: .zero) == .refused(.telemetryStale))
    gate.observe(now: .nanoseconds(1_002_000_000), pulseCounter: 7)
    load(&gate, HandProgram([.init(pulses: 16)]).bytes)
    #expect(gate.verdict(lines: lines, telemetryAge: .zero) == .allowed)
    gate.observe(now: .nanoseconds(1_003_000_000), pulseCounter: 23)
    // 32 of 40 are in the window.
    load(&gate, HandProgram([.init(pulses: 9)]).bytes)
    #expect(gate.verdict(lines: lines, telemetryAge: .zero) == .refused(.windowPulses))
  }

  @Test func `The counter may wrap`() {
    var gate = SecondGate(caps: caps, rules: SecondGateRules(requiredLines: lines, telemetryStale: .milliseconds(40)))
    gate.observe(now: .zero, pulseCounter: UInt32.max - 2)
    load(&gate, HandProgram([.init()]).bytes)
    gate.observe(now: .nanoseconds(1), pulseCounter: 5)
    #expect(gate.verdict(lines: lines, telemetryAge: .zero) == .allowed)
    gate.observe(now: .nanoseconds(2), pulseCounter: 6)
    #expect(gate.verdict(lines: lines, telemetryAge: .zero) == .refused(.extraPulses))
  }
}
