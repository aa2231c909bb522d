internal import ControlInterface
import Glibc

/// `porate control -- COMMAND`: holds control while a command runs.
public enum ControlCommand {
  /// What `--json` prints when the command has ended.
  struct Report: Codable {
    /// The command's exit code, 128 and the signal's number if one ended it.
    var exitCode: Int32
    /// Whether control was held to the end; else why not.
    var lease: String
  }

  /// Runs the command with PORATE_LEASE, PORATE_SOCKET and PORATE_HOLD in its environment; returns its exit code.
  public static func run(_ setting: ConsoleSetting, _ command: [String], takeOver: String?) async throws -> Int32 {
    guard let program = command.first else {
      throw ConsoleError(.usage, "noCommand", "no command", remedy: "write it behind --, as `porate control -- sh`")
    }
    let lease = try await ControlLease.acquire(at: setting.socket, takeOver: takeOver)
    guard let folder = PrivateFolder.make("porate-control", environment: setting.environment) else {
      throw ConsoleError(.failed, "noFolder", "no folder can be made in /tmp", remedy: "make room there")
    }
    defer { folder.remove() }
    let holdPath = "\(folder.path)/hold"
    let holding = HoldLine.serve(at: holdPath, lease)
    defer { holding?.cancel() }
    var environment = setting.environment
    environment["PORATE_LEASE"] = lease.token
    environment["PORATE_SOCKET"] = setting.socket
    environment["PORATE_HOLD"] = holdPath
    let child: ChildProcess
    do {
      child = try ChildProcess.start(
        program, Array(command.dropFirst()), environment: environment, ownGroup: false)
    } catch {
      await lease.release()
      throw ConsoleError(
        .usage, "noProgram", "cannot run \(program): \(error.reason)", remedy: "see that it is in PATH")
    }
    // The terminal gives its keys to the command as well; the others are passed on.
    SignalWatch.shared.onSignal { signal in
      if signal == SIGTERM || signal == SIGHUP { kill(child.pid, signal) }
      if signal == SIGTSTP { SignalWatch.yield(to: signal) }
    }
    let watching = Task {
      let reason = await lease.waitForEnd()
      if !Task.isCancelled {
        setting.output.remark(ConsoleError(reason).text(setting.style))
        setting.output.remark("  control is lost: what was armed is disarmed, and the command goes on without it")
      }
    }
    let end = await child.waitForEnd()
    watching.cancel()
    SignalWatch.shared.onSignal(nil)
    let lost = lease.ended.map { ConsoleError($0).explanation }
    await lease.release()
    if setting.isJSON { setting.output.json(Report(exitCode: end.exitCode, lease: lost ?? "held")) }
    return end.exitCode
  }
}
