import Quantities
import SHA256
import SafetyKernel
import Testing

@Suite struct `Numbers and names that are kept` {
  /// Records hold these numbers: each must mean the same case for ever.
  @Test func `each case has its own number, counted from zero, and is found by it`() {
    func check<Case: CaseIterable & Equatable>(
      _ type: Case.Type, code: (Case) -> UInt8, coded: (UInt8) -> Case?
    ) {
      for (place, one) in Case.allCases.enumerated() {
        #expect(Int(code(one)) == place, "\(one)")
        #expect(coded(UInt8(place)) == one)
      }
      #expect(coded(UInt8(Case.allCases.count)) == nil && coded(255) == nil)
    }
    check(Fault.self, code: { $0.code }, coded: { Fault.coded($0) })
    check(Blocker.self, code: { $0.code }, coded: { Blocker.coded($0) })
    check(StateName.self, code: { $0.code }, coded: { StateName.coded($0) })
    check(GeneratorState.self, code: { $0.code }, coded: { GeneratorState.coded($0) })
    check(PedalReading.self, code: { $0.code }, coded: { PedalReading.coded($0) })
    check(PlanKind.self, code: { $0.code }, coded: { PlanKind.coded($0) })
    check(Synchronisation.self, code: { $0.code }, coded: { Synchronisation.coded($0) })
    check(DeviceCut.self, code: { $0.code }, coded: { DeviceCut.coded($0) })
    check(VoltageLimit.self, code: { $0.code }, coded: { VoltageLimit.coded($0) })
    #expect(Fault.allCases.count <= 64 && Blocker.allCases.count <= 32)
  }

  static let clearing: [FaultClearing: Set<Fault>] = [
    .afterSelfTest: [
      .pulseCurrentHigh, .switchStuck, .pulseTooLong, .bankSensorsDisagree, .selfTestFailed, .pulsePolarityWrong,
      .pulseExtra, .pulseMistimed,
    ],
    .afterDischarge: [.dischargeUnconfirmed, .unexpectedEnergy, .bankTooHigh],
    .whenArrayPresent: [.arrayRemoved, .arrayDiffers],
  ]

  @Test(arguments: Fault.allCases)
  func `a fault of switch, current, width, sensor or count needs a self-test before it clears`(fault: Fault) {
    let kind = Self.clearing.first { $0.value.contains(fault) }?.key ?? .whenConditionGone
    #expect(fault.clearing == kind)
  }

  @Test(arguments: Fault.allCases, Fault.allCases)
  func `a set of faults keeps the first, and each once`(one: Fault, other: Fault) {
    var set = FaultSet()
    #expect(set.isEmpty && set.first == nil && !set.contains(one))
    let first = set.insert(one)
    let second = set.insert(other)
    #expect(first && second == (one != other))
    #expect(set.first == one && !set.isEmpty && set.contains(one) && set.contains(other))
    for third in Fault.allCases where third != one && third != other { #expect(!set.contains(third)) }
  }

  @Test func `a name of one to sixteen printable letters is kept, any other is none`() throws {
    for name in ["a", "SIM-1", "plates-8", "123456789", "0123456789abcdef", "!~"] {
      #expect(DeviceSerial(ascii: name)?.ascii == name)
      #expect(ArrayIdentity(ascii: name)?.ascii == name)
    }
    for name in ["", "0123456789abcdefg", "a b", "\u{7f}", "\u{1f}", "\u{e4}"] {
      #expect(DeviceSerial(ascii: name) == nil && ArrayIdentity(ascii: name) == nil)
    }
    let array = try #require(ArrayIdentity(ascii: "0123456789abcdef"))
    #expect(array.low == 0x3736_3534_3332_3130 && array.high == 0x6665_6463_6261_3938)
    #expect(ArrayIdentity(low: 0, high: 0x41).ascii == "A")
  }

  @Test func `names and opaque values are equal only in all their parts`() {
    #expect(DeviceSerial(low: 1, high: 2) == DeviceSerial(low: 1, high: 2))
    #expect(DeviceSerial(low: 1, high: 2) != DeviceSerial(low: 1, high: 3))
    #expect(DeviceSerial(low: 1, high: 2) != DeviceSerial(low: 3, high: 2))
    #expect(ArrayIdentity(low: 1, high: 2) != ArrayIdentity(low: 1, high: 3))
    #expect(ArrayIdentity(low: 1, high: 2) != ArrayIdentity(low: 3, high: 2))
    #expect(InterlockSet(bits: 3) == InterlockSet(bits: 3) && InterlockSet(bits: 3) != InterlockSet(bits: 1))
  }

  @Test func `what nobody said is the worst, in every part of the input`() {
    let input = TickInput()
    let telemetry = Telemetry()
    #expect(!input.realtime && !input.stop && !input.calibrationValid && !input.secondGateRefused)
    #expect(input.telemetryAge > .seconds(3600) && input.closedInterlocks.isEmpty)
    #expect(input.link == .down && input.pedal == .absent && input.fate == .unknown)
    #expect(!input.record.healthy && !input.record.clockGood && input.record.durableIntent == nil)
    #expect(input.readBack == nil && input.report == nil && input.now == .zero && input.lateness == .zero)
    #expect(input.freshNonce == Nonce(value: 0) && input.proposal.stepCount == 0)
    #expect(input.proposal.kind == .treatment && input.proposal.site == SiteIdentity(value: 0))
    #expect(input.proposal.array.identity == ArrayIdentity(low: 0, high: 0))
    #expect(telemetry.array == .absent && telemetry.state == .idle && !telemetry.hasFault)
    #expect(telemetry.pulseCounter == 0 && telemetry.pulsesGiven == 0 && telemetry.step == 0)
    #expect(telemetry.nonce == Nonce(value: 0) && telemetry.boot == BootIdentity(value: 0))
    #expect(telemetry.serial == DeviceSerial(low: 0, high: 0) && telemetry.deviceTime == .zero)
    let output = TickOutput()
    #expect(!output.permit && output.eventCount == 0 && !output.overflowed && output.query == nil)
    let lamps = Indicators()
    #expect(!lamps.energy && !lamps.armed && !lamps.delivering && !lamps.fault)
    let array = ElectrodeArray(identity: ArrayIdentity(low: 1, high: 0))
    #expect(array.electrodeCount == 0 && array.pairCount == 0 && array.use == .treatment && !array.carriesIdentity)
  }

  @Test func `a configuration begins with the documented times and permits nothing`() {
    let configuration = KernelConfiguration(interlocks: InterlockSet(bits: 0b100))
    #expect(configuration.requiredInterlocks == InterlockSet(bits: 0b101) && configuration.pedal == .notUsed)
    let ticks = configuration.ticks
    #expect(
      [ticks.load, ticks.probe, ticks.charge, ticks.armed, ticks.probeValid] == [2000, 500, 30_000, 30_000, 60_000])
    #expect([ticks.pulse, ticks.settle, ticks.beat, ticks.blank] == [100, 10_000, 10_000, 300])
    #expect([ticks.collect, ticks.discharge] == [5000, 5000])
    #expect(configuration.lateBudget == .milliseconds(10) && configuration.telemetryStale == .milliseconds(40))
    #expect(configuration.notAfterMargin == .milliseconds(10) && configuration.leaseLapse == .seconds(1))
    #expect(configuration.ticketAge == .milliseconds(500) && !configuration.allowWithoutRealtime)
    #expect(configuration.bankTolerance == 20 && configuration.bankAgreement == 50)
    #expect(configuration.bankOffset == .volts(10) && configuration.stuckVoltage == .volts(42))
    #expect(KernelConfiguration.safeVoltage == .volts(42))
    for kind in PlanKind.allCases {
      let limits = configuration.limits(for: kind)
      #expect(limits.maximumStepPulses == 0 && limits.maximumTrainPulses == 0)
      #expect(PlanCheck.defect(in: Bedside.plan(kind: kind), limits: limits) != nil)
    }
    #expect(configuration.budget.pulsesPerMinute == 0 && configuration.budget.pulsesPerSite == 0)
  }

  @Test func `each kind of plan has limits of its own`() {
    var configuration = KernelConfiguration(interlocks: InterlockSet(bits: 0))
    configuration.treatment.maximumStepPulses = 1
    configuration.testLoad.maximumStepPulses = 2
    configuration.selfTest.maximumStepPulses = 3
    #expect(PlanKind.allCases.map { configuration.limits(for: $0).maximumStepPulses } == [1, 2, 3])
  }

  @Test func `a counter that wrapped still counts, and a great leap saturates`() {
    for (before, now, pulses) in [(UInt32.max - 2, 5, 8), (0, 65_535, 65_535), (0, 65_536, 65_535), (9, 9, 0)]
      as [(UInt32, UInt32, UInt16)]
    {
      var bedside = Bedside(
        openTrain: Arming(
          nonce: Nonce(value: 55), digest: PlanDigest(value: .zero), serial: Bedside().input.telemetry.serial,
          boot: BootIdentity(value: 11), counterBefore: before, plannedPulses: .max))
      bedside.input.telemetry.pulseCounter = now
      bedside.reach(.standby)
      bedside.tick()
      #expect(bedside.outcome == (pulses == 0 ? .notDelivered : .partial(pulses: pulses)))
    }
  }
}
