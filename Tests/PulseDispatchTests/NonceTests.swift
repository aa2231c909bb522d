import SafetyKernel
import Testing

@testable import PulseDispatch

@Suite struct NonceTests {
  @Test func `No nonce comes twice in a start, none is zero, and another start makes others`() {
    var first = NonceSource(seed: 1)
    var second = NonceSource(seed: 2)
    var seen: Set<UInt64> = []
    for _ in 0..<200_000 {
      seen.insert(first.next().value)
      seen.insert(second.next().value)
    }
    #expect(seen.count == 400_000)
    #expect(!seen.contains(0))
  }

  @Test func `A seed of zero still makes nonces that differ`() {
    var source = NonceSource(seed: 0)
    var seen: Set<UInt64> = [0]
    for _ in 0..<1_000 { seen.insert(source.next().value) }
    #expect(seen.count == 1_001)
  }
}
