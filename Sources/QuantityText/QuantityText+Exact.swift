public import Quantities

extension QuantityText {
  /// The exact value in its natural unit, like `1040 V`.
  public static func text(_ value: Voltage) -> String { DecimalWriter.exact(value.millivolts, .voltage) }

  /// The exact value in its natural unit, like `16.5 A`.
  public static func text(_ value: Current) -> String { DecimalWriter.exact(value.milliamperes, .current) }

  /// The exact value in its natural unit, like `85.2 Ω`.
  public static func text(_ value: Resistance) -> String { DecimalWriter.exact(value.milliohms, .resistance) }

  /// The exact value in its natural unit, like `1300 V/cm`.
  public static func text(_ value: FieldStrength) -> String { DecimalWriter.exact(value.voltsPerMetre, .fieldStrength) }

  /// The exact value in its natural unit, like `7.3 mm`.
  public static func text(_ value: Distance) -> String { DecimalWriter.exact(value.micrometres, .distance) }

  /// The exact value in its natural unit, like `1.6 mC`.
  public static func text(_ value: Charge) -> String { DecimalWriter.exact(value.nanocoulombs, .charge) }

  /// The exact value in its natural unit, like `1.25 J`.
  public static func text(_ value: Energy) -> String { DecimalWriter.exact(value.microjoules, .energy) }

  /// The exact value in its natural unit, like `36.5 °C`.
  public static func text(_ value: Temperature) -> String {
    DecimalWriter.exact(value.millidegreesCelsius, .temperature)
  }

  /// The exact value in its natural unit, like `2.5 %`.
  public static func text(_ value: Proportion) -> String { DecimalWriter.exact(value.partsPerMillion, .proportion) }

  /// The exact value in its natural unit, like `100 µs`.
  public static func text(_ value: TimeSpan) -> String { DecimalWriter.exact(value.nanoseconds, .time) }
}
