import Glibc

/// How the field is spread between two electrodes, which decides how gradually the tissue electroporates.
enum FieldSpread: Sendable, Equatable {
  /// The same everywhere, as between plates.
  case uniform
  /// As between two needles of this distance and radius.
  case needles(distance_m: Double, radius_m: Double)
}

/// Two sets of electrodes between which the generator's voltage stands, reduced to what a load needs.
public struct ElectrodePair: Sendable, Equatable {
  /// Resistance times conductivity, in 1/m: the low-field resistance is this number divided by σ.
  public let cellConstant_per_m: Double
  /// Field halfway between the electrodes for each volt, in 1/m (V/m per V).
  public let fieldPerVolt_per_m: Double
  /// Distance between the two sets, in metres; `U/d` uses it.
  public let gap_m: Double
  /// Area of one set in contact with the tissue, in m².
  public let contactArea_m2: Double
  let spread: FieldSpread

  /// Low-field resistance in ohms in a tissue of this conductivity in S/m.
  public func resistance_ohm(conductivity_S_per_m: Double) -> Double {
    cellConstant_per_m / conductivity_S_per_m
  }

  /// Two plates: `E = U/d`, `R = d/(σA)`, without the fringing field, so that real current is somewhat higher.
  public static func plates(
    width_m: Double, length_m: Double, gap_m: Double
  ) throws(GeometryError) -> ElectrodePair {
    try positive(width_m, length_m, gap_m)
    let area_m2 = width_m * length_m
    return ElectrodePair(
      cellConstant_per_m: gap_m / area_m2, fieldPerVolt_per_m: 1 / gap_m, gap_m: gap_m, contactArea_m2: area_m2,
      spread: .uniform)
  }

  /// Two needles, exact in two dimensions: `R = acosh(d/2a)/(πσL)`; the field per volt is that in the middle, which
  /// is 0.54–0.67 of 1/d for usual needles (Čorović et al. 2007, on U/d being misleading for needles).
  public static func needlePair(
    distance_m: Double, radius_m: Double, length_m: Double
  ) throws(GeometryError) -> ElectrodePair {
    try positive(distance_m, radius_m, length_m)
    guard distance_m > 2 * radius_m else { throw .electrodesTouch }
    let half = acosh(distance_m / (2 * radius_m))
    let focus_m = (distance_m * distance_m / 4 - radius_m * radius_m).squareRoot()
    return ElectrodePair(
      cellConstant_per_m: half / (Double.pi * length_m), fieldPerVolt_per_m: 1 / (half * focus_m), gap_m: distance_m,
      contactArea_m2: 2 * Double.pi * radius_m * length_m,
      spread: .needles(distance_m: distance_m, radius_m: radius_m))
  }

  /// Two parallel rows of needles, all of one row at the same potential.
  public static func needleRows(
    perRow: Int, pitch_m: Double, gap_m: Double, radius_m: Double, length_m: Double
  ) throws(GeometryError) -> ElectrodePair {
    try positive(pitch_m, gap_m, length_m)
    guard perRow >= 1, perRow <= NeedleField.maximumNeedles / 2 else { throw .wrongNeedleCount }
    var needles: [PlanePoint] = []
    for side in [-0.5, 0.5] {
      for i in 0..<perRow {
        let y_m = (Double(i) - Double(perRow - 1) / 2) * pitch_m
        needles.append(PlanePoint(x_m: side * gap_m, y_m: y_m))
      }
    }
    return try self.needles(
      needles, positive: Array(0..<perRow), negative: Array(perRow..<(2 * perRow)), radius_m: radius_m,
      length_m: length_m)
  }

  /// The seven needles of a hexagonal array: number 0 in the centre, 1–6 around it counter-clockwise, all neighbours
  /// `distance_m` apart.
  public static func hexagon(distance_m: Double) -> [PlanePoint] {
    [PlanePoint(x_m: 0, y_m: 0)]
      + (0..<6).map { k in
        PlanePoint(x_m: distance_m * cos(Double(k) * .pi / 3), y_m: distance_m * sin(Double(k) * .pi / 3))
      }
  }

  /// Any needles, some positive, some negative, all others floating (see `NeedleField`).
  ///
  /// The field per volt is that halfway between the two sets; where a needle stands there, the mean of the fields
  /// at one and at three quarters of the way. The spread of the field is taken as that of one pair of needles.
  public static func needles(
    _ needles: [PlanePoint], positive: [Int], negative: [Int], radius_m: Double, length_m: Double
  ) throws(GeometryError) -> ElectrodePair {
    try Self.positive(radius_m, length_m, 1)
    guard !positive.isEmpty, !negative.isEmpty, (positive + negative).allSatisfy(needles.indices.contains),
      Set(positive).isDisjoint(with: negative)
    else { throw .wrongNeedleCount }
    let potentials = needles.indices.map { index -> NeedlePotential in
      if positive.contains(index) { return .held(at_V: 0.5) }
      return negative.contains(index) ? .held(at_V: -0.5) : .floating
    }
    let field = try NeedleField(needles: needles, radius_m: radius_m, potentials: potentials)
    let from = centroid(of: positive, in: needles)
    let to = centroid(of: negative, in: needles)
    let gap_m = closest(positive, negative, in: needles)
    func field_per_m(at share: Double) -> Double? {
      let place = PlanePoint(x_m: from.x_m + (to.x_m - from.x_m) * share, y_m: from.y_m + (to.y_m - from.y_m) * share)
      return needles.contains { $0.distance(to: place) < 2 * radius_m } ? nil : field.field_V_per_m(at: place)
    }
    let quarters = [field_per_m(at: 0.25), field_per_m(at: 0.75)].compactMap { $0 }
    guard
      let middle = field_per_m(at: 0.5) ?? (quarters.isEmpty ? nil : quarters.reduce(0, +) / Double(quarters.count)),
      middle > 0, field.totalCurrentFactor_V > 0
    else { throw .notSolvable }
    return ElectrodePair(
      cellConstant_per_m: 1 / (field.totalCurrentFactor_V * length_m), fieldPerVolt_per_m: middle, gap_m: gap_m,
      contactArea_m2: 2 * Double.pi * radius_m * length_m * Double(min(positive.count, negative.count)),
      spread: .needles(distance_m: gap_m, radius_m: radius_m))
  }

  private static func positive(_ a: Double, _ b: Double, _ c: Double) throws(GeometryError) {
    guard a > 0, b > 0, c > 0, a.isFinite, b.isFinite, c.isFinite else { throw .notPositive }
  }

  private static func centroid(of indices: [Int], in needles: [PlanePoint]) -> PlanePoint {
    let sum = indices.reduce(PlanePoint(x_m: 0, y_m: 0)) {
      PlanePoint(x_m: $0.x_m + needles[$1].x_m, y_m: $0.y_m + needles[$1].y_m)
    }
    return PlanePoint(x_m: sum.x_m / Double(indices.count), y_m: sum.y_m / Double(indices.count))
  }

  private static func closest(_ some: [Int], _ others: [Int], in needles: [PlanePoint]) -> Double {
    var best = Double.infinity
    for a in some { for b in others { best = min(best, needles[a].distance(to: needles[b])) } }
    return best
  }
}

/// A layer between two plates.
public struct TissueLayer: Sendable, Equatable {
  /// Thickness in metres.
  public var thickness_m: Double
  /// Conductivity in S/m.
  public var conductivity_S_per_m: Double

  /// A layer by its thickness and conductivity.
  public init(thickness_m: Double, conductivity_S_per_m: Double) {
    self.thickness_m = thickness_m
    self.conductivity_S_per_m = conductivity_S_per_m
  }

  /// Resistance in ohms of layers one after the other between plates of this area: `R = Σ t/(σA)`.
  public static func resistance_ohm(of layers: [TissueLayer], area_m2: Double) -> Double {
    layers.reduce(0) { $0 + $1.thickness_m / ($1.conductivity_S_per_m * area_m2) }
  }

  /// The field in V/m within this layer when a current flows through plates of this area: `E = I/(σA)`.
  public func field_V_per_m(current_A: Double, area_m2: Double) -> Double {
    current_A / (conductivity_S_per_m * area_m2)
  }
}
