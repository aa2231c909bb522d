/// Bytes on their way in one direction, in memory: a line for virtual time.
///
/// For one thread: host and device take turns on it. It holds pointers so that both see the same bytes.
public struct MemoryLine {
  private struct Ends {
    var written: UInt64
    var taken: UInt64
    var cut: Bool
  }

  /// Bytes the line holds at most; as in a pseudo-terminal, more find no room.
  public static var capacity: Int { @_noAllocation @_noLocks get { 65_536 } }

  private let bytes: UnsafeMutablePointer<UInt8>
  private let ends: UnsafeMutablePointer<Ends>

  /// An empty line.
  public init() {
    bytes = .allocate(capacity: MemoryLine.capacity)
    bytes.initialize(repeating: 0, count: MemoryLine.capacity)
    ends = .allocate(capacity: 1)
    ends.initialize(to: Ends(written: 0, taken: 0, cut: false))
  }

  /// Gives the memory back; nobody may use the line or a copy of it afterwards.
  public func destroy() {
    bytes.deinitialize(count: MemoryLine.capacity).deallocate()
    ends.deinitialize(count: 1).deallocate()
  }

  /// Whether the line was cut.
  public var isCut: Bool { @_noAllocation @_noLocks get { ends.pointee.cut } }

  /// Cuts the line, as pulling the plug does: what is on its way is lost.
  @_noAllocation @_noLocks
  public func cut() {
    ends.pointee.cut = true
    clear()
  }

  /// Joins a cut line again.
  @_noAllocation @_noLocks
  public func join() { ends.pointee.cut = false }

  /// Drops what is on its way.
  @_noAllocation @_noLocks
  public func clear() { ends.pointee.taken = ends.pointee.written }

  /// Bytes on their way.
  public var waiting: Int {
    @_noAllocation @_noLocks get {
      // Never more than the capacity.
      Int(truncatingIfNeeded: ends.pointee.written &- ends.pointee.taken)
    }
  }

  /// Puts a byte in; false if the line is cut or full.
  @_noAllocation @_noLocks
  public func put(_ byte: UInt8) -> Bool {
    guard !ends.pointee.cut, waiting < MemoryLine.capacity else { return false }
    // The capacity is a power of two, so the mask keeps the index in range.
    bytes[Int(truncatingIfNeeded: ends.pointee.written & UInt64(MemoryLine.capacity &- 1))] = byte
    ends.pointee.written = ends.pointee.written &+ 1
    return true
  }

  /// Takes the oldest byte, or nil if there is none.
  @_noAllocation @_noLocks
  public func take() -> UInt8? {
    guard waiting > 0 else { return nil }
    let byte = bytes[Int(truncatingIfNeeded: ends.pointee.taken & UInt64(MemoryLine.capacity &- 1))]
    ends.pointee.taken = ends.pointee.taken &+ 1
    return byte
  }
}

/// The two directions between host and device in virtual time.
public struct MemoryChannel {
  /// From the host to the device.
  public let toDevice: MemoryLine
  /// From the device to the host.
  public let toHost: MemoryLine

  /// Two empty lines.
  public init() {
    toDevice = MemoryLine()
    toHost = MemoryLine()
  }

  /// Gives the memory back; nobody may use the lines or a copy of them afterwards.
  public func destroy() {
    toDevice.destroy()
    toHost.destroy()
  }

  /// Cuts both directions.
  @_noAllocation @_noLocks
  public func cut() {
    toDevice.cut()
    toHost.cut()
  }

  /// Joins both directions again.
  @_noAllocation @_noLocks
  public func join() {
    toDevice.join()
    toHost.join()
  }
}
