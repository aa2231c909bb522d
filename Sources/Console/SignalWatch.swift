import Glibc
import Synchronization

/// Signals that would end the program, taken by the main thread alone.
///
/// They are blocked before any other thread exists, so that every thread inherits the block, and the main thread waits
/// for them with sigwait(3): no handler runs in the middle of anything.
public final class SignalWatch: Sendable {
  /// Those that end a program, and the one that stops it from a terminal.
  public static let watched = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP]

  /// The one watch of the process.
  public static let shared = SignalWatch()

  /// What to do with a signal.
  public typealias Action = @Sendable (Int32) -> Void
  private let action = Mutex<Action?>(nil)

  private init() {}

  /// Blocks the signals in this thread and all that it makes. To be called before the program has any other thread.
  public func begin() {
    var set = Self.set
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  /// Waits for signals on this thread for as long as the program lives.
  ///
  /// It has to be the main thread: an asynchronous `main` would leave that one to the system's dispatcher, which lets it
  /// wait with no signal blocked, and the kernel would give it every signal to die of.
  public func watch() -> Never {
    var set = Self.set
    while true {
      var signal: Int32 = 0
      if sigwait(&set, &signal) == 0 { take(signal) }
    }
  }

  /// Sets what happens on a signal; nil for the signal's usual effect.
  public func onSignal(_ new: Action?) { action.withLock { $0 = new } }

  private func take(_ signal: Int32) {
    if let action = action.withLock({ $0 }) { action(signal) } else { SignalWatch.yield(to: signal) }
  }

  /// Lets a signal have its usual effect on this process.
  public static func yield(to signal: Int32) {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, signal)
    Glibc.signal(signal, SIG_DFL)
    kill(getpid(), signal)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
    // Only a stop comes back here, when the program is continued.
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  private static var set: sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in watched { sigaddset(&set, signal) }
    return set
  }
}

/// A detached thread.
struct Thread {
  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) { self.run = run }

  /// Starts it; false if the system gives no thread.
  func start() -> Bool {
    let body = Unmanaged.passRetained(Body(run))
    var thread = pthread_t()
    let result = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
      }, body.toOpaque())
    guard result == 0 else {
      body.release()
      return false
    }
    pthread_detach(thread)
    return true
  }
}
