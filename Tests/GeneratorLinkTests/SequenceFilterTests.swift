import GeneratorLink
import Testing

@Suite struct SequenceFilterTests {
  @Test func `The first frame passes whatever its number, its duplicate does not`() {
    for first in [0, 1, 0x7fff, 0x8000, 0xffff] as [UInt16] {
      var filter = SequenceFilter()
      #expect(filter.accept(first) == true)
      #expect(filter.last == first)
      #expect(filter.accept(first) == false)
    }
  }

  @Test func `A frame passes exactly if it is 1 to 32767 steps ahead, over the wrap too`() {
    for last in [0, 5, 0x7ffe, 0x8001, 0xfff0] as [UInt16] {
      for ahead in 0...UInt16.max {
        var filter = SequenceFilter()
        // No macro for each of 300,000 cases: it takes longer than all else here.
        let first = filter.accept(last)
        let passes = filter.accept(last &+ ahead)
        if !first || passes != (ahead >= 1 && ahead <= 32_767) { Issue.record("\(last), \(ahead) ahead: \(passes)") }
      }
    }
  }

  @Test func `A frame that was dropped leaves the filter as it was`() {
    var filter = SequenceFilter()
    #expect(filter.accept(100) == true)
    #expect(filter.accept(99) == false)
    #expect(filter.last == 100)
    #expect(filter.accept(101) == true)
  }

  @Test func `A reset filter passes an old number again`() {
    var filter = SequenceFilter()
    #expect(filter.accept(9) == true)
    filter.reset()
    #expect(filter.last == nil)
    #expect(filter.accept(3) == true)
  }
}
