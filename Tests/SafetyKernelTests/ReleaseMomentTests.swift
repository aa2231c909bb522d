import Quantities
import Testing

@testable import SafetyKernel

@Suite struct `The moment of a release` {
  private static func waiting(_ change: (inout KernelConfiguration) -> Void = { _ in }) -> Bedside {
    var configuration = Bedside.configuration()
    change(&configuration)
    var bedside = Bedside(configuration)
    bedside.bring(to: .waitingForBeat, plan: SynchronisedPlan.plan)
    return bedside
  }

  private enum SynchronisedPlan {
    static let plan = Bedside.plan([Bedside.step(pulses: 3, synchronisation: .eachPulse)])
  }

  private static func now(_ bedside: Bedside) -> DeviceInstant {
    bedside.input.telemetry.deviceTime.adding(bedside.input.telemetryAge) ?? .zero
  }

  private static func isReleasing(_ bedside: Bedside) -> Bool {
    if case .release = bedside.output.command { true } else { false }
  }

  private static func tick(_ bedside: inout Bedside, beatAfter span: TimeSpan, interval: TimeSpan = .milliseconds(800))
  {
    bedside.input.beat = BeatReading(time: now(bedside).adding(span) ?? .zero, interval: interval)
    bedside.tick()
  }

  @Test func `a release at once may begin from telemetry's time on, and waits for the usual ticks`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    bedside.obeys = false
    let telemetry = bedside.input.telemetry
    let usual = Self.now(bedside).adding(bedside.kernel.configuration.notAfterMargin)
    bedside.fire()
    #expect(bedside.kernel.segment.earliest == telemetry.deviceTime)
    #expect(bedside.kernel.segment.latest == usual && bedside.kernel.segment.from == 0)
    #expect(bedside.kernel.state.mode == .delivering(from: 0, byPedal: false, started: false, ticksLeft: 29))
  }

  @Test func `a release on a beat begins at its delay, ends at its window, and is waited for until then`() {
    var bedside = Self.waiting()
    bedside.obeys = false
    let now = Self.now(bedside)
    Self.tick(&bedside, beatAfter: .milliseconds(-5))
    #expect(bedside.kernel.segment.earliest == now.adding(.milliseconds(45)))
    #expect(bedside.kernel.segment.latest == now.adding(.milliseconds(95)))
    #expect(bedside.kernel.state.mode == .delivering(from: 0, byPedal: false, started: false, ticksLeft: 75))
  }

  @Test func `beats as short and as long as allowed are used`() {
    for interval in [500, 1_500] as [Int32] {
      var bedside = Self.waiting()
      Self.tick(&bedside, beatAfter: .milliseconds(-5), interval: .milliseconds(interval))
      #expect(bedside.releases == 1)
    }
  }

  @Test func `a beat is used as long as its delay is still to come`() {
    for (ago, releases) in [(49_999, 1), (50_000, 0)] as [(Int32, Int)] {
      var bedside = Self.waiting()
      Self.tick(&bedside, beatAfter: .microseconds(-ago))
      #expect(bedside.releases == releases)
    }
  }

  @Test func `a delay may be as long as the window, and no longer`() {
    for (window, releases) in [(50, 1), (49, 0)] as [(Int32, Int)] {
      var bedside = Self.waiting { $0.beats.window = .milliseconds(window) }
      Self.tick(&bedside, beatAfter: .milliseconds(-5))
      #expect(bedside.releases == releases)
    }
  }

  @Test func `a beat may be ahead by the margin of a release, and no further`() throws {
    let margin = Bedside.configuration().notAfterMargin
    for (more, releases) in [(0, 1), (1_000, 0)] as [(Int64, Int)] {
      var bedside = Self.waiting()
      Self.tick(&bedside, beatAfter: .nanoseconds(margin.nanoseconds + more))
      #expect(bedside.releases == releases)
    }
  }

  @Test func `a beat is skipped while the bank or the generator is not ready`() {
    for isBank in [true, false] {
      var bedside = Self.waiting()
      bedside.obeys = false
      if isBank { bedside.setBank(.volts(900)) } else { bedside.input.telemetry.pulsesGiven = 1 }
      Self.tick(&bedside, beatAfter: .milliseconds(-5))
      #expect(!Self.isReleasing(bedside) && bedside.name == .waitingForBeat)
    }
  }

  @Test func `a beat in the tick of the firing is used, and so is a long delay`() {
    for (delay, ticks) in [(2_000, 2_030), (70_000, 65_535)] as [(Int32, UInt16)] {
      var configuration = Bedside.configuration()
      configuration.beats.delay = .milliseconds(delay)
      configuration.beats.window = .milliseconds(delay + 1)
      var bedside = Bedside(configuration)
      bedside.bring(to: .armed, plan: SynchronisedPlan.plan)
      bedside.obeys = false
      bedside.input.beat = BeatReading(
        time: Self.now(bedside).adding(.microseconds(999)) ?? .zero, interval: .milliseconds(800))
      bedside.fire()
      #expect(Self.isReleasing(bedside))
      // The part of a millisecond is no tick.
      #expect(bedside.kernel.state.mode == .delivering(from: 0, byPedal: false, started: false, ticksLeft: ticks))
    }
  }

  @Test func `a wait for a beat ends when its last tick is over`() {
    var bedside = Self.waiting()
    for _ in 0..<79 { bedside.tick() }
    #expect(bedside.name == .waitingForBeat)
    bedside.tick()
    #expect(bedside.kernel.state.cause == .noBeat)
  }

  @Test func `a pedal held down holds a train that the console fired, though nobody holds the console`() {
    var configuration = Bedside.configuration()
    configuration.pedal = .fires
    var bedside = Bedside(configuration)
    bedside.bring(to: .waitingForBeat, plan: SynchronisedPlan.plan)
    bedside.input.lease = .held(Bedside.lease, role: .operating, age: .zero, hold: false)
    bedside.input.pedal = .second
    bedside.kernel.course.needsHold = true
    bedside.tick()
    #expect(bedside.name == .waitingForBeat)
    bedside.input.pedal = .released
    bedside.tick()
    #expect(bedside.kernel.state.cause == .released)
  }

  @Test func `waiting and blanking count down to nothing and no further`() {
    var bedside = Self.waiting()
    #expect(bedside.kernel.state.mode == .waitingForBeat(at: 0, byPedal: false, ticksLeft: 79, blankTicks: 0))
    bedside.tick()
    #expect(bedside.kernel.state.mode == .waitingForBeat(at: 0, byPedal: false, ticksLeft: 78, blankTicks: 0))
    Self.tick(&bedside, beatAfter: .milliseconds(-5))
    bedside.reach(.waitingForBeat)
    #expect(bedside.kernel.state.mode == .waitingForBeat(at: 1, byPedal: false, ticksLeft: 80, blankTicks: 10))
    for left in [9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0] as [UInt16] {
      bedside.tick()
      guard case .waitingForBeat(_, _, _, let blank) = bedside.kernel.state.mode else {
        Issue.record("no longer waiting: \(bedside.kernel.state.mode)")
        return
      }
      #expect(blank == left)
    }
  }

  @Test func `whoever lets go while a beat is awaited or the bank moves has released the train`() {
    let moving = Bedside.plan([Bedside.step(pulses: 4), Bedside.step(volts: 800, pulses: 4)])
    for (state, plan) in [(StateName.waitingForBeat, SynchronisedPlan.plan), (.settling, moving)] {
      var bedside = Bedside()
      bedside.bring(to: .armed, plan: plan)
      bedside.fire()
      if state == .settling { for _ in 0..<4 { bedside.tick() } }
      bedside.obeys = false
      bedside.reach(state, within: 5)
      #expect(bedside.name == state)
      bedside.kernel.course.needsHold = true
      bedside.input.lease = .held(Bedside.lease, role: .operating, age: .zero, hold: false)
      bedside.tick()
      #expect(bedside.kernel.state.cause == .released && !bedside.output.permit)
    }
  }

  @Test func `a bank that does not come to the next step's voltage ends the train when its ticks are over`() {
    var bedside = Bedside()
    bedside.bring(to: .armed, plan: Bedside.plan([Bedside.step(pulses: 4), Bedside.step(volts: 800, pulses: 4)]))
    bedside.fire()
    bedside.obeys = false
    bedside.setBank(.volts(900))
    bedside.reach(.settling, within: 6)
    #expect(bedside.kernel.state.mode == .settling(at: 4, byPedal: false, ticksLeft: 40))
    for left in (0...39).reversed() {
      bedside.tick()
      #expect(bedside.kernel.state.mode == .settling(at: 4, byPedal: false, ticksLeft: UInt16(left)))
    }
    bedside.tick()
    #expect(bedside.kernel.state.cause == .fault(.chargeTimeout) && bedside.name == .discharging)
    #expect(bedside.kernel.state.faults.first == .chargeTimeout)
  }
}
