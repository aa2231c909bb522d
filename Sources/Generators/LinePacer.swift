internal import Quantities

/// The budget that keeps writing no faster than the line drains, so that a revoke waits behind one frame at most.
///
/// A driver's buffer tells little of how full a line is (a pseudo-terminal's always says empty), so the bytes are
/// counted here by the line's own rate: ten bits each.
struct LinePacer: Sendable {
  /// The longest frame is 208 bytes; no more than this may be under way, a discharge of 16 bytes included.
  static var inFlight: Int64 { @_noAllocation @_noLocks get { 256 } }

  /// Kept free for a discharge, whatever else is under way.
  static var reserve: Int64 { @_noAllocation @_noLocks get { 32 } }

  private let nanosecondsPerByte: Int64
  private var drainedAt: HostInstant

  /// A budget for a rate in bits a second; a rate of zero or less allows nothing.
  @_noAllocation @_noLocks
  init(baud: Int32) {
    nanosecondsPerByte = baud > 0 ? 10_000_000_000 / Int64(baud) : 0
    drainedAt = .zero
  }

  /// Bytes that may be written now; `urgent` for a discharge alone.
  @_noAllocation @_noLocks
  func room(now: HostInstant, urgent: Bool) -> Int64 {
    guard nanosecondsPerByte > 0 else { return 0 }
    let limit = urgent ? LinePacer.inFlight : LinePacer.inFlight &- LinePacer.reserve
    guard let left = drainedAt.since(now) else { return 0 }
    if left <= .zero { return limit }
    return limit &- left.nanoseconds / nanosecondsPerByte
  }

  /// Counts bytes that were handed to the line.
  @_noAllocation @_noLocks
  mutating func wrote(_ bytes: Int, now: HostInstant) {
    let start = drainedAt > now ? drainedAt : now
    // At most 256 bytes at 110 baud and more: some seconds, far within range.
    if let later = start.adding(.nanoseconds(Int64(bytes) &* nanosecondsPerByte)) { drainedAt = later }
  }
}
