import GeneratorLink
import PulseDispatch
import Quantities
import SHA256

/// What holds for a program's bytes: one form only, and the second gate's own reader agrees.
enum ProgramRules {
  private static let caps = AbsoluteCaps(
    maximumVoltage: .volts(3000), maximumCurrent: .amperes(60), maximumWidth: .milliseconds(1),
    maximumTrainPulses: 10_000, window: .seconds(60), maximumWindowPulses: 20_000,
    maximumWindowEnergy: .joules(1_000_000))

  static func check(_ bytes: [UInt8]) {
    let program = bytes.withUnsafeBytes { try? Program.decode($0) }
    let allowed = verdict(bytes) == .allowed
    guard let program else {
      return holds(!allowed || isOtherwiseRefused(bytes), "the second gate allows what is no program")
    }
    do {
      let again = try program.encode()
      holds((0..<again.count).map { again.byte(at: $0) } == bytes, "a program has two forms")
      holds(again.digest() == SHA256.digest(of: bytes), "a program's digest is not that of its bytes")
    } catch {
      broken("a program that was decoded cannot be encoded: \(error)")
    }
    var pulses = 0
    var within = true
    var energy = 0.0
    var index: UInt8 = 0
    while let step = program.step(index) {
      pulses += Int(step.pulses)
      within =
        within && step.voltage <= caps.maximumVoltage && step.currentHigh <= caps.maximumCurrent
        && step.widthHigh <= caps.maximumWidth
        && step.voltageHigh.millivolts * 100 <= caps.maximumVoltage.millivolts * 121
      energy +=
        Double(step.pulses) * Double(step.voltageHigh.millivolts) * Double(step.currentHigh.milliamperes)
        * Double(step.widthHigh.nanoseconds) * 1e-15
      index += 1
    }
    within = within && pulses <= Int(caps.maximumTrainPulses)
    holds(!allowed || within, "the second gate allows a program above its caps")
    // Rounding of each step is far below a joule.
    if within, energy < 999_990 { holds(allowed, "the second gate refuses a program below its caps") }
    if energy > 1_000_010 { holds(!allowed, "the second gate allows a program above its energy") }
  }

  private static func verdict(_ bytes: [UInt8]) -> GateVerdict {
    var gate = SecondGate(caps: caps, rules: SecondGateRules(requiredLines: 1, telemetryStale: .seconds(1)))
    gate.observe(now: .zero, pulseCounter: 7)
    bytes.withUnsafeBufferPointer { buffer in
      if let start = buffer.baseAddress { gate.readBack(start, count: buffer.count) }
    }
    return gate.verdict(lines: 1, telemetryAge: .zero)
  }

  /// Names, which the gate does not read, and equal limits of current, which it does not mind, are the encoder's rules.
  private static func isOtherwiseRefused(_ bytes: [UInt8]) -> Bool {
    var copy = ProgramBytes()
    for byte in bytes { copy.append(byte) }
    do {
      _ = try Program.decode(copy)
      return false
    } catch {
      return error.rule == .arrayIdentity || error.rule == .currentLimits
    }
  }
}
