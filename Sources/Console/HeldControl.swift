internal import ControlInterface

/// Control of the machine: a lease of this command's own, or that of the `porate control` which it runs under.
final class HeldControl: Sendable {
  private enum Source: Sendable {
    case own(ControlLease)
    case inherited(ServiceCalls, holdLine: String?)
  }

  /// What lease-bound calls carry.
  let token: String
  private let source: Source

  private init(_ source: Source, token: String) {
    self.source = source
    self.token = token
  }

  /// The lease of PORATE_LEASE, else a new one.
  static func take(_ setting: ConsoleSetting, takeOver: String? = nil) async throws -> HeldControl {
    if let inherited = try await inherited(setting) { return inherited }
    let lease = try await ControlLease.acquire(at: setting.socket, takeOver: takeOver)
    return HeldControl(.own(lease), token: lease.token)
  }

  /// The lease of PORATE_LEASE; refuses where there is none, because what it would arm is disarmed as soon as the
  /// command ends.
  static func inheritedOnly(_ setting: ConsoleSetting, command: String) async throws -> HeldControl {
    if let inherited = try await inherited(setting) { return inherited }
    throw ConsoleError(
      .refused, "noLease", "`porate \(command)` acts only while somebody keeps control",
      remedy: "run it in `porate control -- sh`, or use `porate deliver` or `porate operate`")
  }

  private static func inherited(_ setting: ConsoleSetting) async throws -> HeldControl? {
    guard let token = setting.environment["PORATE_LEASE"], !token.isEmpty else { return nil }
    let calls = try await ServiceCalls.connect(to: setting.socket)
    return HeldControl(.inherited(calls, holdLine: setting.environment["PORATE_HOLD"]), token: token)
  }

  /// Runs a firing with a ticket that is fresh; where it has to be held, holds until it has ended.
  func firing<Result>(hold: Bool, _ body: (_ ticket: String) async throws -> Result) async throws -> Result {
    switch source {
    case .own(let lease):
      let ticket = try await lease.renew(hold: hold)
      do {
        let result = try await body(ticket)
        if hold { _ = try? await lease.renew(hold: false) }
        return result
      } catch {
        if hold { _ = try? await lease.renew(hold: false) }
        throw error
      }
    case .inherited(let calls, let holdLine):
      let holding = try hold ? HeldControl.holding(holdLine) : nil
      defer { holding?.cancel() }
      let ticket = try await calls.call(Control.RenewControl.self, .init(token: token, hold: hold)).ticket
      return try await body(ticket)
    }
  }

  private static func holding(_ path: String?) throws -> Task<Void, Never> {
    guard let path, let task = HoldLine.hold(at: path) else {
      throw ConsoleError(
        .refused, "cannotHold", "this train has to be held, and `porate control` does not answer on PORATE_HOLD",
        remedy: "run it in `porate control -- COMMAND` with its environment unchanged")
    }
    return task
  }

  /// Gives an own lease back; what was armed is disarmed.
  func release() async {
    switch source {
    case .own(let lease): await lease.release()
    case .inherited(let calls, _): await calls.close()
    }
  }
}
