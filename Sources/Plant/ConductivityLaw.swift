import Glibc

/// How conductivity grows with the electric field between its low and its high value.
public enum ConductivityLaw: String, Sendable, CaseIterable {
  /// No growth: a plain resistor.
  case constant
  /// A linear ramp between the two thresholds, the law of the Go-Smart planning software for irreversible
  /// electroporation.
  case ramp
  /// The sigmoid of Šel et al. 2005 (IEEE Trans Biomed Eng 52:816), with `A = (E0+E1)/2`, `B = (E1-E0)/C`, and the
  /// customary constants C = 8 and D = 10 (customary, not checked against that paper's table).
  case sigmoid
}

/// Conductivity as a function of the field, without time and temperature.
public struct FieldConductivity: Sendable, Equatable {
  /// Conductivity at low field in S/m.
  public var low_S_per_m: Double
  /// Conductivity of fully electroporated tissue in S/m.
  public var high_S_per_m: Double
  /// Field where growth begins (reversible threshold) in V/m.
  public var lowerThreshold_V_per_m: Double
  /// Field where growth ends (irreversible threshold) in V/m.
  public var upperThreshold_V_per_m: Double
  /// The law between the thresholds.
  public var law: ConductivityLaw

  /// A law with its four constants.
  public init(
    low_S_per_m: Double, high_S_per_m: Double, lowerThreshold_V_per_m: Double, upperThreshold_V_per_m: Double,
    law: ConductivityLaw
  ) {
    self.low_S_per_m = low_S_per_m
    self.high_S_per_m = high_S_per_m
    self.lowerThreshold_V_per_m = lowerThreshold_V_per_m
    self.upperThreshold_V_per_m = upperThreshold_V_per_m
    self.law = law
  }

  /// How many times the low conductivity the fully electroporated tissue has; 1 for the constant law.
  public var growthRatio: Double {
    switch law {
    case .constant: 1
    case .ramp, .sigmoid: low_S_per_m > 0 ? high_S_per_m / low_S_per_m : 1
    }
  }

  /// Share of the growth, 0 to 1, in a field of this magnitude in V/m.
  public func growth(atField field_V_per_m: Double) -> Double {
    let width = upperThreshold_V_per_m - lowerThreshold_V_per_m
    switch law {
    case .constant:
      return 0
    case .ramp:
      guard width > 0 else { return field_V_per_m >= lowerThreshold_V_per_m ? 1 : 0 }
      return min(1, max(0, (field_V_per_m - lowerThreshold_V_per_m) / width))
    case .sigmoid:
      guard width > 0 else { return field_V_per_m >= lowerThreshold_V_per_m ? 1 : 0 }
      let middle = (lowerThreshold_V_per_m + upperThreshold_V_per_m) / 2
      return 1 / (1 + 10 * exp(-(field_V_per_m - middle) * 8 / width))
    }
  }

  /// Conductivity in S/m in a field of this magnitude in V/m.
  public func conductivity(atField field_V_per_m: Double) -> Double {
    low_S_per_m * (1 + (growthRatio - 1) * growth(atField: field_V_per_m))
  }

  /// The field in V/m that drives this current density in A/m²: the inverse of `σ(E) E`, by bisection.
  public func field(forCurrentDensity density_A_per_m2: Double) -> Double {
    guard density_A_per_m2 > 0, low_S_per_m > 0 else { return 0 }
    var low = density_A_per_m2 / (low_S_per_m * max(1, growthRatio))
    var high = density_A_per_m2 / low_S_per_m
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if conductivity(atField: middle) * middle < density_A_per_m2 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
