import Quantities
import SafetyKernel
import Treatment

/// Arrays, protocols and limits as the tests need them.
enum Samples {
  static let machineFile = "porated.yaml"

  static func planner(maximum: Voltage = .volts(1000), change: (inout MachineLimits) -> Void = { _ in }) -> TrainPlanner
  {
    var limits = MachineLimits()
    limits.minimumVoltage = .volts(100)
    limits.maximumVoltage = maximum
    limits.maximumField = .voltsPerCentimetre(1500)
    limits.maximumCurrent = .amperes(30)
    limits.minimumWidth = .microseconds(50)
    limits.maximumWidth = .microseconds(100)
    limits.minimumPeriod = .microseconds(200)
    limits.maximumPeriod = .seconds(2)
    limits.maximumStepPulses = 8
    limits.maximumTrainPulses = 96
    limits.maximumPulseEnergy = .joules(5)
    limits.maximumTrainEnergy = .joules(150)
    limits.maximumTrainDuration = .seconds(120)
    change(&limits)
    var configuration = KernelConfiguration(interlocks: InterlockSet(bits: 0))
    configuration.treatment = limits
    return TrainPlanner(configuration: configuration, machineFile: machineFile)
  }

  static func array(
    _ kind: ElectrodeArrayDefinition.Kind, gaps: [Distance] = [],
    electrodes: [ElectrodeArrayDefinition.Electrode], pairs: [ElectrodeArrayDefinition.Pair],
    maximum: Voltage = .volts(1100), field: FieldStrength = .voltsPerCentimetre(1400)
  ) -> ElectrodeArrayDefinition {
    ElectrodeArrayDefinition(
      name: kind.rawValue, title: kind.rawValue, kind: kind, identity: ArrayIdentity(low: 1, high: 0),
      carriesIdentity: false, gaps: gaps, electrodes: electrodes, pairs: pairs, maximumVoltage: maximum,
      maximumField: field, impedance: Resistance.ohms(15)...Resistance.ohms(3000),
      current: Current.amperes(1)...Current.amperes(15),
      source: LiteratureSource(citation: "a test", isVerified: true), file: "electrodes/\(kind.rawValue).yaml")
  }

  static func plates(
    _ leftMaximum: Voltage? = nil, maximum: Voltage = .volts(1100), field: FieldStrength = .voltsPerCentimetre(1400)
  ) -> ElectrodeArrayDefinition {
    array(
      .plates, gaps: [.millimetres(6), .millimetres(7), .millimetres(8)],
      electrodes: [.init(name: "left", maximumVoltage: leftMaximum), .init(name: "right")],
      pairs: [.init(positive: 0, negative: 1, gap: .chosen)], maximum: maximum, field: field)
  }

  /// Six needles around one; a limit of its own for one needle.
  static func hexagonal(limit: Voltage? = nil, of index: Int = 1) -> ElectrodeArrayDefinition {
    var electrodes = (1...6).map { ElectrodeArrayDefinition.Electrode(name: "rim-\($0)") }
    electrodes.append(.init(name: "centre"))
    electrodes[index].maximumVoltage = limit
    let effective = ElectrodeArrayDefinition.Gap.fixed(.micrometres(7300))
    let rim = (0..<6).map { ElectrodeArrayDefinition.Pair(positive: $0, negative: ($0 + 1) % 6, gap: effective) }
    let centre = (0..<6).map { ElectrodeArrayDefinition.Pair(positive: $0, negative: 6, gap: effective) }
    return array(.hexagonal, electrodes: electrodes, pairs: rim + centre, maximum: .volts(800))
  }

  static func protocolDefinition(
    _ field: Int32 = 1300, minimum: Int32 = 1200, arrays: [String] = ["plates"], pulses: UInt16 = 8,
    polarity: ProtocolDefinition.Polarity = .single
  ) -> ProtocolDefinition {
    ProtocolDefinition(
      name: "sample", title: "Sample",
      dose: .field(wanted: .voltsPerCentimetre(field), minimum: .voltsPerCentimetre(minimum)), pulses: pulses,
      width: .microseconds(100), period: .milliseconds(1), polarity: polarity, synchronisation: .none,
      tolerances: .init(voltage: .percent(5), width: .microseconds(2)), arrays: arrays,
      source: LiteratureSource(citation: "a test", isVerified: true), description: "", file: "protocols/sample.yaml")
  }
}
