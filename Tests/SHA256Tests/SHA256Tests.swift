import SHA256
import Testing

@Suite struct `SHA-256` {
  /// The bytes that a hexadecimal text stands for.
  static func bytes(hex: String) throws -> [UInt8] {
    let digits = Array(hex.utf8)
    try #require(digits.count % 2 == 0)
    return try stride(from: 0, to: digits.count, by: 2).map { index in
      try #require(UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16))
    }
  }

  @Test func `agrees with all short messages of NIST`() throws {
    #expect(nistShortMessages.count == 65)
    for (message, digest) in nistShortMessages {
      #expect(SHA256.digest(of: try Self.bytes(hex: message)).hex == digest)
    }
  }

  @Test func `agrees with the Monte Carlo checkpoints of NIST`() throws {
    var seed = try Self.bytes(hex: nistMonteCarloSeed)
    for checkpoint in nistMonteCarloCheckpoints {
      var last = [seed, seed, seed]
      for _ in 0..<1000 {
        let digest = SHA256.digest(of: last[0] + last[1] + last[2])
        last = [last[1], last[2], (0..<32).map { digest.byte(at: $0) }]
      }
      seed = last[2]
      #expect(seed == (try Self.bytes(hex: checkpoint)))
    }
  }

  @Test(arguments: [
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ])
  func `agrees with the one-block and two-block messages of FIPS 180`(message: String, digest: String) {
    #expect(SHA256.digest(of: Array(message.utf8)).hex == digest)
  }

  @Test func `agrees with a million a`() {
    let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    #expect(SHA256.digest(of: [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)).hex == expected)
    var bytewise = SHA256()
    for _ in 0..<1_000_000 { bytewise.update(UInt8(ascii: "a")) }
    #expect(bytewise.finish().hex == expected)
  }

  @Test func `agrees with another implementation at every padding length and at random lengths`() {
    for (length, digest) in referenceDigests {
      #expect(SHA256.digest(of: generatedMessage(length: length)).hex == digest, "length \(length)")
    }
  }

  @Test func `does not depend on how the bytes are cut into pieces`() throws {
    var random = SeededRandom(seed: 41)
    for (length, digest) in referenceDigests {
      let message = generatedMessage(length: length)
      var hash = SHA256()
      var index = 0
      while index < length {
        let count = Int.random(in: 0...min(70, length - index), using: &random)
        hash.update(Array(message[index..<index + count]))
        index += count
        if index < length, Bool.random(using: &random) {
          hash.update(message[index])
          index += 1
        }
      }
      #expect(hash.finish().hex == digest, "length \(length)")
    }
  }

  @Test(arguments: 0..<4) func `takes numbers with the lowest byte first, at every offset in a word`(offset: Int) {
    let lead = [UInt8](repeating: 0xEE, count: offset)
    var numbers = SHA256()
    numbers.update(lead)
    numbers.update(littleEndian: UInt16(0x0201))
    numbers.update(littleEndian: UInt32(0x0605_0403))
    numbers.update(littleEndian: UInt64(0x0E0D_0C0B_0A09_0807))
    numbers.update(littleEndian: UInt32(0x1211_100F))
    #expect(numbers.finish() == SHA256.digest(of: lead + Array(1...18)))
  }

  @Test func `is empty again after finishing`() {
    var hash = SHA256()
    hash.update(Array("abcde".utf8))
    let first = hash.finish()
    let empty = hash.finish()
    hash.update(Array("abcde".utf8))
    #expect(hash.finish() == first)
    #expect(empty.hex == nistShortMessages[0].digest)
  }

  @Test func `takes an empty buffer without an address as nothing`() {
    var hash = SHA256()
    hash.update(UnsafeRawBufferPointer(start: nil, count: 0))
    #expect(hash.finish().hex == nistShortMessages[0].digest)
  }
}

@Suite struct `A digest` {
  private let digest = SHA256Digest(
    word0: 0x0001_0203_0405_0607, word1: 0x0809_0A0B_0C0D_0E0F, word2: 0x1011_1213_1415_1617,
    word3: 0x1819_1A1B_1C1D_1E1F)

  @Test func `gives its bytes in order, and zero outside`() {
    for index in 0..<32 { #expect(digest.byte(at: index) == UInt8(index)) }
    for index in [-1, 32, Int.max, Int.min] { #expect(digest.byte(at: index) == 0) }
  }

  @Test func `is written in hexadecimal and read back in either case`() {
    let text = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
    #expect(digest.hex == text)
    #expect(SHA256Digest(hex: text) == digest)
    #expect(SHA256Digest(hex: text.uppercased()) == digest)
  }

  @Test func `is not read from anything but 64 hexadecimal digits`() {
    let digits = String(repeating: "a", count: 63)
    for text in ["", digits, digits + "aa", digits + "g", digits + "/", digits + ":", digits + "@", digits + "`"] {
      #expect(SHA256Digest(hex: text) == nil, "\(text)")
    }
    #expect(SHA256Digest(hex: String(repeating: "a", count: 62) + "é") == nil)
  }

  @Test func `differs from another when any one word differs`() {
    let zero = SHA256Digest.zero
    #expect(zero == SHA256Digest(word0: 0, word1: 0, word2: 0, word3: 0))
    for place in 0..<4 {
      let words: [UInt64] = (0..<4).map { $0 == place ? 1 : 0 }
      let other = SHA256Digest(word0: words[0], word1: words[1], word2: words[2], word3: words[3])
      #expect(other != zero)
      #expect(Set([other, zero, zero]).count == 2)
    }
  }
}

/// SplitMix64 (Steele, Lea and Flood 2014, OOPSLA), so that a failure can be repeated.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
