internal import ControlInterface
import Glibc

/// `porate operate`: the view of the person in control.
public enum Operate {
  /// What happens while it runs, in order.
  enum News: Sendable {
    case key(Character)
    case keysEnded
    case signal(Int32)
    case machine(Control.Monitor.Reply)
    case machineGone(ConsoleError)
    case leaseEnded(String)
    case arming(Control.Arm.Reply)
    case armingEnded(ConsoleError?)
    case firing(Control.Fire.Reply)
    case firingEnded(ConsoleError?)
    case prepared(ConsoleError?)
    case said(String)
    case redraw
  }

  /// What `--json` prints when the view is left: every outcome that was seen.
  struct Report: Codable {
    var outcomes: [Control.Outcome]
  }

  /// Runs until q, a signal or the end of the connection; prepares `wish` first, if there is one.
  public static func run(_ setting: ConsoleSetting, _ wish: PlanWish?, takeOver: String?) async throws -> Ending {
    guard let terminal = Terminal.open() else {
      throw ConsoleError(
        .usage, "noTerminal", "`porate operate` needs a terminal",
        remedy: "scripts use `porate deliver --yes` or `porate control -- COMMAND`")
    }
    let client = try await ControlClient.connect(to: setting.socket)
    let monitor = try await client.monitor()
    let lease = try await ControlLease.acquire(at: setting.socket, takeOver: takeOver)
    var desk = OperateDesk()
    desk.arrays = try await client.electrodes()
    desk.protocols = try await client.protocols()
    if let wish {
      _ = try await client.prepare(wish.wire(acceptLowered: nil), token: lease.token)
    }
    let session = OperateSession(setting: setting, client: client, lease: lease, terminal: terminal)
    session.begin(monitor)
    defer {
      SignalWatch.shared.onSignal(nil)
      terminal.restore()
    }
    let result = await session.run(&desk)
    session.end()
    if result.signal != nil { _ = try? await client.stop() }
    await lease.release()
    terminal.restore()
    if setting.isJSON {
      setting.output.json(Report(outcomes: result.outcomes))
    } else if let last = result.outcomes.last {
      setting.output.line(StateText.outcome(last, setting.style))
    }
    if let error = result.error { throw error }
    if let signal = result.signal {
      if signal == SIGINT { return .interrupted }
      SignalWatch.yield(to: signal)
    }
    return .done
  }
}
