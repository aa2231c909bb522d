/// Why a text is no quantity. `message` says it in one sentence, to be shown behind file, line and column.
public enum QuantityTextError: Error, Equatable, Sendable {
  /// There is no text at all.
  case empty(quantity: String, example: String)
  /// The text is longer than `QuantityText.maximumLength` bytes.
  case tooLong
  /// The text does not begin with a number as this program writes them.
  case malformedNumber(text: String, reason: MalformedNumber)
  /// A number stands alone.
  case missingUnit(text: String, example: String)
  /// Something other than one space, or nothing, stands between number and unit, or a space at either end.
  case spacing(text: String)
  /// The unit does not measure this quantity, or is spelt differently.
  case wrongUnit(text: String, quantity: String, units: [String])
  /// The quantity cannot be below zero.
  case negative(text: String, quantity: String)
  /// The value is no whole number of the smallest unit that this program distinguishes.
  case notWhole(text: String, smallestUnit: String)
  /// The value does not fit into the range of numbers that this program uses.
  case outOfRange(text: String)
  /// The period of a rate is no whole number of nanoseconds.
  case periodNotWhole(text: String)
  /// A rate of zero repeats never, so it has no period.
  case zeroRate(text: String)

  /// What is wrong with a number.
  public enum MalformedNumber: Equatable, Sendable {
    /// Something else than a digit or a minus comes first.
    case noDigitFirst
    /// A plus sign comes first.
    case plusSign
    /// A zero is followed by another digit.
    case leadingZero
    /// Digits are grouped.
    case groupedDigits
    /// Digits are missing before or after the decimal point, or there are two points, or a comma.
    case decimalPoint
    /// The number has an exponent.
    case exponent
    /// A zero has a minus sign.
    case negativeZero
  }

  /// One sentence for a person, without a full stop, naming what was read and what would be right.
  public var message: String {
    switch self {
    case .empty(let quantity, let example): "no value; write \(quantity) with its unit, like `\(example)`"
    case .tooLong: "longer than \(QuantityText.maximumLength) bytes, so not a quantity"
    case .malformedNumber(let text, let reason): "`\(text)` is not a number with a unit: \(reason.message)"
    case .missingUnit(let text, let example): "`\(text)` has no unit; write `\(example)`"
    case .spacing(let text):
      "`\(text)` is spaced wrongly; put one space, or none, between number and unit and nowhere else"
    case .wrongUnit(let text, let quantity, let units):
      "`\(text)` is not \(quantity); units: \(units.joined(separator: ", "))"
    case .negative(let text, let quantity): "`\(text)` is below zero, which \(quantity) cannot be"
    case .notWhole(let text, let smallestUnit): "`\(text)` is not a whole number of \(smallestUnit)"
    case .outOfRange(let text): "`\(text)` is too large to be kept exactly"
    case .periodNotWhole(let text):
      "the period of `\(text)` is not a whole number of ns; write a rate that divides evenly"
    case .zeroRate(let text): "`\(text)` repeats never; write a rate above zero"
    }
  }
}

extension QuantityTextError.MalformedNumber {
  var message: String {
    switch self {
    case .noDigitFirst: "it must begin with a digit"
    case .plusSign: "leave out the plus sign"
    case .leadingZero: "leave out the leading zero"
    case .groupedDigits: "write the digits without separators"
    case .decimalPoint: "use one decimal point with digits on both sides"
    case .exponent: "write it without an exponent"
    case .negativeZero: "zero has no sign"
    }
  }
}

extension QuantityTextError: CustomStringConvertible {
  /// The same as `message`.
  public var description: String { message }
}
