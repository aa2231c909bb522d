/// Why there is no link, for people.
public enum LinkTrouble: UInt8, Hashable, Sendable, CaseIterable {
  /// There is a link.
  case none = 0
  /// No port is open.
  case noChannel
  /// Nothing answers on the port.
  case noAnswer
  /// Another generator than the configured one answers.
  case otherGenerator
  /// What answers speaks another version of the protocol.
  case otherVersion

  /// Equality, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: LinkTrouble, right: LinkTrouble) -> Bool { left.rawValue == right.rawValue }
}

/// Something about the link that the service is told once.
public enum LinkNotice: Sendable {
  /// The configured generator answered.
  case identified(DeviceIdentity)
  /// Another generator than the configured one answered.
  case stranger(DeviceIdentity)
  /// The channel broke; its descriptor (negative if it was none) is no longer used.
  case channelLost(Int32)
}

/// The few notices of a tick; beyond four the oldest is dropped, as only a line full of strangers could do.
struct LinkNotices: Sendable {
  private var waiting: InlineArray<4, LinkNotice> = InlineArray(repeating: .channelLost(-1))
  private var first = 0
  private var count = 0

  init() {}

  @_noAllocation @_noLocks
  mutating func add(_ notice: LinkNotice) {
    if count == 4 {
      first = (first &+ 1) & 3
      count = 3
    }
    waiting[(first &+ count) & 3] = notice
    count &+= 1
  }

  @_noAllocation @_noLocks
  mutating func take() -> LinkNotice? {
    guard count > 0 else { return nil }
    let notice = waiting[first & 3]
    first = (first &+ 1) & 3
    count &-= 1
    return notice
  }
}

extension ByteChannel {
  /// The descriptor, or −1 where there is none.
  var number: Int32 {
    @_noAllocation @_noLocks get {
      switch self {
      case .closed, .memory: return -1
      case .descriptor(let port): return port.descriptor
      }
    }
  }
}
