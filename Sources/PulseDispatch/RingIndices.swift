internal import Synchronization

/// The two counters that make an array of slots a ring for one producer and one consumer.
///
/// Why it holds: `written` is stored by the producer alone and `taken` by the consumer alone. The producer writes a
/// slot before it stores `written` with release order, and the consumer reads the slot after loading `written` with
/// acquire order; the same way round for `taken`, after which the slot may be written anew. So no slot is ever touched
/// by both at once. Both counters run modulo 2³² and their difference is never more than the capacity, a power of two.
struct RingIndices: ~Copyable {
  private let written = Atomic<UInt32>(0)
  private let taken = Atomic<UInt32>(0)
  private let mask: UInt32

  /// - Parameter capacityPower: the ring has two to this power slots, at most 2¹⁶.
  init(capacityPower: UInt32) { mask = (UInt32(1) &<< min(capacityPower, 16)) &- 1 }

  /// The slot to write next, or nil if the ring is full. For the producer alone.
  @_noAllocation @_noLocks
  func slotToWrite() -> Int? {
    let next = written.load(ordering: .relaxed)
    guard next &- taken.load(ordering: .acquiring) <= mask else { return nil }
    return Int(next & mask)
  }

  /// Hands the slot that was written to the consumer.
  @_noAllocation @_noLocks
  func wrote() { written.store(written.load(ordering: .relaxed) &+ 1, ordering: .releasing) }

  /// The slot to read next, or nil if the ring is empty. For the consumer alone.
  @_noAllocation @_noLocks
  func slotToRead() -> Int? {
    let next = taken.load(ordering: .relaxed)
    guard written.load(ordering: .acquiring) != next else { return nil }
    return Int(next & mask)
  }

  /// Gives the slot that was read back to the producer.
  @_noAllocation @_noLocks
  func took() { taken.store(taken.load(ordering: .relaxed) &+ 1, ordering: .releasing) }

  /// Whether a slot is free. For the producer alone.
  var hasRoom: Bool {
    @_noAllocation @_noLocks get {
      guard let _ = slotToWrite() else { return false }
      return true
    }
  }

  /// Filled slots; a moment's glance, from any thread.
  var filled: UInt32 {
    @_noAllocation @_noLocks get { written.load(ordering: .relaxed) &- taken.load(ordering: .relaxed) }
  }
}
