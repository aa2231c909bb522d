/// An electric voltage, signed, in whole millivolts.
///
/// A negative voltage is one of reversed polarity.
public struct Voltage: Hashable, Comparable, Sendable {
  /// The value in mV.
  public let millivolts: Int64

  @_noAllocation @_noLocks
  private init(millivolts: Int64) { self.millivolts = millivolts }

  /// A value given in mV; every `Int64` is allowed.
  @_noAllocation @_noLocks
  public static func millivolts(_ value: Int64) -> Voltage { Voltage(millivolts: value) }

  /// A value given in V; every `Int32` fits, so this cannot overflow.
  @_noAllocation @_noLocks
  public static func volts(_ value: Int32) -> Voltage { Voltage(millivolts: Int64(value) &* 1_000) }

  /// 0 mV.
  public static var zero: Voltage {
    @_noAllocation @_noLocks get { Voltage(millivolts: 0) }
  }

  /// The absolute value, or nil where it has none (the most negative number).
  @_noAllocation @_noLocks
  public func magnitude() -> Voltage? {
    if millivolts >= 0 { return self }
    return Voltage.zero.subtracting(self)
  }

  /// The sum, or nil where it overflows.
  @_noAllocation @_noLocks
  public func adding(_ other: Voltage) -> Voltage? {
    let (value, overflow) = millivolts.addingReportingOverflow(other.millivolts)
    return overflow ? nil : Voltage(millivolts: value)
  }

  /// The difference, or nil where it overflows.
  @_noAllocation @_noLocks
  public func subtracting(_ other: Voltage) -> Voltage? {
    let (value, overflow) = millivolts.subtractingReportingOverflow(other.millivolts)
    return overflow ? nil : Voltage(millivolts: value)
  }

  /// The value times a whole number, or nil where it overflows.
  @_noAllocation @_noLocks
  public func multiplied(by factor: Int64) -> Voltage? {
    let (value, overflow) = millivolts.multipliedReportingOverflow(by: factor)
    return overflow ? nil : Voltage(millivolts: value)
  }

  /// Order by value.
  @_noAllocation @_noLocks
  public static func < (left: Voltage, right: Voltage) -> Bool { left.millivolts < right.millivolts }

  /// Equality by value, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: Voltage, right: Voltage) -> Bool { left.millivolts == right.millivolts }
}
