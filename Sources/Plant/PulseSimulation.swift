import Glibc

/// Direction of a pulse.
public enum PulsePolarity: Sendable, Equatable {
  /// The first electrode of the pair is positive.
  case positive
  /// The second electrode of the pair is positive.
  case negative
}

/// What the timer of the generator does to the switch.
public struct PulseCommand: Sendable, Equatable {
  /// Time in seconds for which the switch is closed; rounded to steps of 0.2 µs, the resolution of the timer.
  public var width_s: Double
  /// Direction of the pulse.
  public var polarity: PulsePolarity
  /// Time of an outside stop (interlock, stop key) in seconds from the start, or nil.
  public var stop_s: Double?
  /// Time in seconds for which the waveform goes on after the switch opened; at most 1 ms.
  public var tail_s: Double

  /// A command of a width; positive, not stopped, with a tail of 10 µs unless told.
  public init(width_s: Double, polarity: PulsePolarity = .positive, stop_s: Double? = nil, tail_s: Double = 10e-6) {
    self.width_s = width_s
    self.polarity = polarity
    self.stop_s = stop_s
    self.tail_s = tail_s
  }
}

/// The comparators that open the switch within a pulse, without any software.
public struct PulseLimits: Sendable, Equatable {
  /// Current in amperes that trips, or nil.
  public var overCurrent_A: Double?
  /// Terminal voltage in volts that trips, or nil.
  public var overVoltage_V: Double?
  /// Width in seconds after which an independent timer opens the switch, or nil.
  public var maximumWidth_s: Double?
  /// Time in seconds from exceeding a limit until the switch begins to open.
  public var reaction_s: Double
  /// Time in seconds from the start during which the over-current comparator is blind (capacitive peak).
  public var blanking_s: Double

  /// Limits, none unless told, with a reaction of 2 µs.
  public init(
    overCurrent_A: Double? = nil, overVoltage_V: Double? = nil, maximumWidth_s: Double? = nil,
    reaction_s: Double = 2e-6, blanking_s: Double = 0
  ) {
    self.overCurrent_A = overCurrent_A
    self.overVoltage_V = overVoltage_V
    self.maximumWidth_s = maximumWidth_s
    self.reaction_s = reaction_s
    self.blanking_s = blanking_s
  }
}

/// Why the switch was told to open.
public enum PulseEnd: Sendable, Equatable {
  /// The commanded width was over.
  case width
  /// The current exceeded its limit.
  case overCurrent
  /// The voltage exceeded its limit.
  case overVoltage
  /// The independent timer was faster than the commanded width.
  case overWidth
  /// The outside stop.
  case stopped
}

/// Voltage and current at 1 MS/s, true values, in arrays that are allocated once and used for every pulse.
public struct PulseWaveform: Sendable {
  /// Time between two samples in seconds; sample 0 is the start of the pulse.
  public static let interval_s = 1e-6
  /// Terminal voltage in volts, signed; only the first `count` entries belong to the pulse.
  public private(set) var voltage_V: [Double]
  /// Current in amperes, signed; only the first `count` entries belong to the pulse.
  public private(set) var current_A: [Double]
  /// Number of samples of the latest pulse.
  public private(set) var count = 0
  /// Whether the latest pulse had more samples than fit.
  public private(set) var isTruncated = false

  /// Room for this many samples, 0...1 000 000.
  public init(capacity: Int) {
    let size = min(1_000_000, max(0, capacity))
    voltage_V = Array(repeating: 0, count: size)
    current_A = Array(repeating: 0, count: size)
  }

  mutating func clear() {
    count = 0
    isTruncated = false
  }

  @inline(__always)
  mutating func append(voltage_V voltage: Double, current_A current: Double) {
    guard count < voltage_V.count else {
      isTruncated = true
      return
    }
    voltage_V[count] = voltage
    current_A[count] = current
    count += 1
  }
}

/// What one pulse was, in true values. Voltages and currents are positive in the pulse's own direction.
public struct PulseResult: Sendable, Equatable {
  /// Mean voltage over the middle 80 % of the time the switch was closed, in volts.
  public var meanVoltage_V = 0.0
  /// Mean current over the same time, in amperes.
  public var meanCurrent_A = 0.0
  /// Largest voltage in volts.
  public var peakVoltage_V = 0.0
  /// Largest current in amperes, the capacitive peak included.
  public var peakCurrent_A = 0.0
  /// Width at 50 % of the mean voltage in seconds; 0 when the voltage never rose. For a switch that stays closed it
  /// is the time until the waveform's end.
  public var width_s = 0.0
  /// Charge through the terminals in coulombs.
  public var charge_C = 0.0
  /// Energy delivered at the terminals in joules.
  public var energy_J = 0.0
  /// Energy lost in the switch and its source resistance, in joules.
  public var switchLoss_J = 0.0
  /// Bank voltage before the pulse in volts.
  public var bankBefore_V = 0.0
  /// Bank voltage at the end of the waveform in volts.
  public var bankAfter_V = 0.0
  /// Why the switch was told to open.
  public var end = PulseEnd.width
  /// Whether the switch conducts still although it was told to open.
  public var isSwitchStillClosed = false
  /// Time from the start to the end of the waveform in seconds; the bank and the load are advanced by so much.
  public var duration_s = 0.0

  /// A pulse that did not happen.
  public init() {}
}

/// What the terminals show between pulses.
public struct RestReading: Sendable, Equatable {
  /// Terminal voltage in volts at the end of the time, always positive.
  public var voltage_V = 0.0
  /// Current in amperes at the end of the time.
  public var current_A = 0.0

  /// Nothing at the terminals, unless told.
  public init(voltage_V: Double = 0, current_A: Double = 0) {
    self.voltage_V = voltage_V
    self.current_A = current_A
  }
}

/// Pulses, and the time between them.
public enum PulseSimulation {
  /// Longest pulse that is simulated, in seconds; a longer command is shortened to it.
  public static let longestPulse_s = 0.2

  /// Delivers one pulse and writes its waveform.
  ///
  /// The integration has a step of 0.2 µs. The supply does not charge within a pulse; the bleed resistor works.
  /// Nothing happens but zeros for a width that is not positive, or a capacitance that is not.
  public static func deliver(
    _ command: PulseCommand, limits: PulseLimits, bank: inout CapacitorBank, stage: OutputStage,
    load: inout TissueLoad, waveform: inout PulseWaveform
  ) -> PulseResult {
    var run = PulseRun(command: command, limits: limits, bank: bank, stage: stage, load: load)
    run.integrate(into: &waveform)
    bank.voltage_V = run.bank_V
    load.state = run.circuit.state
    load.state.exposure += load.growth
    return run.result(from: waveform)
  }

  /// Lets time pass between pulses: the tissue relaxes, and a switch that is stuck or leaks discharges the bank.
  ///
  /// Only what leaves the bank through the switch is taken from it here: charging, bleeding and dumping belong to
  /// `CapacitorBank.advance`, which is called for the same time. With `connected` false the patient relay is open, and
  /// nothing reaches the electrodes.
  @discardableResult
  public static func rest(
    for seconds: Double, bank: inout CapacitorBank, stage: OutputStage, load: inout TissueLoad, connected: Bool = true
  ) -> RestReading {
    guard seconds > 0 else { return RestReading() }
    defer { load.relax(for: seconds) }
    guard bank.capacitance_F > 0 else { return RestReading() }
    let source_ohm: Double
    switch stage.fault {
    case .none, .stuckOff: return RestReading()
    case .stuckOn: source_ohm = stage.sourceResistance_ohm
    case .leakage(let resistance_ohm): source_ohm = max(0, resistance_ohm)
    }
    var load_S = stage.dividerConductance_S
    if connected {
      let path_ohm = load.resistance_ohm + load.skinResistance_ohm
      load_S += load.fault.restingShunt_S + (load.fault.isOpen(at: 0) ? 0 : 1 / path_ohm)
    }
    guard load_S > 0 else { return RestReading(voltage_V: bank.voltage_V, current_A: 0) }
    bank.voltage_V *= exp(-seconds / ((source_ohm + 1 / load_S) * bank.capacitance_F))
    let current_A = bank.voltage_V / (source_ohm + 1 / load_S)
    return RestReading(voltage_V: current_A / load_S, current_A: current_A)
  }
}
