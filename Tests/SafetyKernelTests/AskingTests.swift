import Quantities
import SHA256
import SafetyKernel
import Testing

@Suite struct `Every command in every state` {
  static let other = LeaseIdentity(value: 8)
  static let resting: [StateName] = [.starting, .standby, .discharging]

  /// A machine that stays in a state for a tick, with a plan prepared wherever that can be.
  static func bedside(in state: StateName) -> Bedside {
    switch state {
    case .starting:
      var bedside = `What is watched while there may be energy`.bedside(in: .standby)
      bedside.setBank(.volts(900))
      bedside.input.link = .down
      bedside.tick()
      bedside.input.link = .up
      return bedside
    case .discharging:
      var bedside = `What is watched while there may be energy`.bedside(in: .armed)
      bedside.input.stop = true
      bedside.tick()
      return bedside
    case .standby, .probing, .charging, .armed, .waitingForBeat, .delivering, .settling:
      return `What is watched while there may be energy`.bedside(in: state)
    }
  }

  static func told(_ output: TickOutput) -> [KernelEvent] { (0..<output.eventCount).map { output.events[$0] } }

  static func refusal(_ output: TickOutput) -> Refusal? {
    told(output).compactMap { if case .refused(let refusal) = $0 { refusal } else { nil } }.first
  }

  static func accepts(_ output: TickOutput) -> Bool {
    told(output).contains { if case .accepted = $0 { true } else { false } }
  }

  @Test(arguments: StateName.allCases)
  func `only the holder of the lease may prepare, arm, fire and disarm`(state: StateName) {
    for lapse in [false, true] {
      for number in 0..<4 {
        var bedside = Self.bedside(in: state)
        bedside.input.proposal = Bedside.plan([Bedside.step(volts: 900)])
        let digest = bedside.kernel.digest
        let nonce = bedside.kernel.arming?.nonce ?? Nonce(value: 0)
        if lapse { bedside.input.lease = .none }
        let lease = lapse ? Bedside.lease : Self.other
        let command: Command
        switch number {
        case 0: command = .prepare(lease)
        case 1: command = .arm(lease, digest, confirmed: Bedside.array().identity)
        case 2: command = .fire(lease, nonce, ticketAge: .zero)
        default: command = .disarm(lease)
        }
        bedside.tick(command)
        #expect(
          bedside.kernel.digest == digest
            && bedside.name == (lapse && !Self.resting.contains(state) ? .discharging : state))
        // In a state with energy a lease that is gone ends it before any command is looked at.
        if !lapse || Self.resting.contains(state) { #expect(Self.refusal(bedside.output) == .noLease) }
      }
    }
  }

  @Test(arguments: StateName.allCases)
  func `arming begins in standby, firing in armed, disarming with energy, and nowhere else`(state: StateName) {
    var arming = Self.bedside(in: state)
    arming.tick(.arm(Bedside.lease, arming.kernel.digest, confirmed: Bedside.array().identity))
    #expect(state == .standby ? Self.accepts(arming.output) : Self.refusal(arming.output) == .wrongState)
    var firing = Self.bedside(in: state)
    let isArmedOnce = firing.kernel.arming != nil
    firing.tick(.fire(Bedside.lease, firing.kernel.arming?.nonce ?? Nonce(value: 0), ticketAge: .zero))
    if state == .armed {
      #expect(Self.accepts(firing.output) && firing.name == .delivering)
    } else {
      #expect(Self.refusal(firing.output) == (isArmedOnce ? .wrongState : .nonceDiffers))
    }
    var disarming = Self.bedside(in: state)
    disarming.tick(.disarm(Bedside.lease))
    if Self.resting.contains(state) {
      #expect(Self.refusal(disarming.output) == .wrongState)
    } else {
      #expect(Self.accepts(disarming.output) && disarming.name == .discharging)
      #expect(disarming.kernel.state.cause == .disarmed)
    }
  }

  @Test(arguments: StateName.allCases)
  func `a new plan is taken in every state but those of a running train, and disarms`(state: StateName) {
    var bedside = Self.bedside(in: state)
    let former = bedside.kernel.digest
    bedside.input.proposal = Bedside.plan([Bedside.step(volts: 900)])
    bedside.tick(.prepare(Bedside.lease))
    if [.waitingForBeat, .delivering, .settling].contains(state) {
      #expect(Self.refusal(bedside.output) == .wrongState && bedside.kernel.digest == former)
    } else {
      #expect(bedside.kernel.digest != former && !bedside.kernel.state.mode.energises)
      #expect(Self.told(bedside.output).contains { if case .prepared = $0 { true } else { false } })
      let dropped = Self.told(bedside.output).contains { if case .planDropped = $0 { true } else { false } }
      #expect(dropped)
      #expect(!bedside.kernel.state.arrayConfirmed)
    }
  }

  @Test(arguments: StateName.allCases)
  func `a stop refuses what asks for energy and lets the rest be asked`(state: StateName) {
    let commands: [(Command, Bool)] = [
      (.prepare(Bedside.lease), true),
      (.arm(Bedside.lease, PlanDigest(value: .zero), confirmed: Bedside.array().identity), true),
      (.fire(Bedside.lease, Nonce(value: 0), ticketAge: .zero), true),
      (.disarm(Bedside.lease), false), (.acknowledge, false), (.resolve(pulses: 1), false),
    ]
    for (command, asks) in commands {
      var bedside = Self.bedside(in: state)
      bedside.input.stop = true
      bedside.tick(command)
      #expect(!bedside.output.permit)
      if Self.resting.contains(state) { #expect((Self.refusal(bedside.output) == .stopped) == asks) }
    }
  }

  @Test func `a technician may self-test and use the test load, arm and fire there, and nothing else`() {
    for kind in PlanKind.allCases {
      var bedside = Bedside()
      bedside.prepare(Bedside.plan(kind: kind))
      bedside.input.lease = .held(Bedside.lease, role: .technician, age: .zero, hold: true)
      bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity))
      #expect((bedside.refusals.last == .roleNotAllowed) == (kind == .treatment))
      bedside.input.lease = .held(Bedside.lease, role: .operating, age: .zero, hold: true)
      if kind == .treatment { bedside.bring(to: .armed) }
      bedside.reach(.armed)
      bedside.input.lease = .held(Bedside.lease, role: .technician, age: .zero, hold: true)
      bedside.fire()
      #expect(bedside.releases == (kind == .treatment ? 0 : 1))
      if kind == .treatment { #expect(bedside.refusals.last == .roleNotAllowed) }
    }
  }

  @Test func `an arming needs a nonce that is neither nothing nor the last one's`() {
    var bedside = Bedside()
    bedside.prepare()
    for value in [0, bedside.input.freshNonce.value] {
      var kernel = bedside.kernel
      if value != 0 {
        var first = bedside
        first.bring(to: .armed)
        first.input.stop = true
        first.tick()
        first.reach(.standby)
        kernel = first.kernel
        bedside.input = first.input
      }
      bedside.input.freshNonce = Nonce(value: value == 0 ? 0 : kernel.arming?.nonce.value ?? 0)
      bedside.input.command = .arm(Bedside.lease, kernel.digest, confirmed: Bedside.array().identity)
      let output = kernel.step(bedside.input)
      #expect(Self.refusal(output) == .nonceDiffers && !output.permit)
    }
  }

  @Test func `arming tells that it was accepted and the whole intent, and asks for the program`() throws {
    var bedside = Bedside()
    bedside.prepare()
    bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity))
    #expect(
      Self.accepts(bedside.output) && bedside.kernel.state.standing == .none && bedside.kernel.state.cause == .none)
    let arming = try #require(bedside.kernel.arming)
    var isTold = false
    for event in Self.told(bedside.output) {
      guard case .intent(let nonce, let digest, let serial, let boot, let before, let planned) = event else { continue }
      isTold = nonce == arming.nonce && digest == bedside.kernel.digest && serial == bedside.input.telemetry.serial
      isTold = isTold && boot == BootIdentity(value: 11) && before == 5_000 && planned == 8
    }
    #expect(isTold)
    #expect(bedside.kernel.state.mode == .probing(step: 0, loaded: false, asked: false, ticksLeft: 50))
    guard case .load(arming.nonce) = bedside.output.command else {
      Issue.record("no program was asked for")
      return
    }
  }

  static let blockers: [(Blocker, @Sendable (inout Bedside) -> Void)] = [
    (.linkDown, { $0.input.link = .down }), (.linkDown, { $0.input.link = .opening }),
    (.telemetryStale, { $0.input.telemetryAge = .milliseconds(41) }),
    (.interlockOpen, { $0.input.closedInterlocks = InterlockSet(bits: 0b011) }),
    (.noLease, { $0.input.lease = .none }), (.record, { $0.input.record.healthy = false }),
    (.wallClock, { $0.input.record.clockGood = false }), (.notRealtime, { $0.input.realtime = false }),
    (.tickLate, { $0.input.lateness = .milliseconds(11) }), (.calibration, { $0.input.calibrationValid = false }),
    (.bankNotDischarged, { $0.input.telemetry.bankA = .volts(42) }),
    (.bankNotDischarged, { $0.input.telemetry.bankB = .volts(42) }),
    (.bankNotDischarged, { $0.input.telemetry.outputVoltage = .volts(42) }),
    (.generatorBusy, { $0.input.telemetry.hasFault = true }), (.arrayAbsent, { $0.input.telemetry.array = .absent }),
    (.arrayDiffers, { $0.input.telemetry.array = .identified(ArrayIdentity(low: 9, high: 9)) }),
  ]

  @Test(arguments: blockers.indices)
  func `each condition blocks by its own name, and by no other`(index: Int) {
    let (blocker, change) = Self.blockers[index]
    var bedside = Bedside()
    bedside.prepare()
    let before = bedside.kernel.blockers(bedside.input, confirmed: true)
    #expect(before.isEmpty && before.first == nil)
    change(&bedside)
    let set = bedside.kernel.blockers(bedside.input, confirmed: true)
    #expect(!set.isEmpty && set.first == blocker)
    // What a link that is down or stale says is not known to be wrong; the bank then counts as not measured.
    let alone = Blocker.allCases.filter { set.contains($0) }
    #expect(alone == [blocker] || (blocker == .telemetryStale && alone == [.telemetryStale, .bankNotDischarged]))
  }

  @Test(arguments: GeneratorState.allCases)
  func `a generator that does anything is busy`(state: GeneratorState) {
    var bedside = Bedside()
    bedside.prepare()
    bedside.input.telemetry.state = state
    let set = bedside.kernel.blockers(bedside.input, confirmed: true)
    #expect(set.contains(.generatorBusy) == (state != .idle))
  }

  @Test func `without a plan only what is known of any treatment blocks`() {
    var bedside = Bedside()
    bedside.reach(.standby)
    for array in [ArrayReading.unidentified, .identified(ArrayIdentity(low: 9, high: 9))] {
      bedside.input.telemetry.array = array
      let set = bedside.kernel.blockers(bedside.input, confirmed: false)
      #expect(set.isEmpty)
    }
  }

  @Test func `what would begin by ending is refused`() {
    var gate = Bedside()
    gate.prepare()
    gate.input.secondGateRefused = true
    gate.tick(.arm(Bedside.lease, gate.kernel.digest, confirmed: Bedside.array().identity))
    #expect(gate.refusals.last == .conditionStillHolds && gate.name == .standby)
    var configuration = Bedside.configuration()
    configuration.pedal = .fires
    var pedal = Bedside(configuration)
    pedal.prepare()
    pedal.input.pedal = .implausible
    pedal.tick(.arm(Bedside.lease, pedal.kernel.digest, confirmed: Bedside.array().identity))
    #expect(pedal.refusals.last == .conditionStillHolds && pedal.name == .standby)
  }

  @Test func `a train whose outcome is owed blocks and takes no new plan`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    bedside.answersQueries = false
    bedside.reshape = { _ in nil }
    bedside.fire()
    bedside.input.stop = true
    bedside.tick()
    guard case .open = bedside.kernel.state.standing else {
      Issue.record("not open: \(bedside.kernel.state.standing)")
      return
    }
    let set = bedside.kernel.blockers(bedside.input, confirmed: true)
    #expect(set.contains(.trainUnresolved))
    bedside.input.proposal = Bedside.plan([Bedside.step(volts: 900)])
    bedside.tick(.prepare(Bedside.lease))
    #expect(bedside.refusals.last == .blocked(.trainUnresolved))
  }
}
