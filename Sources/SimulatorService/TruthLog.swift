import Synchronization
import VirtualGenerator

/// The truth log: each event goes to the file at once, and is kept for io.porate.Simulator.
final class TruthLog: Sendable {
  /// The events that are kept; older ones are in the file only.
  static let longest = 200_000

  private struct State {
    var events: [TruthEvent] = []
    /// The number of the first event that is kept.
    var first: UInt64 = 1
    var isBroken = false
  }

  private let state = Mutex(State())
  private let folder: StateFolder

  init(_ folder: StateFolder) { self.folder = folder }

  func append(_ event: TruthEvent) {
    let isWritten = folder.append(event.jsonLine)
    let complaint = state.withLock { state in
      state.events.append(event)
      if state.events.count > Self.longest {
        state.events.removeFirst(Self.longest / 10)
        state.first += UInt64(Self.longest / 10)
      }
      defer { if !isWritten { state.isBroken = true } }
      return !isWritten && !state.isBroken
    }
    if complaint { complain("cannot write \(folder.path)/truth.jsonl") }
  }

  /// Up to `count` events from a number on.
  func events(from number: UInt64, atMost count: Int) -> [TruthEvent] {
    state.withLock { state in
      let skipped = number > state.first ? number - state.first : 0
      guard skipped < UInt64(state.events.count) else { return [] }
      return Array(state.events[Int(skipped)...].prefix(count))
    }
  }
}
