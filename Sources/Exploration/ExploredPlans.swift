import Quantities
package import SafetyKernel

/// The plans that a case can prepare: its own, and a self-test, which clears what an acknowledgement alone may not.
package struct ExploredPlans: Sendable {
  /// A plan with its digest; a class, because a plan is kilobytes and every visited state refers to one.
  package final class Entry: Sendable {
    /// The plan.
    package let plan: Plan
    /// Its digest, computed by the kernel's own writer.
    package let digest: PlanDigest
    /// All its pulses.
    let pulses: UInt16
    /// Its steps.
    let steps: [TrainStep]
    /// The first step up to which every pair of electrodes occurs.
    let lastPair: UInt8
    /// Whether it waits for a beat or changes the voltage: such a train takes longer than half a second.
    let needsHold: Bool

    init(_ plan: Plan, _ digest: PlanDigest) {
      self.plan = plan
      self.digest = digest
      pulses = plan.pulseCount
      steps = (0..<plan.stepCount).compactMap { plan.step($0) }
      func pair(_ step: TrainStep) -> Set<UInt8> { [step.positive, step.negative] }
      let pairs = steps.map(pair)
      lastPair = UInt8(Set(pairs).compactMap { pairs.firstIndex(of: $0) }.max() ?? 0)
      let first = steps.first?.voltage
      needsHold = steps.contains { $0.synchronisation != .none || $0.voltage != first }
    }
  }

  /// The case's own plan.
  package var own: Entry
  /// A self-test of one pulse.
  package var selfTest: Entry
  /// A plan that breaks a limit.
  package var bad: Plan

  /// The plans of a case, or nil if one of them has no canonical bytes.
  package init?(_ plan: PlanClass) {
    guard let own = ExploredPlans.entry(ExploredPlans.plan(plan)),
      let selfTest = ExploredPlans.entry(
        ExploredPlans.plan([ExploredPlans.step()], kind: .selfTest, chip: false))
    else { return nil }
    self.own = own
    self.selfTest = selfTest
    bad = ExploredPlans.plan([ExploredPlans.step(volts: 1_300)], kind: .treatment, chip: false)
  }

  /// The plan of a place: 0 for the case's own, else the self-test.
  package func entry(_ place: UInt8) -> Entry { place == 0 ? own : selfTest }

  private static func entry(_ plan: Plan) -> Entry? {
    guard let bytes = CanonicalPlan(plan) else { return nil }
    return Entry(plan, bytes.digest())
  }

  private static func plan(_ kind: PlanClass) -> Plan {
    switch kind {
    case .onePulse: return plan([step()], kind: .treatment, chip: false)
    case .onePair: return plan([step(pulses: 3)], kind: .testLoad, chip: false)
    case .twoPairs:
      return plan(
        [step(), step(1, 0), step(2, 3, volts: 800, pulses: 2)], kind: .treatment, chip: true)
    case .synchronised:
      return plan(
        [step(pulses: 2, sync: .eachPulse), step(1, 0), step(volts: 800, pulses: 2, sync: .eachStep)], kind: .treatment,
        chip: false
      )
    case .maximum:
      return plan((0..<Plan.stepCapacity).map { step(UInt8($0 % 2), UInt8(1 - $0 % 2)) }, kind: .treatment, chip: false)
    }
  }

  static var limits: MachineLimits {
    var limits = MachineLimits()
    limits.minimumVoltage = .volts(50)
    limits.maximumVoltage = .volts(1_100)
    limits.maximumField = .voltsPerCentimetre(1_500)
    limits.maximumCurrent = .amperes(50)
    limits.minimumWidth = .microseconds(10)
    limits.maximumWidth = .microseconds(200)
    limits.minimumPeriod = .microseconds(200)
    limits.maximumPeriod = .seconds(2)
    limits.maximumStepPulses = 100
    limits.maximumTrainPulses = 200
    limits.maximumPulseEnergy = .joules(20)
    limits.maximumTrainEnergy = .joules(2_000)
    limits.maximumTrainDuration = .seconds(120)
    return limits
  }

  /// The array that every explored plan names.
  static var arrayIdentity: ArrayIdentity { ArrayIdentity(low: 0x4c50, high: 1) }

  private static func plan(_ steps: [TrainStep], kind: PlanKind, chip: Bool) -> Plan {
    var array = ElectrodeArray(identity: arrayIdentity)
    array.use = kind
    array.carriesIdentity = chip
    array.maximumVoltage = .volts(1_100)
    array.maximumField = .voltsPerCentimetre(1_500)
    array.lowestImpedance = .ohms(20)
    array.highestImpedance = .ohms(2_000)
    array.electrodeCount = 4
    for index in 0..<4 { array.electrodeMaximum[index] = .volts(1_100) }
    array.pairCount = 2
    array.pairs[0] = ElectrodePair(first: 0, second: 1, gap: .millimetres(8))
    array.pairs[1] = ElectrodePair(first: 2, second: 3, gap: .millimetres(8))
    var plan = Plan(kind: kind, array: array, site: SiteIdentity(value: 1))
    for step in steps { _ = plan.append(step) }
    return plan
  }

  private static func step(
    _ positive: UInt8 = 0, _ negative: UInt8 = 1, volts: Int32 = 1_000, pulses: UInt16 = 1,
    sync: Synchronisation = .none
  ) -> TrainStep {
    TrainStep(
      positive: positive, negative: negative, voltage: .volts(volts), origin: .typed, pulses: pulses,
      width: .microseconds(100), period: .microseconds(200), synchronisation: sync,
      limits: PulseLimits(
        voltageLow: .volts(volts / 20 * 19), voltageHigh: .volts(volts / 20 * 21), currentLow: .milliamperes(100),
        currentHigh: .amperes(20), widthTolerance: .microseconds(1)))
  }
}
