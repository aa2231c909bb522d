internal import ControlInterface
import Glibc
import Synchronization

/// What Ctrl-C and its kin do while the machine may have energy: the first stops the machine and lets the command tell
/// what became of it, a second one ends the program.
final class Interruption: Sendable {
  private let signals = Mutex<[Int32]>([])

  /// Whether one came.
  var happened: Bool { signals.withLock { !$0.isEmpty } }

  /// Stops the machine behind a socket on the first signal.
  static func stopping(_ socket: String) -> Interruption {
    let interruption = Interruption()
    SignalWatch.shared.onSignal { signal in
      let isFirst = interruption.signals.withLock { signals in
        signals.append(signal)
        return signals.count == 1
      }
      guard isFirst else { return SignalWatch.yield(to: signal) }
      Task { _ = try? await ControlClient.stop(at: socket) }
    }
    return interruption
  }

  /// Gives the signals their usual effect again.
  func end() { SignalWatch.shared.onSignal(nil) }
}
