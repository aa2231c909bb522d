import Quantities
import SafetyKernel

/// The planning of one train's pairs: everything that is the same for all of them.
struct TrainWork {
  let definition: ProtocolDefinition
  let array: ElectrodeArrayDefinition
  let kernelArray: ElectrodeArray
  let machine: MachineLimits
  let machineFile: String
  let current: ClosedRange<Current>
  let typedVoltage: Voltage?

  /// What a pair asks for, what it gets, and where that came from.
  private struct Decision {
    var wanted: Voltage
    var planned: Voltage
    var origin: VoltageOrigin
  }

  /// Adds a pair's steps to the plan and tells what became of its voltage.
  func append(
    _ pair: ElectrodeArrayDefinition.Pair, gap: Distance, to plan: inout Plan
  ) throws(TreatmentError) -> PlannedPair {
    let label = "\(array.electrodeName(pair.positive)) to \(array.electrodeName(pair.negative))"
    guard
      let ceiling = array.ceiling(
        positive: pair.positive, negative: pair.negative, in: kernelArray, machine: machine, machineFile: machineFile)
    else { throw .arrayShape(array: array.name, file: array.file) }
    let decision = try decide(gap: gap, label: label, ceiling: ceiling)
    guard decision.planned > .zero, decision.planned >= machine.minimumVoltage else {
      throw .voltageTooLow(decision.planned, pair: label, least: machine.minimumVoltage, file: machineFile)
    }
    guard let field = decision.planned.field(over: gap) else { throw .outOfRange("the field of \(label)") }
    let firstStep = plan.stepCount
    let limits = try pulseLimits(decision.planned)
    for (positive, negative, pulses) in try polarities(of: pair) {
      let step = TrainStep(
        positive: positive, negative: negative, voltage: decision.planned, origin: decision.origin, pulses: pulses,
        width: definition.width, period: definition.period, synchronisation: definition.synchronisation,
        limits: limits)
      guard plan.append(step) else { throw .defect(.stepCount, file: array.file) }
    }
    return PlannedPair(
      positive: array.electrodeName(pair.positive), negative: array.electrodeName(pair.negative), gap: gap,
      wanted: decision.wanted, planned: decision.planned, ceiling: ceiling, field: field, pulses: definition.pulses,
      firstStep: firstStep, stepCount: plan.stepCount &- firstStep,  // steps were only added
      expectedEnergy: try energy(at: decision.planned))
  }

  private func decide(
    gap: Distance, label: String, ceiling: NamedLimit
  ) throws(TreatmentError) -> Decision {
    func named(_ voltage: Voltage) throws(TreatmentError) -> Decision {
      guard voltage <= ceiling.voltage else { throw .voltageAboveLimit(voltage, pair: label, limit: ceiling) }
      return Decision(wanted: voltage, planned: voltage, origin: .typed)
    }
    if let typedVoltage { return try named(typedVoltage) }
    switch definition.dose {
    case .voltage(let voltage): return try named(voltage)
    case .field(let wanted, let minimum):
      guard let voltage = wanted.voltage(across: gap) else { throw .outOfRange("the voltage of \(label)") }
      let planned = min(voltage, ceiling.voltage)
      guard let achieved = planned.field(over: gap) else { throw .outOfRange("the field of \(label)") }
      guard achieved >= minimum else {
        throw .fieldBelowMinimum(
          achieved, minimum: minimum, pair: label, wanted: voltage, limit: ceiling, file: definition.file)
      }
      return Decision(
        wanted: voltage, planned: planned,
        origin: .field(wanted: wanted, minimum: minimum, lowered: planned < voltage))
    }
  }

  /// The pair's steps: one, or one for each polarity with half of the pulses.
  private func polarities(
    of pair: ElectrodeArrayDefinition.Pair
  ) throws(TreatmentError) -> [(positive: UInt8, negative: UInt8, pulses: UInt16)] {
    switch definition.polarity {
    case .single: return [(pair.positive, pair.negative, definition.pulses)]
    case .reversed:
      guard definition.pulses % 2 == 0 else { throw .pulsesNotHalved(definition.pulses, file: definition.file) }
      let half = definition.pulses / 2
      return [(pair.positive, pair.negative, half), (pair.negative, pair.positive, half)]
    }
  }

  private func pulseLimits(_ voltage: Voltage) throws(TreatmentError) -> PulseLimits {
    // Rounded towards the planned voltage, so that rounding never widens.
    guard let scaled = voltage.multiplied(by: definition.tolerances.voltage.partsPerMillion),
      let low = voltage.subtracting(.millivolts(scaled.millivolts / 1_000_000)),
      let high = voltage.adding(.millivolts(scaled.millivolts / 1_000_000))
    else { throw .outOfRange("the voltage tolerance of protocol \(definition.name)") }
    return PulseLimits(
      voltageLow: low, voltageHigh: high, currentLow: current.lowerBound, currentHigh: current.upperBound,
      widthTolerance: definition.tolerances.width)
  }

  private func energy(at voltage: Voltage) throws(TreatmentError) -> ClosedRange<Energy> {
    guard let low = voltage.energy(at: current.lowerBound, for: definition.width),
      let high = voltage.energy(at: current.upperBound, for: definition.width),
      let least = low.multiplied(by: Int64(definition.pulses)),
      let most = high.multiplied(by: Int64(definition.pulses)), least <= most
    else { throw .outOfRange("the energy of protocol \(definition.name)") }
    return least...most
  }
}
