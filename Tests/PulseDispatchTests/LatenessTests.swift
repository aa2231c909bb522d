import Quantities
import Testing

@testable import PulseDispatch

@Suite struct LatenessTests {
  @Test func `Every lateness falls into the class whose bounds hold it`() {
    var microseconds: Int64 = 0
    while microseconds < 4_000_000 {
      let index = LatenessHistogram.index(of: .nanoseconds(microseconds * 1000))
      let upper = LatenessHistogram.upperBound(ofClass: index).nanoseconds / 1000
      let lower = index == 0 ? 0 : LatenessHistogram.upperBound(ofClass: index - 1).nanoseconds / 1000
      #expect(microseconds >= lower && microseconds < upper, "\(microseconds) µs in class \(index)")
      microseconds = microseconds < 64 ? microseconds + 1 : microseconds + microseconds / 7
    }
  }

  @Test func `The ends are cut and not lost`() {
    #expect(LatenessHistogram.index(of: .nanoseconds(-5)) == 0)
    #expect(LatenessHistogram.index(of: .nanoseconds(Int64.max)) == LatenessHistogram.classCount - 1)
  }

  @Test func `Quantiles and the worst come out of the counts`() {
    let histogram = LatenessHistogram()
    defer { histogram.destroy() }
    #expect(histogram.quantile(perMillion: 500_000) == nil)
    for _ in 0..<990 { histogram.count(.microseconds(5)) }
    for _ in 0..<9 { histogram.count(.microseconds(100)) }
    histogram.count(.milliseconds(8))
    #expect(histogram.read().reduce(0, +) == 1000)
    #expect(histogram.quantile(perMillion: 500_000) == .microseconds(6))
    #expect(histogram.quantile(perMillion: 999_000) == .microseconds(112))
    #expect(histogram.worstLateness == .milliseconds(8))
    #expect(histogram.quantile(perMillion: 1_000_000) ?? .zero > .milliseconds(8))
  }
}
