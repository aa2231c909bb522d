internal import NIOCore

/// The event loop of a server as its handler sees it: not to be carried to another thread.
public struct ServiceLoop {
  private let loop: any EventLoop
  private let closeConnection: (ConnectionID) -> Void

  init(loop: any EventLoop, closeConnection: @escaping (ConnectionID) -> Void) {
    self.loop = loop
    self.closeConnection = closeConnection
  }

  /// Runs `body` on the loop after a time, or soon for a zero or negative one, unless cancelled before.
  @discardableResult
  public func schedule(after delay: Duration, _ body: @escaping () -> Void) -> ScheduledWork {
    ScheduledWork(scheduled: loop.assumeIsolated().scheduleTask(in: TimeAmount(delay), body))
  }

  /// Closes a connection; its handler hears of it later.
  public func close(_ connection: ConnectionID) { closeConnection(connection) }

  /// A way to reach `value`, which lives on the loop, from any thread.
  public func door<Value>(to value: Value) -> LoopDoor<Value> {
    LoopDoor(bound: NIOLoopBound(value, eventLoop: loop), loop: loop)
  }
}

/// Work that will run unless cancelled.
public struct ScheduledWork {
  let scheduled: Scheduled<Void>

  /// Keeps the work from running if it has not begun.
  public func cancel() { scheduled.cancel() }
}

/// A way from any thread to a value that lives on an event loop.
public struct LoopDoor<Value>: Sendable {
  let bound: NIOLoopBound<Value>
  let loop: any EventLoop

  /// Runs `body` on the loop, in the order of the calls from one thread. Does not wait.
  public func enter(_ body: @escaping @Sendable (Value) -> Void) {
    let bound = bound
    loop.execute { body(bound.value) }
  }

  /// Runs `body` on the loop and waits for what it returns; throws when the server has stopped.
  public func result<Result: Sendable>(_ body: @escaping @Sendable (Value) -> Result) async throws -> Result {
    let bound = bound
    return try await loop.submit { body(bound.value) }.get()
  }
}
