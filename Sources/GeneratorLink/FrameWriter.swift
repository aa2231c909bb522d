/// Writes a frame's content, then its checksum, then codes it by COBS in place (Cheshire and Baker 1999, IEEE/ACM
/// Transactions on Networking): content shorter than 254 bytes grows by exactly one byte, which is left free in front.
struct FrameWriter {
  private var bytes = FrameBytes()
  private var checksum = CRC32C()
  /// The place of the next byte; place 0 is for COBS.
  private var next = 1

  @_noAllocation @_noLocks
  init() {}

  @_noAllocation @_noLocks
  mutating func append(_ byte: UInt8) {
    checksum.update(byte)
    place(byte)
  }

  @_noAllocation @_noLocks
  mutating func append16(_ value: UInt16) {
    append(UInt8(truncatingIfNeeded: value))
    append(UInt8(truncatingIfNeeded: value &>> 8))
  }

  @_noAllocation @_noLocks
  mutating func append32(_ value: UInt32) {
    append16(UInt16(truncatingIfNeeded: value))
    append16(UInt16(truncatingIfNeeded: value &>> 16))
  }

  /// The coded frame.
  @_noAllocation @_noLocks
  mutating func finish() -> FrameBytes {
    let value = checksum.value
    place(UInt8(truncatingIfNeeded: value))
    place(UInt8(truncatingIfNeeded: value &>> 8))
    place(UInt8(truncatingIfNeeded: value &>> 16))
    place(UInt8(truncatingIfNeeded: value &>> 24))
    // Each zero becomes the distance to the next one; the free place in front points at the first. All below 208.
    var lastZero = 0
    var index = 1
    while index < next {
      if bytes.storage[index] == 0 {
        bytes.storage[lastZero] = UInt8(truncatingIfNeeded: index &- lastZero)
        lastZero = index
      }
      index &+= 1
    }
    bytes.storage[lastZero] = UInt8(truncatingIfNeeded: next &- lastZero)
    bytes.storage[next] = 0
    bytes.count = next &+ 1
    return bytes
  }

  /// Header, payload and checksum are at most 206 bytes, so the bound below is never met; it keeps the index in range.
  @_noAllocation @_noLocks
  private mutating func place(_ byte: UInt8) {
    guard next <= Frame.longestContent else { return }
    bytes.storage[next] = byte
    next &+= 1
  }
}
