import Quantities
import SafetyKernel
import Testing

/// What an adversary found, kept as tests.
@Suite struct `What must not slip through` {
  @Test func `another holder's lease ends the arming of the one before`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    bedside.input.lease = .held(LeaseIdentity(value: 8), role: .operating, age: .zero, hold: true)
    bedside.tick()
    #expect(bedside.kernel.state.cause == .leaseEnded && !bedside.output.permit)
    #expect(!bedside.kernel.state.arrayConfirmed)
  }

  @Test(arguments: Withdrawal.all)
  func `a fault that is latched already withdraws a self-test again`(way: Withdrawal) {
    guard case .fault(let fault) = way.cause, fault != .arrayRemoved, fault != .arrayDiffers else { return }
    var bedside = Bedside()
    bedside.bring(to: .armed)
    let good = bedside.input
    way.apply(&bedside)
    bedside.tick()
    let now = bedside.input.now
    bedside.input = good
    bedside.input.now = now
    bedside.tick()
    bedside.reach(.standby)
    #expect(!bedside.kernel.state.faults.isEmpty)
    bedside.input.proposal = Bedside.plan(kind: .selfTest)
    bedside.tick(.prepare(Bedside.lease))
    bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity))
    bedside.reach(.armed)
    #expect(bedside.name == .armed)
    way.apply(&bedside)
    bedside.tick()
    #expect(!bedside.output.permit && bedside.name == .discharging)
  }

  @Test func `a self-test that fails takes back what an earlier one proved`() {
    var bedside = Bedside()
    bedside.reshape = { report in
      var report = report
      if report.index == 3 { report.peakCurrent = .amperes(30) }
      return report
    }
    bedside.bring(to: .delivering)
    bedside.finish()
    let spoil = bedside.reshape
    for spoiled in [false, true] {
      bedside.reshape = spoiled ? spoil : { $0 }
      bedside.input.proposal = Bedside.plan(kind: .selfTest)
      bedside.tick(.prepare(Bedside.lease))
      bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity))
      bedside.reach(.armed)
      bedside.fire()
      bedside.finish()
      #expect(bedside.kernel.state.selfTestPassed == !spoiled)
    }
    bedside.tick(.acknowledge)
    #expect(bedside.refusals.last == .selfTestNeeded)
  }

  @Test func `a stop wins over arm, prepare and pedal in the same tick`() {
    var bedside = Bedside()
    bedside.prepare()
    bedside.input.stop = true
    bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity))
    #expect(bedside.refusals.last == .stopped && bedside.name == .standby && !bedside.output.permit)
    bedside.input.lateness = .seconds(1)
    bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity))
    #expect(bedside.refusals.last == .blocked(.tickLate))
  }

  @Test func `a stuck switch and the generator's own fault latch wherever they show`() {
    var standby = Bedside()
    standby.prepare()
    standby.input.telemetry.hasFault = true
    standby.tick()
    #expect(standby.kernel.state.faults.first == .generatorFault)
    var after = Bedside()
    after.bring(to: .delivering)
    after.reach(.discharging)
    after.input.telemetry.outputVoltage = .volts(900)
    after.tick()
    #expect(after.kernel.state.faults.contains(.switchStuck))
    var starting = Bedside()
    starting.obeys = false
    starting.setBank(.volts(2000))
    for _ in 0..<30 { starting.tick() }
    #expect(starting.kernel.state.faults.contains(.dischargeUnconfirmed))
  }

  @Test func `a generator that runs through its gate is caught`() {
    let plan = Bedside.plan([Bedside.step(pulses: 3, synchronisation: .eachPulse)])
    var bedside = Bedside()
    bedside.input.lease = .held(Bedside.lease, role: .operating, age: .zero, hold: true)
    bedside.bring(to: .waitingForBeat, plan: plan)
    bedside.input.beat = `Delivery in step with the heart`.beat(bedside)
    bedside.tick()
    #expect(bedside.name == .delivering)
    bedside.input.telemetry.pulsesGiven = 3
    bedside.input.telemetry.pulseCounter = 5_003
    bedside.tick()
    #expect(bedside.kernel.state.faults.first == .pulseExtra)
  }

  @Test(arguments: [-6, 6, 500])
  func `a pulse off its time is no good pulse`(microseconds: Int32) {
    var bedside = Bedside()
    bedside.reshape = { report in
      var report = report
      // 1 % of the period of 1 ms is 10 µs; the first pulse has its release as bound.
      if report.index == 2 { report.start = report.start.adding(.microseconds(microseconds * 2)) ?? report.start }
      return report
    }
    bedside.bring(to: .delivering)
    bedside.finish()
    #expect(bedside.kernel.state.faults.first == .pulseMistimed && bedside.outcome != .delivered)
  }

  @Test func `a pulse within its tolerance of time is good`() {
    var bedside = Bedside()
    bedside.reshape = { report in
      var report = report
      if report.index == 2 { report.start = report.start.adding(.microseconds(9)) ?? report.start }
      return report
    }
    bedside.bring(to: .delivering)
    bedside.finish()
    #expect(bedside.outcome == .delivered)
  }

  @Test func `a test load is confirmed like any other array`() {
    var bedside = Bedside()
    bedside.input.lease = .held(Bedside.lease, role: .technician, age: .zero, hold: false)
    bedside.prepare(Bedside.plan(kind: .testLoad))
    bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: ArrayIdentity(low: 0, high: 0)))
    #expect(bedside.refusals.last == .blocked(.arrayUnconfirmed))
  }

  @Test func `a confirmation ends with the sight of the socket and with the generator's start`() {
    for change in [{ $0.input.link = .down }, { $0.input.telemetry.boot = BootIdentity(value: 12) }]
      as [(inout Bedside) -> Void]
    {
      var bedside = Bedside()
      bedside.bring(to: .armed)
      bedside.fire()
      bedside.finish()
      #expect(bedside.kernel.state.arrayConfirmed)
      change(&bedside)
      bedside.tick()
      #expect(!bedside.kernel.state.arrayConfirmed)
    }
  }

  @Test func `a counter that went back settles nothing by itself`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    bedside.reshape = { _ in nil }
    bedside.answersQueries = false
    bedside.fire()
    bedside.input.telemetry.pulseCounter = 3
    for _ in 0..<120 { bedside.tick() }
    guard case .unresolved = bedside.kernel.state.standing else {
      Issue.record("\(bedside.kernel.state.standing)")
      return
    }
  }

  @Test func `twelve beats or twelve settlings need somebody who holds`() {
    let beats = (0..<12).map { _ in Bedside.step(pulses: 1, synchronisation: .eachStep) }
    let settlings = (0..<12).map { Bedside.step(volts: $0 % 2 == 0 ? 1000 : 900, pulses: 1) }
    for steps in [beats, settlings] {
      var bedside = Bedside()
      bedside.input.lease = .held(Bedside.lease, role: .operating, age: .zero, hold: false)
      bedside.bring(to: .armed, plan: Bedside.plan(steps))
      bedside.fire()
      #expect(bedside.refusals.last == .holdNeeded)
    }
  }

  @Test func `an unnamed spot and loads have no sum of their own, and an old spot's is forgotten`() {
    var configuration = Bedside.configuration()
    configuration.budget.pulsesPerSite = 8
    var bedside = Bedside(configuration)
    var unnamed = Bedside.plan()
    unnamed.site = SiteIdentity(value: 0)
    for plan in [unnamed, unnamed, Bedside.plan(kind: .selfTest), Bedside.plan(kind: .selfTest)] {
      bedside.bring(to: .armed, plan: plan)
      bedside.fire()
      bedside.finish()
      #expect(bedside.outcome == .delivered)
    }
    bedside.bring(to: .armed)
    bedside.fire()
    bedside.finish()
    bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity))
    #expect(bedside.refusals.last == .blocked(.budgetExhausted))
    bedside.input.now = bedside.input.now.adding(.seconds(86_401)) ?? .zero
    bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity))
    #expect(bedside.name == .probing)
  }

  @Test func `a refused press is told once, not in each tick`() {
    var configuration = Bedside.configuration()
    configuration.pedal = .fires
    var bedside = Bedside(configuration)
    bedside.bring(to: .armed)
    bedside.tick()
    bedside.setBank(.volts(900))
    bedside.input.pedal = .second
    for _ in 0..<20 { bedside.tick() }
    #expect(bedside.refusals.count == 1)
  }

  @Test func `a refused plan leaves the reports of an unresolved train judged`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    bedside.answersQueries = false
    bedside.fire()
    let owed = bedside.owed
    bedside.owed = []
    for _ in 0..<120 { bedside.tick() }
    guard case .unresolved = bedside.kernel.state.standing else {
      Issue.record("\(bedside.kernel.state.standing)")
      return
    }
    var bad = Bedside.plan()
    bad.stepCount = 0
    bedside.input.proposal = bad
    bedside.tick(.prepare(Bedside.lease))
    bedside.owed = owed
    for _ in 0..<12 { bedside.tick() }
    #expect(bedside.outcome == .delivered)
  }

  @Test func `a beat dated ahead of the generator's clock is skipped`() {
    let plan = Bedside.plan([Bedside.step(pulses: 1, synchronisation: .eachPulse)])
    var bedside = Bedside()
    bedside.input.lease = .held(Bedside.lease, role: .operating, age: .zero, hold: true)
    bedside.bring(to: .waitingForBeat, plan: plan)
    bedside.input.beat = `Delivery in step with the heart`.beat(bedside, ago: .seconds(-3600))
    bedside.tick()
    #expect(bedside.releases == 0)
  }

  @Test func `an array that was removed must be back before its fault clears`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    bedside.input.telemetry.array = .absent
    bedside.tick()
    bedside.reach(.standby)
    bedside.tick(.acknowledge)
    #expect(bedside.refusals.last == .conditionStillHolds)
    bedside.input.telemetry.array = .unidentified
    bedside.tick(.acknowledge)
    #expect(bedside.kernel.state.faults.isEmpty)
  }
}
