/// Reproducible random numbers: SplitMix64 (Steele, Lea and Flood 2014, OOPSLA).
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed &>> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed &>> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed &>> 31)
  }

  mutating func bytes(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 7)
    while bytes.count < count { withUnsafeBytes(of: next()) { bytes.append(contentsOf: $0) } }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  /// Any number, with those at the ends of the range often among them.
  mutating func edgy<Number: FixedWidthInteger>(_ range: ClosedRange<Number>) -> Number {
    switch next() & 7 {
    case 0: range.lowerBound
    case 1: range.upperBound
    default: Number.random(in: range, using: &self)
    }
  }
}
