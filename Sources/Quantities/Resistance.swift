/// An electric resistance, or the magnitude of an impedance, in whole milliohms.
public struct Resistance: Hashable, Comparable, Sendable {
  /// The value in mΩ.
  public let milliohms: Int64

  @_noAllocation @_noLocks
  private init(milliohms: Int64) { self.milliohms = milliohms }

  /// A value given in mΩ; every `Int64` is allowed.
  @_noAllocation @_noLocks
  public static func milliohms(_ value: Int64) -> Resistance { Resistance(milliohms: value) }

  /// A value given in Ω; every `Int32` fits, so this cannot overflow.
  @_noAllocation @_noLocks
  public static func ohms(_ value: Int32) -> Resistance { Resistance(milliohms: Int64(value) &* 1_000) }

  /// 0 mΩ.
  public static var zero: Resistance {
    @_noAllocation @_noLocks get { Resistance(milliohms: 0) }
  }

  /// The absolute value, or nil where it has none (the most negative number).
  @_noAllocation @_noLocks
  public func magnitude() -> Resistance? {
    if milliohms >= 0 { return self }
    return Resistance.zero.subtracting(self)
  }

  /// The sum, or nil where it overflows.
  @_noAllocation @_noLocks
  public func adding(_ other: Resistance) -> Resistance? {
    let (value, overflow) = milliohms.addingReportingOverflow(other.milliohms)
    return overflow ? nil : Resistance(milliohms: value)
  }

  /// The difference, or nil where it overflows.
  @_noAllocation @_noLocks
  public func subtracting(_ other: Resistance) -> Resistance? {
    let (value, overflow) = milliohms.subtractingReportingOverflow(other.milliohms)
    return overflow ? nil : Resistance(milliohms: value)
  }

  /// The value times a whole number, or nil where it overflows.
  @_noAllocation @_noLocks
  public func multiplied(by factor: Int64) -> Resistance? {
    let (value, overflow) = milliohms.multipliedReportingOverflow(by: factor)
    return overflow ? nil : Resistance(milliohms: value)
  }

  /// Order by value.
  @_noAllocation @_noLocks
  public static func < (left: Resistance, right: Resistance) -> Bool { left.milliohms < right.milliohms }

  /// Equality by value, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: Resistance, right: Resistance) -> Bool { left.milliohms == right.milliohms }
}
