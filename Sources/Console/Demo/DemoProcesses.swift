import Glibc
import Synchronization

/// The processes of a demonstration. Each is in a process group of its own, so that Ctrl-C reaches the demonstration
/// alone, which then ends them in order; a guardian does it where the demonstration itself is killed.
final class DemoProcesses: Sendable {
  private struct Entry: Sendable {
    var name: String
    var process: ChildProcess
    var log: String
  }

  private let folder: String
  private let environment: [String: String]
  private let guardian: ChildProcess
  private let line: Int32
  private let entries = Mutex<[Entry]>([])

  /// Starts the guardian. `keeps`: the folder is the person's own and stays.
  init(_ programs: DemoPrograms, folder: String, keeps: Bool, environment: [String: String]) throws {
    // A daemon of the demonstration must not serve somebody else's socket, nor act under somebody else's lease.
    self.environment = environment.filter { !$0.key.hasPrefix("PORATE_") && $0.key != "NOTIFY_SOCKET" }
    self.folder = folder
    var ends: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &ends) == 0 else {
      throw ConsoleError(.failed, "pipe", "the system gives no pair of sockets")
    }
    defer { close(ends[0]) }
    line = ends[1]
    guardian = try Self.start(
      programs.own, ["demo-guardian", keeps ? "" : folder], self.environment, [(0, ends[0])])
  }

  /// Starts a program that writes to a log.
  func start(_ name: String, _ program: String, _ arguments: [String]) throws {
    let path = "\(folder)/\(name).log"
    let log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
    defer {
      close(log)
      close(nothing)
    }
    guard log >= 0, nothing >= 0 else { throw ConsoleError(.failed, "log", "cannot write \(path)") }
    let process = try Self.start(program, arguments, environment, [(0, nothing), (1, log), (2, log)])
    Output.write("+\(process.pid)\n", to: line)
    entries.withLock { $0.append(Entry(name: name, process: process, log: path)) }
  }

  /// Throws if one of the programs has ended by itself.
  func check() throws {
    for entry in entries.withLock({ $0 }) {
      guard let end = entry.process.ended() else { continue }
      entries.withLock { entries in entries.removeAll { $0.process.pid == entry.process.pid } }
      Output.write("-\(entry.process.pid)\n", to: line)
      throw ConsoleError(
        .failed, "ended", "\(entry.name) ended by itself with code \(end.exitCode)", remedy: tail(entry.name, entry.log)
      )
    }
  }

  /// The last lines of all logs.
  var tails: [String] { entries.withLock({ $0 }).map { tail($0.name, $0.log) } }

  private func tail(_ name: String, _ path: String) -> String {
    let text = (try? DemoFiles.read(path)) ?? ""
    let lines = text.split(separator: "\n").suffix(12)
    return lines.isEmpty ? "\(name) said nothing" : "\(name) said last:\n    " + lines.joined(separator: "\n    ")
  }

  /// Ends all of them, the last started first, and the guardian.
  func end() async {
    for entry in entries.withLock({ $0 }).reversed() {
      kill(-entry.process.pid, SIGTERM)
      let deadline = ContinuousClock.now + DemoGuardian.patience
      var isGone = false
      while !isGone, ContinuousClock.now < deadline {
        isGone = entry.process.ended() != nil
        // A cancelled task does not sleep, and must not spin either.
        if !isGone { usleep(5_000) }
      }
      if !isGone {
        kill(-entry.process.pid, SIGKILL)
        _ = await entry.process.waitForEnd()
      }
      Output.write("-\(entry.process.pid)\n", to: line)
    }
    entries.withLock { $0 = [] }
    Output.write("done\n", to: line)
    close(line)
    _ = await guardian.waitForEnd()
  }

  private static func start(
    _ program: String, _ arguments: [String], _ environment: [String: String],
    _ descriptors: [(child: Int32, own: Int32)]
  ) throws -> ChildProcess {
    do {
      return try ChildProcess.start(
        program, arguments, environment: environment, ownGroup: true, descriptors: descriptors)
    } catch { throw ConsoleError(.failed, "start", "cannot start \(program): \(error.reason)") }
  }
}
