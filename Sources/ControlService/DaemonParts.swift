internal import CRealtime
internal import Glibc
internal import Journal
internal import PulseDispatch
internal import Quantities
internal import Settings
internal import Synchronization
internal import Varlink

/// Why the daemon could not start.
struct DaemonStartError: Error, CustomStringConvertible {
  var exit: Daemon.Exit
  var description: String
}

/// Everything that runs, in the order of its start.
struct DaemonParts: Sendable {
  let setup: ServiceSetup
  let server: ControlServer
  let ends: LoopEnds?
  let statusText: String
  private let thread: RealTimeThread?
  private let writer: JournalWriter?
  private let port: PortKeeper?
  private let wake: Int32

  /// Starts record, loop, server and port.
  static func start(
    _ options: Daemon.Options, _ checked: CheckedConfiguration?, _ problems: [SettingsProblem],
    _ record: OpenedRecord, _ address: ListeningAddress
  ) async throws(DaemonStartError) -> DaemonParts {
    let settings = checked?.configuration.settings
    let doorway = Doorway()
    let writer = try writer(record, doorway)
    var ends: LoopEnds?
    var port: PortKeeper?
    var thread: RealTimeThread?
    var wake: Int32 = -1
    var notes: [String] = []
    if let settings, let generator = settings.generator, let caps = checked?.caps {
      let made = LoopEnds()
      wake = crealtime_wake_open()
      guard wake >= 0 else { throw DaemonStartError(exit: .noResources, description: "no descriptor for the loop") }
      var loop = MachineBuilder.loop(settings, caps: caps, open: record.open, ends: made, seed: SystemClock.entropy())
      loop.wakeDescriptor = wake
      do throws(RealTimeThreadError) {
        thread = try RealTimeThread(loop: loop, settings: RealTimeSettings())
      } catch {
        throw DaemonStartError(
          exit: .noResources,
          description: "the loop's thread cannot be started: \(String(cString: strerror(error.code)))")
      }
      notes = await grants(thread)
      for note in notes { options.log(LogLine(level: .warning, text: note)) }
      ends = made
      port = PortKeeper(path: generator.device, baud: Int32(clamping: generator.baud), log: options.log)
    }
    let setup = ServiceSetup(
      configuration: checked?.configuration, problems: problems, configurationFile: options.configuration,
      version: options.version, pid: getpid(), journalPath: record.path, access: access(settings),
      lastTrain: record.last, recordTrouble: record.trouble, lateness: ends?.lateness, notes: notes)
    for name in setup.access.unknown {
      options.log(LogLine(level: .warning, text: "`access:` names \(name), which this system does not know"))
    }
    let tools = HandlerTools(
      ends: ends, journal: writer, journalFailure: record.failure, port: port,
      calibrationFolder: settings?.calibrationFolder, log: options.log)
    let server: ControlServer
    do throws(ControlServerError) {
      server = try await ControlServer.start(setup, tools: tools, at: address, wake: wake)
    } catch {
      thread?.end()
      writer?.end()
      throw DaemonStartError(exit: .noSocket, description: error.description)
    }
    let door = server.door
    doorway.open(door)
    port?.begin { descriptor, baud in door.enter { $0.attach(descriptor: descriptor, baud: baud) } }
    return DaemonParts(
      setup: setup, server: server, ends: ends, statusText: statusText(setup), thread: thread, writer: writer,
      port: port, wake: wake)
  }

  /// Discharges and waits for it, at most some five seconds; writes the record's last rows; ends the threads.
  func end(patience: Duration) async {
    // The loop's own end: its permit is withdrawn at once, and it goes on until the bank is measured empty.
    await blocking { thread?.end() }
    _ = try? await server.door.result { $0.pump() }
    if let writer {
      // A disk that hangs does not keep the daemon: what it did not take is unresolved at the next start.
      let ending = Task.detached { writer.end() }
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await ending.value }
        group.addTask { try? await Task.sleep(for: patience) }
        await group.next()
        group.cancelAll()
      }
    }
    await server.stop()
    port?.end()
  }

  private func blocking(_ body: @escaping @Sendable () -> Void) async {
    await Task.detached { body() }.value
  }

  private static func writer(
    _ record: OpenedRecord, _ doorway: Doorway
  ) throws(DaemonStartError) -> JournalWriter? {
    guard let journal = record.journal else { return nil }
    do throws(JournalError) {
      let writer = try JournalWriter(journal, open: record.open) { answers in doorway.pass(answers) }
      try writer.start()
      return writer
    } catch {
      throw DaemonStartError(exit: .noResources, description: error.description)
    }
  }

  private static func access(_ settings: DaemonSettings?) -> AccessTable {
    guard let rules = settings?.access else { return AccessTable(daemonUser: getuid()) }
    return AccessTable(rules: rules, userID: SystemNames.userID, groupID: SystemNames.groupID)
  }

  private static func statusText(_ setup: ServiceSetup) -> String {
    if setup.configuration == nil { return "configuration is bad, nothing can be armed: see porated check" }
    if !setup.isConfigured { return "no generator is configured in \(setup.configurationFile)" }
    return "serving the generator on \(setup.configuration?.settings.generator?.device ?? "")"
  }

  /// What the loop's thread did not get, in sentences; waits until it has asked, which is at once.
  private static func grants(_ thread: RealTimeThread?) async -> [String] {
    guard let thread else { return [] }
    for _ in 0..<200 {
      if let grants = thread.grants { return sentences(grants) }
      try? await Task.sleep(for: .milliseconds(1))
    }
    return ["the loop's thread has not begun yet"]
  }

  private static func sentences(_ grants: RealTimeGrants) -> [String] {
    func reason(_ code: Int32) -> String { code > 0 ? ": \(String(cString: strerror(code)))" : "" }
    var notes: [String] = []
    if grants.priority != 0 {
      notes.append("NO REALTIME PRIORITY\(reason(grants.priority)): arming needs allow_without_realtime: REASON")
    }
    if grants.memory != 0 { notes.append("the loop's memory is not locked\(reason(grants.memory))") }
    if grants.latency != 0 { notes.append("deep sleep of the processors is not forbidden\(reason(grants.latency))") }
    return notes
  }
}

/// The way from the record's thread to the server's, which opens later: answers that come before wait.
private final class Doorway: Sendable {
  private struct State {
    var door: LoopDoor<ControlHandler>?
    var waiting: [JournalAnswer] = []
  }

  private let state = Mutex(State())

  func open(_ door: LoopDoor<ControlHandler>) {
    state.withLock { state in
      state.door = door
      let waiting = state.waiting
      state.waiting = []
      if !waiting.isEmpty { door.enter { $0.take(waiting) } }
    }
  }

  func pass(_ answers: [JournalAnswer]) {
    state.withLock { state in
      if let door = state.door { door.enter { $0.take(answers) } } else { state.waiting += answers }
    }
  }
}
