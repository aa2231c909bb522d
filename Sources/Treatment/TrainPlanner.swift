public import Quantities
public import SafetyKernel

/// From protocol, array and gap to the train that would be given. Pure: the same question has the same answer.
public struct TrainPlanner: Sendable {
  private let configuration: KernelConfiguration
  private let machineFile: String

  /// A planner under the limits of a configuration.
  ///
  /// - Parameter machineFile: the file that sets the machine's limits, for messages.
  public init(configuration: KernelConfiguration, machineFile: String) {
    self.configuration = configuration
    self.machineFile = machineFile
  }

  /// The train of a protocol on an array.
  ///
  /// A voltage computed from the protocol's field is lowered to the smallest limit, and marked; below the protocol's
  /// minimum it is refused. A voltage that a person typed, or the protocol names, is refused above a limit.
  ///
  /// - Parameters:
  ///   - gap: the gap that the array is set to; nil for an array that has only one.
  ///   - typedVoltage: a voltage for every pair instead of the protocol's.
  ///   - site: the spot whose heat the train adds to.
  public func planned(
    _ definition: ProtocolDefinition, on array: ElectrodeArrayDefinition, gap: Distance? = nil,
    typedVoltage: Voltage? = nil, site: SiteIdentity = SiteIdentity(value: 0)
  ) throws(TreatmentError) -> PlannedTrain {
    guard definition.arrays.contains(array.name) else {
      throw .arrayNotAllowed(array: array.name, protocolName: definition.name, allowed: definition.arrays)
    }
    let chosen = try chosenGap(gap, of: array)
    let kernelArray = try array.kernelArray(gap: chosen ?? .zero)
    let work = TrainWork(
      definition: definition, array: array, kernelArray: kernelArray,
      machine: configuration.limits(for: array.kind.planKind), machineFile: machineFile,
      current: try currentRange(definition, array), typedVoltage: typedVoltage)
    var plan = Plan(kind: array.kind.planKind, array: kernelArray, site: site)
    var pairs: [PlannedPair] = []
    for pair in array.pairs {
      pairs.append(try work.append(pair, gap: array.distance(of: pair, chosen: chosen ?? .zero), to: &plan))
    }
    if let defect = PlanCheck.defect(in: plan, limits: work.machine) {
      throw .defect(defect, file: definition.file)
    }
    return PlannedTrain(
      plan: plan, pairs: pairs, array: array.name, protocolName: definition.name, gap: chosen,
      expectedEnergy: try sum(pairs.map(\.expectedEnergy)),
      isVerified: definition.source.isVerified && array.source.isVerified)
  }

  /// The gap the array is set to, or nil if all its gaps are fixed.
  private func chosenGap(
    _ gap: Distance?, of array: ElectrodeArrayDefinition
  ) throws(TreatmentError) -> Distance? {
    let fixed = array.pairs.compactMap { pair in
      switch pair.gap {
      case .chosen: Distance?.none
      case .fixed(let distance): distance
      }
    }
    if fixed.count == array.pairs.count {
      let distances = Set(fixed).sorted()
      guard let gap, distances != [gap] else { return nil }
      throw .gapFixed(gap, array: array.name, fixed: distances)
    }
    guard let gap else {
      guard array.gaps.count == 1, let only = array.gaps.first else {
        throw .gapMissing(array: array.name, allowed: array.gaps)
      }
      return only
    }
    guard array.gaps.contains(gap) else {
      throw .gapNotAllowed(gap, array: array.name, allowed: array.gaps)
    }
    return gap
  }

  /// The good currents: the array's range, narrowed by the protocol's bounds and the machine's limit.
  private func currentRange(
    _ definition: ProtocolDefinition, _ array: ElectrodeArrayDefinition
  ) throws(TreatmentError) -> ClosedRange<Current> {
    let machine = configuration.limits(for: array.kind.planKind).maximumCurrent
    let low = max(array.current.lowerBound, definition.tolerances.currentLow ?? array.current.lowerBound)
    let high = min(
      min(array.current.upperBound, machine), definition.tolerances.currentHigh ?? array.current.upperBound)
    guard low < high else {
      throw .currentRange(low: low, high: high, array: array.name, protocolName: definition.name)
    }
    return low...high
  }

  private func sum(_ energies: [ClosedRange<Energy>]) throws(TreatmentError) -> ClosedRange<Energy> {
    var low = Energy.zero
    var high = Energy.zero
    for energy in energies {
      guard let lower = low.adding(energy.lowerBound), let upper = high.adding(energy.upperBound) else {
        throw .outOfRange("the train's energy")
      }
      low = lower
      high = upper
    }
    return low...max(low, high)
  }
}
