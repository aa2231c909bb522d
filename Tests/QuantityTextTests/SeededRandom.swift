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

  /// A number whose length in bits is itself random, of either sign, now and then at the edge of its range.
  mutating func number() -> Int64 {
    switch next() % 16 {
    case 0: return [Int64.min, .min + 1, -1, 0, 1, .max - 1, .max][Int(next() % 7)]
    default:
      let bits = Int64(truncatingIfNeeded: next() >> (1 + next() % 63))
      return next() % 2 == 0 ? bits : -bits
    }
  }
}
