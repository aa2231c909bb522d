internal import ControlInterface
import Glibc

/// The wiring of `porate operate`: terminal and machine to the desk, the desk's actions to the machine.
final class OperateSession: Sendable {
  /// How it ended.
  struct Result: Sendable {
    var outcomes: [Control.Outcome] = []
    var error: ConsoleError?
    var signal: Int32?
  }

  private let setting: ConsoleSetting
  private let client: ControlClient
  private let lease: ControlLease
  private let terminal: Terminal
  private let news: AsyncStream<Operate.News>
  private let tell: AsyncStream<Operate.News>.Continuation

  init(setting: ConsoleSetting, client: ControlClient, lease: ControlLease, terminal: Terminal) {
    self.setting = setting
    self.client = client
    self.lease = lease
    self.terminal = terminal
    (news, tell) = AsyncStream.makeStream(of: Operate.News.self)
  }

  /// Takes the screen and starts everything that brings news.
  func begin(_ monitor: ServiceCalls.Replies<Control.Monitor>) {
    let (tell, terminal, lease) = (tell, terminal, lease)
    SignalWatch.shared.onSignal { signal in
      if signal == SIGTSTP {
        terminal.restore()
        SignalWatch.yield(to: signal)
        terminal.takeScreen()
        tell.yield(.redraw)
      } else {
        // Whatever becomes of the rest: the screen is the person's again.
        terminal.restore()
        tell.yield(.signal(signal))
      }
    }
    terminal.takeScreen()
    Task {
      for await key in terminal.keys() { tell.yield(.key(key)) }
      tell.yield(.keysEnded)
    }
    Task {
      do {
        for try await reply in monitor { tell.yield(.machine(reply)) }
        tell.yield(.machineGone(ConsoleError(.noConnection, "connectionEnded", "porated ended the connection")))
      } catch {
        tell.yield(.machineGone(ConsoleError(any: error)))
      }
    }
    Task { tell.yield(.leaseEnded(ConsoleError(await lease.waitForEnd()).explanation)) }
    Task {
      // The window may have changed its size.
      while !Task.isCancelled {
        do { try await Task.sleep(for: .milliseconds(500)) } catch { return }
        if case .terminated = tell.yield(.redraw) { return }
      }
    }
  }

  /// No more news are taken.
  func end() { tell.finish() }

  /// Takes news until it is left.
  func run(_ desk: inout OperateDesk) async -> Result {
    var result = Result()
    for await item in news {
      switch item {
      case .key(let key):
        guard let action = desk.take(key) else { break }
        if action == .quit { return result }
        start(action)
      case .keysEnded:
        result.signal = SIGHUP
        return result
      case .signal(let signal):
        result.signal = signal
        return result
      case .machineGone(let error):
        result.error = error
        return result
      case .leaseEnded(let reason): desk.lost = reason
      case .machine(let reply): take(reply, &desk, &result)
      case .arming(let reply): take(reply, &desk)
      case .armingEnded(let error):
        desk.isArming = false
        desk.bank = nil
        if let error { desk.remark = Self.said(error) }
      case .firing(let reply):
        if let pulse = reply.pulse { desk.pulses.append(pulse) }
        if let outcome = reply.outcome { result.outcomes.append(outcome) }
      case .firingEnded(let error):
        desk.isFiring = false
        desk.isHolding = false
        if let error { desk.remark = Self.said(error) }
      case .prepared(let error): desk.remark = error.map(Self.said) ?? "prepared"
      case .said(let text): desk.remark = text
      case .redraw: break
      }
      terminal.draw(OperateScreen.lines(desk, setting.style, rows: terminal.size.rows))
    }
    return result
  }

  private func take(_ reply: Control.Monitor.Reply, _ desk: inout OperateDesk, _ result: inout Result) {
    if let state = reply.state { desk.state = state }
  }

  private func take(_ reply: Control.Arm.Reply, _ desk: inout OperateDesk) {
    if let probe = reply.probe { desk.probes.append(probe) }
    if let bank = reply.bank {
      let target = reply.target.map { " of \(Words.measured($0))" } ?? ""
      desk.bank = "Charging   measured \(Words.measured(bank))\(target)"
    }
    if reply.phase == .armed {
      desk.state?.armed = reply.armed
      desk.state?.mode = .armed
    }
  }

  private static func said(_ error: ConsoleError) -> String {
    error.remedy.isEmpty ? error.explanation : "\(error.explanation)\n  -> \(error.remedy)"
  }

  /// Starts an action; what becomes of it is news.
  private func start(_ action: OperateDesk.Action) {
    let (client, lease, tell, token) = (client, lease, tell, lease.token)
    switch action {
    case .quit: break
    case .stop: attempt { _ = try await client.stop() }
    case .letGo: attempt { _ = try await lease.renew(hold: false) }
    case .disarm: attempt { try await client.disarm(token: token) }
    case .acknowledge:
      attempt {
        let cleared = try await client.acknowledge()
        tell.yield(.said(cleared.isEmpty ? "no fault cleared" : "cleared: \(cleared.joined(separator: ", "))"))
      }
    case .prepare(let plan):
      follow({ .prepared($0) }) { _ = try await client.prepare(plan, token: token) }
    case .arm(let digest, let confirmed):
      follow({ .armingEnded($0) }) {
        for try await reply in try await client.arm(digest: digest, confirmedArray: confirmed, token: token) {
          tell.yield(.arming(reply))
        }
      }
    case .fire(let armed, let hold):
      follow({ .firingEnded($0) }) {
        let ticket = try await lease.renew(hold: hold)
        defer { if hold { Task { _ = try? await lease.renew(hold: false) } } }
        for try await reply in try await client.fire(nonce: armed.nonce, ticket: ticket, token: token) {
          tell.yield(.firing(reply))
        }
      }
    }
  }

  private func attempt(_ body: @escaping @Sendable () async throws -> Void) {
    let tell = tell
    Task {
      do { try await body() } catch { tell.yield(.said(Self.said(ConsoleError(any: error)))) }
    }
  }

  private func follow(
    _ end: @escaping @Sendable (ConsoleError?) -> Operate.News, _ body: @escaping @Sendable () async throws -> Void
  ) {
    let tell = tell
    Task {
      do {
        try await body()
        tell.yield(end(nil))
      } catch { tell.yield(end(ConsoleError(any: error))) }
    }
  }
}
