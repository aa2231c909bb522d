/// The chaining value of SHA-256, its current block, and the compression that joins them (FIPS 180-4, section 6.2).
struct SHA256Chain: Sendable {
  private var h0: UInt32 = 0x6a09e667
  private var h1: UInt32 = 0xbb67ae85
  private var h2: UInt32 = 0x3c6ef372
  private var h3: UInt32 = 0xa54ff53a
  private var h4: UInt32 = 0x510e527f
  private var h5: UInt32 = 0x9b05688c
  private var h6: UInt32 = 0x1f83d9ab
  private var h7: UInt32 = 0x5be0cd19

  /// The 16 words of the block; `compress` uses them up.
  var block: InlineArray<16, UInt32> = InlineArray(repeating: 0)

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, section 4.2.2).
  ///
  /// A member of the instance: a global table would be initialised lazily, under a lock.
  private let roundConstants: InlineArray<64, UInt32> = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
  ]

  @_noAllocation @_noLocks
  init() {}

  /// Works the block into the chaining value. All sums are modulo 2³², as the standard says.
  @_noAllocation @_noLocks
  mutating func compress() {
    var a = h0
    var b = h1
    var c = h2
    var d = h3
    var e = h4
    var f = h5
    var g = h6
    var h = h7
    var round = 0
    while round < 64 {
      // Every index into the block is masked to 0 to 15; `round` is 0 to 63.
      let place = round & 15
      if round >= 16 {
        let early = block[(round &+ 1) & 15]
        let late = block[(round &+ 14) & 15]
        block[place] =
          block[place] &+ block[(round &+ 9) & 15]
          &+ (Self.rotated(early, 7) ^ Self.rotated(early, 18) ^ (early &>> 3))
          &+ (Self.rotated(late, 17) ^ Self.rotated(late, 19) ^ (late &>> 10))
      }
      let first =
        h &+ (Self.rotated(e, 6) ^ Self.rotated(e, 11) ^ Self.rotated(e, 25)) &+ ((e & f) ^ (~e & g))
        &+ roundConstants[round] &+ block[place]
      let second =
        (Self.rotated(a, 2) ^ Self.rotated(a, 13) ^ Self.rotated(a, 22)) &+ ((a & b) ^ (a & c) ^ (b & c))
      h = g
      g = f
      f = e
      e = d &+ first
      d = c
      c = b
      b = a
      a = first &+ second
      round &+= 1
    }
    h0 = h0 &+ a
    h1 = h1 &+ b
    h2 = h2 &+ c
    h3 = h3 &+ d
    h4 = h4 &+ e
    h5 = h5 &+ f
    h6 = h6 &+ g
    h7 = h7 &+ h
  }

  /// The chaining value as a digest.
  @_noAllocation @_noLocks
  func digest() -> SHA256Digest {
    SHA256Digest(
      word0: Self.joined(h0, h1), word1: Self.joined(h2, h3), word2: Self.joined(h4, h5), word3: Self.joined(h6, h7))
  }

  /// Rotation to the right by 1 to 31 places.
  @_noAllocation @_noLocks @inline(__always)
  private static func rotated(_ word: UInt32, _ places: UInt32) -> UInt32 {
    (word &>> places) | (word &<< (32 &- places))
  }

  @_noAllocation @_noLocks
  private static func joined(_ high: UInt32, _ low: UInt32) -> UInt64 { (UInt64(high) &<< 32) | UInt64(low) }
}
