/// An electric field strength in whole volts per metre; 1 V/cm is 100 V/m.
///
/// Where it was computed as voltage over distance it is `U/d`, not the local field in tissue.
public struct FieldStrength: Hashable, Comparable, Sendable {
  /// The value in V/m.
  public let voltsPerMetre: Int64

  @_noAllocation @_noLocks
  private init(voltsPerMetre: Int64) { self.voltsPerMetre = voltsPerMetre }

  /// A value given in V/m; every `Int64` is allowed.
  @_noAllocation @_noLocks
  public static func voltsPerMetre(_ value: Int64) -> FieldStrength { FieldStrength(voltsPerMetre: value) }

  /// A value given in V/cm; every `Int32` fits, so this cannot overflow.
  @_noAllocation @_noLocks
  public static func voltsPerCentimetre(_ value: Int32) -> FieldStrength {
    FieldStrength(voltsPerMetre: Int64(value) &* 100)
  }

  /// 0 V/m.
  public static var zero: FieldStrength {
    @_noAllocation @_noLocks get { FieldStrength(voltsPerMetre: 0) }
  }

  /// The absolute value, or nil where it has none (the most negative number).
  @_noAllocation @_noLocks
  public func magnitude() -> FieldStrength? {
    if voltsPerMetre >= 0 { return self }
    return FieldStrength.zero.subtracting(self)
  }

  /// The sum, or nil where it overflows.
  @_noAllocation @_noLocks
  public func adding(_ other: FieldStrength) -> FieldStrength? {
    let (value, overflow) = voltsPerMetre.addingReportingOverflow(other.voltsPerMetre)
    return overflow ? nil : FieldStrength(voltsPerMetre: value)
  }

  /// The difference, or nil where it overflows.
  @_noAllocation @_noLocks
  public func subtracting(_ other: FieldStrength) -> FieldStrength? {
    let (value, overflow) = voltsPerMetre.subtractingReportingOverflow(other.voltsPerMetre)
    return overflow ? nil : FieldStrength(voltsPerMetre: value)
  }

  /// The value times a whole number, or nil where it overflows.
  @_noAllocation @_noLocks
  public func multiplied(by factor: Int64) -> FieldStrength? {
    let (value, overflow) = voltsPerMetre.multipliedReportingOverflow(by: factor)
    return overflow ? nil : FieldStrength(voltsPerMetre: value)
  }

  /// Order by value.
  @_noAllocation @_noLocks
  public static func < (left: FieldStrength, right: FieldStrength) -> Bool { left.voltsPerMetre < right.voltsPerMetre }

  /// Equality by value, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: FieldStrength, right: FieldStrength) -> Bool {
    left.voltsPerMetre == right.voltsPerMetre
  }
}
