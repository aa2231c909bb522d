internal import CRealtime
internal import Glibc

/// Signals as a stream: blocked in every thread from the start, taken by one.
///
/// It must be made before any other thread, because threads take over what their maker blocks.
struct SignalWatcher: Sendable {
  /// SIGTERM, SIGINT, SIGHUP as they come.
  let signals: AsyncStream<Int32>

  init() {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&set, signal) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
    // Writing to a console that went away is an error of that write, not the end of the daemon.
    signal(SIGPIPE, SIG_IGN)
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
    var set = sigset_t()
    sigemptyset(&set)
    for signal in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&set, signal) }
    while true {
      var signal: Int32 = 0
      guard sigwait(&set, &signal) == 0 else { continue }
      continuation.yield(signal)
    }
  }
}
