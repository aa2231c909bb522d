import Glibc

/// Current between two concentric electrodes in tissue whose conductivity follows the field: exact up to the width
/// of the shells, because the field is radial.
public enum RadialField {
  private static let shells = 800

  /// Current per metre of a coaxial arrangement in A/m: `σ(E) E 2πr = I` with `∫E dr = U`.
  public static func coaxialCurrent_A_per_m(
    inner_m: Double, outer_m: Double, voltage_V: Double, conductivity: FieldConductivity
  ) -> Double {
    solve(inner_m, outer_m, voltage_V, conductivity) { 2 * Double.pi * $0 }
  }

  /// Current between concentric spheres in A: `σ(E) E 4πr² = I`.
  public static func sphericalCurrent_A(
    inner_m: Double, outer_m: Double, voltage_V: Double, conductivity: FieldConductivity
  ) -> Double {
    solve(inner_m, outer_m, voltage_V, conductivity) { 4 * Double.pi * $0 * $0 }
  }

  /// The field in V/m at a radius of the coaxial arrangement that carries this current per metre.
  public static func coaxialField_V_per_m(
    current_A_per_m: Double, radius_m: Double, conductivity: FieldConductivity
  ) -> Double {
    conductivity.field(forCurrentDensity: current_A_per_m / (2 * Double.pi * radius_m))
  }

  /// Finds the current by bisection; shells of equal ratio, because the field changes fastest at the inner electrode.
  private static func solve(
    _ inner_m: Double, _ outer_m: Double, _ voltage_V: Double, _ conductivity: FieldConductivity,
    area: (Double) -> Double
  ) -> Double {
    guard inner_m > 0, outer_m > inner_m, voltage_V > 0, conductivity.low_S_per_m > 0 else { return 0 }
    let ratio = log(outer_m / inner_m) / Double(shells)
    let radii = (0..<shells).map { inner_m * exp((Double($0) + 0.5) * ratio) }
    let linear = voltage_V / radii.reduce(0) { $0 + $1 * ratio / (conductivity.low_S_per_m * area($1)) }
    var low = linear
    var high = linear * max(1, conductivity.growthRatio)
    for _ in 0..<40 {
      let current = (low + high) / 2
      let voltage = radii.reduce(0) {
        $0 + conductivity.field(forCurrentDensity: current / area($1)) * $1 * ratio
      }
      if voltage < voltage_V { low = current } else { high = current }
    }
    return (low + high) / 2
  }
}
