/// A temperature in thousandths of a degree Celsius.
public struct Temperature: Hashable, Comparable, Sendable {
  /// The value in m°C.
  public let millidegreesCelsius: Int64

  @_noAllocation @_noLocks
  private init(millidegreesCelsius: Int64) { self.millidegreesCelsius = millidegreesCelsius }

  /// A value given in m°C; every `Int64` is allowed.
  @_noAllocation @_noLocks
  public static func millidegreesCelsius(_ value: Int64) -> Temperature { Temperature(millidegreesCelsius: value) }

  /// A value given in °C; every `Int32` fits, so this cannot overflow.
  @_noAllocation @_noLocks
  public static func degreesCelsius(_ value: Int32) -> Temperature {
    Temperature(millidegreesCelsius: Int64(value) &* 1_000)
  }

  /// 0 m°C.
  public static var zero: Temperature {
    @_noAllocation @_noLocks get { Temperature(millidegreesCelsius: 0) }
  }

  /// The absolute value, or nil where it has none (the most negative number).
  @_noAllocation @_noLocks
  public func magnitude() -> Temperature? {
    if millidegreesCelsius >= 0 { return self }
    return Temperature.zero.subtracting(self)
  }

  /// The sum, or nil where it overflows.
  @_noAllocation @_noLocks
  public func adding(_ other: Temperature) -> Temperature? {
    let (value, overflow) = millidegreesCelsius.addingReportingOverflow(other.millidegreesCelsius)
    return overflow ? nil : Temperature(millidegreesCelsius: value)
  }

  /// The difference, or nil where it overflows.
  @_noAllocation @_noLocks
  public func subtracting(_ other: Temperature) -> Temperature? {
    let (value, overflow) = millidegreesCelsius.subtractingReportingOverflow(other.millidegreesCelsius)
    return overflow ? nil : Temperature(millidegreesCelsius: value)
  }

  /// The value times a whole number, or nil where it overflows.
  @_noAllocation @_noLocks
  public func multiplied(by factor: Int64) -> Temperature? {
    let (value, overflow) = millidegreesCelsius.multipliedReportingOverflow(by: factor)
    return overflow ? nil : Temperature(millidegreesCelsius: value)
  }

  /// Order by value.
  @_noAllocation @_noLocks
  public static func < (left: Temperature, right: Temperature) -> Bool {
    left.millidegreesCelsius < right.millidegreesCelsius
  }

  /// Equality by value, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: Temperature, right: Temperature) -> Bool {
    left.millidegreesCelsius == right.millidegreesCelsius
  }
}
