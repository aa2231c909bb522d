internal import CRealtime
internal import ControlInterface
internal import Glibc
internal import Varlink
internal import VarlinkWire

/// The control socket: varlink's server, the handler on its thread, and the thread that hears the loop.
final class ControlServer: Sendable {
  private let server: VarlinkServer<ControlHandler>
  private let waker: LoopWaker?

  /// The way to the handler.
  var door: LoopDoor<ControlHandler> { server.handler }

  private init(server: VarlinkServer<ControlHandler>, waker: LoopWaker?) {
    self.server = server
    self.waker = waker
  }

  /// Begins to serve.
  ///
  /// - Parameter wake: the descriptor that the loop makes readable when it has said something; negative without a loop.
  static func start(
    _ setup: ServiceSetup, tools: HandlerTools, at address: ListeningAddress, wake: Int32
  ) async throws(ControlServerError) -> ControlServer {
    let interfaces: [Interface]
    do {
      interfaces = [try Control.definition(), try Record.definition()]
    } catch {
      throw .damagedDefinition("\(error)")
    }
    let service = ServiceDefinition(
      vendor: "Porate", product: "porated", version: setup.version, url: "", interfaces: interfaces,
      urgentMethods: [Control.Stop.name])
    let server: VarlinkServer<ControlHandler>
    do {
      server = try await VarlinkServer.start(service, at: address) { ControlHandler(setup, tools: tools, loop: $0) }
    } catch {
      throw .cannotListen(error)
    }
    let door = server.handler
    door.enter { $0.begin(door: door) }
    guard wake >= 0 else { return ControlServer(server: server, waker: nil) }
    guard let waker = LoopWaker(descriptor: wake, wake: { door.enter { $0.pump() } }) else {
      await server.stop()
      throw .noThread
    }
    return ControlServer(server: server, waker: waker)
  }

  /// Takes the loop's last words, closes every connection and ends the threads.
  func stop() async {
    waker?.end()
    _ = try? await door.result { $0.pump() }
    await server.stop()
  }
}

/// Why the control socket cannot be served.
enum ControlServerError: Error, CustomStringConvertible {
  /// The socket.
  case cannotListen(ListenError)
  /// The interface's text in this program is not one.
  case damagedDefinition(String)
  /// There is no thread to be had.
  case noThread

  var description: String {
    switch self {
    case .cannotListen(let error): error.description
    case .damagedDefinition(let text): "this program is damaged: \(text)"
    case .noThread: "the system gives no thread"
    }
  }
}

/// A thread that sleeps until the loop has said something: no idle polling, and no delay.
private final class LoopWaker: Sendable {
  private let thread: crealtime_thread
  private let ending: Int32

  init?(descriptor: Int32, wake: @escaping @Sendable () -> Void) {
    let ending = crealtime_wake_open()
    guard ending >= 0 else { return nil }
    self.ending = ending
    let body = WakerBody(descriptor: descriptor, ending: ending, wake: wake)
    let context = Unmanaged.passRetained(body)
    var made = crealtime_thread()
    let result = crealtime_thread_start(
      &made, "porated-waker", 262_144,
      { context in
        guard let context else { return }
        Unmanaged<WakerBody>.fromOpaque(context).takeRetainedValue().work()
      }, context.toOpaque())
    guard result == 0 else {
      context.release()
      _ = crealtime_close(ending)
      return nil
    }
    thread = made
  }

  /// Ends the thread. Once.
  func end() {
    _ = crealtime_wake_post(ending)
    _ = crealtime_thread_join(thread)
    _ = crealtime_close(ending)
  }
}

private final class WakerBody: Sendable {
  private let descriptor: Int32
  private let ending: Int32
  private let wake: @Sendable () -> Void

  init(descriptor: Int32, ending: Int32, wake: @escaping @Sendable () -> Void) {
    self.descriptor = descriptor
    self.ending = ending
    self.wake = wake
  }

  func work() {
    while true {
      var watched = [
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: ending, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&watched, 2, -1)
      if count < 0, errno != EINTR { return }
      if watched[1].revents != 0 { return }
      if watched[0].revents != 0 {
        _ = crealtime_wake_take(descriptor)
        wake()
      }
    }
  }
}
