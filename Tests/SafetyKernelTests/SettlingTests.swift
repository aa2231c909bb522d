import Quantities
import Testing

@testable import SafetyKernel

/// Whose word it is, and how old.
private enum Witness: CaseIterable {
  case itself, stale, fromTheFuture, withoutLink, anotherGenerator

  func change(_ input: inout TickInput) {
    switch self {
    case .itself: break
    case .stale: input.telemetryAge = .milliseconds(41)
    case .fromTheFuture: input.telemetryAge = .nanoseconds(-1)
    case .withoutLink: input.link = .down
    case .anotherGenerator: input.telemetry.serial = DeviceSerial(low: 99, high: 0)
    }
  }
}

private let fates: [TrainFate] = [
  .unknown, .neverStarted, .ended(pulses: 0), .ended(pulses: 1), .ended(pulses: 3), .endedUnreported(pulses: 0),
  .endedUnreported(pulses: 1), .endedUnreported(pulses: 3), .endedUnreported(pulses: 5),
]

@Suite struct `What settles a train` {
  /// A train of eight that a stop ended after so many reports; the generator is at rest and says nothing yet.
  private static func stopped(after reports: Int, _ configuration: KernelConfiguration = Bedside.configuration())
    -> Bedside
  {
    var bedside = Bedside(configuration)
    bedside.bring(to: .armed)
    bedside.fire()
    bedside.obeys = false
    bedside.input.telemetry.state = .delivering
    bedside.setBank(.volts(1000))
    bedside.owed = Array(bedside.owed[0..<reports])
    for _ in 0..<reports { bedside.tick() }
    bedside.owed = []
    bedside.input.telemetry.pulseCounter = 5_000 + UInt32(reports)
    bedside.input.stop = true
    bedside.tick()
    bedside.input.telemetry.state = .idle
    bedside.setBank(.zero)
    return bedside
  }

  /// What is due, in words of the design: two witnesses that agree, or nothing.
  private static func due(_ fate: TrainFate, counted: UInt16, reports: UInt16) -> Outcome? {
    func outcome(_ pulses: UInt16) -> Outcome { pulses == 0 ? .notDelivered : .partial(pulses: pulses) }
    switch fate {
    case .unknown: return nil
    case .neverStarted: return reports == 0 && counted == 0 ? .notDelivered : nil
    case .ended(let pulses): return pulses == reports && counted == pulses ? outcome(pulses) : nil
    case .endedUnreported(let pulses): return counted == pulses && pulses >= reports ? outcome(pulses) : nil
    }
  }

  @Test(arguments: Witness.allCases)
  fileprivate func `the generator's word counts only with its own fresh counter beside it`(witness: Witness) {
    for reports in [0, 1, 3] {
      for fate in fates {
        for counted in [0, 1, 3, 5, 7] as [UInt16] {
          var bedside = Self.stopped(after: reports)
          bedside.input.fate = fate
          bedside.input.telemetry.pulseCounter = 5_000 + UInt32(counted)
          witness.change(&bedside.input)
          bedside.tick()
          let due = witness == .itself ? Self.due(fate, counted: counted, reports: UInt16(reports)) : nil
          #expect(bedside.outcome == due, "\(reports) reports, \(fate), \(counted) counted")
          let isLost = if case .endedUnreported = fate { due != nil } else { false }
          #expect(bedside.kernel.state.faults.contains(.pulseMissing) == isLost)
          #expect(bedside.kernel.state.cause == .stop)
        }
      }
    }
  }

  @Test(arguments: Witness.allCases)
  fileprivate func `a counter beyond the plan settles as more pulses, if it is the generator's own`(witness: Witness) {
    for (more, isBelieved) in [(1, true), (999, true), (1_000, false), (40_000, false)] as [(UInt32, Bool)] {
      for isRestarted in [false, true] {
        var bedside = Self.stopped(after: 3)
        bedside.input.telemetry.pulseCounter = 5_008 + more
        if isRestarted { bedside.input.telemetry.boot = BootIdentity(value: 12) }
        witness.change(&bedside.input)
        bedside.tick()
        let isSettled = witness == .itself && isBelieved && !isRestarted
        #expect(bedside.outcome == (isSettled ? .partial(pulses: UInt16(8 + more)) : nil))
        #expect(bedside.kernel.state.faults.contains(.pulseExtra) == (witness == .itself))
      }
    }
  }

  @Test func `all reports are no delivery before the generator rests, is fresh, and has counted as many`() {
    for witness in Witness.allCases {
      for (counter, state) in [
        (5_008, .idle), (5_007, .idle), (5_008, .delivering), (5_008, .discharging), (5_008, .fault),
      ] as [(UInt32, GeneratorState)] {
        var bedside = Self.stopped(after: 8)
        #expect(bedside.outcome == nil)
        bedside.input.telemetry.pulseCounter = counter
        bedside.input.telemetry.state = state
        witness.change(&bedside.input)
        bedside.tick()
        let isWhole = witness == .itself && counter == 5_008 && state != .delivering
        #expect(bedside.outcome == (isWhole ? .delivered : nil), "\(witness), \(counter), \(state)")
      }
    }
  }

  @Test func `a train that nobody can account for in time is told as unresolved, once`() {
    var bedside = Self.stopped(after: 2)
    bedside.events = []
    bedside.input.telemetryAge = .milliseconds(41)
    for _ in 0..<60 { bedside.tick() }
    let told = bedside.events.count {
      if case .unresolved(let nonce) = $0 { nonce == bedside.kernel.arming?.nonce } else { false }
    }
    #expect(told == 1)
    #expect(bedside.kernel.state.standing == .unresolved(judged: 2, good: true))
  }

  @Test func `a generator that called a train complete and then denies it is missing pulses`() {
    for reports in [0, 3] {
      var bedside = Bedside()
      bedside.bring(to: .armed)
      bedside.fire()
      bedside.obeys = false
      bedside.owed = Array(bedside.owed[0..<reports])
      bedside.input.telemetry.state = .delivering
      for _ in 0..<reports { bedside.tick() }
      bedside.input.telemetry.state = .idle
      bedside.input.telemetry.pulsesGiven = 8
      bedside.setBank(.zero)
      bedside.tick()
      #expect(bedside.kernel.state.cause == .completed && bedside.outcome == nil)
      bedside.input.telemetry.pulseCounter = 5_000 + UInt32(reports)
      bedside.input.fate = .ended(pulses: UInt16(reports))
      bedside.tick()
      #expect(bedside.outcome == (reports == 0 ? .notDelivered : .partial(pulses: 3)))
      #expect(bedside.kernel.state.faults.first == .pulseMissing)
      #expect(bedside.kernel.state.cause == .fault(.pulseMissing))
    }
  }

  @Test func `a counter that moves behind a settled train is an extra pulse, if it is the generator's own and fresh`() {
    for witness in Witness.allCases {
      for outcome in [Outcome.delivered, .deliveredUnmeasured, .partial(pulses: 3), .notDelivered] {
        for isMoved in [false, true] {
          var bedside = Self.stopped(after: 3)
          bedside.kernel.state.standing = .settled(outcome)
          let known: UInt32 =
            switch outcome {
            case .delivered, .deliveredUnmeasured: 8
            case .partial(let pulses): UInt32(pulses)
            case .notDelivered: 0
            }
          bedside.input.telemetry.pulseCounter = 5_000 + known + (isMoved ? 1 : 0)
          witness.change(&bedside.input)
          bedside.tick()
          #expect(
            bedside.kernel.state.faults.contains(.pulseExtra) == (isMoved && witness == .itself),
            "\(witness), \(outcome)")
        }
      }
    }
  }

  @Test func `a word that the counter contradicts for good leaves the train unresolved`() {
    var bedside = Self.stopped(after: 2)
    bedside.input.fate = .endedUnreported(pulses: 5)
    for _ in 0..<60 { bedside.tick() }
    #expect(bedside.kernel.state.standing == .unresolved(judged: 2, good: true))
  }

  @Test func `only a self-test that was delivered and measured is passed, and only a self-test can fail`() {
    for kind in [PlanKind.treatment, .testLoad, .selfTest] {
      for outcome in [Outcome.delivered, .deliveredUnmeasured, .partial(pulses: 3), .notDelivered] {
        var bedside = Bedside()
        bedside.bring(to: .delivering, plan: Bedside.plan(kind: kind))
        #expect(bedside.name == .delivering)
        var output = TickOutput()
        bedside.kernel.settled(outcome, &output)
        #expect(bedside.kernel.state.selfTestPassed == (kind == .selfTest && outcome == .delivered))
        #expect(bedside.kernel.state.faults.contains(.selfTestFailed) == (kind == .selfTest && outcome != .delivered))
      }
    }
  }

  @Test func `a train that a fault cut short is missing no pulse`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    bedside.fire()
    bedside.obeys = false
    bedside.owed = Array(bedside.owed[0..<3])
    bedside.input.telemetry.state = .delivering
    for _ in 0..<3 { bedside.tick() }
    bedside.input.closedInterlocks = InterlockSet(bits: 0)
    bedside.tick()
    #expect(bedside.kernel.state.cause == .fault(.interlockOpened))
    bedside.input.telemetry.state = .idle
    bedside.setBank(.zero)
    bedside.input.telemetry.pulseCounter = 5_003
    bedside.input.fate = .ended(pulses: 3)
    bedside.tick()
    #expect(bedside.outcome == .partial(pulses: 3))
    #expect(!bedside.kernel.state.faults.contains(.pulseMissing))
  }

  @Test func `what ended a train that was never released is not renamed by a later fault`() {
    var bedside = Bedside()
    bedside.impedance = .ohms(5)
    bedside.bring(to: .discharging)
    #expect(bedside.kernel.state.cause == .probeShort)
    bedside.obeys = false
    bedside.input.telemetry.bankA = .volts(900)
    bedside.tick()
    #expect(bedside.kernel.state.faults.contains(.bankSensorsDisagree))
    #expect(bedside.kernel.state.cause == .probeShort)
  }
}
