import Quantities

/// Whether a plan keeps every rule that can be judged before any voltage is there.
public enum PlanCheck {
  /// Whether the shipped check is compiled in. Only the tests of the two gates build the kernel without.
  public static var isCompiledIn: Bool {
    #if PORATE_TEST_NO_KERNEL_LIMITS
    false
    #else
    true
    #endif
  }

  /// The first rule that the plan breaks, or nil if it breaks none.
  @_noAllocation @_noLocks
  public static func defect(in plan: borrowing Plan, limits: MachineLimits) -> PlanDefect? {
    #if PORATE_TEST_NO_KERNEL_LIMITS
    return nil
    #else
    guard plan.stepCount > 0, Int(plan.stepCount) <= Plan.stepCapacity else { return .stepCount }
    switch (plan.kind, plan.array.use) {
    case (.treatment, .treatment), (.testLoad, .testLoad), (.selfTest, .selfTest): break
    case (.treatment, _), (.testLoad, _), (.selfTest, _): return .kind
    }
    guard Int(plan.array.electrodeCount) <= ElectrodeArray.electrodeCapacity,
      Int(plan.array.pairCount) <= ElectrodeArray.pairCapacity
    else { return .kind }
    var energy = Energy.zero
    var duration = TimeSpan.zero
    for index in 0..<plan.stepCount {
      guard let step = plan.step(index) else { return .stepCount }
      if let defect = voltageDefect(of: step, index, array: plan.array, limits: limits) { return defect }
      if let defect = timingDefect(of: step, index, limits: limits) { return defect }
      if let defect = limitsDefect(of: step, index, limits: limits) { return defect }
      guard let pulse = pulseEnergy(of: step), pulse <= limits.maximumPulseEnergy else {
        return .pulseEnergy(step: index)
      }
      guard let all = pulse.multiplied(by: Int64(step.pulses)), let sum = energy.adding(all) else {
        return .trainEnergy
      }
      energy = sum
      guard let time = stepDuration(of: step), let whole = duration.adding(time) else { return .trainDuration }
      duration = whole
    }
    guard plan.pulseCount < UInt16.max, plan.pulseCount <= limits.maximumTrainPulses else { return .trainPulses }
    guard energy <= limits.maximumTrainEnergy else { return .trainEnergy }
    guard duration <= limits.maximumTrainDuration else { return .trainDuration }
    return nil
    #endif
  }

  /// The most energy that one pulse of a step can hold within its limits, or nil where it does not fit.
  @_noAllocation @_noLocks
  static func pulseEnergy(of step: TrainStep) -> Energy? {
    guard let width = step.width.adding(step.limits.widthTolerance) else { return nil }
    return step.limits.voltageHigh.energy(at: step.limits.currentHigh, for: width)
  }

  /// The most energy that a whole plan can hold within its limits, or nil where it does not fit.
  @_noAllocation @_noLocks
  static func energy(of plan: borrowing Plan) -> Energy? {
    var sum = Energy.zero
    for index in 0..<plan.stepCount {
      guard let step = plan.step(index), let pulse = pulseEnergy(of: step),
        let all = pulse.multiplied(by: Int64(step.pulses)), let next = sum.adding(all)
      else { return nil }
      sum = next
    }
    return sum
  }

  /// How long somebody has to stay with a train: its pulses, a second for each beat that it waits for and for each change
  /// of voltage. It decides who must hold the firing, so it is no promise; nil where it does not fit.
  @_noAllocation @_noLocks
  static func attendedDuration(of plan: borrowing Plan) -> TimeSpan? {
    var sum = TimeSpan.zero
    var former = Voltage.zero
    for index in 0..<plan.stepCount {
      guard let step = plan.step(index), let time = stepDuration(of: step), let next = sum.adding(time) else {
        return nil
      }
      sum = next
      let gated = index > 0 && !(step.voltage == former)
      let beats: Int64
      switch step.synchronisation {
      case .none: beats = gated ? 1 : 0
      case .eachStep: beats = gated ? 2 : 1
      case .eachPulse: beats = gated ? 1 : 0  // `stepDuration` counts its beats.
      }
      guard let waits = TimeSpan.seconds(1).multiplied(by: beats), let whole = sum.adding(waits) else { return nil }
      sum = whole
      former = step.voltage
    }
    return sum
  }

  @_noAllocation @_noLocks
  private static func stepDuration(of step: TrainStep) -> TimeSpan? {
    switch step.synchronisation {
    case .none, .eachStep: return step.period.multiplied(by: Int64(step.pulses))
    case .eachPulse:
      // A heart at rest beats about once a second; the bound is for the pedal rule, not for delivery.
      return TimeSpan.seconds(1).multiplied(by: Int64(step.pulses))
    }
  }

  @_noAllocation @_noLocks
  private static func voltageDefect(
    of step: TrainStep, _ index: UInt8, array: ElectrodeArray, limits: MachineLimits
  ) -> PlanDefect? {
    guard step.positive != step.negative,
      let ceiling = VoltageCeiling.of(
        positive: step.positive, negative: step.negative, array: array, limits: limits),
      let gap = array.gap(step.positive, step.negative)
    else { return .pair(step: index) }
    guard step.voltage >= limits.minimumVoltage, step.voltage > .zero else { return .voltageTooLow(step: index) }
    guard step.voltage <= ceiling.voltage else { return .voltage(step: index, limit: ceiling.limit) }
    switch step.origin {
    case .typed: return nil
    case .field(let wanted, let minimum, let lowered):
      guard let achieved = step.voltage.field(over: gap), let planned = wanted.voltage(across: gap) else {
        return .fieldBelowMinimum(step: index)
      }
      if achieved < minimum || wanted < minimum { return .fieldBelowMinimum(step: index) }
      // The field asks for exactly one voltage; a plan with another, or an unmarked lower one, says something untrue.
      if step.voltage > planned { return .voltage(step: index, limit: .field) }
      if (step.voltage < planned) != lowered { return .fieldBelowMinimum(step: index) }
      return nil
    }
  }

  @_noAllocation @_noLocks
  private static func timingDefect(of step: TrainStep, _ index: UInt8, limits: MachineLimits) -> PlanDefect? {
    guard step.pulses > 0, step.pulses <= limits.maximumStepPulses else { return .pulses(step: index) }
    guard step.width >= limits.minimumWidth, step.width > .zero, step.width <= limits.maximumWidth else {
      return .width(step: index)
    }
    guard step.period >= limits.minimumPeriod, step.period <= limits.maximumPeriod, step.period > step.width else {
      return .period(step: index)
    }
    return nil
  }

  @_noAllocation @_noLocks
  private static func limitsDefect(of step: TrainStep, _ index: UInt8, limits: MachineLimits) -> PlanDefect? {
    let bounds = step.limits
    // No plan may call a pulse good that is more than a tenth away from what was planned, whatever its file says.
    guard let tenth = TrainStep.tenth(of: step.voltage), let highest = step.voltage.adding(tenth),
      let lowest = step.voltage.subtracting(tenth), bounds.voltageLow >= lowest, bounds.voltageLow <= step.voltage,
      step.voltage <= bounds.voltageHigh, bounds.voltageHigh <= highest,
      bounds.currentLow > .zero, bounds.currentLow < bounds.currentHigh, bounds.currentHigh <= limits.maximumCurrent,
      bounds.widthTolerance >= .zero, bounds.widthTolerance <= .nanoseconds(step.width.nanoseconds / 10)
    else { return .limits(step: index) }
    return nil
  }
}
