/// When ticks are due, in nanoseconds of the monotonic clock.
///
/// The next tick is due one period after this one was due, whatever this one took: so a thread that stands still within
/// a tick shows as lateness of the next. Only a tick that came a whole period late moves the grid, by beginning it anew.
struct TickSchedule: Sendable {
  /// When the next tick is due.
  private(set) var due: Int64

  /// The first tick is due at a time.
  @_noAllocation @_noLocks
  init(first: Int64) { due = first }

  /// A tick began at a time and asks for the next one after a period. Ticks that were missed are not made up for.
  @_noAllocation @_noLocks
  mutating func began(at now: Int64, period: Int64) {
    // The clock counts from the machine's start: 292 years fit.
    let base = now &- due >= period ? now : due
    due = base &+ period
  }
}
