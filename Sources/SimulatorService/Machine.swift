import CRealtime
import Glibc
import Quantities
import Synchronization
import VirtualGenerator

/// The virtual generator in real time: one thread brings it forward to the machine's monotonic clock and moves its bytes.
final class Machine: Sendable {
  private let device: Mutex<VirtualGenerator>
  private let wake: Int32
  private let isEnding = Atomic(false)
  private let thread = Mutex<crealtime_thread?>(nil)
  let log: TruthLog
  let link: String

  /// The longest sleep while bytes go out: so late may a byte be.
  private static let sendingTick_ns: Int64 = 1_000_000
  /// The longest sleep of all.
  private static let longestSleep_ns: Int64 = 1_000_000_000

  /// Starts the device now.
  init(_ options: SimulatorOptions, folder: StateFolder, seed: UInt64, signals: SignalDesk) throws(SimulatorFailure) {
    let log = TruthLog(folder)
    var hooks = DeviceHooks()
    hooks.store = { folder.store($0) }
    hooks.truth = { log.append($0) }
    hooks.notice = { signals.send($0) }
    wake = crealtime_wake_open()
    guard wake >= 0 else { throw .system(what: "make", path: "an eventfd", errno: -wake) }
    self.log = log
    link = options.port ?? options.link
    device = Mutex(
      VirtualGenerator(
        options.settings, memory: folder.memory, array: try options.makeArray(), seed: seed,
        startingAt: .nanoseconds(crealtime_clock_monotonic_ns()), hooks: hooks))
  }

  /// Looks at or changes the device, brought to the present.
  func use<Result: Sendable>(_ body: (inout VirtualGenerator) throws -> Result) rethrows -> Result {
    defer { crealtime_wake_post(wake) }
    return try device.withLock { device in
      device.advance(to: .nanoseconds(crealtime_clock_monotonic_ns()))
      return try body(&device)
    }
  }

  /// Runs the thread on a line, which is connected already.
  func start(_ port: consuming LinePort) throws(SimulatorFailure) {
    let body = Unmanaged.passRetained(MachineBody(self, port))
    var started = crealtime_thread()
    let result = crealtime_thread_start(
      &started, "porate-sim", 524_288,
      { context in
        guard let context else { return }
        Unmanaged<MachineBody>.fromOpaque(context).takeRetainedValue().work()
      }, body.toOpaque())
    guard result == 0 else {
      body.release()
      throw .system(what: "start", path: "the device's thread", errno: -result)
    }
    let kept = started
    thread.withLock { $0 = kept }
  }

  /// Ends the thread, and with it the line.
  func end() {
    isEnding.store(true, ordering: .releasing)
    crealtime_wake_post(wake)
    let ended = thread.withLock { thread in
      defer { thread = nil }
      return thread
    }
    if let ended { _ = crealtime_thread_join(ended) }
  }

  fileprivate func run(_ port: inout LinePort) {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while !isEnding.load(ordering: .acquiring) {
      let count = port.read(into: &buffer)
      let turn = device.withLock { device in
        let now = SimulationInstant.nanoseconds(crealtime_clock_monotonic_ns())
        device.receive(buffer.prefix(count), at: now)
        return (
          output: device.takeOutput(), next: device.nextEvent, isSending: device.isSending,
          isCut: device.activeFaults.contains(.cutLine), now: now
        )
      }
      port.write(turn.output)
      if turn.isCut {
        port.disconnect()
      } else if port.descriptor < 0 {
        do { try port.connect() } catch { complain("\(error)") }
      }
      var sleep_ns = turn.next.map { $0.since(turn.now).nanoseconds } ?? Self.longestSleep_ns
      if turn.isSending { sleep_ns = min(sleep_ns, Self.sendingTick_ns) }
      sleep(min(Self.longestSleep_ns, max(0, sleep_ns)), port.descriptor)
    }
    port.end()
  }

  private func sleep(_ span_ns: Int64, _ descriptor: Int32) {
    var waits = [
      pollfd(fd: wake, events: Int16(POLLIN), revents: 0), pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
    ]
    // Rounded up: what happens then, happens at its exact virtual time all the same.
    _ = poll(&waits, nfds_t(waits.count), Int32(clamping: (span_ns &+ 999_999) / 1_000_000))
    if waits[0].revents != 0 { _ = crealtime_wake_take(wake) }
  }
}

/// What the thread owns.
private final class MachineBody {
  private let machine: Machine
  private var port: LinePort

  init(_ machine: Machine, _ port: consuming LinePort) {
    self.machine = machine
    self.port = port
  }

  func work() { machine.run(&port) }
}
