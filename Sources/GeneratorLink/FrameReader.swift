/// Why bytes between two delimiters are no frame.
public enum FrameDamage: UInt8, Error, Hashable, Sendable {
  /// More bytes than any frame has; told once, then everything up to the next 0x00 is skipped.
  case tooLong = 0
  /// The 0x00 came before the bytes that COBS promised.
  case cutShort = 1
  /// Fewer bytes than header and checksum have.
  case tooShort = 2
  /// The checksum is not that of the bytes.
  case checksum = 3
}

/// What one more byte brought.
public enum FrameEvent: Sendable {
  /// Nothing yet.
  case none
  /// A frame with a good checksum.
  case frame(Frame)
  /// Something that is no frame.
  case damaged(FrameDamage)
}

/// Finds frames in a stream of bytes, one byte at a time; it holds one frame's bytes and never more.
///
/// After any damage the next 0x00 starts anew. A 0x00 directly behind another means nothing, so that a sender may begin with one.
public struct FrameReader: Sendable {
  /// The decoded content; 206 bytes at most, padded so that a masked index is always in range.
  private var content: InlineArray<256, UInt8>
  private var count: Int
  /// Bytes that come before the next code byte; 0 where a code byte is due.
  private var blockLeft: Int
  /// Whether a code byte was read since the last delimiter: the next one then stands for a zero.
  private var started: Bool
  /// Whether everything up to the next delimiter is skipped.
  private var skipping: Bool

  /// A reader at the start of a frame.
  @_noAllocation @_noLocks
  public init() {
    content = InlineArray(repeating: 0)
    count = 0
    blockLeft = 0
    started = false
    skipping = false
  }

  /// Takes a byte that only adds to the frame, as most do; false, and nothing taken, if ``accept(_:)`` has to look at it.
  /// Its answer is small, where an event is as large as a frame.
  @_noAllocation @_noLocks
  public mutating func absorb(_ byte: UInt8) -> Bool {
    guard byte != 0, !skipping, blockLeft > 0, count < Frame.longestContent else { return false }
    blockLeft &-= 1
    content[count & 255] = byte
    count &+= 1
    return true
  }

  /// Takes one byte from the line and says what it completed.
  @_noAllocation @_noLocks
  public mutating func accept(_ byte: UInt8) -> FrameEvent {
    if byte == 0 { return delimiter() }
    if skipping { return .none }
    if absorb(byte) { return .none }
    // Within a block it was refused for want of room.
    if blockLeft > 0 { return overflow() }
    if started, case .damaged(let damage) = store(0) { return .damaged(damage) }
    started = true
    blockLeft = Int(byte) &- 1
    // Content is shorter than 254 bytes, so a block that reaches beyond it is known to be wrong at once.
    guard count &+ blockLeft <= Frame.longestContent else { return overflow() }
    return .none
  }

  @_noAllocation @_noLocks
  private mutating func store(_ byte: UInt8) -> FrameEvent {
    guard count < Frame.longestContent else { return overflow() }
    content[count & 255] = byte
    count &+= 1
    return .none
  }

  @_noAllocation @_noLocks
  private mutating func overflow() -> FrameEvent {
    skipping = true
    return .damaged(.tooLong)
  }

  @_noAllocation @_noLocks
  private mutating func delimiter() -> FrameEvent {
    let length = count
    let wasStarted = started
    let wasSkipping = skipping
    let missing = blockLeft
    count = 0
    blockLeft = 0
    started = false
    skipping = false
    if wasSkipping || !wasStarted { return .none }
    guard missing == 0 else { return .damaged(.cutShort) }
    guard length >= Frame.shortestContent else { return .damaged(.tooShort) }
    let checked = length &- Frame.checksumLength
    var checksum = CRC32C()
    var index = 0
    while index < checked {
      checksum.update(content[index & 255])
      index &+= 1
    }
    guard checksum.value == number32(at: checked) else { return .damaged(.checksum) }
    return .frame(frame(payloadEnd: checked))
  }

  @_noAllocation @_noLocks
  private mutating func frame(payloadEnd: Int) -> Frame {
    var payload = Payload()
    var index = Frame.headerLength
    while index < payloadEnd {
      payload.append(content[index & 255])
      index &+= 1
    }
    var frame = Frame(
      type: content[1], link: number32(at: 2), sequence: number16(at: 6), request: number16(at: 8), payload: payload)
    frame.version = content[0]
    return frame
  }

  @_noAllocation @_noLocks
  private mutating func number16(at index: Int) -> UInt16 {
    UInt16(content[index & 255]) | (UInt16(content[(index &+ 1) & 255]) &<< 8)
  }

  @_noAllocation @_noLocks
  private mutating func number32(at index: Int) -> UInt32 {
    UInt32(number16(at: index)) | (UInt32(number16(at: index &+ 2)) &<< 16)
  }
}

// A list of all cases allocates: for the desk and the tests, not for firmware.
#if !hasFeature(Embedded)
extension FrameDamage: CaseIterable {}
#endif
