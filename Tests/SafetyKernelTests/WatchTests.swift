import Quantities
import SafetyKernel
import Testing

@Suite struct `What is watched while there may be energy` {
  /// What the generator may be seen to do in each state: what it was told, or what it did before it was told.
  static let expected: [StateName: Set<GeneratorState>] = [
    .probing: [.idle, .probing, .discharging], .charging: [.idle, .probing, .charging, .armed],
    .armed: [.armed, .charging], .waitingForBeat: [.armed, .charging, .waiting],
    .settling: [.armed, .charging, .waiting],
    .delivering: [.armed, .charging, .delivering, .waiting, .discharging, .idle],
  ]

  static func bedside(in state: StateName) -> Bedside {
    var bedside = Bedside()
    if state == .charging { bedside.recordsIntent = false }
    bedside.bring(to: state, plan: `Withdrawing the permit`.plan(for: state))
    bedside.obeys = false
    // The generator at the bedside gives a train at once; here it is still at it.
    if state == .delivering { bedside.input.telemetry.state = .delivering }
    if state == .settling { bedside.setBank(.volts(900)) }
    return bedside
  }

  @Test(arguments: `Withdrawing the permit`.states, GeneratorState.allCases)
  func `a generator that does what it was not told to do is a fault`(state: StateName, generator: GeneratorState) {
    var bedside = Self.bedside(in: state)
    bedside.input.telemetry.state = generator
    bedside.tick()
    let isExpected = Self.expected[state]?.contains(generator) == true
    #expect(bedside.kernel.state.faults.contains(.generatorUnexpected) == !isExpected)
    if !isExpected { #expect(!bedside.output.permit) }
  }

  @Test(arguments: [StateName.charging, .armed, .waitingForBeat, .delivering])
  func `the bank may be above its target by the channels' share and offset, and no more`(state: StateName) {
    // 1000 V × 1.05 + 10 V.
    for (extra, isTooHigh) in [(0 as Int64, false), (1, true)] {
      for channel in 0..<2 {
        var bedside = Self.bedside(in: state)
        let bound = Voltage.millivolts(1_060_000 + extra)
        bedside.setBank(.millivolts(1_059_000))
        if channel == 0 { bedside.input.telemetry.bankA = bound } else { bedside.input.telemetry.bankB = bound }
        bedside.tick()
        #expect(bedside.kernel.state.faults.contains(.bankTooHigh) == isTooHigh)
      }
    }
  }

  @Test func `between two voltages the bank may be as high as the higher one`() {
    for (first, second) in [(1000, 800), (800, 1000)] as [(Int32, Int32)] {
      let plan = Bedside.plan([Bedside.step(volts: first), Bedside.step(0, 1, volts: second)])
      for (bank, isTooHigh) in [(1_060_000, false), (1_060_001, true)] as [(Int64, Bool)] {
        for state in [StateName.settling, .delivering] {
          var bedside = Bedside()
          bedside.bring(to: state, plan: plan)
          bedside.obeys = false
          bedside.setBank(.millivolts(bank))
          bedside.tick()
          #expect(bedside.name == .discharging || !isTooHigh)
          #expect(bedside.kernel.state.faults.contains(.bankTooHigh) == isTooHigh, "\(first) V in \(state)")
        }
      }
    }
  }

  @Test func `in the last step the bank may not go back to an earlier step's voltage`() {
    let plan = Bedside.plan([Bedside.step(volts: 1000), Bedside.step(0, 1, volts: 800)])
    var bedside = Bedside()
    bedside.bring(to: .settling, plan: plan)
    bedside.reach(.delivering)
    bedside.obeys = false
    bedside.setBank(.millivolts(850_001))
    bedside.tick()
    #expect(bedside.kernel.state.faults.first == .bankTooHigh)
  }

  @Test func `the channels may differ by a twentieth of the larger and an offset, and no more`() {
    for (other, agree) in [(940_000, true), (939_999, false)] as [(Int64, Bool)] {
      for turned in [false, true] {
        var bedside = Self.bedside(in: .armed)
        let pair = (Voltage.volts(1000), Voltage.millivolts(other))
        (bedside.input.telemetry.bankA, bedside.input.telemetry.bankB) = turned ? (pair.1, pair.0) : pair
        bedside.tick()
        #expect(bedside.kernel.state.faults.contains(.bankSensorsDisagree) == !agree)
      }
    }
  }

  @Test func `a voltage that no number can hold agrees with nothing`() {
    var bedside = Self.bedside(in: .armed)
    bedside.setBank(.millivolts(.min))
    bedside.tick()
    #expect(bedside.kernel.state.faults.contains(.bankSensorsDisagree))
    var released = Self.bedside(in: .armed)
    released.input.telemetry.bankA = .millivolts(.min)
    released.fire()
    #expect(released.releases == 0)
  }

  @Test func `a probe finds the bank below 42 V on both channels, or it is a fault`() {
    for (a, b, isLive) in [(41_999, 41_999, false), (42_000, 0, true), (0, 42_000, true), (-42_000, 0, true)]
      as [(Int64, Int64, Bool)]
    {
      var bedside = Self.bedside(in: .probing)
      bedside.input.telemetry.bankA = .millivolts(a)
      bedside.input.telemetry.bankB = .millivolts(b)
      bedside.tick()
      #expect(bedside.kernel.state.faults.contains(.unexpectedEnergy) == isLive)
    }
  }

  @Test func `voltage at the electrodes between pulses is a fault from 42 V on, whatever its sign`() {
    for (millivolts, isStuck) in [(41_999, false), (42_000, true), (-42_000, true), (Int64.min, true)]
      as [(Int64, Bool)]
    {
      var bedside = Self.bedside(in: .armed)
      bedside.input.telemetry.outputVoltage = .millivolts(millivolts)
      bedside.tick()
      #expect(bedside.kernel.state.faults.contains(.switchStuck) == isStuck)
    }
  }

  @Test func `each bound of time and age holds to its last nanosecond`() {
    let edges: [(@Sendable (inout Bedside, Int64) -> Void, Int64)] = [
      ({ $0.input.lateness = .nanoseconds($1) }, 10_000_000),
      ({ $0.input.telemetryAge = .nanoseconds($1) }, 40_000_000),
      ({ $0.input.lease = .held(Bedside.lease, role: .operating, age: .nanoseconds($1), hold: true) }, 1_000_000_000),
    ]
    for (number, (change, bound)) in edges.enumerated() {
      for (value, holds) in [(0, true), (bound, true), (bound + 1, false), (-1, false)] {
        var bedside = Self.bedside(in: .armed)
        change(&bedside, value)
        bedside.tick()
        #expect(bedside.output.permit == holds, "edge \(number) at \(value)")
      }
    }
  }

  @Test func `a pulse that nobody released is a fault in each state that counts them`() {
    for state in [StateName.probing, .charging, .armed, .waitingForBeat, .settling] {
      for extra in [0, 1] as [UInt32] {
        var bedside = Self.bedside(in: state)
        bedside.input.telemetry.pulseCounter &+= extra
        bedside.tick()
        #expect(bedside.kernel.state.faults.contains(.pulseExtra) == (extra > 0), "\(state)")
      }
    }
  }

  @Test func `a test load is watched as a patient's array is, a self-test has none to watch`() {
    let changes: [(Fault, @Sendable (inout Bedside) -> Void)] = [
      (.arrayRemoved, { $0.input.telemetry.array = .absent }),
      (.arrayDiffers, { $0.input.telemetry.array = .identified(ArrayIdentity(low: 9, high: 9)) }),
    ]
    for (fault, change) in changes {
      for kind in PlanKind.allCases {
        var bedside = Bedside()
        bedside.bring(to: .armed, plan: Bedside.plan(kind: kind))
        change(&bedside)
        bedside.tick()
        #expect(bedside.kernel.state.faults.contains(fault) == (kind != .selfTest))
      }
    }
  }

  @Test func `an array that carries a chip and shows none is another one`() {
    var array = Bedside.array()
    array.carriesIdentity = true
    var bedside = Bedside()
    bedside.input.telemetry.array = .identified(array.identity)
    bedside.bring(to: .armed, plan: Bedside.plan(array: array))
    #expect(bedside.name == .armed)
    bedside.input.telemetry.array = .unidentified
    bedside.tick()
    #expect(bedside.kernel.state.faults.first == .arrayDiffers)
    bedside.reach(.standby)
    let blockers = bedside.kernel.blockers(bedside.input, confirmed: true)
    #expect(blockers.contains(.arrayDiffers) && !blockers.contains(.arrayUnconfirmed))
  }

  @Test func `calibration counts for treatments only`() {
    for kind in PlanKind.allCases {
      var bedside = Bedside()
      bedside.input.calibrationValid = false
      bedside.prepare(Bedside.plan(kind: kind))
      let blockers = bedside.kernel.blockers(bedside.input, confirmed: true)
      #expect(blockers.contains(.calibration) == (kind == .treatment))
      bedside.input.calibrationValid = true
      bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity))
      bedside.reach(.armed)
      bedside.input.calibrationValid = false
      bedside.tick()
      #expect(bedside.output.permit == (kind != .treatment))
    }
  }

  @Test(arguments: `Withdrawing the permit`.states)
  func `a record that fails ends what is not yet released, and cuts no train short`(state: StateName) {
    let changes: [(EndCause, @Sendable (inout Bedside) -> Void)] = [
      (.recordFailed, { $0.input.record.healthy = false }), (.conditionLost, { $0.input.record.clockGood = false }),
    ]
    for (cause, change) in changes {
      var bedside = Self.bedside(in: state)
      change(&bedside)
      bedside.tick()
      let isReleased = [.waitingForBeat, .settling, .delivering].contains(state)
      #expect(bedside.output.permit == isReleased)
      if !isReleased { #expect(bedside.kernel.state.cause == cause) }
    }
  }

  @Test(arguments: StateName.allCases)
  func `the lamps tell the state, and the fault beside it`(state: StateName) {
    var bedside = Self.bedside(in: state == .discharging ? .armed : state)
    if state == .starting { bedside.setBank(.volts(900)) }
    if state == .discharging { bedside.input.stop = true }
    bedside.tick()
    #expect(bedside.name == state)
    let lamps = bedside.output.indicators
    #expect(lamps.energy == (state != .standby))
    #expect(lamps.armed == (state == .armed))
    #expect(lamps.delivering == [.waitingForBeat, .delivering, .settling].contains(state))
    #expect(!lamps.fault)
    #expect(bedside.output.permit == bedside.kernel.state.mode.energises)
    bedside.input.telemetry.hasFault = true
    bedside.tick()
    #expect(bedside.output.indicators.fault)
  }
}
