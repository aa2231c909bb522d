import Glibc
import Plant

/// The bank with what acts on it, brought forward only when somebody looks.
struct BankUnit: Sendable {
  /// What the power electronics do to the bank.
  enum Drive: Sendable, Equatable {
    /// Nothing: the bleed resistor alone.
    case off
    /// Charging to a voltage and holding it.
    case charge(to_V: Double)
    /// The dump resistor is across it; it is when nothing else is told, as the relay rests closed.
    case dump
  }

  /// Where a bank is no longer dangerous: 42 V.
  static let safe_V = 42.0

  var bank: CapacitorBank
  var stage: OutputStage
  var drive = Drive.dump
  /// Voltage at the terminals between pulses: nonzero only with a broken switch.
  private(set) var terminals_V = 0.0
  /// Up to when the bank was brought.
  private(set) var time_ns: Int64

  init(_ hardware: GeneratorHardware, at time_ns: Int64) {
    bank = hardware.bank
    stage = hardware.stage
    self.time_ns = time_ns
  }

  /// A passage through 42 V.
  struct Crossing {
    var isRising: Bool
    var time_ns: Int64
  }

  private var leaks: Bool {
    switch stage.fault {
    case .none, .stuckOff: false
    case .stuckOn, .leakage: true
    }
  }

  /// Brings the bank to a time. `load` is what a broken switch would feed.
  mutating func advance(to target_ns: Int64, dumpBroken: Bool, load: TissueLoad?) -> Crossing? {
    guard target_ns > time_ns else { return nil }
    let seconds = Double(target_ns &- time_ns) * 1e-9
    let before_V = bank.voltage_V
    switch drive {
    case .off: bank.advance(by: seconds)
    case .charge(let target_V): bank.advance(by: seconds, charging: target_V)
    case .dump: if before_V > 1e-6 { bank.advance(by: seconds, dumping: !dumpBroken) }
    }
    terminals_V = 0
    if leaks {
      var load = load ?? .resistor(1e9)
      terminals_V = PulseSimulation.rest(for: seconds, bank: &bank, stage: stage, load: &load).voltage_V
    }
    let start_ns = time_ns
    time_ns = target_ns
    return crossing(from: before_V, since: start_ns)
  }

  /// Gives one pulse; the bank is then at the end of its waveform.
  mutating func deliver(
    _ command: PulseCommand, limits: PulseLimits, load: inout TissueLoad, waveform: inout PulseWaveform
  ) -> (result: PulseResult, crossing: Crossing?) {
    let start_ns = time_ns
    let result = PulseSimulation.deliver(
      command, limits: limits, bank: &bank, stage: stage, load: &load, waveform: &waveform)
    time_ns = start_ns &+ wholeNumber(result.duration_s * 1e9)
    return (result, crossing(from: result.bankBefore_V, since: start_ns))
  }

  /// When the voltage passed 42 V: by energy on the way up (constant power), by decay on the way down.
  private func crossing(from before_V: Double, since start_ns: Int64) -> Crossing? {
    let after_V = bank.voltage_V
    guard (before_V >= Self.safe_V) != (after_V >= Self.safe_V) else { return nil }
    let isRising = after_V > before_V
    let share =
      isRising
      ? (Self.safe_V * Self.safe_V - before_V * before_V) / (after_V * after_V - before_V * before_V)
      : log(before_V / Self.safe_V) / log(before_V / max(after_V, 1e-9))
    return Crossing(
      isRising: isRising, time_ns: start_ns &+ wholeNumber(Double(time_ns &- start_ns) * min(1, max(0, share))))
  }
}
