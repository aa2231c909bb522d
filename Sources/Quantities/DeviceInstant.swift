/// A moment on the generator's own clock, in microseconds since the generator started.
///
/// It cannot be mixed with a moment on the host's clock: the two drift, and only the link relates them.
public struct DeviceInstant: Hashable, Comparable, Sendable {
  /// µs since that start.
  public let microseconds: Int64

  @_noAllocation @_noLocks
  private init(microseconds: Int64) { self.microseconds = microseconds }

  /// A moment given in µs.
  @_noAllocation @_noLocks
  public static func microseconds(_ value: Int64) -> DeviceInstant { DeviceInstant(microseconds: value) }

  /// The start of the clock.
  public static var zero: DeviceInstant {
    @_noAllocation @_noLocks get { DeviceInstant(microseconds: 0) }
  }

  /// The moment a span later (earlier for a negative span, cut to whole microseconds), or nil where it overflows.
  @_noAllocation @_noLocks
  public func adding(_ span: TimeSpan) -> DeviceInstant? {
    let (value, overflow) = microseconds.addingReportingOverflow(span.nanoseconds / 1000)
    return overflow ? nil : DeviceInstant(microseconds: value)
  }

  /// The span since an earlier moment, negative if that is later, or nil where it overflows.
  @_noAllocation @_noLocks
  public func since(_ earlier: DeviceInstant) -> TimeSpan? {
    let (value, overflow) = microseconds.subtractingReportingOverflow(earlier.microseconds)
    return overflow ? nil : TimeSpan.microsecondsExactly(value)
  }

  /// Order in time.
  @_noAllocation @_noLocks
  public static func < (left: DeviceInstant, right: DeviceInstant) -> Bool { left.microseconds < right.microseconds }

  /// Equality by value.
  @_noAllocation @_noLocks
  public static func == (left: DeviceInstant, right: DeviceInstant) -> Bool { left.microseconds == right.microseconds }
}
