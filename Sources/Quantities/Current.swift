/// An electric current, signed, in whole milliamperes.
///
/// A negative current flows in the reversed direction.
public struct Current: Hashable, Comparable, Sendable {
  /// The value in mA.
  public let milliamperes: Int64

  @_noAllocation @_noLocks
  private init(milliamperes: Int64) { self.milliamperes = milliamperes }

  /// A value given in mA; every `Int64` is allowed.
  @_noAllocation @_noLocks
  public static func milliamperes(_ value: Int64) -> Current { Current(milliamperes: value) }

  /// A value given in A; every `Int32` fits, so this cannot overflow.
  @_noAllocation @_noLocks
  public static func amperes(_ value: Int32) -> Current { Current(milliamperes: Int64(value) &* 1_000) }

  /// 0 mA.
  public static var zero: Current {
    @_noAllocation @_noLocks get { Current(milliamperes: 0) }
  }

  /// The absolute value, or nil where it has none (the most negative number).
  @_noAllocation @_noLocks
  public func magnitude() -> Current? {
    if milliamperes >= 0 { return self }
    return Current.zero.subtracting(self)
  }

  /// The sum, or nil where it overflows.
  @_noAllocation @_noLocks
  public func adding(_ other: Current) -> Current? {
    let (value, overflow) = milliamperes.addingReportingOverflow(other.milliamperes)
    return overflow ? nil : Current(milliamperes: value)
  }

  /// The difference, or nil where it overflows.
  @_noAllocation @_noLocks
  public func subtracting(_ other: Current) -> Current? {
    let (value, overflow) = milliamperes.subtractingReportingOverflow(other.milliamperes)
    return overflow ? nil : Current(milliamperes: value)
  }

  /// The value times a whole number, or nil where it overflows.
  @_noAllocation @_noLocks
  public func multiplied(by factor: Int64) -> Current? {
    let (value, overflow) = milliamperes.multipliedReportingOverflow(by: factor)
    return overflow ? nil : Current(milliamperes: value)
  }

  /// Order by value.
  @_noAllocation @_noLocks
  public static func < (left: Current, right: Current) -> Bool { left.milliamperes < right.milliamperes }

  /// Equality by value, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: Current, right: Current) -> Bool { left.milliamperes == right.milliamperes }
}
