/// How fast electroporation comes and goes, and what a train leaves behind.
///
/// Order of magnitude only: the time constants are assumptions within the ranges usual in lumped models (rise
/// 1–20 µs; relaxation in a first step of milliseconds and a second of seconds to minutes); Guedert et al. 2024
/// (arXiv 2312.16705) describe a measured model with three states.
public struct PorationDynamics: Sendable, Equatable {
  /// Time constant of growth within a pulse, in seconds.
  public var rise_s: Double
  /// Time constant of the first relaxation after a pulse, in seconds.
  public var fastRelaxation_s: Double
  /// Time constant of the second relaxation, in seconds.
  public var slowRelaxation_s: Double
  /// Share of the growth, 0 to 1, that relaxes slowly only; this is the memory between pulses.
  public var slowShare: Double
  /// How much more the grown part conducts after each fully electroporating pulse, as a fraction.
  public var growthPerPulse: Double

  /// The five constants, each with its assumed default.
  public init(
    rise_s: Double = 5e-6, fastRelaxation_s: Double = 3e-3, slowRelaxation_s: Double = 30, slowShare: Double = 0.3,
    growthPerPulse: Double = 0.01
  ) {
    self.rise_s = rise_s
    self.fastRelaxation_s = fastRelaxation_s
    self.slowRelaxation_s = slowRelaxation_s
    self.slowShare = slowShare
    self.growthPerPulse = growthPerPulse
  }
}

/// Heat capacity, and the change of conductivity with temperature.
public struct ThermalProperties: Sendable, Equatable {
  /// Relative growth of conductivity per kelvin.
  public var conductivityPerKelvin: Double
  /// Volumetric heat capacity ρc in J/(m³ K).
  public var heatCapacity_J_per_m3_K: Double
  /// Heat conductivity in W/(m K).
  public var heatConductivity_W_per_m_K: Double
  /// Blood perfusion in 1/s; 0 for tissue without blood.
  public var perfusion_per_s: Double

  /// Defaults are the soft-tissue values of the OpenEP simulation code (Universidad de Buenos Aires): ρ 1050 kg/m³,
  /// c 3600 J/(kg K), k 0.512 W/(m K), perfusion 0.0044 1/s, 1.5 % per kelvin.
  public init(
    conductivityPerKelvin: Double = 0.015, heatCapacity_J_per_m3_K: Double = 3.78e6,
    heatConductivity_W_per_m_K: Double = 0.512, perfusion_per_s: Double = 0.0044
  ) {
    self.conductivityPerKelvin = conductivityPerKelvin
    self.heatCapacity_J_per_m3_K = heatCapacity_J_per_m3_K
    self.heatConductivity_W_per_m_K = heatConductivity_W_per_m_K
    self.perfusion_per_s = perfusion_per_s
  }
}

/// The constants of one kind of tissue.
public struct Tissue: Sendable, Equatable {
  /// Its name, as configuration files write it.
  public var name: String
  /// Conductivity and thresholds.
  public var conductivity: FieldConductivity
  /// Time constants of electroporation.
  public var dynamics: PorationDynamics
  /// Heat.
  public var thermal: ThermalProperties
  /// Resistance of the path through the cells as a multiple of the low-field resistance (Ri / Re); 0 for none.
  public var intracellularRatio: Double
  /// Time constant Ri Cm of the capacitive peak at the pulse's front, in seconds; usual 1–10 µs.
  public var frontTime_s: Double

  /// A tissue by its constants. The capacitive branch defaults to Ri = 2 Re and 1 µs, which are assumptions.
  public init(
    name: String, conductivity: FieldConductivity, dynamics: PorationDynamics = PorationDynamics(),
    thermal: ThermalProperties = ThermalProperties(), intracellularRatio: Double = 2, frontTime_s: Double = 1e-6
  ) {
    self.name = name
    self.conductivity = conductivity
    self.dynamics = dynamics
    self.thermal = thermal
    self.intracellularRatio = intracellularRatio
    self.frontTime_s = frontTime_s
  }

  /// Tumour: 0.2 → 0.7 S/m between 400 and 800 V/cm (defaults of the Go-Smart planning software).
  public static var tumour: Tissue { make("tumour", 0.2, 0.7, 400, 800) }

  /// Liver: 0.08 → 0.32 S/m between 350 and 700 V/cm (defaults of the Go-Smart planning software), 1.2 % per kelvin
  /// (pig liver, Beitel-White et al. 2021).
  public static var liver: Tissue {
    var tissue = make("liver", 0.08, 0.32, 350, 700)
    tissue.thermal.conductivityPerKelvin = 0.012
    return tissue
  }

  /// Muscle, across the fibres: 0.34 S/m at 10 kHz (table 3 of BioMed Eng OnLine 2018, 17, article 473); growth by
  /// 3.5 and thresholds 200–800 V/cm are assumptions.
  public static var muscle: Tissue { make("muscle", 0.34, 1.19, 200, 800) }

  /// Fat: 0.02 → 0.08 S/m between 100 and 400 V/cm (background of the Go-Smart planning software).
  public static var fat: Tissue { make("fat", 0.02, 0.08, 100, 400) }

  /// Potato: 0.03 S/m, ρ 1100 kg/m³, c 3780 J/(kg K) (OpenEP simulation code; Suárez et al. 2014, PLoS ONE 0113413,
  /// for growth with pulse number and temperature); growth by 5 between 200 and 600 V/cm is an assumption.
  public static var potato: Tissue {
    var tissue = make("potato", 0.03, 0.15, 200, 600)
    tissue.thermal.heatCapacity_J_per_m3_K = 1100 * 3780
    tissue.thermal.perfusion_per_s = 0
    return tissue
  }

  /// Every tissue that has a name; a test load is no tissue, see `TissueLoad.resistor`.
  public static var all: [Tissue] { [.tumour, .liver, .muscle, .fat, .potato] }

  /// The tissue of this name, or nil.
  public static func named(_ name: String) -> Tissue? {
    all.first { $0.name == name }
  }

  private static func make(
    _ name: String, _ low_S_per_m: Double, _ high_S_per_m: Double, _ lower_V_per_cm: Double, _ upper_V_per_cm: Double
  ) -> Tissue {
    Tissue(
      name: name,
      conductivity: FieldConductivity(
        low_S_per_m: low_S_per_m, high_S_per_m: high_S_per_m, lowerThreshold_V_per_m: lower_V_per_cm * 100,
        upperThreshold_V_per_m: upper_V_per_cm * 100, law: .ramp))
  }
}
