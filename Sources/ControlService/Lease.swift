import ControlInterface
import Quantities
import SafetyKernel

/// The control lease as it is held.
struct Lease: Sendable {
  /// The most tickets that are remembered: four seconds of renewals.
  static let keptTickets = 16

  var identity: LeaseIdentity
  var token: String
  var peer: Peer
  var role: Control.Role
  /// The unfinished call whose end gives the lease back.
  var call: CallID
  var client: ClientID
  var since: HostInstant
  var renewed: HostInstant
  var tickets: [(text: String, issued: HostInstant)] = []

  /// When a ticket was issued; nil for one that is unknown or forgotten.
  func issued(_ ticket: String) -> HostInstant? { tickets.last { $0.text == ticket }?.issued }

  mutating func add(ticket: String, at time: HostInstant) {
    tickets.append((ticket, time))
    if tickets.count > Self.keptTickets { tickets.removeFirst() }
  }

  /// The holder as it travels.
  func holder(now: HostInstant) -> Control.Holder {
    Control.Holder(
      uid: Int64(peer.uid), user: peer.user, pid: Int64(peer.pid), role: role,
      heldMilliseconds: (now.since(since)?.nanoseconds ?? 0) / 1_000_000)
  }

  /// What the kernel is told of the role: a technician gives pulses into loads only, anybody else but an operator into the
  /// generator's own load only.
  var kernelRole: LeaseRole {
    switch role {
    case .operator: .operating
    case .technician: .technician
    case .engineer, .observer: .engineer
    }
  }
}

/// Why a lease ended, as it travels.
enum LeaseEnd {
  case released
  case lapsed
  case takenOver(by: Control.Holder, reason: String)

  var name: String {
    switch self {
    case .released: "released"
    case .lapsed: "lapsed"
    case .takenOver: "takenOver"
    }
  }

  var explanation: String {
    switch self {
    case .released: "the lease was given back"
    case .lapsed: "the lease was not renewed in time"
    case .takenOver(let holder, let reason): "\(holder.user) took control: \(reason)"
    }
  }
}
