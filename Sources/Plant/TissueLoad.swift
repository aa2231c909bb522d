import Glibc

/// What a low-voltage probe of a pair shows.
public struct ProbeReading: Sendable, Equatable {
  /// Magnitude of the impedance in ohms; infinity without contact.
  public var impedance_ohm: Double
  /// Real part of the impedance in ohms; infinity without contact.
  public var resistance_ohm: Double
  /// Imaginary part of the impedance in ohms, negative for a capacitive load.
  public var reactance_ohm: Double
  /// Amplitude of the current in amperes.
  public var current_A: Double
}

/// One pair of electrodes in tissue, as the generator's terminals see it: a lumped circuit with a memory.
///
/// The tissue's conductance is `G0 (1 + (ratio - 1) g) (1 + α ΔT)`; g follows the voltage with a time constant,
/// never falls within a pulse, and relaxes in two steps afterwards. A copy of a load is a load of its own.
public struct TissueLoad: Sendable {
  /// Low-field conductance at the initial temperature, in siemens.
  public let lowFieldConductance_S: Double
  /// Conductance of fully electroporated tissue divided by that at low field.
  public let growthRatio: Double
  /// Field halfway between the electrodes for each volt across the tissue, in 1/m.
  public let fieldPerVolt_per_m: Double
  /// Time constants of electroporation.
  public let dynamics: PorationDynamics
  /// Heat constants.
  public let thermal: ThermalProperties
  /// Path through the cells, or nil.
  public let membrane: MembraneBranch?
  /// Electrode double layers, or nil.
  public let doubleLayer: DoubleLayer?
  /// Skin under the electrodes, or nil.
  public let skin: SkinContact?
  /// What goes wrong at the electrodes; may be changed between pulses.
  public var fault: LoadFault = .none

  let curve: GrowthCurve
  let lowFieldConductivity_S_per_m: Double
  let coolingRate_per_s: Double
  var state = State()

  /// All that changes with time.
  struct State: Sendable, Equatable {
    var fastGrowth = 0.0
    var slowGrowth = 0.0
    /// Pulses so far, each weighted with the growth at its end.
    var exposure = 0.0
    var temperatureRise_K = 0.0
    var membrane_V = 0.0
    var doubleLayer_V = 0.0
    var skin_V = 0.0
    /// Share of the skin that is broken, 0…1.
    var skinBreakdown = 0.0
  }

  /// Tissue between a pair of electrodes.
  ///
  /// - Parameters:
  ///   - pair: the electrodes.
  ///   - tissue: the tissue between them.
  ///   - resistanceFactor: biological and placement spread, multiplies every tissue resistance; ±30 % between patients
  ///     and ±50 % between insertions are usual assumptions.
  ///   - skin: skin under the electrodes, or nil.
  ///   - voltageLimit_V: largest voltage for which growth is tabulated; it stays constant beyond.
  public init(
    pair: ElectrodePair, tissue: Tissue, resistanceFactor: Double = 1, skin: SkinContact? = nil,
    voltageLimit_V: Double = 3200
  ) {
    let low_S_per_m = tissue.conductivity.low_S_per_m
    let resistance_ohm = pair.resistance_ohm(conductivity_S_per_m: low_S_per_m) * max(resistanceFactor, 1e-6)
    lowFieldConductance_S = 1 / resistance_ohm
    growthRatio = tissue.conductivity.growthRatio
    fieldPerVolt_per_m = pair.fieldPerVolt_per_m
    dynamics = tissue.dynamics
    thermal = tissue.thermal
    let inner_ohm = tissue.intracellularRatio * resistance_ohm
    membrane =
      inner_ohm > 0 && tissue.frontTime_s > 0
      ? MembraneBranch(resistance_ohm: inner_ohm, capacitance_F: tissue.frontTime_s / inner_ohm) : nil
    doubleLayer = DoubleLayer(contactArea_m2: pair.contactArea_m2)
    self.skin = skin
    curve = GrowthCurve(pair: pair, conductivity: tissue.conductivity, upTo: voltageLimit_V)
    lowFieldConductivity_S_per_m = low_S_per_m / max(resistanceFactor, 1e-6)
    // Heat leaves by conduction across the gap (slowest mode of a slab with cold faces) and by perfusion.
    let slab = Double.pi / pair.gap_m
    coolingRate_per_s =
      slab * slab * thermal.heatConductivity_W_per_m_K / thermal.heatCapacity_J_per_m3_K + thermal.perfusion_per_s
  }

  /// A resistor that neither electroporates nor warms: the test load, or a circuit of given elements.
  public static func resistor(
    _ resistance_ohm: Double, membrane: MembraneBranch? = nil, doubleLayer: DoubleLayer? = nil,
    skin: SkinContact? = nil
  ) -> TissueLoad {
    TissueLoad(resistance_ohm: max(resistance_ohm, 1e-3), membrane: membrane, doubleLayer: doubleLayer, skin: skin)
  }

  private init(
    resistance_ohm: Double, membrane: MembraneBranch?, doubleLayer: DoubleLayer?, skin: SkinContact?
  ) {
    lowFieldConductance_S = 1 / resistance_ohm
    growthRatio = 1
    fieldPerVolt_per_m = 0
    dynamics = PorationDynamics()
    thermal = ThermalProperties(conductivityPerKelvin: 0)
    self.membrane = membrane
    self.doubleLayer = doubleLayer
    self.skin = skin
    curve = .none
    lowFieldConductivity_S_per_m = 0
    coolingRate_per_s = 0
  }

  /// Share of the conductance growth now, 0…1.
  public var growth: Double { state.fastGrowth + state.slowGrowth }

  /// Temperature rise in kelvins halfway between the electrodes.
  public var temperatureRise_K: Double { state.temperatureRise_K }

  /// Share of the skin that is broken, 0…1; 0 without skin.
  public var skinBreakdown: Double { state.skinBreakdown }

  /// Resistance of the tissue now in ohms, without skin, double layers and faults.
  public var resistance_ohm: Double { 1 / tissueConductance_S }

  var tissueConductance_S: Double {
    let grown = 1 + (growthRatio - 1) * growth * (1 + dynamics.growthPerPulse * state.exposure)
    return lowFieldConductance_S * grown * (1 + thermal.conductivityPerKelvin * state.temperatureRise_K)
  }

  var skinResistance_ohm: Double {
    guard let skin else { return 0 }
    return skin.resistance_ohm / (1 + (skin.conductanceRatio - 1) * state.skinBreakdown)
  }

  /// Impedance at a few volts, which change nothing in the tissue; a sine of `frequency_Hz`.
  ///
  /// It is the impedance at the electrodes: the caller adds what his measurement adds.
  public func probe(amplitude_V: Double = 5, frequency_Hz: Double = 10_000) -> ProbeReading {
    guard !fault.isOpen(at: 0) else {
      return ProbeReading(impedance_ohm: .infinity, resistance_ohm: .infinity, reactance_ohm: 0, current_A: 0)
    }
    let omega = 2 * Double.pi * max(frequency_Hz, 1e-3)
    var admittance = Plane(tissueConductance_S, 0)
    if let membrane {
      let branch = Plane(membrane.resistance_ohm, -1 / (omega * max(membrane.capacitance_F, 1e-15)))
      admittance = admittance + branch.inverse
    }
    var impedance = admittance.inverse
    if let doubleLayer {
      impedance = impedance + Plane(0, -1 / (omega * max(doubleLayer.capacitance_F, 1e-15)))
    }
    if let skin {
      impedance = impedance + Plane(1 / skinResistance_ohm, omega * skin.capacitance_F).inverse
    }
    impedance = (impedance.inverse + Plane(fault.restingShunt_S, 0)).inverse
    return ProbeReading(
      impedance_ohm: impedance.magnitude, resistance_ohm: impedance.re, reactance_ohm: impedance.im,
      current_A: amplitude_V / impedance.magnitude)
  }

  /// Lets time pass without voltage: pores close, heat leaves, capacitances discharge.
  public mutating func relax(for seconds: Double) {
    guard seconds > 0 else { return }
    let slow = exp(-seconds / dynamics.slowRelaxation_s)
    state.fastGrowth *= exp(-seconds / dynamics.fastRelaxation_s)
    state.slowGrowth *= slow
    state.exposure *= slow
    state.skinBreakdown *= slow
    state.temperatureRise_K *= exp(-seconds * coolingRate_per_s)
    let tissue_ohm = resistance_ohm
    if let membrane {
      state.membrane_V *= exp(-seconds / ((membrane.resistance_ohm + tissue_ohm) * membrane.capacitance_F))
    }
    if let doubleLayer {
      // The layers discharge through the tissue and the generator's output, which is taken as low-ohmic.
      state.doubleLayer_V *= exp(-seconds / (tissue_ohm * doubleLayer.capacitance_F))
    }
    if let skin, skin.capacitance_F > 0 {
      state.skin_V *= exp(-seconds / (skinResistance_ohm * skin.capacitance_F))
    }
  }
}
