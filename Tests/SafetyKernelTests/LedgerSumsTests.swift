import Quantities
import Testing

@testable import SafetyKernel

@Suite struct `The sums of minute and site` {
  struct Sequence {
    var state: UInt64
    mutating func next(below bound: Int64) -> Int64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int64(state >> 33) % bound
    }
  }

  struct Booking {
    var second: Int64
    var pulses: Int64
    var energy: Int64
    var site: Int64
  }

  static func fits(
    _ ledger: Ledger, _ pulses: Int64, _ energy: Int64, site: Int64, second: Int64, minute: (Int64, Int64),
    spot: (Int64, Int64)
  ) -> Bool {
    var copy = ledger
    var budget = WindowBudget()
    budget.pulsesPerMinute = UInt32(minute.0)
    budget.energyPerMinute = .microjoules(minute.1)
    budget.pulsesPerSite = UInt32(spot.0)
    budget.energyPerSite = .microjoules(spot.1)
    return copy.fits(
      pulses: UInt16(pulses), energy: .microjoules(energy), site: SiteIdentity(value: UInt64(site)),
      now: .nanoseconds(second * 1_000_000_000 + 999_999_999), budget: budget)
  }

  /// The sums that the rules ask for, from the list of all bookings.
  static func sums(_ all: [Booking], site: Int64, second: Int64) -> (minute: (Int64, Int64), spot: (Int64, Int64)) {
    let recent = all.filter { second - $0.second <= 60 }
    var spot: (pulses: Int64, energy: Int64, last: Int64) = (0, 0, second)
    for one in all where one.site == site && site != 0 {
      if one.second - spot.last >= 86_400 { spot = (0, 0, one.second) }
      spot = (spot.pulses + one.pulses, spot.energy + one.energy, one.second)
    }
    if second - spot.last >= 86_400 { spot = (0, 0, second) }
    return (
      (recent.reduce(0) { $0 + $1.pulses }, recent.reduce(0) { $0 + $1.energy }), (spot.pulses, spot.energy)
    )
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `a train fits up to what is left of minute and site, and no further`(seed: UInt64) {
    var random = Sequence(state: seed)
    var ledger = Ledger()
    var all: [Booking] = []
    // Beside the beginning of time, where a machine that was just switched on is.
    var second = random.next(below: 3)
    for _ in 0..<80 {
      let one = Booking(
        second: second, pulses: random.next(below: 50), energy: random.next(below: 900), site: random.next(below: 4))
      ledger.book(
        pulses: UInt16(one.pulses), energy: .microjoules(one.energy), site: SiteIdentity(value: UInt64(one.site)),
        now: .nanoseconds(one.second * 1_000_000_000))
      all.append(one)
      second += [0, 1, 2, 20, 59, 60, 61, 64, 90, 86_399, 86_400, 86_401][Int(random.next(below: 12))]
      let (pulses, energy, site) = (random.next(below: 50), random.next(below: 900), random.next(below: 5))
      let (minute, spot) = Self.sums(all, site: site, second: second)
      let most = (minute.0 + pulses, minute.1 + energy)
      let heat = (spot.0 + pulses, spot.1 + energy)
      func fits(_ minute: (Int64, Int64), _ spot: (Int64, Int64)) -> Bool {
        Self.fits(ledger, pulses, energy, site: site, second: second, minute: minute, spot: spot)
      }
      #expect(fits(most, heat), "\(site) at \(second)")
      #expect(most.0 == 0 || !fits((most.0 - 1, most.1), heat))
      #expect(!fits((most.0, most.1 - 1), heat))
      // Where nobody named the spot there is no sum over it.
      #expect(heat.0 == 0 || fits(most, (heat.0 - 1, heat.1)) == (site == 0))
      #expect(fits(most, (heat.0, heat.1 - 1)) == (site == 0))
    }
  }

  @Test func `of many sites the one that was used longest ago is forgotten, and no other`() {
    var ledger = Ledger()
    for site in 1...65 as ClosedRange<UInt64> {
      // The fifth is the oldest, because the others before it are used once more.
      ledger.book(
        pulses: 10, energy: .zero, site: SiteIdentity(value: site), now: .nanoseconds(Int64(site) * 1_000_000_000))
      if site == 64 {
        for again in [1, 2, 3, 4] as [UInt64] {
          ledger.book(
            pulses: 10, energy: .zero, site: SiteIdentity(value: again), now: .nanoseconds(64_000_000_000))
        }
      }
    }
    for site in 1...65 as ClosedRange<Int64> {
      let booked: Int64 = site == 5 ? 0 : site < 5 ? 20 : 10
      for (most, isRoom) in [(booked + 1, true), (booked, false)] {
        #expect(
          Self.fits(ledger, 1, 0, site: site, second: 65, minute: (10_000, 1), spot: (most, 1)) == isRoom, "\(site)")
      }
    }
  }

  @Test func `a full energy sum of a spot takes no more, whatever its budget`() {
    var ledger = Ledger()
    for second in [0, 100] as [Int64] {
      ledger.book(
        pulses: 1, energy: .microjoules(.max), site: SiteIdentity(value: 1), now: .nanoseconds(second * 1_000_000_000))
    }
    #expect(!Self.fits(ledger, 1, 1, site: 1, second: 300, minute: (.init(UInt32.max), .max), spot: (9, .max)))
    #expect(Self.fits(ledger, 1, 1, site: 2, second: 300, minute: (.init(UInt32.max), .max), spot: (9, .max)))
  }

  @Test func `only a treatment heats a spot`() {
    for (kind, value) in [(.treatment, 1), (.testLoad, 0), (.selfTest, 0)] as [(PlanKind, UInt64)] {
      var kernel = SafetyKernel(configuration: Bedside.configuration(), openTrain: nil)
      kernel.plan = Bedside.plan(kind: kind)
      #expect(kernel.ledgerSite == SiteIdentity(value: value))
    }
  }
}
