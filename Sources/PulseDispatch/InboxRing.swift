internal import SafetyKernel

/// Messages from the service's one thread to the loop.
///
/// It is no generic ring, because generics may allocate metadata and so are not proven.
public struct InboxRing: @unchecked Sendable {
  // Sendable because one thread alone offers and one alone takes; RingIndices says why no slot is touched by both. The
  // memory lives until `destroy`, which the owner calls after both have ended.
  private let indices: UnsafeMutablePointer<RingIndices>
  private let slots: UnsafeMutablePointer<InboxMessage>
  private let capacity: Int

  /// An empty ring.
  ///
  /// - Parameter capacityPower: it has two to this power slots, at most 2¹⁶.
  public init(capacityPower: UInt32 = 4) {
    capacity = 1 &<< Int(min(capacityPower, 16))
    indices = .allocate(capacity: 1)
    indices.initialize(to: RingIndices(capacityPower: capacityPower))
    slots = .allocate(capacity: capacity)
    slots.initialize(repeating: .disarm(correlation: 0, LeaseIdentity(value: 0)), count: capacity)
  }

  /// Gives the memory back; nobody may use the ring or a copy of it afterwards.
  public func destroy() {
    slots.deinitialize(count: capacity).deallocate()
    indices.deinitialize(count: 1).deallocate()
  }

  /// Puts an element in; false, and nothing changed, if the ring is full. For one thread alone.
  @_noAllocation @_noLocks
  public func offer(_ element: InboxMessage) -> Bool {
    guard let slot = indices.pointee.slotToWrite() else { return false }
    slots[slot] = element
    indices.pointee.wrote()
    return true
  }

  /// Takes the oldest element, or nil if there is none. For one thread alone.
  @_noAllocation @_noLocks
  public func take() -> InboxMessage? {
    guard let slot = indices.pointee.slotToRead() else { return nil }
    let element = slots[slot]
    indices.pointee.took()
    return element
  }

  /// Whether an element waits and is no command. For the thread that takes alone: what it says of a waiting element
  /// holds until that one is taken, whatever the other thread puts in behind it.
  var isNextNoCommand: Bool {
    @_noAllocation @_noLocks get {
      guard let slot = indices.pointee.slotToRead() else { return false }
      switch slots[slot] {
      case .prepare, .arm, .fire, .disarm, .acknowledge, .resolve: return false
      case .leaseGranted, .leaseRenewed, .leaseEnded, .recordDurable, .recordState, .overrunNoted, .calibration,
        .calibrationWithdrawn, .attach:
        return true
      }
    }
  }

  /// Messages that wait to be taken; of those that one thread put in before it called for something, none is missing.
  var waiting: UInt32 { @_noAllocation @_noLocks get { indices.pointee.filled } }

  /// Whether nothing waits to be taken; a moment's glance.
  public var isEmpty: Bool { @_noAllocation @_noLocks get { indices.pointee.filled == 0 } }

  /// Whether an element can be put in. For the thread that offers alone.
  public var hasRoom: Bool { @_noAllocation @_noLocks get { indices.pointee.hasRoom } }

  /// The memory that the loop touches, to be locked before it starts.
  public var memory: [UnsafeRawBufferPointer] {
    [
      UnsafeRawBufferPointer(start: indices, count: MemoryLayout<RingIndices>.stride),
      UnsafeRawBufferPointer(start: slots, count: capacity &* MemoryLayout<InboxMessage>.stride),
    ]
  }
}
