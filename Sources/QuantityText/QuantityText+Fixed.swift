public import Quantities

// Rounded numbers for tables and screens, never for a file that is read again.
extension QuantityText {
  /// The most decimals that `fixed` prints; more are cut to this, fewer than none to none.
  public static let maximumDecimals = 9

  /// The units that `fixed` prints a time in.
  public enum TimeUnit: Sendable, CaseIterable {
    /// Nanoseconds.
    case nanoseconds
    /// Microseconds.
    case microseconds
    /// Milliseconds.
    case milliseconds
    /// Seconds.
    case seconds

    /// The unit as printed.
    public var symbol: String {
      switch self {
      case .nanoseconds: "ns"
      case .microseconds: "\u{B5}s"
      case .milliseconds: "ms"
      case .seconds: "s"
      }
    }

    /// The unit in nanoseconds, as a power of ten.
    fileprivate var places: Int {
      switch self {
      case .nanoseconds: 0
      case .microseconds: 3
      case .milliseconds: 6
      case .seconds: 9
      }
    }
  }

  /// The number of V without the unit, rounded half away from zero to a number of decimals, for a column that names it.
  public static func fixed(_ value: Voltage, decimals: Int) -> String {
    DecimalWriter.fixed(value.millivolts, places: 3, decimals: decimals)
  }

  /// The number of A without the unit, rounded half away from zero to a number of decimals, for a column that names it.
  public static func fixed(_ value: Current, decimals: Int) -> String {
    DecimalWriter.fixed(value.milliamperes, places: 3, decimals: decimals)
  }

  /// The number of Ω without the unit, rounded half away from zero to a number of decimals, for a column that names it.
  public static func fixed(_ value: Resistance, decimals: Int) -> String {
    DecimalWriter.fixed(value.milliohms, places: 3, decimals: decimals)
  }

  /// The number of V/cm without the unit, rounded half away from zero to a number of decimals, for a column that names it.
  public static func fixed(_ value: FieldStrength, decimals: Int) -> String {
    DecimalWriter.fixed(value.voltsPerMetre, places: 2, decimals: decimals)
  }

  /// The number of mm without the unit, rounded half away from zero to a number of decimals, for a column that names it.
  public static func fixed(_ value: Distance, decimals: Int) -> String {
    DecimalWriter.fixed(value.micrometres, places: 3, decimals: decimals)
  }

  /// The number of µC without the unit, rounded half away from zero to a number of decimals, for a column that names it.
  public static func fixed(_ value: Charge, decimals: Int) -> String {
    DecimalWriter.fixed(value.nanocoulombs, places: 3, decimals: decimals)
  }

  /// The number of J without the unit, rounded half away from zero to a number of decimals, for a column that names it.
  public static func fixed(_ value: Energy, decimals: Int) -> String {
    DecimalWriter.fixed(value.microjoules, places: 6, decimals: decimals)
  }

  /// The number of °C without the unit, rounded half away from zero to a number of decimals, for a column that names it.
  public static func fixed(_ value: Temperature, decimals: Int) -> String {
    DecimalWriter.fixed(value.millidegreesCelsius, places: 3, decimals: decimals)
  }

  /// The number of % without the unit, rounded half away from zero to a number of decimals, for a column that names it.
  public static func fixed(_ value: Proportion, decimals: Int) -> String {
    DecimalWriter.fixed(value.partsPerMillion, places: 4, decimals: decimals)
  }

  /// The number of the given unit without the unit, rounded half away from zero to a number of decimals.
  public static func fixed(_ value: TimeSpan, in unit: TimeUnit, decimals: Int) -> String {
    DecimalWriter.fixed(value.nanoseconds, places: unit.places, decimals: decimals)
  }
}
