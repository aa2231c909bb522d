public import Quantities

/// What joins the loop to the rest of the daemon: the loop holds one end, the service the other.
public struct LoopEnds: Sendable {
  /// Messages to the loop.
  public let inbox: InboxRing
  /// Events from the loop.
  public let outbox: OutboxRing
  /// Pieces of waveforms from the loop.
  public let waveforms: WaveformRing
  /// The newest status.
  public let snapshot: MachineSnapshot
  /// Stop, end, and the watchdog's count.
  public let signals: LoopSignals
  /// How late ticks were.
  public let lateness: LatenessHistogram

  /// Empty rings of the usual sizes: 16 messages, 512 events, 256 pieces of waveforms.
  public init() {
    inbox = InboxRing()
    outbox = OutboxRing()
    waveforms = WaveformRing()
    snapshot = MachineSnapshot()
    signals = LoopSignals()
    lateness = LatenessHistogram()
  }

  /// Gives the memory back, once loop and service have both ended.
  public func destroy() {
    inbox.destroy()
    outbox.destroy()
    waveforms.destroy()
    snapshot.destroy()
    signals.destroy()
    lateness.destroy()
  }
}

/// When the next tick is due.
public enum TickPace: UInt8, Hashable, Sendable, CaseIterable {
  /// In 1 ms: there is or may be energy, a train is open, or somebody waits.
  case fast = 0
  /// In 10 ms: standby.
  case slow = 1

  /// From one tick to the next.
  public var period: TimeSpan {
    @_noAllocation @_noLocks get {
      switch self {
      case .fast: return .milliseconds(1)
      case .slow: return .milliseconds(10)
      }
    }
  }

  /// Equality, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: TickPace, right: TickPace) -> Bool { left.rawValue == right.rawValue }
}
