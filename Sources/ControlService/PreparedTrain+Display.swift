import ControlInterface
import Quantities
import SHA256
import SafetyKernel
import Treatment

extension ControlLogic {
  /// A planned train with its digest and its display; nil if a number does not fit the program.
  func preparedTrain(
    _ planned: PlannedTrain, _ array: ElectrodeArrayDefinition, _ definition: ProtocolDefinition, uid: UInt32
  ) -> PreparedTrain? {
    guard let canonical = CanonicalPlan(planned.plan), let duration = duration(of: planned.plan) else { return nil }
    let digest = canonical.digest()
    let display = Control.PreparedPlan(
      digest: digest.value.hex, kind: planned.plan.kind.wire, array: planned.array, arrayTitle: array.title,
      protocolName: planned.protocolName, protocolTitle: definition.title, gap: planned.gap,
      pairs: planned.pairs.map { pairDisplay($0, definition) }, pulses: Int64(planned.plan.pulseCount),
      duration: duration, lowered: planned.isLowered,
      confirmArray: planned.plan.kind == .treatment && !array.carriesIdentity,
      needsHold: duration > .milliseconds(500), energyLow: planned.expectedEnergy.lowerBound,
      energyHigh: planned.expectedEnergy.upperBound, verified: planned.isVerified)
    let bytes = (0..<canonical.count).map { canonical.bytes[$0] }
    return PreparedTrain(planned: planned, bytes: bytes, digest: digest, display: display, uid: uid)
  }

  private func pairDisplay(_ pair: PlannedPair, _ definition: ProtocolDefinition) -> Control.PlannedPair {
    Control.PlannedPair(
      positive: pair.positive, negative: pair.negative, gap: pair.gap, wanted: pair.wanted, planned: pair.planned,
      field: pair.field, pulses: Int64(pair.pulses), width: definition.width, period: definition.period,
      lowered: pair.isLowered, binding: pair.binding.wire, limit: pair.ceiling.name, ceiling: pair.ceiling.voltage,
      limitFile: pair.ceiling.file)
  }

  /// As the kernel counts it for the rule of half a second: periods, and a second for each beat that is waited for.
  private func duration(of plan: Plan) -> TimeSpan? {
    var sum = TimeSpan.zero
    for index in 0..<plan.stepCount {
      guard let step = plan.step(index) else { return nil }
      let period =
        switch step.synchronisation {
        case .none, .eachStep: step.period
        case .eachPulse: TimeSpan.seconds(1)
        }
      guard let time = period.multiplied(by: Int64(step.pulses)), let next = sum.adding(time) else { return nil }
      sum = next
    }
    return sum
  }
}
