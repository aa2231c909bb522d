/// A gain as people write it, `1.0321`, as a whole number of parts per million: nothing is rounded.
enum GainText {
  /// The parts per million of a decimal number of at most two digits before and six behind the point.
  static func partsPerMillion(_ text: String) -> Int64? {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = parts.first, (1...2).contains(whole.count),
      whole.count == 1 || whole.first != UInt8(ascii: "0")
    else { return nil }
    let fraction = parts.count == 2 ? Array(parts[1]) : []
    guard fraction.count <= 6, parts.count == 1 || !fraction.isEmpty else { return nil }
    var value: Int64 = 0
    let zeros = Array(repeating: UInt8(ascii: "0"), count: 6 &- fraction.count)  // at most six
    for byte in Array(whole) + fraction + zeros {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      value = value &* 10 &+ Int64(byte &- UInt8(ascii: "0"))  // eight digits
    }
    return value
  }

  /// The same number as text, without needless zeros.
  static func text(_ partsPerMillion: Int64) -> String {
    let (whole, rest) = partsPerMillion.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    var digits = String(rest)
    digits = String(repeating: "0", count: max(0, 6 &- digits.count)) + digits
    while digits.last == "0" { digits.removeLast() }
    return (partsPerMillion < 0 ? "-" : "") + "\(whole)" + (digits.isEmpty ? ".0" : "." + digits)
  }
}
