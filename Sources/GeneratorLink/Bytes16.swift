/// Sixteen bytes kept as two words, because a String allocates: a serial number, a firmware's name, an array's identity.
public struct Bytes16: Hashable, Sendable {
  /// Bytes 0 to 7, the first in the lowest bits.
  public let low: UInt64
  /// Bytes 8 to 15, the first in the lowest bits.
  public let high: UInt64

  /// Wraps the two words.
  @_noAllocation @_noLocks
  public init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// Sixteen zeros, which stand for "none".
  public static var zero: Bytes16 { @_noAllocation @_noLocks get { Bytes16(low: 0, high: 0) } }

  /// One byte, or 0 for an index outside 0 to 15.
  @_noAllocation @_noLocks
  public func byte(at index: Int) -> UInt8 {
    guard index >= 0, index < 16 else { return 0 }
    // The shift is 8 × (index mod 8), so 0 to 56.
    let shift = UInt64(truncatingIfNeeded: (index & 7) &<< 3)
    return UInt8(truncatingIfNeeded: (index < 8 ? low : high) &>> shift)
  }

  /// Whether it is a name: printable ASCII without blanks, at least one byte, then nothing but zeros.
  public var isName: Bool {
    @_noAllocation @_noLocks get {
      var ended = false
      var index = 0
      while index < 16 {
        let byte = byte(at: index)
        if byte == 0 {
          ended = true
        } else if ended || byte <= 0x20 || byte >= 0x7f {
          return false
        }
        index &+= 1
      }
      return byte(at: 0) != 0
    }
  }

  /// Equality, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: Bytes16, right: Bytes16) -> Bool { left.low == right.low && left.high == right.high }
}

#if !hasFeature(Embedded)
extension Bytes16 {
  /// Packs a name; nil if it is empty, longer than 16 bytes, or holds anything but printable ASCII without blanks.
  public init?(ascii name: String) {
    var low: UInt64 = 0
    var high: UInt64 = 0
    var index: UInt64 = 0
    for byte in name.utf8 {
      guard index < 16, byte > 0x20, byte < 0x7f else { return nil }
      if index < 8 { low |= UInt64(byte) &<< (index &* 8) } else { high |= UInt64(byte) &<< ((index &- 8) &* 8) }
      index &+= 1
    }
    guard index > 0 else { return nil }
    self.init(low: low, high: high)
  }

  /// The printable bytes as text, without the padding.
  public var ascii: String {
    var text = ""
    for index in 0..<16 {
      let byte = byte(at: index)
      if byte > 0x20, byte < 0x7f { text.unicodeScalars.append(Unicode.Scalar(byte)) }
    }
    return text
  }
}
#endif
