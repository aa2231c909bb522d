import Quantities
import SafetyKernel
import Testing

@Suite struct `What holds where nobody set anything` {
  @Test func `every countdown has the default that its documentation gives`() {
    let ticks = KernelTicks()
    #expect(ticks.load == 2_000 && ticks.probe == 500 && ticks.charge == 30_000 && ticks.armed == 30_000)
    #expect(ticks.probeValid == 60_000 && ticks.pulse == 100 && ticks.settle == 10_000 && ticks.beat == 10_000)
    #expect(ticks.blank == 300 && ticks.collect == 5_000 && ticks.discharge == 5_000)
  }

  @Test func `every bound of the supervision has its default`() {
    let configuration = KernelConfiguration(interlocks: InterlockSet(bits: 0))
    #expect(configuration.lateBudget == .milliseconds(10) && configuration.telemetryStale == .milliseconds(40))
    #expect(configuration.notAfterMargin == .milliseconds(10) && configuration.leaseLapse == .seconds(1))
    #expect(configuration.ticketAge == .milliseconds(500) && !configuration.allowWithoutRealtime)
    #expect(configuration.bankTolerance == 20 && configuration.bankAgreement == 50)
    #expect(configuration.bankOffset == .volts(10) && configuration.stuckVoltage == .volts(42))
    #expect(configuration.pedal == .notUsed && KernelConfiguration.safeVoltage == .volts(42))
    #expect(configuration.requiredInterlocks == .generatorChain)
  }

  @Test func `limits that nobody set allow nothing`() {
    let none = KernelConfiguration(interlocks: InterlockSet(bits: 0))
    for limits in [none.treatment, none.testLoad, none.selfTest] {
      #expect(limits.minimumVoltage == .zero && limits.maximumVoltage == .zero && limits.maximumField == .zero)
      #expect(limits.maximumCurrent == .zero && limits.minimumWidth == .zero && limits.maximumWidth == .zero)
      #expect(limits.minimumPeriod == .zero && limits.maximumPeriod == .zero)
      #expect(limits.maximumStepPulses == 0 && limits.maximumTrainPulses == 0)
      #expect(limits.maximumPulseEnergy == .zero && limits.maximumTrainEnergy == .zero)
      #expect(limits.maximumTrainDuration == .zero)
    }
    #expect(none.budget.pulsesPerMinute == 0 && none.budget.pulsesPerSite == 0)
    #expect(none.budget.energyPerMinute == .zero && none.budget.energyPerSite == .zero)
    #expect(none.beats.delay == .zero && none.beats.window == .zero)
    #expect(none.beats.shortestInterval == .zero && none.beats.longestInterval == .zero)
    let array = ElectrodeArray(identity: ArrayIdentity(low: 1, high: 2))
    #expect(array.electrodeCount == 0 && array.pairCount == 0 && !array.carriesIdentity && array.use == .treatment)
    #expect(array.pairs[0].first == 0 && array.pairs[0].second == 0 && array.electrodeMaximum[0] == .zero)
  }

  @Test func `each kind of plan has the limits that were set for it`() {
    var configuration = KernelConfiguration(interlocks: InterlockSet(bits: 0))
    configuration.treatment.maximumTrainPulses = 1
    configuration.testLoad.maximumTrainPulses = 2
    configuration.selfTest.maximumTrainPulses = 3
    for (kind, pulses) in [(.treatment, 1), (.testLoad, 2), (.selfTest, 3)] as [(PlanKind, UInt16)] {
      #expect(configuration.limits(for: kind).maximumTrainPulses == pulses)
    }
  }

  @Test func `a tick of which nothing is known says nothing good`() {
    let input = TickInput()
    #expect(!input.realtime && !input.stop && !input.calibrationValid && !input.secondGateRefused)
    #expect(!input.record.healthy && !input.record.clockGood && input.record.durableIntent == nil)
    #expect(input.link == .down && input.pedal == .absent && input.telemetryAge == .seconds(.max))
    #expect(input.closedInterlocks == InterlockSet(bits: 0) && input.freshNonce == Nonce(value: 0))
    #expect(input.readBack == nil && !input.telemetry.hasFault && input.telemetry.array == .absent)
    let telemetry = input.telemetry
    #expect(telemetry.pulseCounter == 0 && telemetry.pulsesGiven == 0 && telemetry.step == 0)
    #expect(telemetry.state == .idle && telemetry.nonce == Nonce(value: 0) && telemetry.boot == BootIdentity(value: 0))
    #expect(telemetry.serial == DeviceSerial(low: 0, high: 0))
    #expect(input.proposal.array.identity == ArrayIdentity(low: 0, high: 0))
    #expect(input.proposal.site == SiteIdentity(value: 0) && input.proposal.kind == .treatment)
    let output = TickOutput()
    let lamps = output.indicators
    #expect(!output.permit && output.query == nil && output.eventCount == 0 && !output.overflowed)
    #expect(!lamps.energy && !lamps.armed && !lamps.delivering && !lamps.fault && TickOutput.eventCapacity == 12)
  }

  @Test func `a kernel begins without faults, plan, confirmation or passed self-test`() {
    let state = ControlState(standing: .none)
    #expect(state.faults.isEmpty && !state.prepared && !state.arrayConfirmed && !state.selfTestPassed)
    guard case .starting = state.mode, case .none = state.cause else {
      Issue.record("begins in \(state.mode) by \(state.cause)")
      return
    }
  }
}
