import Quantities
import SHA256
import Testing

@testable import SafetyKernel

@Suite struct `How a train ends that does not go as planned` {
  /// A train that was just released; the generator is at it, and its reports come one by one from the test.
  private static func released(_ plan: Plan) -> (bedside: Bedside, reports: [PulseReport]) {
    var bedside = Bedside()
    bedside.bring(to: .armed, plan: plan)
    let before = bedside.input.telemetry
    bedside.fire()
    let reports = bedside.owed
    bedside.owed = []
    bedside.obeys = false
    bedside.input.telemetry = before
    bedside.input.telemetry.state = .delivering
    bedside.setBank(.volts(1000))
    return (bedside, reports)
  }

  private static func report(_ index: UInt16, step: UInt8, volts: Int32, like former: PulseReport) -> PulseReport {
    PulseReport(
      nonce: former.nonce, step: step, index: index, start: former.start.adding(.milliseconds(1)) ?? former.start,
      width: former.width, voltage: .volts(volts), current: former.current, peakCurrent: former.peakCurrent, cut: .none)
  }

  /// Two runs of four pulses, with a gate between them.
  private static func gated(_ synchronisation: Synchronisation) -> Plan {
    Bedside.plan([
      Bedside.step(pulses: 4),
      Bedside.step(volts: synchronisation == .none ? 800 : 1000, pulses: 4, synchronisation: synchronisation),
    ])
  }

  @Test func `a report beyond the last pulse is an extra pulse, and the train is not delivered`() throws {
    var (bedside, reports) = Self.released(Bedside.plan())
    let last = try #require(reports.last)
    // The counter lags, so that the eighth report settles nothing yet.
    bedside.input.telemetry.state = .idle
    bedside.setBank(.zero)
    bedside.input.telemetry.pulseCounter = 5_007
    bedside.owed = reports
    for _ in 0..<8 { bedside.tick() }
    #expect(bedside.judged.count == 8 && bedside.outcome == nil && bedside.kernel.state.faults.isEmpty)
    bedside.owed = [Self.report(8, step: 0, volts: 1000, like: last)]
    bedside.tick()
    #expect(bedside.judged.last == .some(.pulseExtra) && bedside.kernel.state.faults.first == .pulseExtra)
    bedside.input.telemetry.pulseCounter = 5_009
    bedside.tick()
    #expect(bedside.outcome == .partial(pulses: 9))
  }

  @Test func `a pulse beyond the gate that it had to wait at is an extra pulse`() throws {
    for synchronisation in [Synchronisation.none, .eachStep] {
      var (bedside, reports) = Self.released(Self.gated(synchronisation))
      let last = try #require(reports.last)
      bedside.owed = reports
      for _ in 0..<4 { bedside.tick() }
      #expect(bedside.name == .delivering && bedside.judged.count == 4)
      let volts: Int32 = synchronisation == .none ? 800 : 1000
      bedside.owed = [Self.report(4, step: 1, volts: volts, like: last)]
      bedside.tick()
      #expect(bedside.judged.last == .some(.pulseExtra) && bedside.name == .discharging)
      #expect(bedside.kernel.state.cause == .fault(.pulseExtra) && !bedside.output.permit)
    }
  }

  @Test func `a pulse while the bank moves or a beat is awaited is an extra pulse`() throws {
    for (synchronisation, state) in [(Synchronisation.none, StateName.settling), (.eachStep, .waitingForBeat)] {
      var (bedside, reports) = Self.released(Self.gated(synchronisation))
      let last = try #require(reports.last)
      bedside.owed = reports
      bedside.input.telemetry.state = .waiting
      bedside.input.telemetry.pulsesGiven = 4
      bedside.input.telemetry.pulseCounter = 5_004
      for _ in 0..<4 { bedside.tick() }
      #expect(bedside.name == state)
      let volts: Int32 = synchronisation == .none ? 800 : 1000
      bedside.owed = [Self.report(4, step: 1, volts: volts, like: last)]
      bedside.tick()
      #expect(bedside.judged.last == .some(.pulseExtra) && bedside.name == .discharging)
      #expect(bedside.kernel.state.cause == .fault(.pulseExtra) && bedside.releases == 1)
    }
  }

  @Test func `a generator that waits where its program has no gate runs another program`() {
    var (bedside, reports) = Self.released(Bedside.plan())
    bedside.owed = Array(reports[0..<2])
    for _ in 0..<2 { bedside.tick() }
    bedside.input.telemetry.state = .waiting
    bedside.input.telemetry.pulsesGiven = 2
    bedside.input.telemetry.pulseCounter = 5_002
    bedside.tick()
    #expect(bedside.kernel.state.cause == .fault(.generatorUnexpected) && bedside.name == .discharging)
    #expect(bedside.kernel.state.faults.first == .generatorUnexpected && bedside.releases == 1)
  }

  @Test func `a train that stops reporting is ended as missing a pulse, and not before its time`() {
    var (bedside, reports) = Self.released(Bedside.plan())
    bedside.owed = Array(reports[0..<3])
    for _ in 0..<3 { bedside.tick() }
    // A period of one millisecond, the thirty of the link, and one.
    #expect(
      bedside.kernel.state.mode == .delivering(from: 0, byPedal: false, started: true, ticksLeft: 32))
    for _ in 0..<32 { bedside.tick() }
    #expect(bedside.name == .delivering && bedside.kernel.state.faults.isEmpty)
    bedside.tick()
    #expect(bedside.kernel.state.cause == .fault(.pulseMissing) && bedside.name == .discharging)
    #expect(bedside.kernel.state.faults.first == .pulseMissing)
  }

  @Test func `a period longer than a countdown can hold waits as long as one can`() {
    var configuration = Bedside.configuration()
    configuration.treatment.maximumPeriod = .seconds(200)
    configuration.treatment.maximumTrainDuration = .seconds(1_000)
    for (seconds, ticks) in [(65, 65_031 as UInt16), (66, .max)] as [(Int32, UInt16)] {
      var bedside = Bedside(configuration)
      bedside.bring(to: .armed, plan: Bedside.plan([Bedside.step(pulses: 3, period: .seconds(seconds))]))
      bedside.fire()
      bedside.obeys = false
      bedside.input.telemetry.state = .delivering
      bedside.owed = Array(bedside.owed[0..<1])
      bedside.tick()
      #expect(
        bedside.kernel.state.mode == .delivering(from: 0, byPedal: false, started: true, ticksLeft: ticks))
    }
  }

  @Test func `the part of a millisecond in a period is no tick`() {
    var bedside = Bedside()
    bedside.bring(to: .armed, plan: Bedside.plan([Bedside.step(pulses: 3, period: .microseconds(1_500_999))]))
    bedside.fire()
    bedside.obeys = false
    bedside.input.telemetry.state = .delivering
    bedside.owed = Array(bedside.owed[0..<1])
    bedside.tick()
    #expect(bedside.kernel.state.mode == .delivering(from: 0, byPedal: false, started: true, ticksLeft: 1_531))
  }

  @Test func `a release that the generator gave up by itself is a missing pulse, one that a person stopped is none`() {
    for isStopped in [true, false] {
      var (bedside, _) = Self.released(Bedside.plan())
      bedside.input.telemetry.state = .idle
      bedside.setBank(.zero)
      bedside.input.stop = isStopped
      bedside.tick()
      #expect(bedside.kernel.state.cause == (isStopped ? .stop : .generatorEnded) && bedside.outcome == nil)
      bedside.input.fate = .ended(pulses: 0)
      bedside.tick()
      #expect(bedside.outcome == .notDelivered)
      #expect(bedside.kernel.state.faults.first == (isStopped ? nil : .pulseMissing))
      #expect(bedside.kernel.state.cause == (isStopped ? .stop : .fault(.pulseMissing)))
    }
  }

  @Test func `a word on lost reports that the counter contradicts settles nothing, one that it bears out does`() {
    for (pulses, counter, outcome) in [
      (5, 5_003, nil), (3, 5_003, .partial(pulses: 3)), (0, 5_000, .notDelivered),
    ] as [(UInt16, UInt32, Outcome?)] {
      var (bedside, _) = Self.released(Bedside.plan())
      bedside.input.stop = true
      bedside.tick()
      bedside.input.telemetry.state = .idle
      bedside.setBank(.zero)
      bedside.input.telemetry.pulseCounter = counter
      bedside.input.fate = .endedUnreported(pulses: pulses)
      bedside.tick()
      #expect(bedside.outcome == outcome)
      #expect(bedside.kernel.state.faults.contains(.pulseMissing) == (outcome != nil))
    }
  }

  @Test(arguments: GeneratorState.allCases)
  func `after a restart the counter of a generator that is not at rest settles nothing`(state: GeneratorState) {
    let open = Arming(
      nonce: Nonce(value: 55), digest: PlanDigest(value: .zero), serial: Bedside().input.telemetry.serial,
      boot: BootIdentity(value: 11), counterBefore: 4_995, plannedPulses: 8)
    var bedside = Bedside(openTrain: open)
    bedside.obeys = false
    bedside.input.telemetry.state = state
    bedside.tick()
    let isAtRest = state == .idle || state == .fault
    #expect(bedside.outcome == (isAtRest ? .partial(pulses: 5) : nil))
    bedside.input.telemetry.state = .idle
    bedside.tick()
    #expect(bedside.outcome == .partial(pulses: 5))
  }

  @Test func `a person may state that an unresolved train gave no pulse`() {
    var (bedside, _) = Self.released(Bedside.plan())
    bedside.input.link = .down
    for _ in 0..<40 { bedside.tick() }
    guard case .unresolved = bedside.kernel.state.standing else {
      Issue.record("not unresolved: \(bedside.kernel.state.standing)")
      return
    }
    bedside.tick(.resolve(pulses: 0))
    #expect(bedside.outcome == .notDelivered && bedside.refusals.isEmpty)
  }

  @Test func `reports are counted only of a train whose outcome is owed`() {
    var kernel = SafetyKernel(configuration: Bedside.configuration(), openTrain: nil)
    for (standing, judged) in [
      (.none, 0), (.open(judged: 3, good: true, ticksLeft: 9), 3), (.unresolved(judged: 5, good: false), 5),
      (.settled(.delivered), 0), (.settled(.partial(pulses: 4)), 0),
    ] as [(TrainStanding, UInt16)] {
      kernel.state.standing = standing
      #expect(kernel.judgedPulses == judged)
    }
  }

  @Test func `a generator that goes on while it is told to discharge does what it was not told`() {
    for state in GeneratorState.allCases {
      var configuration = Bedside.configuration()
      configuration.ticks.discharge = 100
      var bedside = Bedside(configuration)
      bedside.bring(to: .armed)
      bedside.obeys = false
      bedside.input.stop = true
      bedside.tick()
      bedside.input.telemetry.state = state
      bedside.setBank(.volts(900))
      for _ in 0..<31 { bedside.tick() }
      #expect(!bedside.kernel.state.faults.contains(.generatorUnexpected))
      bedside.tick()
      let hasYielded = state == .idle || state == .discharging || state == .fault
      #expect(bedside.kernel.state.faults.contains(.generatorUnexpected) == !hasYielded)
      guard case .discharge = bedside.output.command else {
        Issue.record("no discharge was told")
        continue
      }
    }
  }
}
