import Quantities
import SHA256
import SafetyKernel
import Testing

/// What a pulse may be other than planned, and the fault it must latch.
struct BadPulse: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let fault: Fault
  let change: @Sendable (inout PulseReport) -> Void

  static let all: [BadPulse] = [
    BadPulse(testDescription: "voltage low", fault: .pulseVoltageLow) { $0.voltage = .volts(949) },
    BadPulse(testDescription: "voltage high", fault: .pulseVoltageHigh) { $0.voltage = .volts(1051) },
    BadPulse(testDescription: "polarity", fault: .pulsePolarityWrong) { $0.voltage = .volts(-1000) },
    BadPulse(testDescription: "current reversed", fault: .pulsePolarityWrong) { $0.current = .amperes(-8) },
    BadPulse(testDescription: "current low", fault: .pulseCurrentLow) { $0.current = .milliamperes(99) },
    BadPulse(testDescription: "current high", fault: .pulseCurrentHigh) { $0.current = .milliamperes(20_001) },
    BadPulse(testDescription: "peak high", fault: .pulseCurrentHigh) { $0.peakCurrent = .milliamperes(20_001) },
    BadPulse(testDescription: "short", fault: .pulseTooShort) { $0.width = .nanoseconds(98_999) },
    BadPulse(testDescription: "long", fault: .pulseTooLong) { $0.width = .nanoseconds(101_001) },
    BadPulse(testDescription: "cut by the generator for current", fault: .pulseCurrentHigh) { $0.cut = .currentHigh },
    BadPulse(testDescription: "cut for voltage high", fault: .pulseVoltageHigh) { $0.cut = .voltageHigh },
    BadPulse(testDescription: "cut for voltage low", fault: .pulseVoltageLow) { $0.cut = .voltageLow },
    BadPulse(testDescription: "cut for current low", fault: .pulseCurrentLow) { $0.cut = .currentLow },
    BadPulse(testDescription: "cut for width", fault: .pulseTooLong) { $0.cut = .widthHigh },
    BadPulse(testDescription: "twice", fault: .pulseOutOfOrder) { $0.index = 2 },
    BadPulse(testDescription: "out of order", fault: .pulseOutOfOrder) { $0.index = 4 },
    BadPulse(testDescription: "of another step", fault: .pulseOutOfOrder) { $0.step = 1 },
  ]
}

@Suite struct `What becomes of a train` {
  @Test(arguments: BadPulse.all)
  func `a bad pulse latches its fault, ends the train and is never delivered`(bad: BadPulse) {
    var bedside = Bedside()
    bedside.reshape = { report in
      var report = report
      if report.index == 3 { bad.change(&report) }
      return report
    }
    bedside.bring(to: .delivering)
    bedside.finish()
    #expect(bedside.kernel.state.faults.first == bad.fault)
    #expect(bedside.kernel.state.cause == .fault(bad.fault))
    #expect(bedside.outcome != .delivered && bedside.outcome != .notDelivered)
  }

  static let edges: [@Sendable (inout PulseReport) -> Void] = [
    { $0.voltage = .volts(950) }, { $0.voltage = .volts(1050) }, { $0.current = .milliamperes(100) },
    { $0.peakCurrent = .amperes(20) }, { $0.width = .microseconds(99) }, { $0.width = .microseconds(101) },
  ]

  @Test(arguments: edges.indices)
  func `a pulse exactly at a limit is good`(index: Int) {
    let change = Self.edges[index]
    var bedside = Bedside()
    bedside.reshape = { report in
      var report = report
      change(&report)
      return report
    }
    bedside.bring(to: .delivering)
    bedside.finish()
    #expect(bedside.outcome == .delivered)
  }

  @Test func `a report that is lost for good makes a partial train with the counted pulses`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    bedside.answersQueries = false
    bedside.reshape = { $0.index < 5 ? $0 : nil }
    bedside.fire()
    bedside.reach(.standby)
    for _ in 0..<10 { bedside.tick() }
    bedside.obeys = false
    bedside.input.fate = .endedUnreported(pulses: 8)
    bedside.tick()
    #expect(bedside.outcome == .partial(pulses: 8))
    #expect(bedside.kernel.state.faults.contains(.pulseMissing))
  }

  @Test func `a train that nobody answers for is unresolved and blocks the next arming`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    bedside.answersQueries = false
    bedside.reshape = { _ in nil }
    bedside.fire()
    for _ in 0..<120 { bedside.tick() }
    guard case .unresolved = bedside.kernel.state.standing else {
      Issue.record("not unresolved: \(bedside.kernel.state.standing)")
      return
    }
    bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity))
    #expect(bedside.refusals.last == .blocked(.faultLatched) || bedside.refusals.last == .blocked(.trainUnresolved))
    let blockers = bedside.kernel.blockers(bedside.input, confirmed: true)
    #expect(blockers.contains(.trainUnresolved))
  }

  @Test func `a lost trigger is notDelivered by the generator's word and its counter`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    let before = bedside.input.telemetry
    bedside.fire()
    bedside.owed = []
    bedside.input.telemetry = before
    for _ in 0..<31 { bedside.tick() }
    #expect(bedside.kernel.state.cause == .triggerLost)
    bedside.reach(.standby)
    for _ in 0..<3 { bedside.tick() }
    #expect(bedside.outcome == .notDelivered)
    #expect(bedside.releases == 1)
  }

  @Test func `a generator that says neverStarted while its counter moved is not believed`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    bedside.reshape = { _ in nil }
    bedside.answersQueries = false
    bedside.fire()
    for _ in 0..<40 { bedside.tick() }
    bedside.obeys = false
    bedside.input.fate = .neverStarted
    for _ in 0..<60 { bedside.tick() }
    if case .settled = bedside.kernel.state.standing { Issue.record("believed") }
  }

  @Test func `more pulses than planned are a fault, and counted`() {
    var bedside = Bedside()
    bedside.bring(to: .delivering)
    bedside.input.telemetry.pulseCounter &+= 1
    for _ in 0..<60 { bedside.tick() }
    #expect(bedside.kernel.state.faults.contains(.pulseExtra))
    #expect(bedside.outcome == .partial(pulses: 9))
    #expect(bedside.kernel.state.cause == .fault(.pulseExtra))
  }

  @Test func `a pulse behind a completed train, before it was settled, is told as the cause`() {
    var bedside = Bedside()
    bedside.bring(to: .delivering)
    for _ in 0..<10_000 where bedside.name == .delivering { bedside.tick() }
    #expect(bedside.kernel.state.cause == .completed && bedside.outcome == nil)
    bedside.input.telemetry.pulseCounter &+= 1
    for _ in 0..<60 { bedside.tick() }
    #expect(bedside.kernel.state.faults.contains(.pulseExtra))
    #expect(bedside.outcome == .partial(pulses: 9))
    #expect(bedside.kernel.state.cause == .fault(.pulseExtra))
  }

  @Test func `a pulse after the train was settled is a fault also in standby`() {
    var bedside = Bedside()
    bedside.bring(to: .delivering)
    bedside.finish()
    #expect(bedside.outcome == .delivered && bedside.kernel.state.faults.isEmpty)
    bedside.input.telemetry.pulseCounter &+= 1
    bedside.tick()
    #expect(bedside.kernel.state.faults.first == .pulseExtra)
  }

  @Test func `a pulse before the release is a fault`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    bedside.input.telemetry.pulseCounter &+= 1
    bedside.tick()
    #expect(bedside.kernel.state.faults.first == .pulseExtra && bedside.name == .discharging)
  }

  @Test func `the generator that ends by itself is told with the reason its report gives`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    bedside.fire()
    let all = bedside.owed
    bedside.owed = []
    bedside.input.telemetry.pulsesGiven = 3
    bedside.input.telemetry.pulseCounter = 5_003
    bedside.answersQueries = false
    bedside.tick()
    #expect(bedside.kernel.state.cause == .generatorEnded)
    bedside.owed = Array(all[0..<3])
    bedside.owed[2].cut = .currentHigh
    for _ in 0..<3 { bedside.tick() }
    #expect(bedside.kernel.state.cause == .fault(.pulseCurrentHigh))
    bedside.obeys = false
    bedside.input.fate = .ended(pulses: 3)
    for _ in 0..<3 { bedside.tick() }
    #expect(bedside.outcome == .partial(pulses: 3))
  }

  @Test(arguments: [StateName.probing, .charging, .armed])
  func `an arming that ends before the release is not delivered, without anybody asking`(state: StateName) {
    var bedside = Bedside()
    if state == .charging { bedside.recordsIntent = false }
    bedside.bring(to: state)
    bedside.answersQueries = false
    bedside.input.stop = true
    bedside.tick()
    #expect(bedside.outcome == .notDelivered && bedside.kernel.state.cause == .stop)
  }

  @Test func `a self-test that does not deliver is a fault of its own`() {
    var bedside = Bedside()
    bedside.reshape = { report in
      var report = report
      if report.index == 3 { report.voltage = .volts(900) }
      return report
    }
    bedside.bring(to: .delivering, plan: Bedside.plan(kind: .selfTest))
    bedside.finish()
    #expect(bedside.kernel.state.faults.contains(.selfTestFailed) && !bedside.kernel.state.selfTestPassed)
  }

  @Test func `a late tick is a fault also while the bank is being emptied`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    bedside.obeys = false
    bedside.input.stop = true
    bedside.tick()
    bedside.input.lateness = .milliseconds(11)
    bedside.tick()
    #expect(bedside.name == .discharging && bedside.kernel.state.faults.contains(.tickLate))
  }

  // MARK: after a restart

  static let open = Arming(
    nonce: Nonce(value: 55), digest: PlanDigest(value: .zero),
    serial: DeviceSerial(ascii: "SIM-1") ?? DeviceSerial(low: 1, high: 0),
    boot: BootIdentity(value: 11), counterBefore: 4_995, plannedPulses: 8)

  @Test func `a restart settles an open train by the counter of the same generator, never as delivered`() {
    var bedside = Bedside(openTrain: Self.open)
    bedside.input.telemetry.pulseCounter = 4_995 + 8
    bedside.reach(.standby)
    bedside.tick()
    #expect(bedside.outcome == .partial(pulses: 8))
  }

  @Test func `a restart finds no pulse by the counter`() {
    var bedside = Bedside(openTrain: Self.open)
    bedside.input.telemetry.pulseCounter = 4_995
    bedside.reach(.standby)
    bedside.tick()
    #expect(bedside.outcome == .notDelivered)
  }

  @Test func `another generator's counter settles nothing`() {
    var bedside = Bedside(openTrain: Self.open)
    bedside.input.telemetry.serial = DeviceSerial(low: 77, high: 0)
    for _ in 0..<50 { bedside.tick() }
    if case .settled = bedside.kernel.state.standing { Issue.record("settled by another generator") }
  }

  @Test func `a counter beyond the plan settles nothing until a person does`() {
    var bedside = Bedside(openTrain: Self.open)
    bedside.input.telemetry.pulseCounter = 4_995 + 9
    for _ in 0..<50 { bedside.tick() }
    if case .settled = bedside.kernel.state.standing { Issue.record("settled") }
    bedside.tick(.resolve(pulses: 9))
    #expect(bedside.outcome == .partial(pulses: 9))
  }

  @Test func `a person's word settles only what is unresolved`() {
    var bedside = Bedside()
    bedside.prepare()
    bedside.tick(.resolve(pulses: 3))
    #expect(bedside.refusals.last == .nothingUnresolved && bedside.outcome == nil)
  }
}
