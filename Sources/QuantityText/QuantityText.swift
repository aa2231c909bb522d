public import Quantities

/// Reads quantities as people write them, `1300 V/cm`, and writes them so.
///
/// A number with at most one space before its unit, as `7.3 mm` or `7.3mm`; no plus sign, no leading zero, no exponent,
/// no grouping, no spaces around. Nothing is rounded: a value that is not a whole number of the smallest unit is refused.
public enum QuantityText {
  /// The longest text that is read, in bytes.
  public static let maximumLength = 64

  /// Reads a voltage in `mV`, `V` or `kV`, of either sign.
  public static func voltage(_ text: String) throws(QuantityTextError) -> Voltage {
    .millivolts(try DecimalReader.read(text, as: .voltage))
  }

  /// Reads a current in `mA` or `A`, of either sign.
  public static func current(_ text: String) throws(QuantityTextError) -> Current {
    .milliamperes(try DecimalReader.read(text, as: .current))
  }

  /// Reads a resistance in `mΩ`, `Ω` or `kΩ` (`mohm`, `ohm`, `kohm`), zero or above.
  public static func resistance(_ text: String) throws(QuantityTextError) -> Resistance {
    .milliohms(try DecimalReader.read(text, as: .resistance))
  }

  /// Reads a field strength in `V/m`, `V/cm` or `kV/cm`, zero or above.
  public static func fieldStrength(_ text: String) throws(QuantityTextError) -> FieldStrength {
    .voltsPerMetre(try DecimalReader.read(text, as: .fieldStrength))
  }

  /// Reads a distance in `µm` (`um`), `mm` or `cm`, zero or above.
  public static func distance(_ text: String) throws(QuantityTextError) -> Distance {
    .micrometres(try DecimalReader.read(text, as: .distance))
  }

  /// Reads a charge in `nC`, `µC` (`uC`) or `mC`, of either sign.
  public static func charge(_ text: String) throws(QuantityTextError) -> Charge {
    .nanocoulombs(try DecimalReader.read(text, as: .charge))
  }

  /// Reads an energy in `µJ` (`uJ`), `mJ` or `J`, zero or above.
  public static func energy(_ text: String) throws(QuantityTextError) -> Energy {
    .microjoules(try DecimalReader.read(text, as: .energy))
  }

  /// Reads a temperature in `°C`, of either sign.
  public static func temperature(_ text: String) throws(QuantityTextError) -> Temperature {
    .millidegreesCelsius(try DecimalReader.read(text, as: .temperature))
  }

  /// Reads a proportion in `%`, of either sign.
  public static func proportion(_ text: String) throws(QuantityTextError) -> Proportion {
    .partsPerMillion(try DecimalReader.read(text, as: .proportion))
  }

  /// Reads a time in `ns`, `µs` (`us`), `ms`, `s`, `min`, `h` or `d`, zero or above.
  public static func time(_ text: String) throws(QuantityTextError) -> TimeSpan {
    .nanoseconds(try DecimalReader.read(text, as: .time))
  }

  /// Reads a rate in `Hz` or `kHz` as the time from one beginning to the next: `5 kHz` is 200 µs.
  ///
  /// A rate whose period is no whole number of nanoseconds, like 3 Hz, is refused.
  public static func parsePeriod(rate text: String) throws(QuantityTextError) -> TimeSpan {
    let millihertz = try DecimalReader.read(text, as: .rate)
    guard millihertz > 0 else { throw .zeroRate(text: printable(text)) }
    // A thousandth of a hertz has a period of 10¹² ns.
    let (period, remainder) = Int64(1_000_000_000_000).quotientAndRemainder(dividingBy: millihertz)
    guard remainder == 0 else { throw .periodNotWhole(text: printable(text)) }
    return .nanoseconds(period)
  }
}
