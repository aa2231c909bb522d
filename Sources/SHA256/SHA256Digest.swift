/// The result of SHA-256: 32 bytes, kept as four 64-bit words so that it can be copied and compared without allocation.
public struct SHA256Digest: Hashable, Sendable {
  /// Bytes 0 to 7, the first of them in the highest place.
  public let word0: UInt64
  /// Bytes 8 to 15, the first of them in the highest place.
  public let word1: UInt64
  /// Bytes 16 to 23, the first of them in the highest place.
  public let word2: UInt64
  /// Bytes 24 to 31, the first of them in the highest place.
  public let word3: UInt64

  /// A digest from its four big-endian words.
  @_noAllocation @_noLocks
  public init(word0: UInt64, word1: UInt64, word2: UInt64, word3: UInt64) {
    self.word0 = word0
    self.word1 = word1
    self.word2 = word2
    self.word3 = word3
  }

  /// The digest of zeros, which stands for "none": no input is known that hashes to it.
  public static var zero: SHA256Digest {
    @_noAllocation @_noLocks get { SHA256Digest(word0: 0, word1: 0, word2: 0, word3: 0) }
  }

  /// One byte of the digest in its usual order, or 0 for an index outside 0 to 31.
  @_noAllocation @_noLocks
  public func byte(at index: Int) -> UInt8 {
    guard index >= 0, index < 32 else { return 0 }
    let word: UInt64
    switch index &>> 3 {
    case 0: word = word0
    case 1: word = word1
    case 2: word = word2
    default: word = word3
    }
    // The shift is 56 − 8 × (index mod 8), so 0 to 56.
    let shift = UInt64(truncatingIfNeeded: 56 &- ((index & 7) &<< 3))
    return UInt8(truncatingIfNeeded: word &>> shift)
  }

  /// Equality by value, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: SHA256Digest, right: SHA256Digest) -> Bool {
    left.word0 == right.word0 && left.word1 == right.word1 && left.word2 == right.word2 && left.word3 == right.word3
  }
}
