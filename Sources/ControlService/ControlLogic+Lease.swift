import ControlInterface
import PulseDispatch
import Quantities
import SafetyKernel

extension ControlLogic {
  /// Takes the lease for a caller whose stream it then is.
  mutating func acquire(_ call: ServiceCall, _ parameters: Control.AcquireControl.Parameters, _ peer: Peer) {
    guard call.wantsMore else { return fail(call.id, Control.ExpectedMore()) }
    guard setup.isConfigured else { return fail(call.id, notConfigured) }
    if let reason = parameters.takeOver {
      guard !reason.isEmpty, reason.utf8.count <= Self.maximumText else {
        return fail(call.id, Control.BadValue(field: "takeOver", explanation: "give a reason of 1 to 512 bytes"))
      }
    }
    let role = leaseRole(of: peer)
    if let held = lease {
      let holder = held.holder(now: now)
      guard let reason = parameters.takeOver else {
        return fail(
          call.id,
          Control.LeaseHeld(
            holder: holder, explanation: "\(holder.user) has control (process \(holder.pid))",
            remedy: "end that console, or take over with a reason"))
      }
      let taker = Control.Holder(
        uid: Int64(peer.uid), user: peer.user, pid: Int64(peer.pid), role: role, heldMilliseconds: 0)
      endLease(.takenOver(by: taker, reason: reason), tell: true)
      note("lease.takenOver", ["from": held.peer.user, "by": peer.user, "reason": reason])
    }
    let identity = LeaseIdentity(value: entropy())
    let token = hex(identity.value) + hex(entropy())
    let granted = Lease(
      identity: identity, token: token, peer: peer, role: role, call: call.id, client: call.client, since: now,
      renewed: now)
    lease = granted
    effects.append(.inbox(.leaseGranted(identity, role: granted.kernelRole, at: now)))
    reply(
      call.id,
      Control.AcquireControl.Reply(
        token: token, role: role, lapseMilliseconds: setup.leaseLapse.nanoseconds / 1_000_000,
        renewMilliseconds: Self.renewInterval.nanoseconds / 1_000_000),
      last: false)
    note("lease.granted", ["user": peer.user, "uid": "\(peer.uid)", "pid": "\(peer.pid)", "role": role.rawValue])
  }

  /// Renews the lease; the ticket stamps the moment.
  mutating func renew(_ call: ServiceCall, _ parameters: Control.RenewControl.Parameters, _ peer: Peer) {
    guard holds(parameters.token, peer) else { return fail(call.id, noLease) }
    let ticket = hex(entropy())
    let at = now
    lease?.renewed = at
    lease?.add(ticket: ticket, at: at)
    if let lease { effects.append(.inbox(.leaseRenewed(lease.identity, at: now, hold: parameters.hold))) }
    reply(call.id, Control.RenewControl.Reply(ticket: ticket))
  }

  /// Ends the lease; the kernel then disarms whatever it armed.
  mutating func endLease(_ end: LeaseEnd, tell: Bool) {
    guard let held = lease else { return }
    lease = nil
    effects.append(.inbox(.leaseEnded(held.identity)))
    if tell {
      var by: Control.Holder?
      if case .takenOver(let holder, _) = end { by = holder }
      fail(held.call, Control.LeaseEnded(reason: end.name, by: by, explanation: end.explanation))
    }
    note("lease.ended", ["user": held.peer.user, "reason": end.name])
  }

  /// The kernel judges the lapse by itself, by the age of the last renewal; this tells the clients.
  mutating func lapseLease() {
    guard let lease else { return }
    let age = now.since(lease.renewed) ?? setup.leaseLapse
    if age > setup.leaseLapse || age < .zero { endLease(.lapsed, tell: true) }
  }

  /// Whether a token is that of the lease, from the user who took it.
  func holds(_ token: String, _ peer: Peer) -> Bool {
    guard let lease else { return false }
    return lease.token == token && lease.peer.uid == peer.uid
  }

  /// The error for a token that is not.
  var noLease: Control.NoLease {
    Control.NoLease(
      explanation: lease == nil ? "nobody has control" : "somebody else has control now",
      remedy: "take control: porate operate, or porate control -- COMMAND")
  }

  /// The part that a peer plays as holder: of several roles the one that may most.
  private func leaseRole(of peer: Peer) -> Control.Role {
    let roles = setup.access.roles(of: peer)
    return [Control.Role.operator, .technician, .engineer].first { roles.contains($0) } ?? .observer
  }

  /// A number as 16 hexadecimal digits.
  func hex(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
