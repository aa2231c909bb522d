import Glibc
import Synchronization

/// Ends a demonstration's work at the first signal, so that what cleans up behind it runs.
final class DemoCancellation: Sendable {
  private struct State {
    var signal: Int32?
    var task: Task<Ending, any Error>?
  }

  private let state = Mutex(State())

  /// The signal that came.
  var signal: Int32? { state.withLock { $0.signal } }

  /// Runs the work; a signal cancels it.
  func run(_ work: @escaping @Sendable () async throws -> Ending) async throws -> Ending {
    SignalWatch.shared.onSignal { [self] signal in
      let task = state.withLock { state in
        state.signal = state.signal ?? signal
        return state.task
      }
      task?.cancel()
    }
    let task = Task { try await work() }
    let isLate = state.withLock { state in
      state.task = task
      return state.signal != nil
    }
    if isLate { task.cancel() }
    return try await task.value
  }
}
