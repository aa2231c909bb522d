// Conveniences that may allocate. They stand outside what the compiler proves free of allocation, and outside firmware.
#if !hasFeature(Embedded)
extension SHA256Digest {
  /// The digest as 64 lower-case hexadecimal digits.
  public var hex: String {
    var digits: [UInt8] = []
    digits.reserveCapacity(64)
    for index in 0..<32 {
      let byte = byte(at: index)
      digits.append(Self.digit(byte &>> 4))
      digits.append(Self.digit(byte & 15))
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// A digest from exactly 64 hexadecimal digits of either case; anything else gives nil.
  public init?(hex: String) {
    guard hex.utf8.count == 64 else { return nil }
    var words: [UInt64] = [0, 0, 0, 0]
    for (index, digit) in hex.utf8.enumerated() {
      guard let value = Self.value(digit) else { return nil }
      // 64 digits, 16 to a word: the index of the word is 0 to 3.
      words[index &>> 4] = (words[index &>> 4] &<< 4) | value
    }
    self.init(word0: words[0], word1: words[1], word2: words[2], word3: words[3])
  }

  private static func digit(_ nibble: UInt8) -> UInt8 {
    // `nibble` is 0 to 15, so both sums stay within ASCII.
    nibble < 10 ? UInt8(ascii: "0") &+ nibble : UInt8(ascii: "a") &+ (nibble &- 10)
  }

  private static func value(_ digit: UInt8) -> UInt64? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(digit &- UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(digit &- UInt8(ascii: "a")) &+ 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(digit &- UInt8(ascii: "A")) &+ 10
    default: nil
    }
  }
}

extension SHA256 {
  /// Takes in the bytes of an array.
  public mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// The digest of the bytes of an array.
  public static func digest(of bytes: [UInt8]) -> SHA256Digest {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finish()
  }
}
#endif
