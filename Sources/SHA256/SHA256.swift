/// The hash SHA-256 of FIPS 180-4, one byte, word or block at a time, without allocation and without locks.
///
/// It is our own so that the kernel, the loop and a generator's firmware can use one and the same source.
/// All input together may be up to 2⁶¹ − 1 bytes long, the bound of the standard.
public struct SHA256: Sendable {
  private var chain = SHA256Chain()

  /// The bytes taken in since the start.
  private var byteCount: UInt64 = 0

  /// The bytes of the unfinished word, the newest in the lowest place; `byteCount` tells how many of them count.
  private var partialWord: UInt32 = 0

  /// A hash of no bytes yet.
  @_noAllocation @_noLocks
  public init() {}

  /// Takes in one byte.
  @_noAllocation @_noLocks
  public mutating func update(_ byte: UInt8) {
    partialWord = (partialWord &<< 8) | UInt32(byte)
    byteCount &+= 1
    if byteCount & 3 == 0 { finishWord(partialWord) }
  }

  /// Takes in the two bytes of a number, the lowest first.
  @_noAllocation @_noLocks
  public mutating func update(littleEndian number: UInt16) {
    update(UInt8(truncatingIfNeeded: number))
    update(UInt8(truncatingIfNeeded: number &>> 8))
  }

  /// Takes in the four bytes of a number, the lowest first.
  @_noAllocation @_noLocks
  public mutating func update(littleEndian number: UInt32) {
    if byteCount & 3 == 0 {
      byteCount &+= 4
      finishWord(number.byteSwapped)
    } else {
      update(littleEndian: UInt16(truncatingIfNeeded: number))
      update(littleEndian: UInt16(truncatingIfNeeded: number &>> 16))
    }
  }

  /// Takes in the eight bytes of a number, the lowest first.
  @_noAllocation @_noLocks
  public mutating func update(littleEndian number: UInt64) {
    update(littleEndian: UInt32(truncatingIfNeeded: number))
    update(littleEndian: UInt32(truncatingIfNeeded: number &>> 32))
  }

  /// Takes in bytes, four at once where the word is empty.
  @_noAllocation @_noLocks
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    let count = bytes.count
    var index = 0
    // At most three bytes lead to a whole word.
    while index < count, byteCount & 3 != 0 {
      update(bytes[index])
      index &+= 1
    }
    // `index` stays at most `count`, so the difference is never negative.
    while count &- index >= 4 {
      let word =
        (UInt32(bytes[index]) &<< 24) | (UInt32(bytes[index &+ 1]) &<< 16) | (UInt32(bytes[index &+ 2]) &<< 8)
        | UInt32(bytes[index &+ 3])
      byteCount &+= 4
      finishWord(word)
      index &+= 4
    }
    while index < count {
      update(bytes[index])
      index &+= 1
    }
  }

  /// The digest of all bytes taken in; afterwards the hash is empty again and can be used anew.
  @_noAllocation @_noLocks
  public mutating func finish() -> SHA256Digest {
    let bitCount = byteCount &<< 3
    update(0x80)
    while byteCount & 63 != 56 { update(0) }
    chain.block[14] = UInt32(truncatingIfNeeded: bitCount &>> 32)
    chain.block[15] = UInt32(truncatingIfNeeded: bitCount)
    chain.compress()
    let digest = chain.digest()
    self = SHA256()
    return digest
  }

  /// Puts a whole word into its place in the block, and works off the block when that was the last place.
  ///
  /// `byteCount` already counts the word, is a multiple of 4 and at least 4.
  @_noAllocation @_noLocks
  private mutating func finishWord(_ word: UInt32) {
    // The place is 0 to 15 by the mask, within the block.
    let place = Int(truncatingIfNeeded: (byteCount &>> 2) &- 1) & 15
    chain.block[place] = word
    if place == 15 { chain.compress() }
  }
}
