import Quantities
import SHA256
import SafetyKernel
import Testing

@Suite struct `What a person may ask for` {
  @Test func `arming without a plan, with another digest or another lease is refused`() {
    var bedside = Bedside()
    bedside.reach(.standby)
    bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity))
    #expect(bedside.refusals.last == .nothingPrepared)
    bedside.prepare()
    bedside.tick(.arm(Bedside.lease, PlanDigest(value: .zero), confirmed: Bedside.array().identity))
    #expect(bedside.refusals.last == .digestDiffers)
    bedside.tick(.arm(LeaseIdentity(value: 8), bedside.kernel.digest, confirmed: Bedside.array().identity))
    #expect(bedside.refusals.last == .noLease)
    #expect(bedside.name == .standby)
  }

  @Test func `an array without a chip must be confirmed, and again once it was unplugged`() {
    var bedside = Bedside()
    bedside.prepare()
    bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: ArrayIdentity(low: 0, high: 0)))
    #expect(bedside.refusals.last == .blocked(.arrayUnconfirmed))
    bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity))
    #expect(bedside.name == .probing && bedside.kernel.state.arrayConfirmed)
    bedside.input.stop = true
    bedside.reach(.standby)
    bedside.tick()
    bedside.reach(.standby)
    bedside.input.telemetry.array = .absent
    bedside.tick()
    #expect(!bedside.kernel.state.arrayConfirmed)
  }

  @Test func `a chip that names another array blocks`() {
    var bedside = Bedside()
    bedside.input.telemetry.array = .identified(ArrayIdentity(low: 1, high: 1))
    bedside.prepare()
    bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity))
    #expect(bedside.refusals.last == .blocked(.arrayDiffers))
  }

  static let blocks: [(Blocker, @Sendable (inout Bedside) -> Void)] = [
    (.interlockOpen, { $0.input.closedInterlocks = InterlockSet(bits: 0b011) }),
    (.calibration, { $0.input.calibrationValid = false }),
    (.record, { $0.input.record.healthy = false }),
    (.wallClock, { $0.input.record.clockGood = false }),
    (.notRealtime, { $0.input.realtime = false }),
    (.arrayAbsent, { $0.input.telemetry.array = .absent }),
    (.generatorBusy, { $0.input.telemetry.state = .charging }),
  ]

  @Test(arguments: blocks.indices)
  func `each missing condition blocks arming by name`(index: Int) {
    let (blocker, apply) = Self.blocks[index]
    var bedside = Bedside()
    bedside.prepare()
    bedside.obeys = false
    apply(&bedside)
    bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity))
    #expect(bedside.refusals.last == .blocked(blocker))
    #expect(!bedside.output.permit && bedside.name == .standby)
  }

  @Test func `realtime may be waived by configuration, with nothing else`() {
    var configuration = Bedside.configuration()
    configuration.allowWithoutRealtime = true
    var bedside = Bedside(configuration)
    bedside.input.realtime = false
    bedside.bring(to: .armed)
    #expect(bedside.name == .armed)
  }

  @Test func `an old ticket, another nonce and a repeated fire give no pulse`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    guard let nonce = bedside.kernel.arming?.nonce else {
      Issue.record("not armed")
      return
    }
    bedside.tick(.fire(Bedside.lease, nonce, ticketAge: .milliseconds(501)))
    #expect(bedside.refusals.last == .ticketTooOld)
    bedside.tick(.fire(Bedside.lease, nonce, ticketAge: .nanoseconds(-1)))
    #expect(bedside.refusals.last == .ticketTooOld)
    bedside.tick(.fire(Bedside.lease, Nonce(value: nonce.value &+ 1), ticketAge: .zero))
    #expect(bedside.refusals.last == .nonceDiffers)
    #expect(bedside.releases == 0)
    bedside.tick(.fire(Bedside.lease, nonce, ticketAge: .milliseconds(500)))
    #expect(bedside.releases == 1)
    bedside.tick(.fire(Bedside.lease, nonce, ticketAge: .zero))
    #expect(bedside.refusals.last == .wrongState && bedside.releases == 1)
    bedside.reach(.standby)
    bedside.tick(.fire(Bedside.lease, nonce, ticketAge: .zero))
    #expect(bedside.refusals.last == .wrongState && bedside.releases == 1)
  }

  @Test func `an arming expires, and its nonce with it`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    let nonce = bedside.kernel.arming?.nonce ?? Nonce(value: 0)
    for _ in 0..<61 { bedside.tick() }
    #expect(bedside.kernel.state.cause == .expired)
    bedside.tick(.fire(Bedside.lease, nonce, ticketAge: .zero))
    #expect(bedside.releases == 0)
  }

  @Test func `the probe's verdict ages out`() {
    var configuration = Bedside.configuration()
    configuration.ticks.probeValid = 20
    var bedside = Bedside(configuration)
    bedside.bring(to: .armed)
    for _ in 0..<21 { bedside.tick() }
    #expect(bedside.kernel.state.cause == .probeAged && bedside.releases == 0)
  }

  @Test(arguments: [(Resistance.milliohms(19_999), EndCause.probeShort), (.milliohms(2_000_001), .probeOpen)])
  func `a pair outside the array's range does not charge`(found: Resistance, cause: EndCause) {
    var bedside = Bedside()
    bedside.impedance = found
    bedside.bring(to: .charging)
    bedside.reach(.standby)
    #expect(bedside.kernel.state.cause == cause)
    #expect(!bedside.commands.contains { if case .charge = $0 { true } else { false } })
  }

  @Test func `a generator that does not load, probe or charge in time ends in a fault`() {
    var bedside = Bedside()
    bedside.prepare()
    bedside.obeys = false
    bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity))
    for _ in 0..<51 { bedside.tick() }
    #expect(bedside.kernel.state.faults.first == .generatorSilent)
    var charging = Bedside()
    charging.bring(to: .charging)
    charging.obeys = false
    charging.input.telemetry.state = .charging
    charging.setBank(.volts(700))
    for _ in 0..<42 { charging.tick() }
    #expect(charging.kernel.state.faults.first == .chargeTimeout)
  }

  @Test func `any edit disarms, and a running train takes none`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    bedside.input.proposal = Bedside.plan([Bedside.step(volts: 900)])
    bedside.tick(.prepare(Bedside.lease))
    #expect(bedside.name == .discharging && bedside.kernel.state.cause == .disarmed)
    var running = Bedside()
    running.bring(to: .delivering)
    running.input.proposal = Bedside.plan([Bedside.step(volts: 900)])
    running.tick(.prepare(Bedside.lease))
    #expect(running.refusals.last == .wrongState)
  }

  @Test func `a technician pulses into loads only`() {
    var bedside = Bedside()
    bedside.input.lease = .held(Bedside.lease, role: .technician, age: .zero, hold: false)
    bedside.prepare()
    #expect(bedside.refusals.last == .roleNotAllowed && !bedside.kernel.state.prepared)
    bedside.prepare(Bedside.plan(kind: .testLoad))
    #expect(bedside.kernel.state.prepared)
  }

  @Test func `a train over half a second needs a hold, and letting go stops it`() {
    let plan = Bedside.plan([Bedside.step(period: .seconds(1))])
    var bedside = Bedside()
    bedside.input.lease = .held(Bedside.lease, role: .operating, age: .zero, hold: false)
    bedside.bring(to: .armed, plan: plan)
    bedside.fire()
    #expect(bedside.refusals.last == .holdNeeded && bedside.releases == 0)
    bedside.input.lease = .held(Bedside.lease, role: .operating, age: .zero, hold: true)
    bedside.fire()
    #expect(bedside.releases == 1)
    bedside.input.lease = .held(Bedside.lease, role: .operating, age: .zero, hold: false)
    bedside.tick()
    #expect(bedside.kernel.state.cause == .released && !bedside.output.permit)
  }

  @Test func `faults clear only in standby, with the condition gone, by a person`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    bedside.input.closedInterlocks = InterlockSet(bits: 0b001)
    bedside.tick()
    bedside.tick(.acknowledge)
    #expect(!bedside.kernel.state.faults.isEmpty)
    bedside.reach(.standby)
    bedside.tick(.acknowledge)
    #expect(bedside.refusals.last == .conditionStillHolds)
    bedside.input.closedInterlocks = InterlockSet(bits: 0b111)
    bedside.tick()
    #expect(!bedside.kernel.state.faults.isEmpty, "a condition that is gone clears nothing by itself")
    bedside.tick(.acknowledge)
    #expect(bedside.kernel.state.faults.isEmpty)
    bedside.tick(.acknowledge)
    #expect(bedside.refusals.last == .noFault)
  }

  @Test func `an over-current clears only after a passed self-test, which clears nothing by itself`() {
    var bedside = Bedside()
    bedside.reshape = { report in
      var report = report
      if report.index == 3 { report.peakCurrent = .amperes(30) }
      return report
    }
    bedside.bring(to: .delivering)
    bedside.finish()
    bedside.tick(.acknowledge)
    #expect(bedside.refusals.last == .selfTestNeeded)
    bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity))
    #expect(bedside.refusals.last == .blocked(.faultLatched))
    bedside.reshape = { $0 }
    bedside.input.proposal = Bedside.plan(kind: .selfTest)
    bedside.tick(.prepare(Bedside.lease))
    bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity))
    bedside.reach(.armed)
    bedside.fire()
    bedside.finish()
    #expect(bedside.outcome == .delivered && bedside.kernel.state.faults.first == .pulseCurrentHigh)
    bedside.tick(.acknowledge)
    #expect(bedside.kernel.state.faults.isEmpty)
  }
}
