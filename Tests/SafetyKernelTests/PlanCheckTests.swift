import Quantities
import SHA256
import SafetyKernel
import Testing

/// One change to a good plan and the rule that it breaks.
struct PlanFault: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let defect: PlanDefect
  let change: @Sendable (inout Plan) -> Void

  static let all: [PlanFault] = [
    PlanFault(testDescription: "no step", defect: .stepCount) { $0.stepCount = 0 },
    PlanFault(testDescription: "more steps than fit", defect: .stepCount) { $0.stepCount = 33 },
    PlanFault(testDescription: "more electrodes than fit", defect: .kind) { $0.array.electrodeCount = 17 },
    PlanFault(testDescription: "no such pair", defect: .pair(step: 0)) { $0.steps[0].negative = 2 },
    PlanFault(testDescription: "a pair with itself", defect: .pair(step: 0)) { $0.steps[0].negative = 0 },
    PlanFault(testDescription: "zero volts", defect: .voltageTooLow(step: 0)) { $0.steps[0].voltage = .zero },
    PlanFault(testDescription: "negative volts", defect: .voltageTooLow(step: 0)) {
      $0.steps[0].voltage = .volts(-1000)
    },
    PlanFault(testDescription: "above the array", defect: .voltage(step: 0, limit: .array)) {
      $0.array.maximumVoltage = .volts(999)
    },
    PlanFault(testDescription: "above one electrode", defect: .voltage(step: 0, limit: .positiveElectrode)) {
      $0.array.electrodeMaximum[0] = .millivolts(999_999)
    },
    PlanFault(testDescription: "above the other electrode", defect: .voltage(step: 0, limit: .negativeElectrode)) {
      $0.array.electrodeMaximum[1] = .millivolts(999_999)
    },
    PlanFault(testDescription: "above the field", defect: .voltage(step: 0, limit: .field)) {
      $0.array.maximumField = .voltsPerMetre(124_999)
    },
    PlanFault(testDescription: "below the least field", defect: .fieldBelowMinimum(step: 0)) {
      $0.steps[0].origin = .field(
        wanted: .voltsPerCentimetre(1300), minimum: .voltsPerCentimetre(1251), lowered: true)
    },
    PlanFault(testDescription: "lowered without saying so", defect: .fieldBelowMinimum(step: 0)) {
      $0.steps[0].origin = .field(
        wanted: .voltsPerCentimetre(1300), minimum: .voltsPerCentimetre(1000), lowered: false)
    },
    PlanFault(testDescription: "more than the field asks for", defect: .voltage(step: 0, limit: .field)) {
      $0.steps[0].origin = .field(
        wanted: .voltsPerCentimetre(1200), minimum: .voltsPerCentimetre(1000), lowered: false)
    },
    PlanFault(testDescription: "no pulse", defect: .pulses(step: 0)) { $0.steps[0].pulses = 0 },
    PlanFault(testDescription: "too many pulses", defect: .pulses(step: 0)) { $0.steps[0].pulses = 101 },
    PlanFault(testDescription: "too short", defect: .width(step: 0)) { $0.steps[0].width = .nanoseconds(9_999) },
    PlanFault(testDescription: "too long", defect: .width(step: 0)) { $0.steps[0].width = .nanoseconds(200_001) },
    PlanFault(testDescription: "too fast", defect: .period(step: 0)) { $0.steps[0].period = .microseconds(199) },
    PlanFault(testDescription: "too slow", defect: .period(step: 0)) { $0.steps[0].period = .milliseconds(2001) },
    PlanFault(testDescription: "period within the width", defect: .period(step: 0)) {
      $0.steps[0].width = .microseconds(200)
      $0.steps[0].period = .microseconds(200)
    },
    PlanFault(testDescription: "limits exclude the voltage", defect: .limits(step: 0)) {
      $0.steps[0].limits.voltageLow = .volts(1001)
    },
    PlanFault(testDescription: "limits exclude each other", defect: .limits(step: 0)) {
      $0.steps[0].limits.currentLow = .amperes(20)
    },
    PlanFault(testDescription: "current above the machine", defect: .limits(step: 0)) {
      $0.steps[0].limits.currentHigh = .milliamperes(50_001)
    },
    PlanFault(testDescription: "width tolerance over a tenth", defect: .limits(step: 0)) {
      $0.steps[0].limits.widthTolerance = .nanoseconds(10_001)
    },
    PlanFault(testDescription: "voltage limit over a tenth above", defect: .limits(step: 0)) {
      $0.steps[0].limits.voltageHigh = .millivolts(1_100_001)
    },
    PlanFault(testDescription: "voltage limit over a tenth below", defect: .limits(step: 0)) {
      $0.steps[0].limits.voltageLow = .millivolts(899_999)
    },
    PlanFault(testDescription: "no least current", defect: .limits(step: 0)) { $0.steps[0].limits.currentLow = .zero },
    PlanFault(testDescription: "a load's array for tissue", defect: .kind) { $0.array.use = .testLoad },
    PlanFault(testDescription: "a patient's array for a load", defect: .kind) { $0.kind = .testLoad },
  ]
}

@Suite struct `Whether a plan keeps the rules` {
  @Test func `a good plan has no defect`() {
    #expect(PlanCheck.defect(in: Bedside.plan(), limits: Bedside.limits()) == nil)
  }

  @Test(arguments: PlanFault.all)
  func `each broken rule is refused by name, and nothing is prepared`(fault: PlanFault) {
    var plan = Bedside.plan()
    fault.change(&plan)
    #expect(PlanCheck.defect(in: plan, limits: Bedside.limits()) == fault.defect)
    var bedside = Bedside()
    bedside.prepare(plan)
    #expect(bedside.refusals.last == .plan(fault.defect) && !bedside.kernel.state.prepared)
  }

  @Test func `pulse, train energy, train length and pulse sum are bounded`() {
    var limits = Bedside.limits()
    limits.maximumPulseEnergy = .millijoules(2120)
    #expect(PlanCheck.defect(in: Bedside.plan(), limits: limits) == .pulseEnergy(step: 0))
    limits = Bedside.limits()
    limits.maximumTrainEnergy = .joules(16)
    #expect(PlanCheck.defect(in: Bedside.plan(), limits: limits) == .trainEnergy)
    limits = Bedside.limits()
    limits.maximumTrainDuration = .milliseconds(7)
    #expect(PlanCheck.defect(in: Bedside.plan(), limits: limits) == .trainDuration)
    limits = Bedside.limits()
    limits.maximumTrainPulses = 7
    #expect(PlanCheck.defect(in: Bedside.plan(), limits: limits) == .trainPulses)
  }

  @Test func `the smallest of all limits binds, and an equal one does not refuse`() {
    var array = Bedside.array()
    array.electrodeMaximum[1] = .volts(1000)
    let ceiling = VoltageCeiling.of(positive: 0, negative: 1, array: array, limits: Bedside.limits())
    #expect(ceiling?.voltage == .volts(1000) && ceiling?.limit == .negativeElectrode)
    #expect(PlanCheck.defect(in: Bedside.plan(array: array), limits: Bedside.limits()) == nil)
    #expect(VoltageCeiling.of(positive: 0, negative: 5, array: array, limits: Bedside.limits()) == nil)
  }

  @Test func `a lower limit of one electrode lowers the pairs it is in, and no other`() {
    var array = Bedside.array(pairs: [(0, 1), (1, 2), (2, 3)])
    array.electrodeMaximum[0] = .volts(600)
    let limits = Bedside.limits()
    #expect(VoltageCeiling.of(positive: 1, negative: 0, array: array, limits: limits)?.voltage == .volts(600))
    #expect(VoltageCeiling.of(positive: 1, negative: 2, array: array, limits: limits)?.voltage == .volts(1100))
  }

  @Test func `a minute and a site take only so much`() {
    var configuration = Bedside.configuration()
    configuration.budget.pulsesPerMinute = 16
    var bedside = Bedside(configuration)
    for train in 0..<2 {
      bedside.bring(to: .armed)
      bedside.fire()
      bedside.finish()
      #expect(bedside.outcome == .delivered, "train \(train)")
    }
    bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity))
    #expect(bedside.refusals.last == .blocked(.budgetExhausted))
    bedside.input.now = bedside.input.now.adding(.seconds(30)) ?? .zero
    bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity))
    #expect(bedside.refusals.last == .blocked(.budgetExhausted) && bedside.name == .standby)
    bedside.input.now = bedside.input.now.adding(.seconds(31)) ?? .zero
    bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity))
    #expect(bedside.name == .probing)
  }

  @Test func `a site takes only so much, however long one waits`() {
    var configuration = Bedside.configuration()
    configuration.budget.energyPerSite = .joules(20)
    var bedside = Bedside(configuration)
    bedside.bring(to: .armed)
    bedside.fire()
    bedside.finish()
    bedside.input.now = bedside.input.now.adding(.seconds(3600)) ?? .zero
    bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity))
    #expect(bedside.refusals.last == .blocked(.budgetExhausted))
    var elsewhere = Bedside.plan()
    elsewhere.site = SiteIdentity(value: 2)
    bedside.input.proposal = elsewhere
    bedside.tick(.prepare(Bedside.lease))
    bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity))
    #expect(bedside.name == .probing)
  }

  @Test func `the canonical bytes are those of the document`() throws {
    let steps = [Bedside.step(), Bedside.step(1, 0, volts: 800, pulses: 4)]
    let plan = Bedside.plan(steps, kind: .testLoad)
    let bytes = try #require(CanonicalPlan(plan))
    #expect(bytes.count == 112)
    let head = (0..<32).map { bytes.bytes[$0] }
    #expect(
      head == Array("PPG1".utf8) + [1, 1, 2, 8] + Array("plates".utf8) + Array(repeating: 0, count: 10)
        + [12, 0, 0, 0, 0, 0, 0, 0])
    let second = (72..<112).map { bytes.bytes[$0] }
    #expect(
      second == [1, 0, 0, 1, 4, 0, 0, 0] + little(800_000) + little(100_000) + little(1_000) + little(684_000)
        + little(924_000) + little(90) + little(22_000) + little(111_000))
    let hash = SHA256.digest(of: (0..<112).map { bytes.bytes[$0] })
    #expect(bytes.digest().value == hash)
  }

  private func little(_ value: UInt32) -> [UInt8] {
    [UInt8(value & 0xff), UInt8(value >> 8 & 0xff), UInt8(value >> 16 & 0xff), UInt8(value >> 24)]
  }

  @Test func `any change that matters changes the digest`() throws {
    let base = try #require(CanonicalPlan(Bedside.plan())).digest()
    let changes: [(inout Plan) -> Void] = [
      { $0.kind = .testLoad }, { $0.steps[0].voltage = .millivolts(999_999) }, { $0.steps[0].pulses = 7 },
      { $0.steps[0].width = .nanoseconds(100_001) }, { $0.steps[0].period = .microseconds(1001) },
      { $0.steps[0].synchronisation = .eachStep },
      { plan in
        plan.steps[0].positive = 1
        plan.steps[0].negative = 0
      },
      { $0.steps[0].limits.currentHigh = .amperes(21) }, { $0.array.identity = ArrayIdentity(low: 5, high: 0) },
      { $0.steps[0].limits.voltageHigh = .volts(1060) }, { $0.steps[0].limits.widthTolerance = .microseconds(2) },
    ]
    for (index, change) in changes.enumerated() {
      var plan = Bedside.plan()
      change(&plan)
      #expect(CanonicalPlan(plan)?.digest() != base, "change \(index)")
    }
  }
}
