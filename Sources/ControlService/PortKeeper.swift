internal import CSerialPort
internal import Glibc
internal import Synchronization

/// Keeps the generator's serial port open: opens it, hands it over, closes what the loop gave back, and tries again.
///
/// Opening may wait for a driver, so it happens on a thread of its own and never on the server's.
final class PortKeeper: Sendable {
  /// From one try to the next: doubled each time, from 50 ms to 2 s.
  private static let firstPause = 50
  private static let longestPause = 2_000

  private struct State {
    var ports: [Int32: OpenPort] = [:]
    var pause = PortKeeper.firstPause
    var isEnding = false
    var lastFailure: Int32 = 0
  }

  private let path: String
  private let baud: Int32
  private let log: @Sendable (LogLine) -> Void
  private let state = Mutex(State())
  private let attach = Mutex<(@Sendable (_ descriptor: Int32, _ baud: Int32) -> Void)?>(nil)

  init(path: String, baud: Int32, log: @escaping @Sendable (LogLine) -> Void) {
    self.path = path
    self.baud = baud
    self.log = log
  }

  /// Begins; each port that is open is told to `attach`.
  func begin(attach: @escaping @Sendable (_ descriptor: Int32, _ baud: Int32) -> Void) {
    self.attach.withLock { $0 = attach }
    Task.detached { await self.open() }
  }

  /// The loop no longer uses a descriptor: it is closed, and another one opened.
  func released(_ descriptor: Int32) {
    let isEnding = state.withLock { state in
      state.ports.removeValue(forKey: descriptor)?.close()
      return state.isEnding
    }
    if isEnding { return }
    log(LogLine(level: .warning, text: "the connection to the generator at \(path) broke; opening it again"))
    Task.detached { await self.open() }
  }

  /// The generator answered: the next failure is a new one.
  func linkIsUp() { state.withLock { $0.pause = Self.firstPause } }

  /// Opens no more, and closes what is open. The loop must have ended.
  func end() {
    state.withLock { state in
      state.isEnding = true
      for port in state.ports.values { port.close() }
      state.ports = [:]
    }
  }

  private func open() async {
    while true {
      // Before each try, so that a port which opens and breaks at once is not tried in a tight circle.
      let pause = state.withLock { state in
        defer { state.pause = min(state.pause * 2, Self.longestPause) }
        return state.isEnding ? nil : state.pause
      }
      guard let pause else { return }
      if pause > Self.firstPause { try? await Task.sleep(for: .milliseconds(pause)) }
      if tryOpening() { return }
    }
  }

  /// Whether there is nothing more to try.
  private func tryOpening() -> Bool {
    var port = cserialport_port()
    let result = cserialport_open(path, baud, &port)
    guard result == 0 else {
      let isNew = state.withLock { state in
        defer { state.lastFailure = result }
        return state.lastFailure != result
      }
      if isNew {
        let reason = String(cString: strerror(-result))
        log(LogLine(level: .warning, text: "the generator's port \(path) cannot be opened: \(reason); trying again"))
      }
      return false
    }
    let opened = OpenPort(port)
    let isEnding = state.withLock { state in
      state.lastFailure = 0
      if !state.isEnding { state.ports[opened.descriptor] = opened }
      return state.isEnding
    }
    if isEnding {
      opened.close()
      return true
    }
    log(LogLine(level: .info, text: "the generator's port \(path) is open"))
    attach.withLock { $0 }?(opened.descriptor, baud)
    return true
  }
}

/// An open port, with the library's handle as a number: it is used by one thread at a time, and closed once.
private struct OpenPort: Sendable {
  let descriptor: Int32
  private let handle: UInt

  init(_ port: cserialport_port) {
    descriptor = port.descriptor
    handle = UInt(bitPattern: port.library_port)
  }

  func close() {
    var port = cserialport_port()
    port.descriptor = descriptor
    port.library_port = OpaquePointer(bitPattern: handle)
    cserialport_close(&port)
  }
}
