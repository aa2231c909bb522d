import Glibc

/// Where the energy went while a bank was advanced, in joules.
public struct BankEnergyFlow: Sendable, Equatable {
  /// Energy that the charging supply delivered into the bank.
  public var supplied_J: Double = 0
  /// Energy that the bleed resistor turned into heat.
  public var bled_J: Double = 0
  /// Energy that the dump resistor turned into heat.
  public var dumped_J: Double = 0

  /// No flow at all.
  public init() {}
}

/// The charging supply: constant power, and constant current below the voltage where power would exceed it.
public struct ChargingSupply: Sendable, Equatable {
  /// Largest power into the bank in watts; 0 is a dead supply.
  public var power_W: Double
  /// Largest current into the bank in amperes, or nil when only the power limits.
  public var current_A: Double?

  /// A supply of the given power and, if wanted, of a limited current.
  public init(power_W: Double, current_A: Double? = nil) {
    self.power_W = power_W
    self.current_A = current_A
  }
}

/// The pulse capacitor with its supply, its bleed resistor, and its dump resistor.
///
/// `advance` is a closed form, so that a tick of 1 ms and one of 10 s cost the same and give the same result. The
/// equations are ordinary RC theory: with power P and conductance G, `C/2 d(V²)/dt = P - G V²`.
public struct CapacitorBank: Sendable {
  /// Capacitance in farads; may be lowered to simulate an aged bank.
  public var capacitance_F: Double
  /// Present voltage in volts, never negative after `advance`.
  public var voltage_V: Double
  /// The supply; set its power to 0 to simulate its failure.
  public var supply: ChargingSupply
  /// Bleed resistor in ohms, always across the bank; infinity when it is broken or absent.
  public var bleedResistance_ohm: Double
  /// Dump resistor in ohms, across the bank while dumping; infinity when it is broken.
  public var dumpResistance_ohm: Double

  /// A bank at a voltage, 0 V unless told.
  public init(
    capacitance_F: Double, supply: ChargingSupply, bleedResistance_ohm: Double, dumpResistance_ohm: Double,
    voltage_V: Double = 0
  ) {
    self.capacitance_F = capacitance_F
    self.voltage_V = voltage_V
    self.supply = supply
    self.bleedResistance_ohm = bleedResistance_ohm
    self.dumpResistance_ohm = dumpResistance_ohm
  }

  /// Stored energy in joules.
  public var energy_J: Double { capacitance_F * voltage_V * voltage_V / 2 }

  /// Lets `seconds` pass, charging towards a voltage or not, with the dump resistor across the bank or not.
  ///
  /// While dumping the supply is inhibited, as the hardware does. Above the target nothing but the bleed resistor
  /// lowers the voltage; at the target the supply replaces what bleeds. No time passes for `seconds` ≤ 0 or a
  /// capacitance that is not positive.
  @discardableResult
  public mutating func advance(
    by seconds: Double, charging target_V: Double? = nil, dumping: Bool = false
  ) -> BankEnergyFlow {
    var flow = BankEnergyFlow()
    guard seconds > 0, capacitance_F > 0 else { return flow }
    var remaining_s = seconds
    guard let target_V, !dumping else {
      decay(for: remaining_s, dumping: dumping, into: &flow)
      return flow
    }
    if voltage_V > target_V {
      let duration_s = min(remaining_s, timeToFall(to: target_V))
      decay(for: duration_s, dumping: false, into: &flow)
      remaining_s -= duration_s
      guard remaining_s > 0 else { return flow }
    }
    if let current_A = supply.current_A, current_A > 0, voltage_V < supply.power_W / current_A {
      charge(current_A: current_A, upTo: min(target_V, supply.power_W / current_A), within: &remaining_s, into: &flow)
    }
    if supply.current_A.map({ $0 > 0 }) ?? true {
      charge(power_W: supply.power_W, upTo: target_V, within: &remaining_s, into: &flow)
      hold(for: remaining_s, into: &flow)
    } else {
      decay(for: remaining_s, dumping: false, into: &flow)
    }
    return flow
  }

  // MARK: - The four phases

  private var bleedConductance_S: Double { bleedResistance_ohm > 0 ? 1 / bleedResistance_ohm : 0 }

  private mutating func decay(for seconds: Double, dumping: Bool, into flow: inout BankEnergyFlow) {
    let dump_S = dumping && dumpResistance_ohm > 0 ? 1 / dumpResistance_ohm : 0
    let total_S = bleedConductance_S + dump_S
    let squareIntegral = voltage_V * voltage_V * seconds * decayMean(2 * total_S * seconds / capacitance_F)
    flow.bled_J += squareIntegral * bleedConductance_S
    flow.dumped_J += squareIntegral * dump_S
    voltage_V *= exp(-total_S * seconds / capacitance_F)
  }

  private func timeToFall(to target_V: Double) -> Double {
    guard bleedConductance_S > 0, target_V > 0 else { return .infinity }
    return capacitance_F / bleedConductance_S * log(voltage_V / target_V)
  }

  /// Constant current: `C dV/dt = I - G V`.
  private mutating func charge(
    current_A: Double, upTo limit_V: Double, within remaining_s: inout Double, into flow: inout BankEnergyFlow
  ) {
    guard limit_V > voltage_V, remaining_s > 0 else { return }
    let rate = bleedConductance_S / capacitance_F
    let slope = current_A / capacitance_F
    let reach_s = Self.timeToReach(limit_V, from: voltage_V, slope: slope, rate: rate)
    let time_s = min(remaining_s, reach_s)
    let before_J = energy_J
    let mean = decayMean(rate * time_s)
    let voltageIntegral = voltage_V * time_s * mean + slope * time_s * time_s * decaySecond(rate * time_s)
    voltage_V = reach_s <= remaining_s ? limit_V : voltage_V * exp(-rate * time_s) + slope * time_s * mean
    let supplied_J = current_A * voltageIntegral
    flow.supplied_J += supplied_J
    flow.bled_J += supplied_J - (energy_J - before_J)
    remaining_s -= time_s
  }

  /// Constant power: `C/2 dx/dt = P - G x` with `x = V²`.
  private mutating func charge(
    power_W: Double, upTo limit_V: Double, within remaining_s: inout Double, into flow: inout BankEnergyFlow
  ) {
    guard limit_V > voltage_V, remaining_s > 0 else { return }
    let rate = 2 * bleedConductance_S / capacitance_F
    let slope = 2 * max(0, power_W) / capacitance_F
    let square = voltage_V * voltage_V
    let reach_s = Self.timeToReach(limit_V * limit_V, from: square, slope: slope, rate: rate)
    let time_s = min(remaining_s, reach_s)
    let mean = decayMean(rate * time_s)
    let squareIntegral = square * time_s * mean + slope * time_s * time_s * decaySecond(rate * time_s)
    flow.supplied_J += max(0, power_W) * time_s
    flow.bled_J += squareIntegral * bleedConductance_S
    voltage_V = reach_s <= remaining_s ? limit_V : (square * exp(-rate * time_s) + slope * time_s * mean).squareRoot()
    remaining_s -= time_s
  }

  private mutating func hold(for seconds: Double, into flow: inout BankEnergyFlow) {
    guard seconds > 0 else { return }
    let loss_W = voltage_V * voltage_V * bleedConductance_S
    guard loss_W <= max(0, supply.power_W) else {
      // The supply cannot hold this voltage: it sinks towards the voltage where power and loss are equal.
      let rate = 2 * bleedConductance_S / capacitance_F
      let slope = 2 * max(0, supply.power_W) / capacitance_F
      let square = voltage_V * voltage_V
      let mean = decayMean(rate * seconds)
      flow.supplied_J += max(0, supply.power_W) * seconds
      flow.bled_J +=
        bleedConductance_S * (square * seconds * mean + slope * seconds * seconds * decaySecond(rate * seconds))
      voltage_V = (square * exp(-rate * seconds) + slope * seconds * mean).squareRoot()
      return
    }
    flow.supplied_J += loss_W * seconds
    flow.bled_J += loss_W * seconds
  }

  /// Time for `x' = slope - rate x` to climb from `start` to `goal`; infinity when it never does.
  private static func timeToReach(_ goal: Double, from start: Double, slope: Double, rate: Double) -> Double {
    guard slope > 0 else { return .infinity }
    guard rate > 0 else { return (goal - start) / slope }
    let final = slope / rate
    guard final > goal else { return .infinity }
    return log1p((goal - start) / (final - goal)) / rate
  }
}

/// `(1 - exp(-z)) / z`, the mean of a decaying exponential, exact also for tiny `z`.
func decayMean(_ z: Double) -> Double {
  z > 1e-12 ? -expm1(-z) / z : 1
}

/// `(1 - decayMean(z)) / z`, which is one half for tiny `z`.
private func decaySecond(_ z: Double) -> Double {
  z > 1e-5 ? (1 - decayMean(z)) / z : 0.5 - z / 6
}
