import Glibc

/// A place in the plane across the needles, in metres.
public struct PlanePoint: Sendable, Equatable {
  /// Abscissa in metres.
  public var x_m: Double
  /// Ordinate in metres.
  public var y_m: Double

  /// A place by its two coordinates in metres.
  public init(x_m: Double, y_m: Double) {
    self.x_m = x_m
    self.y_m = y_m
  }

  func distance(to other: PlanePoint) -> Double {
    ((x_m - other.x_m) * (x_m - other.x_m) + (y_m - other.y_m) * (y_m - other.y_m)).squareRoot()
  }
}

/// What holds the potential of a needle.
public enum NeedlePotential: Sendable, Equatable {
  /// Connected to the generator, at this potential in volts.
  case held(at_V: Double)
  /// Not connected: no net current, potential unknown.
  case floating
}

/// Why an electrode arrangement has no field.
public enum GeometryError: Error, Equatable {
  /// A length, radius, distance or conductivity is not positive and finite.
  case notPositive
  /// Two electrodes touch or overlap.
  case electrodesTouch
  /// Fewer than two needles are held at a potential, or more than `NeedleField.maximumNeedles` are given.
  case wrongNeedleCount
  /// The equations have no single solution.
  case notSolvable
}

/// The field of any number of parallel needles at low field, in two dimensions (long needles), exact up to a series.
///
/// `u = c0 + Σ_k [ -Q_k ln|z - z_k| + Σ_m Re(A_km (a / (z - z_k))^m) ]`, fitted by least squares on the circles of
/// the needles; floating needles have Q = 0 and an unknown potential. The classical multipole method; for the use
/// of analytical two-dimensional needle fields see Mahnič-Kalamiza et al. 2012 (BMC Med Educ 12:102) and Čorović et
/// al. 2007. End effects are left out: real resistance is 15–30 % lower for needles 1–2.5 distances long.
public struct NeedleField: Sendable {
  /// Largest number of needles that is accepted.
  public static let maximumNeedles = 32
  static let terms = 10
  private static let pointsPerNeedle = 32

  /// Centres of the needles.
  public let needles: [PlanePoint]
  /// Radius of each needle in metres.
  public let radius_m: Double
  /// Current per conductivity and length that leaves each needle, in A/(S/m)/m = V; multiplied with σ L it is amperes.
  public let currentFactors_V: [Double]
  private let constant_V: Double
  private let charges_V: [Double]
  /// For each needle the real and imaginary parts of A_1, A_2, ….
  private let multipoles_V: [[Plane]]

  /// Solves for the potentials given, one for each needle.
  public init(
    needles: [PlanePoint], radius_m: Double, potentials: [NeedlePotential]
  ) throws(GeometryError) {
    guard radius_m > 0, radius_m.isFinite, needles.allSatisfy({ $0.x_m.isFinite && $0.y_m.isFinite }) else {
      throw .notPositive
    }
    let heldCount = potentials.count { $0 != .floating }
    guard needles.count == potentials.count, needles.count <= Self.maximumNeedles, heldCount >= 2 else {
      throw .wrongNeedleCount
    }
    for i in needles.indices {
      for j in 0..<i where needles[i].distance(to: needles[j]) <= 2 * radius_m { throw .electrodesTouch }
    }
    let count = needles.count
    let perNeedle = 1 + 2 * Self.terms
    var system = LeastSquares(rows: count * Self.pointsPerNeedle + 1, columns: count * perNeedle + 1)
    for (k, potential) in potentials.enumerated() {
      for p in 0..<Self.pointsPerNeedle {
        let angle = (Double(p) + 0.5) * 2 * Double.pi / Double(Self.pointsPerNeedle)
        let z = PlanePoint(x_m: needles[k].x_m + radius_m * cos(angle), y_m: needles[k].y_m + radius_m * sin(angle))
        let row = k * Self.pointsPerNeedle + p
        Self.fillRow(row, of: &system, at: z, needles: needles, radius_m: radius_m, potentials: potentials)
        switch potential {
        case .held(let volts): system.setRight(row: row, to: volts)
        case .floating: system.set(row: row, column: k * perNeedle, to: -1)
        }
      }
      if potential != .floating { system.set(row: count * Self.pointsPerNeedle, column: k * perNeedle, to: 1) }
    }
    guard let solution = system.solved() else { throw .notSolvable }
    self.needles = needles
    self.radius_m = radius_m
    constant_V = solution[count * perNeedle]
    let charges = (0..<count).map { potentials[$0] == .floating ? 0 : solution[$0 * perNeedle] }
    charges_V = charges
    currentFactors_V = charges.map { $0 * 2 * Double.pi }
    multipoles_V = (0..<count).map { k in
      (0..<Self.terms).map { m in
        Plane(solution[k * perNeedle + 1 + 2 * m], solution[k * perNeedle + 2 + 2 * m])
      }
    }
  }

  /// Potential in volts at a place outside the needles.
  public func potential_V(at place: PlanePoint) -> Double {
    var sum = constant_V
    for (k, centre) in needles.enumerated() {
      let inverse = Plane(place.x_m - centre.x_m, place.y_m - centre.y_m).inverse
      sum += charges_V[k] * log(inverse.magnitude * radius_m)
      var power = Plane(1, 0)
      for pole in multipoles_V[k] {
        power = power * inverse * radius_m
        sum += (pole * power).re
      }
    }
    return sum
  }

  /// Magnitude of the field in V/m at a place outside the needles.
  public func field_V_per_m(at place: PlanePoint) -> Double {
    var sum = Plane(0, 0)
    for (k, centre) in needles.enumerated() {
      let inverse = Plane(place.x_m - centre.x_m, place.y_m - centre.y_m).inverse
      sum = sum + inverse * -charges_V[k]
      var power = Plane(1, 0)
      for (m, pole) in multipoles_V[k].enumerated() {
        power = power * inverse * radius_m
        sum = sum + pole * power * inverse * -Double(m + 1)
      }
    }
    return sum.magnitude
  }

  /// Sum of the currents that leave the needles at positive potential, per σ L, in volts.
  public var totalCurrentFactor_V: Double {
    currentFactors_V.reduce(0) { $0 + max(0, $1) }
  }

  private static func fillRow(
    _ row: Int, of system: inout LeastSquares, at z: PlanePoint, needles: [PlanePoint], radius_m: Double,
    potentials: [NeedlePotential]
  ) {
    let perNeedle = 1 + 2 * terms
    for (k, centre) in needles.enumerated() {
      let inverse = Plane(z.x_m - centre.x_m, z.y_m - centre.y_m).inverse
      if potentials[k] != .floating {
        system.set(row: row, column: k * perNeedle, to: log(inverse.magnitude * radius_m))
      }
      var power = Plane(1, 0)
      for m in 0..<terms {
        power = power * inverse * radius_m
        system.set(row: row, column: k * perNeedle + 1 + 2 * m, to: power.re)
        system.set(row: row, column: k * perNeedle + 2 + 2 * m, to: -power.im)
      }
    }
    system.set(row: row, column: needles.count * perNeedle, to: 1)
  }
}

/// A complex number: just what the series needs.
struct Plane: Sendable {
  var re: Double
  var im: Double

  init(_ re: Double, _ im: Double) {
    self.re = re
    self.im = im
  }

  var magnitude: Double { (re * re + im * im).squareRoot() }

  var inverse: Plane {
    let square = re * re + im * im
    return Plane(re / square, -im / square)
  }

  static func + (a: Plane, b: Plane) -> Plane { Plane(a.re + b.re, a.im + b.im) }
  static func * (a: Plane, b: Plane) -> Plane { Plane(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re) }
  static func * (a: Plane, b: Double) -> Plane { Plane(a.re * b, a.im * b) }
}
