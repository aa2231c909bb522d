import Quantities
import SafetyKernel
import Testing

@Suite struct `Delivery in step with the heart` {
  static let plan = Bedside.plan([Bedside.step(pulses: 3, synchronisation: .eachPulse)])

  static func beat(_ bedside: Bedside, ago: TimeSpan = .milliseconds(5), interval: TimeSpan = .milliseconds(800))
    -> BeatReading
  {
    let now = bedside.input.telemetry.deviceTime.adding(bedside.input.telemetryAge) ?? .zero
    return BeatReading(time: now.adding(.nanoseconds(-ago.nanoseconds)) ?? .zero, interval: interval)
  }

  @Test func `no pulse without a beat, and the wait ends as no beat`() {
    var bedside = Bedside()
    bedside.input.lease = .held(Bedside.lease, role: .operating, age: .zero, hold: true)
    bedside.bring(to: .waitingForBeat, plan: Self.plan)
    #expect(bedside.name == .waitingForBeat)
    for _ in 0..<81 { bedside.tick() }
    #expect(bedside.kernel.state.cause == .noBeat && bedside.releases == 0)
    bedside.finish()
    #expect(bedside.outcome == .notDelivered)
  }

  @Test func `a beat releases one pulse at its own time, not later than the window`() {
    var bedside = Bedside()
    bedside.input.lease = .held(Bedside.lease, role: .operating, age: .zero, hold: true)
    bedside.bring(to: .waitingForBeat, plan: Self.plan)
    let beat = Self.beat(bedside)
    bedside.input.beat = beat
    bedside.tick()
    guard case .release(_, _, _, let fireAt, let notAfter) = bedside.output.command else {
      Issue.record("no release")
      return
    }
    #expect(fireAt == beat.time.adding(.milliseconds(50)) && notAfter == beat.time.adding(.milliseconds(100)))
    bedside.reach(.waitingForBeat)
    #expect(bedside.releases == 1 && bedside.name == .waitingForBeat)
  }

  static let skipped: [(String, @Sendable (Bedside) -> BeatReading)] = [
    ("too soon after the one before", { beat($0, interval: .milliseconds(499)) }),
    ("too long after the one before", { beat($0, interval: .milliseconds(1501)) }),
    ("too late to fire at its delay", { beat($0, ago: .milliseconds(51)) }),
    ("beyond the window", { beat($0, ago: .milliseconds(101)) }),
    ("long past", { beat($0, ago: .seconds(10)) }),
  ]

  @Test(arguments: skipped.indices)
  func `a late or implausible beat is skipped`(index: Int) {
    var bedside = Bedside()
    bedside.input.lease = .held(Bedside.lease, role: .operating, age: .zero, hold: true)
    bedside.bring(to: .waitingForBeat, plan: Self.plan)
    bedside.input.beat = Self.skipped[index].1(bedside)
    bedside.tick()
    #expect(bedside.name == .waitingForBeat && bedside.releases == 0)
    #expect(bedside.events.contains { if case .beatSkipped = $0 { true } else { false } })
  }

  @Test func `the train's own pulse seen as a beat is blanked`() {
    var bedside = Bedside()
    bedside.input.lease = .held(Bedside.lease, role: .operating, age: .zero, hold: true)
    bedside.bring(to: .waitingForBeat, plan: Self.plan)
    bedside.input.beat = Self.beat(bedside)
    bedside.tick()
    bedside.reach(.waitingForBeat)
    bedside.input.beat = Self.beat(bedside)
    bedside.tick()
    #expect(bedside.releases == 1)
    for _ in 0..<10 { bedside.tick() }
    bedside.input.beat = Self.beat(bedside)
    bedside.tick()
    #expect(bedside.releases == 2)
  }

  @Test func `all beats used, the train is delivered`() {
    var bedside = Bedside()
    bedside.input.lease = .held(Bedside.lease, role: .operating, age: .zero, hold: true)
    bedside.bring(to: .waitingForBeat, plan: Self.plan)
    for _ in 0..<100 {
      if bedside.name == .waitingForBeat { bedside.input.beat = Self.beat(bedside) }
      bedside.tick()
    }
    bedside.finish()
    #expect(bedside.outcome == .delivered && bedside.releases == 3)
  }

  @Test func `a beat while armed fires nothing`() {
    var bedside = Bedside()
    bedside.bring(to: .armed, plan: Self.plan)
    bedside.input.beat = Self.beat(bedside)
    bedside.tick()
    #expect(bedside.name == .armed && bedside.releases == 0)
  }
}
