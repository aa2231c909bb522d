import Glibc

/// Growth of the conductance between two needles, in bipolar coordinates.
///
/// There the equation keeps its form on a rectangle, only the field is |∇u|/h with `h = f/(cosh τ - cos s)`. Two
/// one-dimensional bounds enclose the current: if the lines of current kept their shape (tubes in parallel, each with
/// `σ(E) E h = j`) it would be too low, if the lines of equal potential kept theirs (shells in series) too high.
/// Their mean is used; it is within 2 % of a two-dimensional solution (see the tests).
struct NeedleGrowth {
  private static let tubes = 16
  private static let shells = 20
  private static let points = 60

  private let half: Double
  private let conductivity: FieldConductivity
  /// Scale factor h in metres for each shell and tube.
  private let scales_m: [[Double]]

  init(half: Double, focus_m: Double, conductivity: FieldConductivity) {
    self.half = half
    self.conductivity = conductivity
    scales_m = (0..<Self.shells).map { shell in
      let tau = (Double(shell) + 0.5) * half / Double(Self.shells)
      return (0..<Self.tubes).map { tube in
        focus_m / (cosh(tau) - cos((Double(tube) + 0.5) * Double.pi / Double(Self.tubes)))
      }
    }
  }

  /// Share of the growth (0…1) at each of these rising voltages.
  func shares(at voltages: [Double]) -> [Double] {
    let top = conductivity.low_S_per_m * conductivity.growthRatio * max(voltages.last ?? 1, 1) / (2 * half)
    let fluxes = (1...Self.points).map { point in
      let share = Double(point) / Double(Self.points)
      return top * share * share
    }
    var sums = Array(repeating: 0.0, count: voltages.count)
    for tube in 0..<Self.tubes {
      let curve = fluxes.map { (voltage_V: tubeVoltage_V(tube, flux: $0), flux: $0) }
      add(curve, weight: 0.5 / Double(Self.tubes), to: &sums, at: voltages)
    }
    add(fluxes.map { (voltage_V: shellsVoltage_V(flux: $0), flux: $0) }, weight: 0.5, to: &sums, at: voltages)
    return zip(sums, voltages).map { flux, voltage_V in
      let linear = conductivity.low_S_per_m * voltage_V / (2 * half)
      return linear > 0 ? min(1, max(0, (flux / linear - 1) / (conductivity.growthRatio - 1))) : 0
    }
  }

  /// Voltage between the needles when every line of current keeps its shape.
  private func tubeVoltage_V(_ tube: Int, flux: Double) -> Double {
    let sum = scales_m.reduce(0) { $0 + conductivity.field(forCurrentDensity: flux / $1[tube]) * $1[tube] }
    return 2 * sum * half / Double(Self.shells)
  }

  /// Voltage between the needles when every line of equal potential keeps its shape.
  private func shellsVoltage_V(flux: Double) -> Double {
    let sum = scales_m.reduce(0) { sum, scales_m in
      var low = flux / (conductivity.low_S_per_m * conductivity.growthRatio)
      var high = flux / conductivity.low_S_per_m
      for _ in 0..<30 {
        let slope = (low + high) / 2
        let mean = scales_m.reduce(0) { $0 + conductivity.conductivity(atField: slope / $1) } / Double(Self.tubes)
        if mean * slope < flux { low = slope } else { high = slope }
      }
      return sum + (low + high) / 2
    }
    return 2 * sum * half / Double(Self.shells)
  }

  /// Adds the flux at each voltage, linear between the curve's points, from the origin on.
  private func add(
    _ curve: [(voltage_V: Double, flux: Double)], weight: Double, to sums: inout [Double], at voltages: [Double]
  ) {
    var position = 0
    for (index, voltage_V) in voltages.enumerated() where voltage_V > 0 {
      while position + 1 < curve.count, curve[position].voltage_V < voltage_V { position += 1 }
      let before = position > 0 ? curve[position - 1] : (voltage_V: 0, flux: 0)
      let after = curve[position]
      let share = (voltage_V - before.voltage_V) / (after.voltage_V - before.voltage_V)
      sums[index] += weight * (before.flux + (after.flux - before.flux) * share)
    }
  }
}
