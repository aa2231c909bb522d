import Glibc

/// Share of the conductance growth (0…1) that a pair of electrodes reaches in the end, as a table over the voltage.
///
/// Between plates it is the tissue's own law at U/d. Between needles tissue near the needles electroporates first:
/// see `NeedleGrowth`.
struct GrowthCurve: Sendable {
  static let intervals = 256

  let intervalsPerVolt: Double
  /// `intervals + 2` values, so that an index at the upper end needs no case of its own.
  let values: [Double]

  /// No growth at any voltage.
  static var none: GrowthCurve {
    GrowthCurve(intervalsPerVolt: 0, values: Array(repeating: 0, count: intervals + 2))
  }

  private init(intervalsPerVolt: Double, values: [Double]) {
    self.intervalsPerVolt = intervalsPerVolt
    self.values = values
  }

  init(pair: ElectrodePair, conductivity: FieldConductivity, upTo voltage_V: Double) {
    guard voltage_V > 0, conductivity.growthRatio > 1 else {
      self = .none
      return
    }
    let step_V = voltage_V / Double(Self.intervals)
    let voltages = (0..<(Self.intervals + 2)).map { Double($0) * step_V }
    intervalsPerVolt = 1 / step_V
    switch pair.spread {
    case .uniform:
      values = voltages.map { conductivity.growth(atField: $0 * pair.fieldPerVolt_per_m) }
    case .needles(let distance_m, let radius_m):
      let half = acosh(distance_m / (2 * radius_m))
      let focus_m = (distance_m * distance_m / 4 - radius_m * radius_m).squareRoot()
      // More needles than two make the field more even; their curve is that of the pair at the voltage which gives
      // the same field in the middle.
      let scale = pair.fieldPerVolt_per_m * half * focus_m
      values = NeedleGrowth(half: half, focus_m: focus_m, conductivity: conductivity)
        .shares(at: voltages.map { $0 * scale })
    }
  }

  /// Growth at a voltage magnitude, linear between the table's entries; beyond the table its last value.
  @inline(__always)
  func growth(at voltage_V: Double) -> Double {
    let position = min(voltage_V * intervalsPerVolt, Double(Self.intervals))
    guard position >= 0 else { return values[0] }
    let index = Int(position)
    let below = values[index]
    return below + (values[index + 1] - below) * (position - Double(index))
  }
}
