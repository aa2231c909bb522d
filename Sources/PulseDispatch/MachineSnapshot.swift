internal import Synchronization

/// The newest ``MachineStatus``, written by the loop in each tick and read by anybody at any time without keeping the
/// loop waiting.
///
/// Why it holds: this is a sequence lock (Boehm 2012, MSPC). The status is copied word by word as relaxed atomics, so
/// that no two accesses race; the version is odd while a copy is being written. A reader takes the words between two
/// equal, even versions, with an acquire load before and an acquire fence after, against the writer's release fence and
/// release store; a torn copy is thrown away before any of its bits is looked at as a status. The status holds no
/// references, so that its bits are all of it.
public struct MachineSnapshot: @unchecked Sendable {
  private let version: UnsafeMutablePointer<Atomic<UInt64>>
  private let words: UnsafeMutablePointer<Atomic<UInt64>>
  private let staging: UnsafeMutableRawPointer
  private let wordCount: Int

  /// A snapshot of a status of which nothing is known.
  public init() {
    wordCount = (MemoryLayout<MachineStatus>.size &+ 7) / 8
    version = .allocate(capacity: 1)
    version.initialize(to: Atomic(0))
    words = .allocate(capacity: wordCount)
    for index in 0..<wordCount { (words + index).initialize(to: Atomic(0)) }
    staging = .allocate(byteCount: wordCount &* 8, alignment: 16)
    staging.initializeMemory(as: UInt64.self, repeating: 0, count: wordCount)
    write(MachineStatus())
  }

  /// Gives the memory back; nobody may use a copy afterwards.
  public func destroy() {
    version.deinitialize(count: 1).deallocate()
    words.deinitialize(count: wordCount).deallocate()
    staging.deallocate()
  }

  /// Replaces the status. For one thread alone.
  @_noAllocation @_noLocks
  public func write(_ status: MachineStatus) {
    // The staging buffer is the writer's own; its last word was zeroed, so no byte of it is undefined.
    staging.storeBytes(of: status, as: MachineStatus.self)
    let next = version.pointee.load(ordering: .relaxed) &+ 1
    version.pointee.store(next, ordering: .relaxed)
    atomicMemoryFence(ordering: .releasing)
    var index = 0
    while index < wordCount {
      words[index].store(staging.load(fromByteOffset: index &* 8, as: UInt64.self), ordering: .relaxed)
      index &+= 1
    }
    version.pointee.store(next &+ 1, ordering: .releasing)
  }

  /// The newest status. From any thread; it tries until no write falls in between, which at one write in a millisecond
  /// is soon.
  public func read() -> MachineStatus {
    let copy = UnsafeMutableRawPointer.allocate(byteCount: wordCount &* 8, alignment: 16)
    defer { copy.deallocate() }
    while true {
      let before = version.pointee.load(ordering: .acquiring)
      guard before & 1 == 0 else { continue }
      for index in 0..<wordCount {
        copy.storeBytes(of: words[index].load(ordering: .relaxed), toByteOffset: index &* 8, as: UInt64.self)
      }
      atomicMemoryFence(ordering: .acquiring)
      // Only now are the bits known to be those of one status.
      if version.pointee.load(ordering: .relaxed) == before { return copy.load(as: MachineStatus.self) }
    }
  }

  /// The memory that the loop touches, to be locked before it starts.
  public var memory: [UnsafeRawBufferPointer] {
    [
      UnsafeRawBufferPointer(start: version, count: 8), UnsafeRawBufferPointer(start: words, count: wordCount &* 8),
      UnsafeRawBufferPointer(start: staging, count: wordCount &* 8),
    ]
  }
}
