import Glibc

/// One step of the electrodes' circuit with everything that stays constant within a pulse computed beforehand.
///
/// Capacitances are integrated implicitly (backward Euler), so that a skin layer that breaks down within nanoseconds
/// cannot make the integration unstable; a step without skin has two divisions and no exponential.
struct LoadCircuit {
  static let step_s = 0.2e-6
  /// Series resistance in ohms that stands for a lost contact.
  static let openContact_ohm = 1e9

  private let base_S: Double
  private let gain: Double
  private let growRate: Double
  private let slowShare: Double
  private let alpha: Double
  private let heat: Double
  private let rise_per_s: Double
  private let curve: GrowthCurve
  private let membrane_S: Double
  private let membraneGain: Double
  private let doubleLayerGain: Double
  private let doubleLayerClamp_V: Double
  private let skinBase_S: Double
  private let skinGain: Double
  private let skinRate: Double
  private let skinBreakdown_V: Double
  private let skinCapacity: Double
  private let fault: LoadFault
  private let hasTimedFault: Bool
  private let divider_S: Double
  private(set) var state: TissueLoad.State
  private var skinBreaks = false
  /// Where the growth tends to, by the voltage of the step before: 0.2 µs late, so that the table's look-up does not
  /// lengthen the chain of dependent operations from step to step.
  private var targetGrowth = 0.0
  private var contact_ohm = 0.0
  private var shunt_S: Double
  // The linear circuit of the present step, seen from the terminals: i = (v·sum_S - injected_A) / divisor.
  // Numerator and divisor are kept apart, so that the step's two divisions do not wait for each other.
  private var divisor = 1.0
  private var injected_A = 0.0
  private var series_ohm = 0.0
  private var offset_V = 0.0
  private var sum_S = 0.0

  init(_ load: TissueLoad, divider_S: Double) {
    let step_s = Self.step_s
    state = load.state
    base_S = load.lowFieldConductance_S
    gain = (load.growthRatio - 1) * (1 + load.dynamics.growthPerPulse * load.state.exposure)
    growRate = load.dynamics.rise_s > 0 ? -expm1(-step_s / load.dynamics.rise_s) : 1
    slowShare = load.dynamics.slowShare
    alpha = load.thermal.conductivityPerKelvin
    heat =
      load.lowFieldConductivity_S_per_m * load.fieldPerVolt_per_m * load.fieldPerVolt_per_m * step_s
      / load.thermal.heatCapacity_J_per_m3_K
    rise_per_s = load.fault.conductanceRise_per_s
    curve = load.curve
    if let membrane = load.membrane, membrane.capacitance_F > 0 {
      membrane_S = 1 / (membrane.resistance_ohm + step_s / membrane.capacitance_F)
      membraneGain = step_s / membrane.capacitance_F
    } else {
      membrane_S = 0
      membraneGain = 0
    }
    doubleLayerGain = load.doubleLayer.map { $0.capacitance_F > 0 ? step_s / $0.capacitance_F : 0 } ?? 0
    doubleLayerClamp_V = load.doubleLayer?.clamp_V ?? 0
    skinBase_S = load.skin.map { 1 / max($0.resistance_ohm, 1e-6) } ?? 0
    skinGain = (load.skin?.conductanceRatio ?? 1) - 1
    skinRate = load.skin.map { $0.breakdownTime_s > 0 ? -expm1(-step_s / $0.breakdownTime_s) : 1 } ?? 0
    skinBreakdown_V = load.skin?.breakdown_V ?? .infinity
    skinCapacity = load.skin.map { max(0, $0.capacitance_F) / step_s } ?? 0
    fault = load.fault
    hasTimedFault = load.fault != .none && load.fault.conductanceRise_per_s == 0
    self.divider_S = divider_S
    shunt_S = divider_S
  }

  /// Sets up the linear circuit for the step that ends at this time of the pulse.
  @inline(__always)
  mutating func prepare(at time_s: Double) {
    if hasTimedFault {
      shunt_S = divider_S + fault.shuntConductance_S(at: time_s)
      contact_ohm = fault.isOpen(at: time_s) ? Self.openContact_ohm : 0
    }
    let growth = state.fastGrowth + state.slowGrowth
    let tissue_S =
      base_S * (1 + gain * growth) * (1 + alpha * state.temperatureRise_K) * (1 + rise_per_s * time_s)
    sum_S = tissue_S + membrane_S
    series_ohm = contact_ohm
    offset_V = 0
    if doubleLayerGain > 0 {
      offset_V = state.doubleLayer_V
      if abs(state.doubleLayer_V) < doubleLayerClamp_V { series_ohm += doubleLayerGain }
    }
    if skinBase_S > 0 {
      let skin_ohm = 1 / (skinBase_S * (1 + skinGain * state.skinBreakdown) + skinCapacity)
      series_ohm += skin_ohm
      offset_V += skin_ohm * skinCapacity * state.skin_V
    }
    divisor = 1 + series_ohm * sum_S
    injected_A = offset_V * sum_S + state.membrane_V * membrane_S
  }

  /// Terminal voltage with a source of this electromotive force and resistance.
  @inline(__always)
  func voltage(emf_V: Double, source_ohm: Double) -> Double {
    (emf_V * divisor + source_ohm * injected_A) / (divisor + source_ohm * (sum_S + shunt_S * divisor))
  }

  /// Terminal voltage when this current is forced in, beside a conductance to a voltage (a leaking switch).
  @inline(__always)
  func voltage(current_A: Double, leakage_S: Double, behind_V: Double) -> Double {
    let total_S = sum_S + (shunt_S + leakage_S) * divisor
    return total_S > 0 ? ((current_A + leakage_S * behind_V) * divisor + injected_A) / total_S : 0
  }

  /// Ends the step: every state follows the terminal voltage. Returns the current into the terminals in amperes.
  @inline(__always)
  mutating func settle(at voltage_V: Double) -> Double {
    let load_A = (voltage_V * sum_S - injected_A) * (1 / divisor)
    let tissue_V = voltage_V - load_A * series_ohm - offset_V
    state.membrane_V += membraneGain * (tissue_V - state.membrane_V) * membrane_S
    if doubleLayerGain > 0 {
      let charged_V = state.doubleLayer_V + load_A * doubleLayerGain
      state.doubleLayer_V = min(doubleLayerClamp_V, max(-doubleLayerClamp_V, charged_V))
    }
    if skinBase_S > 0 { settleSkin(load_A) }
    let growth = state.fastGrowth + state.slowGrowth
    if targetGrowth > growth {
      let added = (targetGrowth - growth) * growRate
      state.fastGrowth += added * (1 - slowShare)
      state.slowGrowth += added * slowShare
    }
    targetGrowth = curve.growth(at: abs(tissue_V))
    // Local heating halfway between the electrodes; the grown conductivity heats more.
    state.temperatureRise_K +=
      heat * (1 + gain * growth) * (1 + alpha * state.temperatureRise_K) * tissue_V * tissue_V
    return load_A + voltage_V * shunt_S
  }

  @inline(__always)
  private mutating func settleSkin(_ load_A: Double) {
    let skin_S = skinBase_S * (1 + skinGain * state.skinBreakdown)
    state.skin_V = (load_A + skinCapacity * state.skin_V) / (skin_S + skinCapacity)
    if abs(state.skin_V) > skinBreakdown_V { skinBreaks = true }
    if skinBreaks { state.skinBreakdown += (1 - state.skinBreakdown) * skinRate }
  }
}
