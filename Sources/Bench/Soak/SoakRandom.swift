/// Pseudo-random numbers that follow from a seed alone (SplitMix64; Steele, Lea, Flood 2014, OOPSLA).
struct SoakRandom: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 on below a bound; 0 for a bound of 1 or less.
  mutating func below(_ bound: Int) -> Int {
    guard bound > 1 else { return 0 }
    return Int(truncatingIfNeeded: next() % UInt64(bound))
  }

  /// A number within a range, both ends included.
  mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

  /// True that often in a thousand times.
  mutating func chance(_ perMille: Int) -> Bool { below(1_000) < perMille }

  /// One of some values, or the first's stand-in where there is none.
  mutating func among<Value>(_ values: [Value], or otherwise: Value) -> Value {
    values.isEmpty ? otherwise : values[below(values.count)]
  }
}
