internal import Quantities
internal import SafetyKernel

/// Who holds the control lease, and since when it was not renewed.
struct LeaseKeeper: Sendable {
  private var held = false
  private var identity = LeaseIdentity(value: 0)
  private var role = LeaseRole.technician
  private var renewedAt = HostInstant.zero
  private var hold = false

  @_noAllocation @_noLocks
  init() {}

  @_noAllocation @_noLocks
  mutating func grant(_ identity: LeaseIdentity, role: LeaseRole, at time: HostInstant) {
    held = true
    self.identity = identity
    self.role = role
    renewedAt = time
    hold = false
  }

  /// A renewal counts from when its message came in, never from when the loop reads of it; one that is older than the
  /// last changes nothing.
  @_noAllocation @_noLocks
  mutating func renew(_ identity: LeaseIdentity, at time: HostInstant, hold: Bool) {
    guard held, identity == self.identity, time >= renewedAt else { return }
    renewedAt = time
    self.hold = hold
  }

  @_noAllocation @_noLocks
  mutating func end(_ identity: LeaseIdentity) { if identity == self.identity { held = false } }

  @_noAllocation @_noLocks
  func reading(now: HostInstant) -> LeaseReading {
    guard held else { return .none }
    // A renewal from the future is one from a wrong clock; it counts as very old.
    guard let age = now.since(renewedAt), age >= .zero else {
      return .held(identity, role: role, age: .nanoseconds(Int64.max), hold: false)
    }
    return .held(identity, role: role, age: age, hold: hold)
  }
}
