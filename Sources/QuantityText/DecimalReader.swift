/// Reads `-12.5 kV` into a whole number of the smallest unit, with integers only.
struct DecimalReader {
  private let bytes: [UInt8]
  private let shown: String
  private let table: UnitTable
  private var index = 0

  private init(_ text: String, _ table: UnitTable) {
    self.bytes = Array(text.utf8)
    self.shown = printable(text)
    self.table = table
  }

  /// The value of a text as a whole number of the table's smallest unit.
  static func read(_ text: String, as table: UnitTable) throws(QuantityTextError) -> Int64 {
    guard !text.isEmpty else { throw .empty(quantity: table.quantity, example: "1 \(table.usualUnit)") }
    guard text.utf8.count <= QuantityText.maximumLength else { throw .tooLong }
    var reader = DecimalReader(text, table)
    return try reader.value()
  }

  private mutating func value() throws(QuantityTextError) -> Int64 {
    let minus = bytes.first == UInt8(ascii: "-")
    if minus { index = 1 }
    let (whole, fraction) = try number()
    let unit = try unit()
    if minus, !(whole + fraction).contains(where: { $0 != UInt8(ascii: "0") }) { throw malformed(.negativeZero) }
    if minus, !table.isSigned { throw .negative(text: shown, quantity: table.quantity) }
    let magnitude = try Self.scaled(whole, fraction, by: unit.size, shown, table)
    // The most negative number is one larger than the largest.
    let limit = UInt128(UInt64(Int64.max)) &+ (minus ? 1 : 0)
    guard magnitude <= limit else { throw .outOfRange(text: shown) }
    let positive = Int64(truncatingIfNeeded: magnitude)
    return minus ? 0 &- positive : positive
  }

  /// The digits before and after the decimal point.
  private mutating func number() throws(QuantityTextError) -> (ArraySlice<UInt8>, ArraySlice<UInt8>) {
    guard let first = next else { throw malformed(.noDigitFirst) }
    switch first {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): break
    case UInt8(ascii: "+"): throw malformed(.plusSign)
    case UInt8(ascii: "."), UInt8(ascii: ","): throw malformed(.decimalPoint)
    case UInt8(ascii: " "): throw .spacing(text: shown)
    default: throw malformed(.noDigitFirst)
    }
    let whole = digits()
    if whole.count > 1, whole.first == UInt8(ascii: "0") { throw malformed(.leadingZero) }
    var fraction = bytes[index..<index]
    if next == UInt8(ascii: ".") {
      index &+= 1  // at most the length, 64
      fraction = digits()
      if fraction.isEmpty { throw malformed(.decimalPoint) }
    }
    switch next {
    case UInt8(ascii: "."), UInt8(ascii: ","): throw malformed(.decimalPoint)
    case UInt8(ascii: "_"), UInt8(ascii: "'"): throw malformed(.groupedDigits)
    case UInt8(ascii: "e"), UInt8(ascii: "E"): throw malformed(.exponent)
    default: return (whole, fraction)
    }
  }

  /// The unit, which must be all that is left after at most one space.
  private mutating func unit() throws(QuantityTextError) -> Unit {
    if next == nil { throw .missingUnit(text: shown, example: "\(shown) \(table.usualUnit)") }
    if next == UInt8(ascii: " ") { index &+= 1 }  // at most the length, 64
    let spelling = bytes[index...]
    let blanks: [UInt8] = [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r")]
    // Digits after a space are groups: `1 000 V`.
    if let first = spelling.first, first >= UInt8(ascii: "0"), first <= UInt8(ascii: "9") {
      throw malformed(.groupedDigits)
    }
    if spelling.isEmpty || spelling.contains(where: { blanks.contains($0) }) { throw .spacing(text: shown) }
    for unit in table.units where unit.isSpelt(spelling) { return unit }
    throw .wrongUnit(text: shown, quantity: table.quantity, units: table.spellings)
  }

  /// `whole.fraction × size`, refused unless it is a whole number.
  private static func scaled(
    _ whole: ArraySlice<UInt8>, _ fraction: ArraySlice<UInt8>, by size: UInt64, _ shown: String, _ table: UnitTable
  ) throws(QuantityTextError) -> UInt128 {
    var significant = fraction
    while significant.last == UInt8(ascii: "0") { significant.removeLast() }
    // A number of 20 digits without leading zero is above 2⁶³ in every unit. A fraction of 19 digits that does not end
    // in zero is whole only for a size divisible by 2¹⁹ or 5¹⁹; no unit here has one.
    guard whole.count <= 19 else { throw .outOfRange(text: shown) }
    guard significant.count <= 18 else { throw .notWhole(text: shown, smallestUnit: table.smallestUnit) }
    // Both numbers are below 10¹⁹ and a size below 2⁶⁴ ≈ 1.8 × 10¹⁹, so the products and their sum stay below 2¹²⁸.
    let size = UInt128(size)
    var power: UInt128 = 1
    for _ in significant { power &*= 10 }
    let product = number(significant) &* size
    let (quotient, remainder) = product.quotientAndRemainder(dividingBy: power)
    guard remainder == 0 else { throw .notWhole(text: shown, smallestUnit: table.smallestUnit) }
    return number(whole) &* size &+ quotient
  }

  /// The value of at most 19 digits.
  private static func number(_ digits: ArraySlice<UInt8>) -> UInt128 {
    digits.reduce(0) { $0 &* 10 &+ UInt128($1 &- UInt8(ascii: "0")) }
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func digits() -> ArraySlice<UInt8> {
    let start = index
    while let digit = next, digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") { index &+= 1 }
    return bytes[start..<index]
  }

  private func malformed(_ reason: QuantityTextError.MalformedNumber) -> QuantityTextError {
    .malformedNumber(text: shown, reason: reason)
  }
}

/// A text as it may be repeated in a message: control and other invisible characters become `?`, so that a file cannot
/// write to the terminal of the person who checks it.
func printable(_ text: String) -> String {
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
      result.append("?")
    default: result.append(scalar)
    }
  }
  return String(result)
}
