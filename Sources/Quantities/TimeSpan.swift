/// A span of time, signed, in whole nanoseconds.
///
/// Not `Swift.Duration`: its 128-bit arithmetic traps on overflow, ours returns it.
public struct TimeSpan: Hashable, Comparable, Sendable {
  /// The value in ns.
  public let nanoseconds: Int64

  @_noAllocation @_noLocks
  private init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// A value given in ns; every `Int64` is allowed.
  @_noAllocation @_noLocks
  public static func nanoseconds(_ value: Int64) -> TimeSpan { TimeSpan(nanoseconds: value) }

  /// A value given in µs; every `Int32` fits, so this cannot overflow.
  @_noAllocation @_noLocks
  public static func microseconds(_ value: Int32) -> TimeSpan { TimeSpan(nanoseconds: Int64(value) &* 1_000) }

  /// A value given in ms; every `Int32` fits, so this cannot overflow.
  @_noAllocation @_noLocks
  public static func milliseconds(_ value: Int32) -> TimeSpan { TimeSpan(nanoseconds: Int64(value) &* 1_000_000) }

  /// A value given in s; every `Int32` fits, so this cannot overflow.
  @_noAllocation @_noLocks
  public static func seconds(_ value: Int32) -> TimeSpan { TimeSpan(nanoseconds: Int64(value) &* 1_000_000_000) }

  /// 0 ns.
  public static var zero: TimeSpan {
    @_noAllocation @_noLocks get { TimeSpan(nanoseconds: 0) }
  }

  /// The absolute value, or nil where it has none (the most negative number).
  @_noAllocation @_noLocks
  public func magnitude() -> TimeSpan? {
    if nanoseconds >= 0 { return self }
    return TimeSpan.zero.subtracting(self)
  }

  /// The sum, or nil where it overflows.
  @_noAllocation @_noLocks
  public func adding(_ other: TimeSpan) -> TimeSpan? {
    let (value, overflow) = nanoseconds.addingReportingOverflow(other.nanoseconds)
    return overflow ? nil : TimeSpan(nanoseconds: value)
  }

  /// The difference, or nil where it overflows.
  @_noAllocation @_noLocks
  public func subtracting(_ other: TimeSpan) -> TimeSpan? {
    let (value, overflow) = nanoseconds.subtractingReportingOverflow(other.nanoseconds)
    return overflow ? nil : TimeSpan(nanoseconds: value)
  }

  /// The value times a whole number, or nil where it overflows.
  @_noAllocation @_noLocks
  public func multiplied(by factor: Int64) -> TimeSpan? {
    let (value, overflow) = nanoseconds.multipliedReportingOverflow(by: factor)
    return overflow ? nil : TimeSpan(nanoseconds: value)
  }

  /// Order by value.
  @_noAllocation @_noLocks
  public static func < (left: TimeSpan, right: TimeSpan) -> Bool { left.nanoseconds < right.nanoseconds }

  /// Equality by value, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: TimeSpan, right: TimeSpan) -> Bool { left.nanoseconds == right.nanoseconds }
}
