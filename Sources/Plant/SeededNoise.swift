/// The only source of randomness in `Plant`: SplitMix64 (Steele, Lea and Flood 2014, OOPSLA), seeded by the caller.
///
/// The same seed yields the same numbers on every machine: the normal variate is made of additions only, without
/// a mathematical library whose last digit may differ.
public struct SeededNoise: Sendable, RandomNumberGenerator {
  private var state: UInt64

  /// Starts the sequence that belongs to `seed`; every seed is good, also zero.
  public init(seed: UInt64) {
    state = seed
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number from 0 up to, and without, 1.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A nearly normal number with mean 0 and standard deviation 1, never beyond ±4.9.
  ///
  /// It is the sum of eight uniform numbers of 16 bits; the cut tails suit a noise model that must not produce
  /// one absurd sample in a million.
  public mutating func normal() -> Double {
    var sum: UInt64 = 0
    for _ in 0..<2 {
      let bits = next()
      sum &+= (bits & 0xFFFF) &+ ((bits >> 16) & 0xFFFF) &+ ((bits >> 32) & 0xFFFF) &+ (bits >> 48)
    }
    let mean = 4.0 * 65535.0
    // Variance of one discrete uniform number of 0...65535 is (65536² - 1) / 12; eight of them are added.
    let deviation = 53509.919_921_450_08
    return (Double(sum) - mean) / deviation
  }
}
