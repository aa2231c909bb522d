public import Quantities

/// A moment on the simulation's clock, in ns; it goes on while the device restarts, whose own clock then starts anew.
///
/// In real time it is the machine's monotonic clock, in virtual time whatever the bench counts.
public struct SimulationInstant: Hashable, Comparable, Sendable {
  /// ns since the clock's start.
  public let nanoseconds: Int64

  private init(_ nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// A moment given in ns.
  public static func nanoseconds(_ value: Int64) -> SimulationInstant { SimulationInstant(value) }

  /// The start of the clock.
  public static var zero: SimulationInstant { SimulationInstant(0) }

  /// The moment a span later; the clock's end where that overflows.
  public func adding(_ span: TimeSpan) -> SimulationInstant {
    let (sum, overflow) = nanoseconds.addingReportingOverflow(span.nanoseconds)
    return SimulationInstant(overflow ? (span.nanoseconds < 0 ? .min : .max) : sum)
  }

  /// The span since an earlier moment, negative if that is later; saturating.
  public func since(_ earlier: SimulationInstant) -> TimeSpan {
    let (difference, overflow) = nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
    return .nanoseconds(overflow ? (nanoseconds < 0 ? .min : .max) : difference)
  }

  /// Order in time.
  public static func < (left: SimulationInstant, right: SimulationInstant) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}
