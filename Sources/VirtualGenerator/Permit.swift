import GeneratorLink
import Quantities

/// The permit to energise: live until the newest echoed device time plus the time to live, never by arrival.
struct Permit: Sendable {
  /// End of the permit on the device's clock, µs.
  private(set) var deadline_us: Int64 = 0
  /// The last revoke on the device's clock, µs; −1 before the first.
  private var revoked_us: Int64 = -1

  /// Takes a heartbeat, unless its echo is ahead of the clock or not later than the last revoke.
  mutating func take(ttl: TimeSpan, echo: DeviceInstant, now_us: Int64) {
    guard echo.microseconds <= now_us, echo.microseconds > revoked_us else { return }
    // The echo is at most the clock, the time to live at most 2 s: the sum is far within an Int64.
    deadline_us = max(deadline_us, echo.microseconds &+ ttl.nanoseconds / 1_000)
  }

  mutating func revoke(now_us: Int64) {
    deadline_us = 0
    revoked_us = now_us
  }

  func isLive(atDevice time_ns: Int64) -> Bool { time_ns < deadline_us &* 1_000 }
}
