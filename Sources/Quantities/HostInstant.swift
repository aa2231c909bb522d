/// A moment on the host's monotonic clock, in nanoseconds since an arbitrary start.
///
/// It cannot be mixed with a moment on the generator's clock.
public struct HostInstant: Hashable, Comparable, Sendable {
  /// ns since that start.
  public let nanoseconds: Int64

  @_noAllocation @_noLocks
  private init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// A moment given in ns.
  @_noAllocation @_noLocks
  public static func nanoseconds(_ value: Int64) -> HostInstant { HostInstant(nanoseconds: value) }

  /// The start of the clock.
  public static var zero: HostInstant {
    @_noAllocation @_noLocks get { HostInstant(nanoseconds: 0) }
  }

  /// The moment a span later (earlier for a negative span), or nil where it overflows.
  @_noAllocation @_noLocks
  public func adding(_ span: TimeSpan) -> HostInstant? {
    let (value, overflow) = nanoseconds.addingReportingOverflow(span.nanoseconds)
    return overflow ? nil : HostInstant(nanoseconds: value)
  }

  /// The span since an earlier moment, negative if that is later, or nil where it overflows.
  @_noAllocation @_noLocks
  public func since(_ earlier: HostInstant) -> TimeSpan? {
    let (value, overflow) = nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
    return overflow ? nil : .nanoseconds(value)
  }

  /// Order in time.
  @_noAllocation @_noLocks
  public static func < (left: HostInstant, right: HostInstant) -> Bool { left.nanoseconds < right.nanoseconds }

  /// Equality by value.
  @_noAllocation @_noLocks
  public static func == (left: HostInstant, right: HostInstant) -> Bool { left.nanoseconds == right.nanoseconds }
}
