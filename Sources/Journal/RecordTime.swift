public import Quantities

/// A moment on the wall clock, in microseconds since 1970-01-01 UTC, leap seconds not counted.
///
/// It dates records for people; no rule of safety counts time by it.
public struct WallTime: Hashable, Comparable, Sendable {
  /// µs since 1970-01-01 UTC.
  public let microseconds: Int64

  /// A moment given in µs since 1970-01-01 UTC.
  public static func microseconds(_ value: Int64) -> WallTime { WallTime(microseconds: value) }

  /// Order in time.
  public static func < (left: WallTime, right: WallTime) -> Bool { left.microseconds < right.microseconds }
}

/// When something was recorded, on both clocks of the host.
public struct RecordTime: Hashable, Sendable {
  /// The date, which may jump.
  public var wall: WallTime
  /// The clock that never jumps, and starts anew with the computer.
  public var monotonic: HostInstant

  /// A moment on both clocks.
  public init(wall: WallTime, monotonic: HostInstant) {
    self.wall = wall
    self.monotonic = monotonic
  }
}
