/// An electric charge, signed, in whole nanocoulombs (1 mA for 1 µs).
public struct Charge: Hashable, Comparable, Sendable {
  /// The value in nC.
  public let nanocoulombs: Int64

  @_noAllocation @_noLocks
  private init(nanocoulombs: Int64) { self.nanocoulombs = nanocoulombs }

  /// A value given in nC; every `Int64` is allowed.
  @_noAllocation @_noLocks
  public static func nanocoulombs(_ value: Int64) -> Charge { Charge(nanocoulombs: value) }

  /// A value given in µC; every `Int32` fits, so this cannot overflow.
  @_noAllocation @_noLocks
  public static func microcoulombs(_ value: Int32) -> Charge { Charge(nanocoulombs: Int64(value) &* 1_000) }

  /// 0 nC.
  public static var zero: Charge {
    @_noAllocation @_noLocks get { Charge(nanocoulombs: 0) }
  }

  /// The absolute value, or nil where it has none (the most negative number).
  @_noAllocation @_noLocks
  public func magnitude() -> Charge? {
    if nanocoulombs >= 0 { return self }
    return Charge.zero.subtracting(self)
  }

  /// The sum, or nil where it overflows.
  @_noAllocation @_noLocks
  public func adding(_ other: Charge) -> Charge? {
    let (value, overflow) = nanocoulombs.addingReportingOverflow(other.nanocoulombs)
    return overflow ? nil : Charge(nanocoulombs: value)
  }

  /// The difference, or nil where it overflows.
  @_noAllocation @_noLocks
  public func subtracting(_ other: Charge) -> Charge? {
    let (value, overflow) = nanocoulombs.subtractingReportingOverflow(other.nanocoulombs)
    return overflow ? nil : Charge(nanocoulombs: value)
  }

  /// The value times a whole number, or nil where it overflows.
  @_noAllocation @_noLocks
  public func multiplied(by factor: Int64) -> Charge? {
    let (value, overflow) = nanocoulombs.multipliedReportingOverflow(by: factor)
    return overflow ? nil : Charge(nanocoulombs: value)
  }

  /// Order by value.
  @_noAllocation @_noLocks
  public static func < (left: Charge, right: Charge) -> Bool { left.nanocoulombs < right.nanocoulombs }

  /// Equality by value, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: Charge, right: Charge) -> Bool { left.nanocoulombs == right.nanocoulombs }
}
