internal import Quantities
internal import SafetyKernel

/// Events from the loop to the service's one thread.
///
/// It is no generic ring, because generics may allocate metadata and so are not proven.
public struct OutboxRing: @unchecked Sendable {
  // Sendable because one thread alone offers and one alone takes; RingIndices says why no slot is touched by both. The
  // memory lives until `destroy`, which the owner calls after both have ended.
  private let indices: UnsafeMutablePointer<RingIndices>
  private let slots: UnsafeMutablePointer<OutboxRecord>
  private let capacity: Int

  /// An empty ring.
  ///
  /// - Parameter capacityPower: it has two to this power slots, at most 2¹⁶.
  public init(capacityPower: UInt32 = 9) {
    capacity = 1 &<< Int(min(capacityPower, 16))
    indices = .allocate(capacity: 1)
    indices.initialize(to: RingIndices(capacityPower: capacityPower))
    slots = .allocate(capacity: capacity)
    slots.initialize(
      repeating: OutboxRecord(tick: 0, time: .zero, correlation: 0, event: .kernel(.accepted)), count: capacity)
  }

  /// Gives the memory back; nobody may use the ring or a copy of it afterwards.
  public func destroy() {
    slots.deinitialize(count: capacity).deallocate()
    indices.deinitialize(count: 1).deallocate()
  }

  /// Puts an element in; false, and nothing changed, if the ring is full. For one thread alone.
  @_noAllocation @_noLocks
  public func offer(_ element: OutboxRecord) -> Bool {
    guard let slot = indices.pointee.slotToWrite() else { return false }
    slots[slot] = element
    indices.pointee.wrote()
    return true
  }

  /// Takes the oldest element, or nil if there is none. For one thread alone.
  @_noAllocation @_noLocks
  public func take() -> OutboxRecord? {
    guard let slot = indices.pointee.slotToRead() else { return nil }
    let element = slots[slot]
    indices.pointee.took()
    return element
  }

  /// Whether nothing waits to be taken; a moment's glance.
  public var isEmpty: Bool { @_noAllocation @_noLocks get { indices.pointee.filled == 0 } }

  /// Whether an element can be put in. For the thread that offers alone.
  public var hasRoom: Bool { @_noAllocation @_noLocks get { indices.pointee.hasRoom } }

  /// The memory that the loop touches, to be locked before it starts.
  public var memory: [UnsafeRawBufferPointer] {
    [
      UnsafeRawBufferPointer(start: indices, count: MemoryLayout<RingIndices>.stride),
      UnsafeRawBufferPointer(start: slots, count: capacity &* MemoryLayout<OutboxRecord>.stride),
    ]
  }
}
