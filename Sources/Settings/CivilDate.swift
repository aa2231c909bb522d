/// A day of the Gregorian calendar, 2000 to 9999, without time and zone.
public struct CivilDate: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The year, 2000 to 9999.
  public let year: Int
  /// The month, 1 to 12.
  public let month: Int
  /// The day, 1 to 31.
  public let day: Int

  /// A day, or nil if the calendar has no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (2000...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard day <= lengths[month &- 1] else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// Reads exactly `YYYY-MM-DD`.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
    func number(_ range: Range<Int>) -> Int? {
      var value = 0
      for byte in bytes[range] {
        guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
        value = value &* 10 &+ Int(byte &- UInt8(ascii: "0"))  // at most four digits
      }
      return value
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// The day in UTC of a moment in seconds since 1970, or nil outside 2000 to 9999.
  ///
  /// The algorithm is `civil_from_days` of Howard Hinnant, "chrono-compatible low-level date algorithms" (2013).
  public init?(secondsSince1970 seconds: Int64) {
    guard seconds >= 946_684_800, seconds < 253_402_300_800 else { return nil }
    // Within these bounds no number below exceeds 32 bits by much.
    let days = Int(seconds / 86_400) &+ 719_468
    let era = days / 146_097
    let dayOfEra = days % 146_097
    let yearOfEra = (dayOfEra &- dayOfEra / 1460 &+ dayOfEra / 36_524 &- dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra &- (365 &* yearOfEra &+ yearOfEra / 4 &- yearOfEra / 100)
    let shifted = (5 &* dayOfYear &+ 2) / 153
    let month = shifted < 10 ? shifted &+ 3 : shifted &- 9
    let year = yearOfEra &+ era &* 400 &+ (month <= 2 ? 1 : 0)
    self.init(year: year, month: month, day: dayOfYear &- (153 &* shifted &+ 2) / 5 &+ 1)
  }

  /// The same day a number of years later, 28 February for a 29 February without one; nil beyond 9999.
  public func adding(years: Int) -> CivilDate? {
    let (later, overflow) = year.addingReportingOverflow(years)
    guard !overflow else { return nil }
    return CivilDate(year: later, month: month, day: day) ?? CivilDate(year: later, month: month, day: 28)
  }

  /// Order in time.
  public static func < (left: CivilDate, right: CivilDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  /// `YYYY-MM-DD`.
  public var description: String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month))-\(two(day))"
  }
}
