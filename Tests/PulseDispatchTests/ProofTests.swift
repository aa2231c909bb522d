import CMallocCount
import Generators
import Quantities
import SafetyKernel
import Testing

@testable import PulseDispatch

@Suite struct ProofTests {
  @Test func `A whole application allocates nothing in the loop's ticks`() {
    // Evidence beside the compiler's proof; under a sanitizer nothing can be counted.
    let rig = LoopRig()
    rig.countsAllocations = true
    #expect(rig.ready())
    #expect(rig.deliver())
    #expect(rig.outcomes == [.delivered])
    #expect(rig.run { rig.pieces.last?.completesTrain == true })
    #expect(rig.allocations == 0)
    // The counter counts: an array of this size is taken from the heap.
    if cmalloccount_is_counting() == 1 {
      let before = cmalloccount_thread_allocations()
      let bytes = [UInt64](repeating: UInt64(rig.events.count), count: 1000)
      #expect(bytes.count == 1000)
      #expect(cmalloccount_thread_allocations() > before)
    }
  }
}
