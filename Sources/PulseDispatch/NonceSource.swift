internal import SafetyKernel

/// Makes nonces that differ from each other and, given a seed from the system's entropy, from those of other starts.
struct NonceSource: Sendable {
  private var state: UInt64

  @_noAllocation @_noLocks
  init(seed: UInt64) {
    // The generator never leaves zero.
    state = seed == 0 ? 0x2545_f491_4f6c_dd1d : seed
  }

  /// The next nonce: never zero, and none comes again within 2⁶⁴ − 1 (xorshift64, Marsaglia 2003).
  @_noAllocation @_noLocks
  mutating func next() -> Nonce {
    state ^= state &<< 13
    state ^= state &>> 7
    state ^= state &<< 17
    return Nonce(value: state)
  }
}
