import Quantities
import Testing

@testable import SafetyKernel

@Suite struct `Numbers that no longer fit` {
  /// Limits that only the numbers themselves bound.
  static func boundless() -> MachineLimits {
    var limits = Bedside.limits()
    limits.maximumVoltage = .millivolts(.max)
    limits.maximumField = .voltsPerMetre(.max)
    limits.maximumCurrent = .milliamperes(.max)
    limits.maximumWidth = .nanoseconds(.max)
    limits.maximumPeriod = .nanoseconds(.max)
    limits.maximumStepPulses = .max
    limits.maximumTrainPulses = .max
    limits.maximumPulseEnergy = .microjoules(.max)
    limits.maximumTrainEnergy = .microjoules(.max)
    limits.maximumTrainDuration = .nanoseconds(.max)
    return limits
  }

  /// 10⁹ mV and 5 × 10⁹ mA for a second: two such pulses hold more microjoules than there are.
  static func mighty(pulses: UInt16) -> TrainStep {
    TrainStep(
      positive: 0, negative: 1, voltage: .volts(1_000_000), origin: .typed, pulses: pulses, width: .seconds(1),
      period: .seconds(2), synchronisation: .none,
      limits: PulseLimits(
        voltageLow: .volts(1_000_000), voltageHigh: .volts(1_000_000), currentLow: .milliamperes(1),
        currentHigh: .amperes(5_000_000), widthTolerance: .zero))
  }

  static func plan(_ steps: [TrainStep]) -> Plan {
    var plan = Bedside.plan(steps)
    plan.array.maximumVoltage = .millivolts(.max)
    plan.array.maximumField = .voltsPerMetre(1_000_000_000)
    for index in 0..<8 { plan.array.electrodeMaximum[index] = .millivolts(.max) }
    return plan
  }

  @Test func `the check of plans is compiled in`() { #expect(PlanCheck.isCompiledIn) }

  @Test func `a train whose energy no number holds is refused, in one step and over two`() {
    #expect(PlanCheck.defect(in: Self.plan([Self.mighty(pulses: 1)]), limits: Self.boundless()) == nil)
    for steps in [[Self.mighty(pulses: 2)], [Self.mighty(pulses: 1), Self.mighty(pulses: 1)]] {
      #expect(PlanCheck.defect(in: Self.plan(steps), limits: Self.boundless()) == .trainEnergy)
      #expect(PlanCheck.energy(of: Self.plan(steps)) == nil)
    }
  }

  @Test func `a train whose duration no number holds is refused, in one step and over two`() {
    let half = TimeSpan.nanoseconds(Int64.max / 2)
    let long = Bedside.step(pulses: 1, period: half)
    #expect(PlanCheck.defect(in: Self.plan([long, long]), limits: Self.boundless()) == nil)
    for steps in [[Bedside.step(pulses: 3, period: half)], [long, long, long]] {
      #expect(PlanCheck.defect(in: Self.plan(steps), limits: Self.boundless()) == .trainDuration)
      #expect(PlanCheck.attendedDuration(of: Self.plan(steps)) == nil)
    }
  }

  @Test func `a pulse whose tolerance no number holds is refused`() {
    var step = Bedside.step(pulses: 1, period: .nanoseconds(.max))
    step.width = .nanoseconds(.max - 10)
    step.limits.widthTolerance = .nanoseconds(11)
    #expect(PlanCheck.pulseEnergy(of: step) == nil)
    #expect(PlanCheck.defect(in: Self.plan([step]), limits: Self.boundless()) == .pulseEnergy(step: 0))
  }

  @Test func `a train that somebody must stay with for longer than any number must be held`() {
    let endless = Bedside.step(pulses: 1, period: .nanoseconds(.max), synchronisation: .eachStep)
    #expect(PlanCheck.attendedDuration(of: Self.plan([endless])) == nil)
    var kernel = SafetyKernel(configuration: Bedside.configuration(), openTrain: nil)
    kernel.plan = Self.plan([Bedside.step()])
    kernel.state.mode = .probing(step: 0, loaded: false, asked: false, ticksLeft: 1)
    kernel.setCourse()
    #expect(!kernel.course.needsHold)
    kernel.plan = Self.plan([endless])
    kernel.setCourse()
    #expect(kernel.course.needsHold)
  }

  @Test func `a prepared plan whose energy no number holds is blocked as over the budget`() {
    var bedside = Bedside()
    bedside.prepare()
    let isFree = bedside.kernel.blockers(bedside.input, confirmed: true).isEmpty
    #expect(isFree)
    bedside.kernel.plan = Self.plan([Self.mighty(pulses: 2)])
    let blockers = bedside.kernel.blockers(bedside.input, confirmed: true)
    #expect(blockers.contains(.budgetExhausted))
  }

  @Test func `a plan that its bytes cannot hold is refused and not prepared`() {
    for period in [1_000_001, 1_000_000] as [Int64] {
      var bedside = Bedside()
      bedside.prepare(Bedside.plan([Bedside.step(period: .nanoseconds(period))]))
      let isWhole = period % 1_000 == 0
      #expect(bedside.kernel.state.prepared == isWhole)
      #expect(bedside.refusals == (isWhole ? [] : [.plan(.stepCount)]))
    }
  }

  @Test func `a field limit that makes no voltage over the gap allows none`() {
    var array = Bedside.array(gap: .micrometres(.max))
    array.maximumField = .voltsPerMetre(2)
    let limits = Self.boundless()
    #expect(VoltageCeiling.of(positive: 0, negative: 1, array: array, limits: limits) == nil)
    array.maximumField = .voltsPerMetre(1)
    #expect(VoltageCeiling.of(positive: 0, negative: 1, array: array, limits: limits) != nil)
  }

  @Test(arguments: [0, 1])
  func `a bank reading without a magnitude is not below 42 V`(channel: Int) {
    var bedside = Bedside()
    bedside.prepare()
    if channel == 0 {
      bedside.input.telemetry.bankA = .millivolts(.min)
    } else {
      bedside.input.telemetry.bankB = .millivolts(.min)
    }
    let blockers = bedside.kernel.blockers(bedside.input, confirmed: true)
    #expect(blockers.contains(.bankNotDischarged))
    bedside.obeys = false
    bedside.tick()
    #expect(bedside.name == .discharging && bedside.kernel.state.faults.contains(.unexpectedEnergy))
  }

  @Test func `a bank whose distance from its target no number holds is not ready`() {
    for (measured, wanted, isReady) in [
      (.volts(1000), .volts(1000), true), (.millivolts(.min), .volts(1000), false),
      (.millivolts(.max), .millivolts(.max), false), (.millivolts(.max), .zero, false),
    ] as [(Voltage, Voltage, Bool)] {
      #expect(Facts.within(measured, of: wanted, thousandths: 20) == isReady)
    }
  }

  @Test func `a ceiling that no bound can be made of is one that every bank is above`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    bedside.obeys = false
    bedside.kernel.course.ceiling = .millivolts(.max)
    bedside.tick()
    #expect(bedside.kernel.state.faults.contains(.bankTooHigh) && bedside.name == .discharging)
  }

  @Test func `a generator's clock at its end gets no release`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    bedside.input.telemetry.deviceTime = .microseconds(.max)
    bedside.fire()
    #expect(bedside.releases == 0 && bedside.name == .discharging && bedside.kernel.state.cause == .conditionLost)
    bedside.finish()
    #expect(bedside.outcome == .notDelivered)
  }

  @Test func `a generator's clock that no span reaches is waited for as any other`() {
    for time in [1_000_000, 10_000_000_000_000_000] as [Int64] {
      var bedside = Bedside()
      bedside.bring(to: .armed)
      bedside.input.telemetry.deviceTime = .microseconds(time)
      bedside.fire()
      #expect(bedside.releases == 1)
      // The tick of the release counts as the first of thirty.
      #expect(bedside.kernel.state.mode == .delivering(from: 0, byPedal: false, started: false, ticksLeft: 29))
    }
  }

  static func report(_ change: (inout PulseReport) -> Void) -> PulseReport {
    var report = PulseReport(
      nonce: Nonce(value: 1), step: 0, index: 0, start: .zero, width: .microseconds(100), voltage: .volts(1000),
      current: .amperes(8), peakCurrent: .amperes(8), cut: .none)
    change(&report)
    return report
  }

  @Test func `a current without a magnitude is too high`() {
    let step = Bedside.step()
    #expect(PulseVerdict.fault(in: Self.report { _ in }, step: step, index: 0, stepIndex: 0) == nil)
    let changes: [(inout PulseReport) -> Void] = [
      { $0.current = .milliamperes(.min) }, { $0.peakCurrent = .milliamperes(.min) },
    ]
    for change in changes {
      let fault = PulseVerdict.fault(in: Self.report(change), step: step, index: 0, stepIndex: 0)
      #expect(fault == .pulseCurrentHigh)
    }
  }

  @Test func `a width that no tolerance can be added to is too long`() {
    var step = Bedside.step()
    step.width = .nanoseconds(.max)
    let fault = PulseVerdict.fault(
      in: Self.report { $0.width = .nanoseconds(.max) }, step: step, index: 0, stepIndex: 0)
    #expect(fault == .pulseTooLong)
  }

  @Test func `a pulse is not on time where no span leads to it from the one before`() {
    var segment = Segment()
    segment.latest = .microseconds(.max)
    segment.lastStart = .zero
    segment.period = .milliseconds(1)
    #expect(segment.isOnTime(1, start: .microseconds(1_000)))
    segment.lastStart = .microseconds(.min)
    #expect(!segment.isOnTime(1, start: .microseconds(1_000)))
    segment.lastStart = .zero
    segment.period = .nanoseconds(.min)
    #expect(!segment.isOnTime(1, start: .microseconds(1_000)))
  }
}
