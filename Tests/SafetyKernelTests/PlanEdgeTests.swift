import Quantities
import SafetyKernel
import Testing

/// A change to a good plan, or to its limits, that puts it exactly on an edge.
struct PlanEdge: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let change: @Sendable (inout Plan, inout MachineLimits) -> Void

  static let all: [PlanEdge] = [
    PlanEdge(testDescription: "as many steps as fit") { plan, limits in
      for _ in 1..<32 { _ = plan.append(Bedside.step(pulses: 1)) }
      limits.maximumTrainDuration = .seconds(1)
    },
    PlanEdge(testDescription: "as many electrodes and pairs as fit") { plan, _ in
      plan.array.electrodeCount = 16
      plan.array.pairCount = 24
    },
    PlanEdge(testDescription: "the least voltage") { plan, limits in limits.minimumVoltage = .volts(1000) },
    PlanEdge(testDescription: "the machine's voltage") { plan, limits in limits.maximumVoltage = .volts(1000) },
    PlanEdge(testDescription: "the array's voltage") { plan, _ in plan.array.maximumVoltage = .volts(1000) },
    PlanEdge(testDescription: "the electrodes' voltage") { plan, _ in
      plan.array.electrodeMaximum[0] = .volts(1000)
      plan.array.electrodeMaximum[1] = .volts(1000)
    },
    PlanEdge(testDescription: "the array's field") { plan, _ in plan.array.maximumField = .voltsPerCentimetre(1250) },
    PlanEdge(testDescription: "the machine's field") { _, limits in limits.maximumField = .voltsPerCentimetre(1250) },
    PlanEdge(testDescription: "the wanted field exactly") { plan, _ in
      plan.steps[0].origin = .field(
        wanted: .voltsPerCentimetre(1250), minimum: .voltsPerCentimetre(1250), lowered: false)
    },
    PlanEdge(testDescription: "lowered to the least field exactly") { plan, _ in
      plan.steps[0].origin = .field(
        wanted: .voltsPerCentimetre(1300), minimum: .voltsPerCentimetre(1250), lowered: true)
    },
    PlanEdge(testDescription: "one pulse") { plan, _ in plan.steps[0].pulses = 1 },
    PlanEdge(testDescription: "most pulses of a step") { _, limits in limits.maximumStepPulses = 8 },
    PlanEdge(testDescription: "most pulses of a train") { _, limits in limits.maximumTrainPulses = 8 },
    PlanEdge(testDescription: "the shortest width") { _, limits in limits.minimumWidth = .microseconds(100) },
    PlanEdge(testDescription: "the longest width") { _, limits in limits.maximumWidth = .microseconds(100) },
    PlanEdge(testDescription: "the shortest period") { _, limits in limits.minimumPeriod = .milliseconds(1) },
    PlanEdge(testDescription: "the longest period") { _, limits in limits.maximumPeriod = .milliseconds(1) },
    PlanEdge(testDescription: "a period just longer than the width") { plan, limits in
      limits.minimumPeriod = .microseconds(100)
      plan.steps[0].period = .nanoseconds(100_001)
    },
    PlanEdge(testDescription: "voltage limits at the voltage") { plan, _ in
      plan.steps[0].limits.voltageLow = .volts(1000)
      plan.steps[0].limits.voltageHigh = .volts(1000)
    },
    PlanEdge(testDescription: "voltage limits a tenth away") { plan, _ in
      plan.steps[0].limits.voltageLow = .volts(900)
      plan.steps[0].limits.voltageHigh = .volts(1100)
    },
    PlanEdge(testDescription: "the machine's current") { _, limits in limits.maximumCurrent = .amperes(20) },
    PlanEdge(testDescription: "least current just below the highest") { plan, _ in
      plan.steps[0].limits.currentLow = .milliamperes(19_999)
    },
    PlanEdge(testDescription: "the least current there is") { plan, _ in
      plan.steps[0].limits.currentLow = .milliamperes(1)
    },
    PlanEdge(testDescription: "no width tolerance") { plan, _ in plan.steps[0].limits.widthTolerance = .zero },
    PlanEdge(testDescription: "a width tolerance of a tenth") { plan, _ in
      plan.steps[0].limits.widthTolerance = .microseconds(10)
    },
    // 1050 V × 20 A × 101 µs = 2.121 J.
    PlanEdge(testDescription: "most energy of a pulse") { _, limits in
      limits.maximumPulseEnergy = .microjoules(2_121_000)
    },
    PlanEdge(testDescription: "most energy of a train") { _, limits in
      limits.maximumTrainEnergy = .microjoules(16_968_000)
    },
    PlanEdge(testDescription: "the longest train") { _, limits in limits.maximumTrainDuration = .milliseconds(8) },
    PlanEdge(testDescription: "a train on beats takes a second for each pulse") { plan, limits in
      plan.steps[0].synchronisation = .eachPulse
      limits.maximumTrainDuration = .seconds(8)
    },
  ]

  static let beyond: [(String, PlanDefect, @Sendable (inout Plan, inout MachineLimits) -> Void)] = [
    ("more pairs than fit", .kind, { plan, _ in plan.array.pairCount = 25 }),
    (
      "below the least voltage", .voltageTooLow(step: 0),
      { _, limits in limits.minimumVoltage = .millivolts(1_000_001) }
    ),
    (
      "a negative voltage that nothing forbids", .voltageTooLow(step: 0),
      { plan, limits in
        limits.minimumVoltage = .volts(-2000)
        plan.steps[0].voltage = .volts(-1000)
      }
    ),
    (
      "above the machine", .voltage(step: 0, limit: .machine),
      { _, limits in
        limits.maximumVoltage = .millivolts(999_999)
      }
    ),
    (
      "above the machine's field", .voltage(step: 0, limit: .field),
      { _, limits in
        limits.maximumField = .voltsPerMetre(124_999)
      }
    ),
    (
      "a wanted field below the least", .fieldBelowMinimum(step: 0),
      { plan, _ in
        plan.steps[0].origin = .field(
          wanted: .voltsPerMetre(125_000), minimum: .voltsPerMetre(125_001), lowered: false)
      }
    ),
    (
      "said to be lowered though it is not", .fieldBelowMinimum(step: 0),
      { plan, _ in
        plan.steps[0].origin = .field(wanted: .voltsPerCentimetre(1250), minimum: .zero, lowered: true)
      }
    ),
    (
      "a field that no number holds", .fieldBelowMinimum(step: 0),
      { plan, _ in
        plan.steps[0].origin = .field(wanted: .voltsPerMetre(.max), minimum: .zero, lowered: true)
      }
    ),
    (
      "no width, where none is asked for", .width(step: 0),
      { plan, limits in
        limits.minimumWidth = .zero
        plan.steps[0].width = .zero
      }
    ),
    (
      "a negative width tolerance", .limits(step: 0),
      { plan, _ in
        plan.steps[0].limits.widthTolerance = .nanoseconds(-1)
      }
    ),
    (
      "a high voltage limit below the voltage", .limits(step: 0),
      { plan, _ in
        plan.steps[0].limits.voltageHigh = .millivolts(999_999)
      }
    ),
    (
      "a pulse's energy just above", .pulseEnergy(step: 0),
      { _, limits in
        limits.maximumPulseEnergy = .microjoules(2_120_999)
      }
    ),
    (
      "a train's energy just above", .trainEnergy,
      { _, limits in
        limits.maximumTrainEnergy = .microjoules(16_967_999)
      }
    ),
    ("a train just longer", .trainDuration, { _, limits in limits.maximumTrainDuration = .nanoseconds(7_999_999) }),
    (
      "a train on beats just longer", .trainDuration,
      { plan, limits in
        plan.steps[0].synchronisation = .eachPulse
        limits.maximumTrainDuration = .nanoseconds(7_999_999_999)
      }
    ),
    (
      "a second step that breaks a rule", .pulses(step: 1),
      { plan, _ in
        _ = plan.append(Bedside.step(pulses: 0))
      }
    ),
    (
      "two steps that are too much together", .trainEnergy,
      { plan, limits in
        _ = plan.append(Bedside.step(pulses: 1))
        limits.maximumTrainEnergy = .microjoules(16_968_000)
      }
    ),
    (
      "two steps that are too long together", .trainDuration,
      { plan, limits in
        _ = plan.append(Bedside.step(pulses: 1))
        limits.maximumTrainDuration = .milliseconds(8)
      }
    ),
    (
      "two steps with too many pulses together", .trainPulses,
      { plan, limits in
        _ = plan.append(Bedside.step(pulses: 1))
        limits.maximumTrainPulses = 8
      }
    ),
  ]
}

@Suite struct `Plans on the edge of a rule` {
  @Test(arguments: PlanEdge.all)
  func `a plan exactly at a limit keeps it`(edge: PlanEdge) {
    var plan = Bedside.plan()
    var limits = Bedside.limits()
    edge.change(&plan, &limits)
    #expect(PlanCheck.defect(in: plan, limits: limits) == nil)
  }

  @Test(arguments: PlanEdge.beyond.indices)
  func `a plan one step beyond a limit breaks it`(index: Int) {
    let (_, defect, change) = PlanEdge.beyond[index]
    var plan = Bedside.plan()
    var limits = Bedside.limits()
    change(&plan, &limits)
    #expect(PlanCheck.defect(in: plan, limits: limits) == defect)
  }

  @Test func `more pulses than a train can count are refused, whatever the limits say`() {
    var limits = Bedside.limits()
    limits.maximumStepPulses = .max
    limits.maximumTrainPulses = .max
    limits.maximumTrainEnergy = .microjoules(.max)
    limits.maximumTrainDuration = .seconds(.max)
    let many = Bedside.step(pulses: 40_000)
    #expect(PlanCheck.defect(in: Bedside.plan([many, many]), limits: limits) == .trainPulses)
    #expect(Bedside.plan([many, many]).pulseCount == .max)
    #expect(PlanCheck.defect(in: Bedside.plan([many, Bedside.step(pulses: 25_535)]), limits: limits) == .trainPulses)
    #expect(PlanCheck.defect(in: Bedside.plan([many, Bedside.step(pulses: 25_534)]), limits: limits) == nil)
  }

  @Test func `a plan takes no step beyond its last place`() {
    var plan = Bedside.plan([])
    for place in 0..<32 as Range<UInt8> {
      let fits = plan.append(Bedside.step(pulses: UInt16(place) + 1))
      #expect(fits && plan.step(place)?.pulses == UInt16(place) + 1)
    }
    let whole = plan.append(Bedside.step())
    #expect(!whole && plan.stepCount == 32 && plan.step(32) == nil)
    plan.stepCount = 40
    #expect(plan.step(33) == nil && CanonicalPlan(plan) == nil)
    #expect(plan.pulseCount == 32 * 33 / 2)
  }

  @Test func `a plan whose numbers have no place in the bytes has none`() {
    let changes: [(inout TrainStep) -> Void] = [
      { $0.period = .nanoseconds(1_000_001) }, { $0.voltage = .millivolts(-1) }, { $0.width = .seconds(5) },
      { $0.voltage = .millivolts(4_294_967_296) }, { $0.limits.currentHigh = .milliamperes(4_000_000_000) },
    ]
    for (index, change) in changes.enumerated() {
      var step = Bedside.step()
      change(&step)
      #expect(CanonicalPlan(Bedside.plan([step])) == nil, "change \(index)")
    }
    var step = Bedside.step()
    step.voltage = .millivolts(4_294_967_295)
    #expect(CanonicalPlan(Bedside.plan([step])) != nil)
  }

  @Test func `the longest plan fills its bytes to the last`() throws {
    var plan = Bedside.plan([])
    for place in 0..<32 as Range<UInt16> { _ = plan.append(Bedside.step(pulses: place + 1)) }
    let bytes = try #require(CanonicalPlan(plan))
    #expect(bytes.count == CanonicalPlan.capacity && bytes.bytes[32 + 31 * 40 + 4] == 32)
  }

  @Test func `the device's limits are a tenth wider, rounded to the safe side`() throws {
    var step = Bedside.step()
    step.limits.voltageLow = .millivolts(950_007)
    step.limits.voltageHigh = .millivolts(1_050_003)
    step.limits.currentLow = .milliamperes(19)
    step.limits.currentHigh = .milliamperes(20_001)
    let bytes = try #require(CanonicalPlan(Bedside.plan([step])))
    func number(_ at: Int) -> UInt32 { (0..<4).reduce(0) { $0 | UInt32(bytes.bytes[at + $1]) << UInt32(8 * $1) } }
    // 9/10 rounded down, 11/10 rounded up.
    #expect(number(32 + 20) == 855_006 && number(32 + 24) == 1_155_004)
    #expect(number(32 + 28) == 17 && number(32 + 32) == 22_002)
  }

  @Test func `of several equal limits the first named binds`() {
    var array = Bedside.array()
    var limits = Bedside.limits()
    limits.maximumVoltage = .volts(1100)
    limits.maximumField = .voltsPerCentimetre(1375)
    func limit() -> VoltageLimit? { VoltageCeiling.of(positive: 0, negative: 1, array: array, limits: limits)?.limit }
    #expect(limit() == .machine)
    limits.maximumVoltage = .volts(1101)
    #expect(limit() == .array)
    array.maximumVoltage = .volts(1101)
    #expect(limit() == .positiveElectrode)
    array.electrodeMaximum[0] = .volts(1101)
    #expect(limit() == .negativeElectrode)
    array.electrodeMaximum[1] = .volts(1101)
    #expect(limit() == .field)
  }

  @Test func `electrodes beyond the array have no limit and no gap`() {
    var array = Bedside.array(pairs: [(0, 1), (2, 3)])
    #expect(array.maximum(of: 7) == .volts(1100) && array.maximum(of: 8) == nil)
    #expect(array.gap(0, 1) != nil && array.gap(1, 0) != nil && array.gap(3, 2) != nil)
    #expect(array.gap(0, 3) == nil && array.gap(1, 2) == nil && array.gap(0, 2) == nil && array.gap(1, 3) == nil)
    array.electrodeCount = 20
    #expect(array.maximum(of: 17) == nil)
    array.pairCount = 30
    #expect(array.gap(4, 5) == nil)
  }
}
