/// Writes a whole number of the smallest unit as a decimal number with a unit, with integers only.
enum DecimalWriter {
  /// The exact value in its natural unit: the largest of which there is at least one.
  ///
  /// Units that are no power of ten (minutes, hours, days) are taken only for a whole number of them.
  static func exact(_ value: Int64, _ table: UnitTable) -> String {
    let magnitude = value.magnitude
    let natural = table.units.filter { $0.isNatural }
    let fitting = natural.last { unit in
      magnitude >= unit.size && (unit.decimalPlaces != nil || magnitude % unit.size == 0)
    }
    // Zero is written in the usual unit, what is smaller than every unit in the smallest one.
    let usual = natural.first { value == 0 && $0.symbol == table.usualUnit }
    guard let unit = usual ?? fitting ?? natural.first else { return "\(value)" }
    let sign = value < 0 ? "-" : ""
    let whole = magnitude / unit.size
    var fraction = ""
    if let places = unit.decimalPlaces {
      fraction = padded(magnitude % unit.size, to: places)
      while fraction.last == "0" { fraction.removeLast() }
    }
    return "\(sign)\(whole)\(fraction.isEmpty ? "" : ".")\(fraction) \(unit.symbol)"
  }

  /// The number without unit, rounded half away from zero to a number of decimals from 0 to 9 (others are clamped).
  ///
  /// - Parameter places: the unit's size as a power of ten, 0 to 9.
  static func fixed(_ value: Int64, places: Int, decimals: Int) -> String {
    let decimals = min(max(decimals, 0), QuantityText.maximumDecimals)
    let places = min(max(places, 0), 9)
    var magnitude = value.magnitude
    let kept = min(decimals, places)
    // The divisor is at most 10⁹, so twice the remainder and one more than the quotient fit easily.
    if places > kept {
      let divisor = powerOfTen(places &- kept)
      let (quotient, remainder) = magnitude.quotientAndRemainder(dividingBy: divisor)
      magnitude = quotient &+ (remainder &* 2 >= divisor ? 1 : 0)
    }
    let sign = value < 0 && magnitude > 0 ? "-" : ""
    let power = powerOfTen(kept)
    let fraction =
      padded(magnitude % power, to: kept) + String(repeating: "0", count: decimals &- kept)  // kept is at most decimals
    return "\(sign)\(magnitude / power)\(fraction.isEmpty ? "" : ".")\(fraction)"
  }

  /// 10 to the power of at most 19.
  private static func powerOfTen(_ exponent: Int) -> UInt64 {
    var power: UInt64 = 1
    for _ in 0..<max(exponent, 0) { power &*= 10 }
    return power
  }

  private static func padded(_ number: UInt64, to places: Int) -> String {
    guard places > 0 else { return "" }
    let digits = "\(number)"
    return String(repeating: "0", count: max(places &- digits.count, 0)) + digits
  }
}
