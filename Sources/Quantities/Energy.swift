/// An energy in whole microjoules.
public struct Energy: Hashable, Comparable, Sendable {
  /// The value in µJ.
  public let microjoules: Int64

  @_noAllocation @_noLocks
  private init(microjoules: Int64) { self.microjoules = microjoules }

  /// A value given in µJ; every `Int64` is allowed.
  @_noAllocation @_noLocks
  public static func microjoules(_ value: Int64) -> Energy { Energy(microjoules: value) }

  /// A value given in mJ; every `Int32` fits, so this cannot overflow.
  @_noAllocation @_noLocks
  public static func millijoules(_ value: Int32) -> Energy { Energy(microjoules: Int64(value) &* 1_000) }

  /// A value given in J; every `Int32` fits, so this cannot overflow.
  @_noAllocation @_noLocks
  public static func joules(_ value: Int32) -> Energy { Energy(microjoules: Int64(value) &* 1_000_000) }

  /// 0 µJ.
  public static var zero: Energy {
    @_noAllocation @_noLocks get { Energy(microjoules: 0) }
  }

  /// The absolute value, or nil where it has none (the most negative number).
  @_noAllocation @_noLocks
  public func magnitude() -> Energy? {
    if microjoules >= 0 { return self }
    return Energy.zero.subtracting(self)
  }

  /// The sum, or nil where it overflows.
  @_noAllocation @_noLocks
  public func adding(_ other: Energy) -> Energy? {
    let (value, overflow) = microjoules.addingReportingOverflow(other.microjoules)
    return overflow ? nil : Energy(microjoules: value)
  }

  /// The difference, or nil where it overflows.
  @_noAllocation @_noLocks
  public func subtracting(_ other: Energy) -> Energy? {
    let (value, overflow) = microjoules.subtractingReportingOverflow(other.microjoules)
    return overflow ? nil : Energy(microjoules: value)
  }

  /// The value times a whole number, or nil where it overflows.
  @_noAllocation @_noLocks
  public func multiplied(by factor: Int64) -> Energy? {
    let (value, overflow) = microjoules.multipliedReportingOverflow(by: factor)
    return overflow ? nil : Energy(microjoules: value)
  }

  /// Order by value.
  @_noAllocation @_noLocks
  public static func < (left: Energy, right: Energy) -> Bool { left.microjoules < right.microjoules }

  /// Equality by value, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: Energy, right: Energy) -> Bool { left.microjoules == right.microjoules }
}
