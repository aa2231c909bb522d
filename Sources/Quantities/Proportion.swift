/// A proportion, signed, in whole parts per million; 1 % is 10 000 ppm.
public struct Proportion: Hashable, Comparable, Sendable {
  /// The value in ppm.
  public let partsPerMillion: Int64

  @_noAllocation @_noLocks
  private init(partsPerMillion: Int64) { self.partsPerMillion = partsPerMillion }

  /// A value given in ppm; every `Int64` is allowed.
  @_noAllocation @_noLocks
  public static func partsPerMillion(_ value: Int64) -> Proportion { Proportion(partsPerMillion: value) }

  /// A value given in %; every `Int32` fits, so this cannot overflow.
  @_noAllocation @_noLocks
  public static func percent(_ value: Int32) -> Proportion { Proportion(partsPerMillion: Int64(value) &* 10_000) }

  /// 0 ppm.
  public static var zero: Proportion {
    @_noAllocation @_noLocks get { Proportion(partsPerMillion: 0) }
  }

  /// The absolute value, or nil where it has none (the most negative number).
  @_noAllocation @_noLocks
  public func magnitude() -> Proportion? {
    if partsPerMillion >= 0 { return self }
    return Proportion.zero.subtracting(self)
  }

  /// The sum, or nil where it overflows.
  @_noAllocation @_noLocks
  public func adding(_ other: Proportion) -> Proportion? {
    let (value, overflow) = partsPerMillion.addingReportingOverflow(other.partsPerMillion)
    return overflow ? nil : Proportion(partsPerMillion: value)
  }

  /// The difference, or nil where it overflows.
  @_noAllocation @_noLocks
  public func subtracting(_ other: Proportion) -> Proportion? {
    let (value, overflow) = partsPerMillion.subtractingReportingOverflow(other.partsPerMillion)
    return overflow ? nil : Proportion(partsPerMillion: value)
  }

  /// The value times a whole number, or nil where it overflows.
  @_noAllocation @_noLocks
  public func multiplied(by factor: Int64) -> Proportion? {
    let (value, overflow) = partsPerMillion.multipliedReportingOverflow(by: factor)
    return overflow ? nil : Proportion(partsPerMillion: value)
  }

  /// Order by value.
  @_noAllocation @_noLocks
  public static func < (left: Proportion, right: Proportion) -> Bool { left.partsPerMillion < right.partsPerMillion }

  /// Equality by value, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: Proportion, right: Proportion) -> Bool { left.partsPerMillion == right.partsPerMillion }
}
