internal import ControlInterface
import Glibc
public import Quantities
internal import QuantityText
internal import Settings
internal import Treatment

/// `porate demo`: one application on a simulated generator, with real processes, from nothing to nothing.
public enum Demo {
  /// What a person chooses.
  public struct Wish: Sendable {
    /// The electrode array's name.
    public var array: String
    /// The protocol's name; nil for the first of the array at 1 kHz, else its first.
    public var protocolName: String?
    /// The gap; nil for the largest that the array has.
    public var gap: Distance?
    /// A folder to work in that stays; nil for a private one that goes.
    public var keep: String?

    /// All of it.
    public init(array: String, protocolName: String? = nil, gap: Distance? = nil, keep: String? = nil) {
      self.array = array
      self.protocolName = protocolName
      self.gap = gap
      self.keep = keep
    }
  }

  /// How long the programs may take until they answer.
  static let patience = Duration.seconds(30)

  /// Runs it; with `--json` a ``DeliveryReport``. Whatever happens, no process and no folder of it remains.
  public static func run(_ setting: ConsoleSetting, _ wish: Wish) async throws -> Ending {
    // A closed pipe on standard output must not end it before it has cleaned up.
    signal(SIGPIPE, SIG_IGN)
    let programs = try DemoPrograms.find(setting.environment)
    let folder = try folder(wish, setting)
    let processes = try DemoProcesses(
      programs, folder: folder.path, keeps: wish.keep != nil, environment: setting.environment)
    let body = DemoRun(setting: setting, wish: wish, programs: programs, folder: folder.path)
    let cancellation = DemoCancellation()
    let result: Result<Ending, any Error>
    do {
      result = .success(try await cancellation.run { try await body.deliver(processes) })
    } catch {
      result = .failure(error)
    }
    let tails = processes.tails
    await processes.end()
    if wish.keep == nil { folder.remove() }
    SignalWatch.shared.onSignal(nil)
    switch result {
    case .success(let ending): return ending
    case .failure(let error):
      if let signal = cancellation.signal {
        if signal != SIGINT { SignalWatch.yield(to: signal) }
        throw ConsoleError(.interrupted, "interrupted", "interrupted; nothing is left running")
      }
      let console = ConsoleError(any: error)
      if console.name != "ended" { for tail in tails { setting.output.remark(tail) } }
      throw console
    }
  }

  private static func folder(_ wish: Wish, _ setting: ConsoleSetting) throws -> PrivateFolder {
    guard let keep = wish.keep else {
      guard let folder = PrivateFolder.make("porate-demo", environment: setting.environment) else {
        throw ConsoleError(
          .failed, "noFolder", "no folder can be made in /tmp", remedy: "make room there, or use --keep DIR")
      }
      return folder
    }
    guard let path = absolute(keep) else { throw ConsoleError(.failed, "noFolder", "there is no working folder") }
    guard path.utf8.count <= 90 else {
      throw ConsoleError(.usage, "keep", "\(path) is too long for a socket's address", remedy: "keep it below 90 bytes")
    }
    guard mkdir(path, 0o700) == 0 else {
      let reason = strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
      throw ConsoleError(
        .usage, "keep", "cannot make \(path): \(reason)", remedy: "name a folder that does not exist yet")
    }
    return PrivateFolder(path: path)
  }

  private static func absolute(_ path: String) -> String? {
    if path.hasPrefix("/") { return path }
    guard let current = getcwd(nil, 0) else { return nil }
    defer { free(current) }
    return "\(String(cString: current))/\(path)"
  }
}
