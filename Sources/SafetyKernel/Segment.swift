package import Quantities

/// Whose word on the connected array stands, and for which start of the generator.
package struct Confirmation: Sendable {
  package internal(set) var lease: LeaseIdentity
  package internal(set) var boot: BootIdentity

  @_noAllocation @_noLocks
  init(lease: LeaseIdentity, boot: BootIdentity) {
    self.lease = lease
    self.boot = boot
  }
}

/// The pulses that one release lets out, and when they may come. Data beside the state: measured times.
package struct Segment: Sendable {
  /// The train's pulse that it begins with.
  package internal(set) var from: UInt16
  /// Its first pulse starts not before this.
  package internal(set) var earliest: DeviceInstant
  /// Its first pulse starts not after this.
  package internal(set) var latest: DeviceInstant
  /// When the pulse before started; means nothing for the first.
  package internal(set) var lastStart: DeviceInstant
  /// From that pulse to the next.
  var period: TimeSpan

  @_noAllocation @_noLocks
  init() {
    from = 0
    earliest = .zero
    latest = .zero
    lastStart = .zero
    period = .zero
  }

  /// Whether a pulse comes when it should: the first within its release, each other one a period after the one before,
  /// within 5 µs or 1 % of it, whichever is more.
  @_noAllocation @_noLocks
  func isOnTime(_ index: UInt16, start: DeviceInstant) -> Bool {
    if index == from { return start >= earliest && start <= latest }
    guard let passed = start.since(lastStart), let off = passed.subtracting(period)?.magnitude() else { return false }
    return off <= max(.microseconds(5), .nanoseconds(period.nanoseconds / 100))
  }
}
