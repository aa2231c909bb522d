/// Reads a payload from its front; what is missing reads as 0 and is remembered, so that one check at the end is enough.
struct PayloadReader {
  private let payload: Payload
  private var offset = 0
  private var overran = false

  @_noAllocation @_noLocks
  init(_ payload: Payload) { self.payload = payload }

  @_noAllocation @_noLocks
  mutating func read8() -> UInt8 {
    guard offset < payload.count else {
      overran = true
      return 0
    }
    let byte = payload.byte(at: offset)
    offset &+= 1
    return byte
  }

  @_noAllocation @_noLocks
  mutating func read16() -> UInt16 {
    let low = UInt16(read8())
    return low | (UInt16(read8()) &<< 8)
  }

  @_noAllocation @_noLocks
  mutating func read32() -> UInt32 {
    let low = UInt32(read16())
    return low | (UInt32(read16()) &<< 16)
  }

  @_noAllocation @_noLocks
  mutating func read64() -> UInt64 {
    let low = UInt64(read32())
    return low | (UInt64(read32()) &<< 32)
  }

  @_noAllocation @_noLocks
  mutating func readBytes16() -> Bytes16 {
    let low = read64()
    return Bytes16(low: low, high: read64())
  }

  /// A nonce that must name an arming: zero stands for none.
  @_noAllocation @_noLocks
  mutating func readNonce() throws(MessageDefect) -> UInt64 {
    let nonce = read64()
    guard nonce != 0 || overran else { throw .valueOutOfRange }
    return nonce
  }

  /// Bytes that this version of the protocol keeps at zero.
  @_noAllocation @_noLocks
  mutating func readZeros(_ count: Int) throws(MessageDefect) {
    var left = count
    while left > 0 {
      guard read8() == 0 else { throw .reservedNotZero }
      left &-= 1
    }
  }

  /// Throws unless every byte was read and none was missing.
  @_noAllocation @_noLocks
  func finish() throws(MessageDefect) {
    guard !overran, offset == payload.count else { throw .wrongLength }
  }
}
