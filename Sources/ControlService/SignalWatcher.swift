internal import CRealtime
internal import Glibc

/// Signals that end the daemon or ask it for something.
public enum DaemonSignals {
  /// Blocks them for the calling thread and all that it makes: call it on the main thread before anything else, because a
  /// thread that does not block them would take their default action, which is to end without discharging.
  public static func block() {
    var set = set
    pthread_sigmask(SIG_BLOCK, &set, nil)
    // Writing to a console that went away is an error of that write, not the end of the daemon.
    signal(SIGPIPE, SIG_IGN)
  }

  /// SIGTERM, SIGINT, SIGHUP.
  static var set: sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&set, signal) }
    return set
  }
}

/// The blocked signals as a stream: one thread takes them.
struct SignalWatcher: Sendable {
  /// SIGTERM, SIGINT, SIGHUP as they come.
  let signals: AsyncStream<Int32>

  init() {
    DaemonSignals.block()
    let (signals, continuation) = AsyncStream.makeStream(of: Int32.self)
    self.signals = signals
    let body = Unmanaged.passRetained(SignalBody(continuation))
    var thread = crealtime_thread()
    let result = crealtime_thread_start(
      &thread, "porated-signals", 131_072,
      { context in
        guard let context else { return }
        Unmanaged<SignalBody>.fromOpaque(context).takeRetainedValue().work()
      }, body.toOpaque())
    if result != 0 {
      body.release()
      continuation.finish()
    }
  }
}

private final class SignalBody: Sendable {
  private let continuation: AsyncStream<Int32>.Continuation

  init(_ continuation: AsyncStream<Int32>.Continuation) { self.continuation = continuation }

  func work() {
    var set = DaemonSignals.set
    while true {
      var signal: Int32 = 0
      guard sigwait(&set, &signal) == 0 else { continue }
      continuation.yield(signal)
    }
  }
}
