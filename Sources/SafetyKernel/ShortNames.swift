// Names of up to 16 ASCII bytes, kept as two words because a String allocates.

/// The generator's serial number: up to 16 ASCII bytes, padded with zeros.
public struct DeviceSerial: Hashable, Sendable {
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

  #if !hasFeature(Embedded)
  /// Packs a name; nil if it is empty, longer than 16 bytes, or holds anything but printable ASCII.
  public init?(ascii name: String) {
    guard let words = packASCII(name) else { return nil }
    self.init(low: words.low, high: words.high)
  }

  /// The name as text, without the padding.
  public var ascii: String { unpackASCII(low: low, high: high) }
  #endif

  /// Equality, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: DeviceSerial, right: DeviceSerial) -> Bool {
    left.low == right.low && left.high == right.high
  }
}

/// Names a kind of electrode array, as its identity chip does: up to 16 ASCII bytes, padded with zeros.
public struct ArrayIdentity: Hashable, Sendable {
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

  #if !hasFeature(Embedded)
  /// Packs a name; nil if it is empty, longer than 16 bytes, or holds anything but printable ASCII.
  public init?(ascii name: String) {
    guard let words = packASCII(name) else { return nil }
    self.init(low: words.low, high: words.high)
  }

  /// The name as text, without the padding.
  public var ascii: String { unpackASCII(low: low, high: high) }
  #endif

  /// Equality, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: ArrayIdentity, right: ArrayIdentity) -> Bool {
    left.low == right.low && left.high == right.high
  }
}

#if !hasFeature(Embedded)
private func packASCII(_ name: String) -> (low: UInt64, high: UInt64)? {
  var low: UInt64 = 0
  var high: UInt64 = 0
  var index: UInt64 = 0
  for byte in name.utf8 {
    guard index < 16, byte > 0x20, byte < 0x7f else { return nil }
    if index < 8 { low |= UInt64(byte) << (index &* 8) } else { high |= UInt64(byte) << ((index &- 8) &* 8) }
    index &+= 1
  }
  return index == 0 ? nil : (low, high)
}

private func unpackASCII(low: UInt64, high: UInt64) -> String {
  var text = ""
  for index in 0..<16 as Range<UInt64> {
    let word = index < 8 ? low : high
    let byte = UInt8(truncatingIfNeeded: word >> ((index & 7) &* 8))
    if byte > 0x20, byte < 0x7f { text.unicodeScalars.append(Unicode.Scalar(byte)) }
  }
  return text
}
#endif
