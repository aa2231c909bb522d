/// What a frame carries behind its header: at most 192 bytes. All numbers are little-endian.
public struct Payload: Sendable {
  /// The most bytes a payload has.
  public static var capacity: Int { @_noAllocation @_noLocks get { 192 } }

  /// The bytes; those from `count` on mean nothing.
  public private(set) var bytes: InlineArray<192, UInt8>
  /// How many bytes count, 0 to ``capacity``.
  public private(set) var count: Int

  /// No bytes.
  @_noAllocation @_noLocks
  public init() {
    bytes = InlineArray(repeating: 0)
    count = 0
  }

  /// One byte, or 0 outside 0 to `count` − 1.
  @_noAllocation @_noLocks
  public func byte(at index: Int) -> UInt8 {
    guard index >= 0, index < count, index < 192 else { return 0 }
    return bytes[index]
  }

  /// Adds a byte; false, and nothing added, if the payload is full.
  @_noAllocation @_noLocks @discardableResult
  public mutating func append(_ byte: UInt8) -> Bool {
    guard count >= 0, count < 192 else { return false }
    bytes[count] = byte
    count &+= 1
    return true
  }
}

// The longest message is the waveform's of 148 bytes, so that none of these appends finds the payload full; tests hold it.
extension Payload {
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

  @_noAllocation @_noLocks
  mutating func append64(_ value: UInt64) {
    append32(UInt32(truncatingIfNeeded: value))
    append32(UInt32(truncatingIfNeeded: value &>> 32))
  }

  @_noAllocation @_noLocks
  mutating func appendZeros(_ count: Int) {
    var left = count
    while left > 0 {
      append(0)
      left &-= 1
    }
  }

  @_noAllocation @_noLocks
  mutating func append(_ bytes: Bytes16) {
    append64(bytes.low)
    append64(bytes.high)
  }
}
