internal import CRealtime
internal import CSerialPort

/// What reading or writing came to.
enum ChannelResult: Sendable {
  /// So many bytes were moved; none if there is nothing, or no room, just now.
  case moved(Int)
  /// The connection is gone: hang-up, end of file or an input/output error.
  case broken
}

/// A non-blocking descriptor of a serial port or pseudo-terminal, opened and closed by somebody else.
public struct DescriptorChannel: Sendable {
  /// The descriptor.
  public let descriptor: Int32

  /// A channel over a descriptor that is non-blocking and in raw mode.
  @_noAllocation @_noLocks
  public init(descriptor: Int32) { self.descriptor = descriptor }
}

/// Where bytes to and from a generator go: a closed list, because the loop's call tree has no existentials.
public enum ByteChannel {
  /// None (any more).
  case closed
  /// A serial port or pseudo-terminal.
  case descriptor(DescriptorChannel)
  /// Memory, in virtual time.
  case memory(MemoryChannel)

  /// Whether there is a channel at all.
  var isOpen: Bool {
    @_noAllocation @_noLocks get {
      switch self {
      case .closed: return false
      case .descriptor, .memory: return true
      }
    }
  }

  /// Reads at most `capacity` bytes.
  @_noAllocation @_noLocks
  func read(into bytes: UnsafeMutablePointer<UInt8>, capacity: Int) -> ChannelResult {
    switch self {
    case .closed: return .broken
    case .descriptor(let port):
      let count = crealtime_read(port.descriptor, bytes, capacity)
      if count > 0 { return .moved(count) }
      // 0 is the end: a non-blocking terminal with nothing to read says EAGAIN.
      return count == -Int(EAGAIN) ? .moved(0) : .broken
    case .memory(let lines):
      if lines.toHost.isCut { return .broken }
      var count = 0
      while count < capacity, let byte = lines.toHost.take() {
        bytes[count] = byte
        count &+= 1
      }
      return .moved(count)
    }
  }

  /// Writes at most `count` bytes.
  @_noAllocation @_noLocks
  func write(_ bytes: UnsafePointer<UInt8>, count: Int) -> ChannelResult {
    switch self {
    case .closed: return .broken
    case .descriptor(let port):
      let moved = crealtime_write(port.descriptor, bytes, count)
      if moved >= 0 { return .moved(moved) }
      return moved == -Int(EAGAIN) ? .moved(0) : .broken
    case .memory(let lines):
      if lines.toDevice.isCut { return .broken }
      var index = 0
      while index < count, lines.toDevice.put(bytes[index]) { index &+= 1 }
      return .moved(index)
    }
  }

  /// Bytes that the port's driver still holds; 0 where that cannot be told.
  @_noAllocation @_noLocks
  func bytesToSend() -> Int64 {
    switch self {
    case .closed, .memory: return 0
    case .descriptor(let port): return max(0, Int64(cserialport_bytes_to_send(port.descriptor)))
    }
  }

  /// Drops everything that is on its way.
  @_noAllocation @_noLocks
  func flush() {
    switch self {
    case .closed: return
    case .descriptor(let port):
      // A failure shows at the next read or write.
      _ = cserialport_flush(port.descriptor)
    case .memory(let lines):
      lines.toHost.clear()
      lines.toDevice.clear()
    }
  }
}

/// Linux's "try again", from `errno.h`: its macro would need the whole of Glibc.
private var EAGAIN: Int32 { @_noAllocation @_noLocks get { 11 } }
