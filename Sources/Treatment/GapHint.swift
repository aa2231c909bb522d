public import Quantities
internal import QuantityText

/// What a person probably meant by a gap that cannot be.
public enum GapHint {
  /// A question that names the gap of the list with the same digits, else the nearest one.
  public static func text(for gap: Distance, among allowed: [Distance]) -> String {
    if let same = allowed.first(where: { sameDigits($0.micrometres, gap.micrometres) }) {
      return "did you mean \(QuantityText.text(same))?"
    }
    func apart(_ other: Distance) -> UInt64 {
      let (difference, overflow) = other.micrometres.subtractingReportingOverflow(gap.micrometres)
      return overflow ? UInt64.max : difference.magnitude
    }
    guard let nearest = allowed.min(by: { apart($0) < apart($1) }) else { return "this array has no gap to choose" }
    return "the nearest is \(QuantityText.text(nearest))"
  }

  /// Whether two numbers differ by a power of ten, as when a unit or the decimal point is wrong.
  private static func sameDigits(_ one: Int64, _ other: Int64) -> Bool {
    func digits(_ value: Int64) -> Int64 {
      var rest = value
      while rest != 0, rest % 10 == 0 { rest /= 10 }
      return rest
    }
    return one > 0 && other > 0 && digits(one) == digits(other)
  }
}
