internal import Synchronization

/// The few words that any thread may say to the loop, or hear from it, at any time.
///
/// Why it holds: each is one atomic; a stop is exchanged by the loop, so that one set at any moment is seen by exactly
/// one tick.
public struct LoopSignals: @unchecked Sendable {
  private struct Words: ~Copyable {
    let stop = Atomic<Bool>(false)
    let end = Atomic<Bool>(false)
    let ended = Atomic<Bool>(false)
    let ticks = Atomic<UInt64>(0)
    let realtime = Atomic<Int32>(Int32.min)
  }

  private let words: UnsafeMutablePointer<Words>

  /// Nothing was said.
  public init() {
    words = .allocate(capacity: 1)
    words.initialize(to: Words())
  }

  /// Gives the memory back; nobody may use a copy afterwards.
  public func destroy() { words.deinitialize(count: 1).deallocate() }

  /// The memory that the loop touches, to be locked before it starts.
  var memory: [UnsafeRawBufferPointer] { [UnsafeRawBufferPointer(start: words, count: MemoryLayout<Words>.stride)] }

  /// Calls for a stop; the next tick sees it, however many call.
  @_noAllocation @_noLocks
  public func callStop() { words.pointee.stop.store(true, ordering: .releasing) }

  /// Whether a stop was called for since the last tick. For the loop alone.
  @_noAllocation @_noLocks
  func takeStop() -> Bool { words.pointee.stop.exchange(false, ordering: .acquiringAndReleasing) }

  /// Asks the loop to discharge and end.
  @_noAllocation @_noLocks
  public func callEnd() { words.pointee.end.store(true, ordering: .releasing) }

  /// Whether the loop was asked to end.
  public var isEndCalled: Bool { @_noAllocation @_noLocks get { words.pointee.end.load(ordering: .acquiring) } }

  /// Whether the loop has ended.
  public internal(set) var hasEnded: Bool {
    @_noAllocation @_noLocks get { words.pointee.ended.load(ordering: .acquiring) }
    @_noAllocation @_noLocks nonmutating set { words.pointee.ended.store(newValue, ordering: .releasing) }
  }

  /// Ticks so far: what the watchdog watches.
  public internal(set) var ticks: UInt64 {
    @_noAllocation @_noLocks get { words.pointee.ticks.load(ordering: .relaxed) }
    @_noAllocation @_noLocks nonmutating set { words.pointee.ticks.store(newValue, ordering: .relaxed) }
  }

  /// Whether the loop's thread got realtime priority: nil before it started, 0 if so, else the error number.
  public internal(set) var realtimeError: Int32? {
    get {
      let value = words.pointee.realtime.load(ordering: .acquiring)
      return value == Int32.min ? nil : value
    }
    nonmutating set { words.pointee.realtime.store(newValue ?? Int32.min, ordering: .releasing) }
  }
}
