import Quantities
import Testing

@testable import SafetyKernel

@Suite struct `Sums at the end of their numbers` {
  /// A ledger with a budget that only the numbers themselves bound.
  private struct Book {
    var ledger = Ledger()
    var budget = WindowBudget()

    init() {
      budget.pulsesPerMinute = .max
      budget.energyPerMinute = .microjoules(.max)
      budget.pulsesPerSite = .max
      budget.energyPerSite = .microjoules(.max)
    }

    func takes(pulses: UInt16 = 1, microjoules: Int64, site: UInt64 = 1, second: Int64) -> Bool {
      var copy = ledger
      return copy.fits(
        pulses: pulses, energy: .microjoules(microjoules), site: SiteIdentity(value: site),
        now: .nanoseconds(second * 1_000_000_000), budget: budget)
    }

    mutating func book(pulses: UInt16 = 1, microjoules: Int64, site: UInt64 = 1, second: Int64) {
      ledger.book(
        pulses: pulses, energy: .microjoules(microjoules), site: SiteIdentity(value: site),
        now: .nanoseconds(second * 1_000_000_000))
    }
  }

  @Test func `an energy sum that no number holds refuses, and never begins anew at nothing`() {
    var book = Book()
    #expect(book.takes(microjoules: .max, second: 5))
    for _ in 0..<2 { book.book(microjoules: .max - 1, second: 5) }
    #expect(book.takes(microjoules: 0, second: 5))
    #expect(!book.takes(microjoules: 1, second: 5))
    // The minute is over and its sum with it; the spot's own still stands.
    #expect(!book.takes(microjoules: 1, second: 90))
    #expect(book.takes(microjoules: 1, site: 2, second: 90))
  }

  @Test func `a clock that goes back forgets nothing that was booked`() {
    var book = Book()
    book.budget.pulsesPerMinute = 10
    book.book(pulses: 8, microjoules: 0, site: 0, second: 100)
    #expect(!book.takes(pulses: 8, microjoules: 0, site: 0, second: 40))
  }
}
