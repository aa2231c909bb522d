/// A distance in whole micrometres.
public struct Distance: Hashable, Comparable, Sendable {
  /// The value in µm.
  public let micrometres: Int64

  @_noAllocation @_noLocks
  private init(micrometres: Int64) { self.micrometres = micrometres }

  /// A value given in µm; every `Int64` is allowed.
  @_noAllocation @_noLocks
  public static func micrometres(_ value: Int64) -> Distance { Distance(micrometres: value) }

  /// A value given in mm; every `Int32` fits, so this cannot overflow.
  @_noAllocation @_noLocks
  public static func millimetres(_ value: Int32) -> Distance { Distance(micrometres: Int64(value) &* 1_000) }

  /// 0 µm.
  public static var zero: Distance {
    @_noAllocation @_noLocks get { Distance(micrometres: 0) }
  }

  /// The absolute value, or nil where it has none (the most negative number).
  @_noAllocation @_noLocks
  public func magnitude() -> Distance? {
    if micrometres >= 0 { return self }
    return Distance.zero.subtracting(self)
  }

  /// The sum, or nil where it overflows.
  @_noAllocation @_noLocks
  public func adding(_ other: Distance) -> Distance? {
    let (value, overflow) = micrometres.addingReportingOverflow(other.micrometres)
    return overflow ? nil : Distance(micrometres: value)
  }

  /// The difference, or nil where it overflows.
  @_noAllocation @_noLocks
  public func subtracting(_ other: Distance) -> Distance? {
    let (value, overflow) = micrometres.subtractingReportingOverflow(other.micrometres)
    return overflow ? nil : Distance(micrometres: value)
  }

  /// The value times a whole number, or nil where it overflows.
  @_noAllocation @_noLocks
  public func multiplied(by factor: Int64) -> Distance? {
    let (value, overflow) = micrometres.multipliedReportingOverflow(by: factor)
    return overflow ? nil : Distance(micrometres: value)
  }

  /// Order by value.
  @_noAllocation @_noLocks
  public static func < (left: Distance, right: Distance) -> Bool { left.micrometres < right.micrometres }

  /// Equality by value, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: Distance, right: Distance) -> Bool { left.micrometres == right.micrometres }
}
