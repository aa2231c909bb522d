internal import Synchronization
internal import Varlink

/// The control lease, held and renewed for as long as this value lives and is not released.
///
/// It keeps two connections: the one whose end gives the lease back, and one for renewals alone, so that no unfinished
/// call can hold a renewal up. A program that is stopped renews no more, and the machine disarms: that is the purpose.
public final class ControlLease: Sendable {
  /// What lease-bound calls carry.
  public let token: String
  /// The part that the holder plays.
  public let role: Control.Role
  private let holding: ServiceCalls
  private let renewals: ServiceCalls
  private let state: Mutex<State>

  private struct State {
    var hold = false
    var ended: ControlClientError?
    var waiting: [CheckedContinuation<ControlClientError, Never>] = []
    var tasks: [Task<Void, Never>] = []
  }

  private init(_ reply: Control.AcquireControl.Reply, holding: ServiceCalls, renewals: ServiceCalls) {
    token = reply.token
    role = reply.role
    self.holding = holding
    self.renewals = renewals
    state = Mutex(State())
  }

  deinit { for task in state.withLock({ $0.tasks }) { task.cancel() } }

  /// Takes the lease and begins to renew it.
  ///
  /// - Parameter takeOver: a reason, to take it from another holder, who is told; nil to be refused instead.
  public static func acquire(
    at path: String, takeOver: String? = nil
  ) async throws(ControlClientError) -> ControlLease {
    let holding = try await ServiceCalls.connect(to: path)
    let renewals = try await ServiceCalls.connect(to: path)
    let replies = try holding.more(Control.AcquireControl.self, .init(takeOver: takeOver))
    let reply: Control.AcquireControl.Reply
    do {
      var iterator = replies.makeAsyncIterator()
      guard let first = try await iterator.next() else { throw ControlClientError(.closed) }
      reply = first
    } catch let error as ControlClientError {
      throw error
    } catch {
      throw ControlClientError(.protocolDamage("\(error)"))
    }
    let lease = ControlLease(reply, holding: holding, renewals: renewals)
    lease.keep(replies, every: .milliseconds(reply.renewMilliseconds))
    return lease
  }

  private func keep(_ replies: ServiceCalls.Replies<Control.AcquireControl>, every interval: Duration) {
    let watching = Task { [weak self] in
      do {
        for try await _ in replies {}
        self?.end(ControlClientError(.closed))
      } catch {
        self?.end(error as? ControlClientError ?? ControlClientError(.closed))
      }
    }
    let renewing = Task { [weak self] in
      while !Task.isCancelled {
        do {
          guard let self else { return }
          _ = try await self.renew()
        } catch let error as ControlClientError {
          self?.end(error)
          return
        } catch {
          return
        }
        do { try await Task.sleep(for: interval) } catch { return }
      }
    }
    state.withLock { $0.tasks = [watching, renewing] }
  }

  /// Renews the lease now and returns the ticket that a Fire right after it carries.
  public func renew() async throws(ControlClientError) -> String {
    let hold = state.withLock { $0.hold }
    return try await renewals.call(Control.RenewControl.self, .init(token: token, hold: hold)).ticket
  }

  /// Sets whether the person holds the firing, tells the daemon at once, and returns a ticket.
  @discardableResult
  public func renew(hold: Bool) async throws(ControlClientError) -> String {
    state.withLock { $0.hold = hold }
    return try await renew()
  }

  /// Why the lease ended, or nil while it is held.
  public var ended: ControlClientError? { state.withLock { $0.ended } }

  /// Waits until the lease has ended, and says why.
  public func waitForEnd() async -> ControlClientError {
    await withCheckedContinuation { continuation in
      let reason = state.withLock { state in
        if state.ended == nil { state.waiting.append(continuation) }
        return state.ended
      }
      if let reason { continuation.resume(returning: reason) }
    }
  }

  /// Gives the lease back: what was armed is disarmed.
  public func release() async {
    end(ControlClientError(.cancelled))
    await holding.close()
    await renewals.close()
  }

  private func end(_ reason: ControlClientError) {
    let (waiting, tasks) = state.withLock { state in
      if state.ended == nil { state.ended = reason }
      defer {
        state.waiting = []
        state.tasks = []
      }
      return (state.waiting, state.tasks)
    }
    for continuation in waiting { continuation.resume(returning: reason) }
    for task in tasks { task.cancel() }
  }
}
