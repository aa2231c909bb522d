import PulseDispatch
import Quantities
import Testing

@Suite struct `The second gate on the edge of its rules` {
  static let caps = AbsoluteCaps(
    maximumVoltage: .volts(1200), maximumCurrent: .amperes(22), maximumWidth: .microseconds(111),
    maximumTrainPulses: 100, window: .seconds(63), maximumWindowPulses: 100, maximumWindowEnergy: .joules(1000))

  static func gate() -> SecondGate {
    var gate = SecondGate(
      caps: caps, rules: SecondGateRules(requiredLines: 1, telemetryStale: .milliseconds(40)))
    gate.observe(now: .zero, pulseCounter: 0)
    return gate
  }

  static func load(_ gate: inout SecondGate, _ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { buffer in
      if let start = buffer.baseAddress { gate.readBack(start, count: buffer.count) }
    }
  }

  static func verdict(of bytes: [UInt8]) -> GateVerdict {
    var gate = gate()
    load(&gate, bytes)
    return gate.verdict(lines: 1, telemetryAge: .zero)
  }

  static func changed(_ at: Int, _ value: UInt32, _ length: Int = 4) -> GateVerdict {
    var bytes = HandProgram([.init()]).bytes
    bytes.replaceSubrange(at..<at + length, with: HandProgram.little(value, length))
    return verdict(of: bytes)
  }

  @Test func `a program may have 32 steps, each kind, and each way to wait for the heart`() {
    #expect(Self.verdict(of: HandProgram(Array(repeating: .init(pulses: 1), count: 32)).bytes) == .allowed)
    var most = HandProgram(Array(repeating: .init(pulses: 1), count: 33)).bytes
    #expect(Self.verdict(of: most) == .refused(.malformedProgram))
    most.removeLast(40)
    #expect(Self.verdict(of: most) == .refused(.malformedProgram), "it says 33 steps and has 32")
    #expect(Self.verdict(of: Array(HandProgram([]).bytes)) == .refused(.malformedProgram))
    for sync in [1, 2] as [UInt8] {
      #expect(Self.verdict(of: HandProgram([.init(), .init(sync: sync)]).bytes) == .allowed)
    }
    for kind in [1, 2] as [UInt8] {
      var bytes = HandProgram([.init()]).bytes
      bytes[5] = kind
      #expect(Self.verdict(of: bytes) == .allowed)
    }
  }

  @Test func `every reserved byte is zero`() {
    for place in [26, 27, 28, 29, 30, 31, 38, 39] {
      #expect(Self.changed(place, 1, 1) == .refused(.malformedProgram), "byte \(place)")
    }
  }

  @Test func `a step that could never keep its own limits is no step`() {
    // Voltage low at most the voltage, high at least; current low at most high, and high above zero; width above zero.
    #expect(Self.changed(32 + 20, 1_040_000) == .allowed && Self.changed(32 + 20, 1_040_001) != .allowed)
    #expect(Self.changed(32 + 24, 1_040_000) == .allowed && Self.changed(32 + 24, 1_039_999) != .allowed)
    #expect(Self.changed(32 + 28, 22_000) == .allowed && Self.changed(32 + 28, 22_001) != .allowed)
    var none = HandProgram([.init(currentHigh: 0)]).bytes
    none.replaceSubrange(32 + 28..<32 + 32, with: [0, 0, 0, 0])
    #expect(Self.verdict(of: none) == .refused(.malformedProgram))
    var least = HandProgram([.init(currentHigh: 1)]).bytes
    least.replaceSubrange(32 + 28..<32 + 32, with: [1, 0, 0, 0])
    #expect(Self.verdict(of: least) == .allowed)
    #expect(Self.changed(32 + 12, 0) == .refused(.malformedProgram) && Self.changed(32 + 12, 1) == .allowed)
    #expect(Self.changed(32 + 36, 100_000) == .allowed && Self.changed(32 + 36, 99_999) != .allowed)
    // A period is longer than the width: 101 µs and 100 µs, but not 100 µs and 100 µs.
    #expect(Self.changed(32 + 16, 101) == .allowed && Self.changed(32 + 16, 100) != .allowed)
    #expect(Self.changed(32, 2, 1) == .refused(.malformedProgram) && Self.changed(33, 2, 1) != .allowed)
  }

  @Test func `no volt is no step, whatever its limits say`() {
    var bytes = HandProgram([.init(voltage: 0)]).bytes
    bytes.replaceSubrange(32 + 20..<32 + 24, with: [0, 0, 0, 0])
    #expect(Self.verdict(of: bytes) == .refused(.malformedProgram))
  }

  @Test func `a window is forgotten whole after its time, and not before`() {
    for (seconds, verdict) in [
      (0, .refused(.windowPulses)), (62, .refused(.windowPulses)), (63, .refused(.windowPulses)), (66, .allowed),
      (200, .allowed), (100_000, .allowed),
    ] as [(Int64, GateVerdict)] {
      var gate = Self.gate()
      Self.load(&gate, HandProgram([.init(pulses: 60)]).bytes)
      gate.observe(now: .nanoseconds(1_000_000_000), pulseCounter: 60)
      let time = HostInstant.nanoseconds((1 + seconds) * 1_000_000_000)
      gate.observe(now: time, pulseCounter: 60)
      Self.load(&gate, HandProgram([.init(pulses: 41)]).bytes)
      #expect(gate.verdict(lines: 1, telemetryAge: .zero) == verdict, "after \(seconds) s")
      // A clock that goes back empties nothing and brings nothing back.
      gate.observe(now: .zero, pulseCounter: 60)
      #expect(gate.verdict(lines: 1, telemetryAge: .zero) == verdict)
    }
  }

  @Test func `energy that no number holds is too much`() {
    var gate = Self.gate()
    Self.load(&gate, HandProgram([.init()]).bytes)
    gate.observe(now: .zero, pulseCounter: .max)
    gate.observe(now: .zero, pulseCounter: .max - 1)
    Self.load(&gate, HandProgram([.init(pulses: 1)]).bytes)
    #expect(gate.verdict(lines: 1, telemetryAge: .zero) == .refused(.windowPulses))
  }
}
