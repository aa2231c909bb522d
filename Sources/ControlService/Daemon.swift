internal import CRealtime
internal import ControlInterface
internal import Glibc
internal import Journal
internal import PulseDispatch
internal import Quantities
internal import Settings
internal import Varlink

/// porated: wires settings, record, loop and control socket together, runs until a signal, and ends with the bank empty.
public struct Daemon: Sendable {
  /// What the command line says.
  public struct Options: Sendable {
    /// The settings' file.
    public var configuration: String
    /// The socket's path, if given.
    public var socket: String?
    /// The program's version.
    public var version: String
    /// Where log lines go.
    public var log: @Sendable (LogLine) -> Void

    /// Options from their parts.
    public init(
      configuration: String, socket: String?, version: String, log: @escaping @Sendable (LogLine) -> Void
    ) {
      self.configuration = configuration
      self.socket = socket
      self.version = version
      self.log = log
    }
  }

  /// How the daemon ended, as its exit code.
  public enum Exit: Int32, Sendable {
    /// A signal ended it, and everything was discharged and written.
    case ended = 0
    /// It cannot serve its socket, or no path is known for it.
    case noSocket = 69
    /// Another porated has the record.
    case recordInUse = 73
    /// The system denies a thread or a descriptor.
    case noResources = 71
  }

  /// How long the end waits for the record's last rows.
  private static let recordPatience = Duration.seconds(5)

  /// Runs until SIGTERM or SIGINT, which ``DaemonSignals/block()`` must have blocked on the main thread.
  public static func run(_ options: Options) async -> Exit {
    let signals = SignalWatcher()
    let manager = ServiceManager(DaemonPaths.environment)
    let (checked, problems) = read(options)
    let settings = checked?.configuration.settings
    guard let address = address(options, settings, manager) else {
      options.log(
        LogLine(level: .error, text: "no path for the control socket: give --socket, or set XDG_RUNTIME_DIR"))
      return .noSocket
    }
    let record = OpenedRecord(settings)
    if record.isLocked {
      options.log(LogLine(level: .error, text: record.failure.description))
      return .recordInUse
    }
    if let trouble = record.trouble { options.log(LogLine(level: .error, text: "no record: \(trouble)")) }
    do {
      let parts = try await DaemonParts.start(options, checked, problems, record, address)
      let status = parts.setup.isConfigured ? "serving" : parts.statusText
      manager.tell("READY=1", "STATUS=\(parts.statusText)")
      options.log(LogLine(level: .info, text: "porated \(options.version) is ready: \(status)"))
      let watchdog = watch(parts, manager)
      await wait(signals, options, manager)
      watchdog?.cancel()
      manager.tell("STOPPING=1", "STATUS=discharging and ending")
      await parts.end(patience: recordPatience)
      options.log(LogLine(level: .info, text: "porated has ended"))
      return .ended
    } catch {
      options.log(LogLine(level: .error, text: error.description))
      return error.exit
    }
  }

  private static func read(_ options: Options) -> (CheckedConfiguration?, [SettingsProblem]) {
    do throws(SettingsFailure) {
      return (try CheckedConfiguration.read(options.configuration), [])
    } catch {
      for problem in error.problems { options.log(LogLine(level: .error, text: problem.description)) }
      options.log(
        LogLine(
          level: .error,
          text: "the configuration is bad: nothing can be armed. Next: porated check --config \(options.configuration)")
      )
      return (nil, error.problems)
    }
  }

  private static func address(
    _ options: Options, _ settings: DaemonSettings?, _ manager: ServiceManager
  ) -> ListeningAddress? {
    if let descriptor = manager.listeningSocket, options.socket == nil { return .inherited(descriptor: descriptor) }
    guard let path = DaemonPaths.socket(option: options.socket, settings: settings) else { return nil }
    DaemonPaths.makeFolder(of: path)
    return .path(path)
  }

  /// Tells the manager's watchdog that both the loop and the server's thread go on; silence lets it act.
  private static func watch(_ parts: DaemonParts, _ manager: ServiceManager) -> Task<Void, Never>? {
    guard let interval = manager.watchdogInterval else { return nil }
    return Task {
      var ticks: UInt64?
      while !Task.isCancelled {
        let isServing = (try? await parts.server.door.result { $0.isAlive }) ?? false
        let now = parts.ends?.signals.ticks
        let isTicking = now == nil || now != ticks
        ticks = now
        if isServing && isTicking { manager.tell("WATCHDOG=1") }
        do { try await Task.sleep(for: interval) } catch { return }
      }
    }
  }

  private static func wait(_ signals: SignalWatcher, _ options: Options, _ manager: ServiceManager) async {
    for await signal in signals.signals {
      if signal != SIGHUP { return }
      options.log(
        LogLine(level: .warning, text: "SIGHUP: this version cannot read its configuration anew; restart it instead"))
    }
  }
}
