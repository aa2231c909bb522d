import Plant
import Testing

/// Whether two numbers agree within a relative tolerance.
func close(_ value: Double, _ expected: Double, within tolerance: Double) -> Bool {
  abs(value - expected) <= tolerance * abs(expected)
}

@Suite struct `Electrode fields` {
  struct PairCase: Sendable {
    let name: String
    let d_mm: Double, a_mm: Double, length_mm: Double, conductivity: Double, voltage_V: Double
    let resistance_ohm: Double, current_A: Double, middle_V_per_cm: Double
  }

  /// Exact two-dimensional solution of two cylinders (bipolar coordinates); tolerance: the digits given.
  static let pairs = [
    PairCase(
      name: "A-C1", d_mm: 8, a_mm: 0.35, length_mm: 20, conductivity: 0.2, voltage_V: 800, resistance_ohm: 248.87,
      current_A: 3.2146, middle_V_per_cm: 641.98),
    PairCase(
      name: "A-C2", d_mm: 15, a_mm: 0.6, length_mm: 30, conductivity: 0.08, voltage_V: 1500, resistance_ohm: 426.70,
      current_A: 3.5153, middle_V_per_cm: 623.64),
    PairCase(
      name: "A-C3", d_mm: 20, a_mm: 0.6, length_mm: 30, conductivity: 0.3, voltage_V: 2500, resistance_ohm: 123.99,
      current_A: 20.163, middle_V_per_cm: 714.42),
  ]

  @Test(arguments: pairs) func `a needle pair has the exact resistance and field`(_ c: PairCase) throws {
    let pair = try ElectrodePair.needlePair(
      distance_m: c.d_mm * 1e-3, radius_m: c.a_mm * 1e-3, length_m: c.length_mm * 1e-3)
    let resistance_ohm = pair.resistance_ohm(conductivity_S_per_m: c.conductivity)
    #expect(close(resistance_ohm, c.resistance_ohm, within: 5e-5), "\(c.name)")
    #expect(close(c.voltage_V / resistance_ohm, c.current_A, within: 5e-5), "\(c.name)")
    #expect(close(c.voltage_V * pair.fieldPerVolt_per_m / 100, c.middle_V_per_cm, within: 5e-5), "\(c.name)")
  }

  @Test func `the series solver gives the pair's field at the needles' surfaces`() throws {
    // A-C1: 3989.5 V/cm on the inner side, 3347.5 V/cm on the outer side.
    let half_m = 4e-3
    let radius_m = 0.35e-3
    let field = try NeedleField(
      needles: [PlanePoint(x_m: -half_m, y_m: 0), PlanePoint(x_m: half_m, y_m: 0)], radius_m: radius_m,
      potentials: [.held(at_V: 400), .held(at_V: -400)])
    let inner = field.field_V_per_m(at: PlanePoint(x_m: half_m - radius_m, y_m: 0)) / 100
    let outer = field.field_V_per_m(at: PlanePoint(x_m: half_m + radius_m, y_m: 0)) / 100
    #expect(close(inner, 3989.5, within: 1e-4))
    #expect(close(outer, 3347.5, within: 1e-4))
    #expect(abs(field.potential_V(at: PlanePoint(x_m: -half_m + radius_m, y_m: 0)) - 400) < 1e-4)
    #expect(abs(field.currentFactors_V.reduce(0, +)) < 1e-6)
  }

  @Test func `two rows of four needles have the exact current and field`() throws {
    // A-C4: pitch 2, gap 4, a 0.25 mm, 0.2 S/m, 20 mm, 400 V (2-D series solution).
    let pair = try ElectrodePair.needleRows(
      perRow: 4, pitch_m: 2e-3, gap_m: 4e-3, radius_m: 0.25e-3, length_m: 20e-3)
    #expect(close(pair.resistance_ohm(conductivity_S_per_m: 0.2), 86.212, within: 1e-4))
    #expect(close(pair.fieldPerVolt_per_m * 400 / 100, 961.4, within: 1e-3))
    #expect(pair.gap_m == 4e-3)
    let needles = (0..<8).map { k in
      PlanePoint(x_m: k < 4 ? -2e-3 : 2e-3, y_m: (Double(k % 4) - 1.5) * 2e-3)
    }
    let field = try NeedleField(
      needles: needles, radius_m: 0.25e-3,
      potentials: (0..<8).map { NeedlePotential.held(at_V: $0 < 4 ? 200 : -200) })
    #expect(close(field.field_V_per_m(at: PlanePoint(x_m: 1e-3, y_m: 0)) / 100, 910.3, within: 1e-3))
    #expect(close(field.field_V_per_m(at: PlanePoint(x_m: 0, y_m: 3e-3)) / 100, 863.9, within: 1e-3))
    #expect(close(field.currentFactors_V[1] / field.currentFactors_V[0], 0.752, within: 1e-3))
  }

  @Test func `four needles at the corners of a square have the exact current and field`() throws {
    // A-C5: 2+2, 8 mm, a 0.35 mm, 0.2 S/m, 20 mm, 800 V.
    let pair = try ElectrodePair.needleRows(
      perRow: 2, pitch_m: 8e-3, gap_m: 8e-3, radius_m: 0.35e-3, length_m: 20e-3)
    #expect(close(pair.resistance_ohm(conductivity_S_per_m: 0.2), 138.11, within: 1e-4))
    #expect(close(pair.fieldPerVolt_per_m * 800 / 100, 575.1, within: 1e-3))
  }

  /// A-C6: hexagonal array, 8 mm, a 0.35 mm, 0.2 S/m, 20 mm, 730 V, all other needles floating.
  @Test(arguments: [(0, 1, 2.9359), (1, 2, 2.9349), (1, 4, 2.4058)])
  func `a pair of the hexagon has the exact current`(from: Int, to: Int, current_A: Double) throws {
    let pair = try ElectrodePair.needles(
      ElectrodePair.hexagon(distance_m: 8e-3), positive: [from], negative: [to], radius_m: 0.35e-3, length_m: 20e-3)
    #expect(close(730 / pair.resistance_ohm(conductivity_S_per_m: 0.2), current_A, within: 1e-4))
    if from == 0 { #expect(close(pair.fieldPerVolt_per_m * 730 / 100, 585.3, within: 1e-3)) }
    #expect(pair.fieldPerVolt_per_m > 0)
  }

  @Test func `the centre against six outer needles, and three against three`() throws {
    // A-C7 and A-C8, same array as A-C6.
    let needles = ElectrodePair.hexagon(distance_m: 8e-3)
    let star = try NeedleField(
      needles: needles, radius_m: 0.35e-3,
      potentials: [.held(at_V: 730)] + Array(repeating: .held(at_V: 0), count: 6))
    #expect(close(star.totalCurrentFactor_V * 0.2 * 20e-3, 5.4795, within: 1e-4))
    let toward = star.field_V_per_m(at: PlanePoint(x_m: 4e-3, y_m: 0)) / 100
    let between = star.field_V_per_m(at: PlanePoint(x_m: 4e-3 * 0.75.squareRoot(), y_m: 2e-3)) / 100
    #expect(close(toward, 554.1, within: 1e-3))
    #expect(close(between, 536.3, within: 1e-3))
    let halves = try NeedleField(
      needles: needles, radius_m: 0.35e-3,
      potentials: [.floating] + (0..<6).map { NeedlePotential.held(at_V: $0 < 3 ? 365 : -365) })
    #expect(close(halves.totalCurrentFactor_V * 0.2 * 20e-3, 6.7363, within: 1e-4))
    #expect(close(halves.currentFactors_V[2] / halves.currentFactors_V[1], 0.667, within: 1e-3))
    #expect(close(halves.currentFactors_V[3], halves.currentFactors_V[1], within: 1e-6))
    #expect(halves.currentFactors_V[0] == 0)
  }

  @Test func `the diagonal of a square with two floating needles`() throws {
    // A-C9: 10 mm, a 0.6 mm, 0.2 S/m, 30 mm, 1200 V.
    let corners = [(-5e-3, -5e-3), (5e-3, -5e-3), (5e-3, 5e-3), (-5e-3, 5e-3)].map { PlanePoint(x_m: $0.0, y_m: $0.1) }
    let pair = try ElectrodePair.needles(corners, positive: [0], negative: [2], radius_m: 0.6e-3, length_m: 30e-3)
    #expect(close(1200 / pair.resistance_ohm(conductivity_S_per_m: 0.2), 7.1786, within: 1e-4))
    #expect(close(pair.fieldPerVolt_per_m * 1200 / 100, 536.6, within: 1e-3))
  }

  @Test func `layers of skin, dermis and tumour between plates add up`() {
    // A-C17; skin before and after a breakdown by a factor of 1000 (Chizmadzhev et al. 1998, Biophys J 74:843).
    for (skin_S_per_m, resistance_ohm, current_A, field_V_per_cm) in [
      (5e-4, 1178.0, 0.883, 441.0), (0.5, 378.8, 2.745, 1373),
    ] {
      let tumour = TissueLayer(thickness_m: 5.96e-3, conductivity_S_per_m: 0.2)
      let skin = TissueLayer(thickness_m: 20e-6, conductivity_S_per_m: skin_S_per_m)
      let dermis = TissueLayer(thickness_m: 1e-3, conductivity_S_per_m: 0.25)
      let total_ohm = TissueLayer.resistance_ohm(of: [skin, dermis, tumour, dermis, skin], area_m2: 1e-4)
      #expect(close(total_ohm, resistance_ohm, within: 1e-3))
      #expect(close(1040 / total_ohm, current_A, within: 1e-3))
      #expect(
        close(tumour.field_V_per_m(current_A: 1040 / total_ohm, area_m2: 1e-4) / 100, field_V_per_cm, within: 1e-3))
    }
  }

  @Test func `impossible arrangements are refused`() {
    #expect(throws: GeometryError.notPositive) {
      try ElectrodePair.plates(width_m: 0.01, length_m: 0.03, gap_m: 0)
    }
    #expect(throws: GeometryError.electrodesTouch) {
      try ElectrodePair.needlePair(distance_m: 1e-3, radius_m: 0.5e-3, length_m: 0.02)
    }
    #expect(throws: GeometryError.electrodesTouch) {
      try ElectrodePair.needleRows(perRow: 4, pitch_m: 1e-3, gap_m: 4e-3, radius_m: 0.5e-3, length_m: 0.02)
    }
    #expect(throws: GeometryError.wrongNeedleCount) {
      try ElectrodePair.needleRows(perRow: 17, pitch_m: 2e-3, gap_m: 4e-3, radius_m: 0.5e-3, length_m: 0.02)
    }
    let needles = ElectrodePair.hexagon(distance_m: 8e-3)
    #expect(throws: GeometryError.wrongNeedleCount) {
      try ElectrodePair.needles(needles, positive: [0], negative: [7], radius_m: 0.35e-3, length_m: 0.02)
    }
    #expect(throws: GeometryError.wrongNeedleCount) {
      try ElectrodePair.needles(needles, positive: [0, 1], negative: [1], radius_m: 0.35e-3, length_m: 0.02)
    }
    #expect(throws: GeometryError.wrongNeedleCount) {
      try NeedleField(
        needles: needles, radius_m: 0.35e-3, potentials: [.held(at_V: 1)] + Array(repeating: .floating, count: 6))
    }
  }
}
