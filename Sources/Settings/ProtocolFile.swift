import Quantities
import SafetyKernel
public import Treatment

/// A file of `config/protocols`.
public enum ProtocolFile {
  /// Reads a protocol from a file's bytes.
  ///
  /// - Parameter file: its name in messages.
  public static func read(_ bytes: [UInt8], file: String) throws(SettingsFailure) -> ProtocolDefinition {
    try readWithPlaces(bytes, file: file).definition
  }

  /// A protocol, and where each of its arrays is named, for checks against other files.
  static func readWithPlaces(
    _ bytes: [UInt8], file: String
  ) throws(SettingsFailure) -> (definition: ProtocolDefinition, arrays: [Place]) {
    let log = ProblemLog(file: file)
    let root = try YamlDocument.root(bytes, log: log)
    root.readSchema()
    let name = root.required("name", or: "") { $0.name() }
    let title = root.required("title", or: "") { $0.text() }
    let description = root.optional("description", or: "") { $0.text() }
    let dose = Self.dose(root)
    let pulses = root.required("pulses", or: 1) { $0.count(in: Bounds.pulses) }
    let width = root.required("width", or: .zero) { $0.time(in: Bounds.width) }
    let period = Self.period(root)
    let polarity = root.required("polarity", or: .single) { value in
      value.choice(ProtocolDefinition.Polarity.allCases.map { ($0.rawValue, $0) })
    }
    if polarity == .reversed, pulses % 2 != 0, root.has("pulses") {
      log.add(root.place(of: "pulses"), "\(pulses) pulses cannot be split between two polarities", "use an even number")
    }
    let synchronisation = root.required("synchronisation", or: .none) { value in
      value.choice([("none", .none), ("each_step", .eachStep), ("each_pulse", Synchronisation.eachPulse)])
    }
    let tolerances = root.required(
      "tolerances", or: ProtocolDefinition.Tolerances(voltage: .zero, width: .zero), Self.tolerances)
    let arrays = root.required("arrays", or: [], Self.arrays)
    let source = SourceReader.read(root)
    root.finish()
    if period <= width, period > .zero {
      let key = root.has("rate") ? "rate" : "period"
      log.add(root.place(of: key), "the next pulse would begin before the last one ends", "a longer period")
    }
    try log.check()
    let definition = ProtocolDefinition(
      name: name, title: title, dose: dose, pulses: UInt16(truncatingIfNeeded: pulses), width: width, period: period,
      polarity: polarity, synchronisation: synchronisation, tolerances: tolerances, arrays: arrays.map(\.name),
      source: source, description: description, file: file)
    return (definition, arrays.map(\.place))
  }

  /// Either `field` with `minimum_field`, or `voltage`.
  private static func dose(_ root: Section) -> ProtocolDefinition.Dose {
    if root.has("voltage") {
      for key in ["field", "minimum_field"] where root.has(key) {
        root.log.add(root.place(of: key), "`\(key)` and `voltage` exclude each other", "remove one of them")
      }
      return .voltage(root.required("voltage", or: .zero) { $0.voltage(in: Bounds.voltage) })
    }
    let wanted = root.required("field", or: .zero) { $0.field(in: Bounds.field) }
    let minimum = root.required("minimum_field", or: .zero) { $0.field(in: Bounds.field) }
    if minimum > wanted, wanted > .zero {
      root.log.add(root.place(of: "minimum_field"), "`minimum_field` is above `field`", "lower it")
    }
    return .field(wanted: wanted, minimum: minimum)
  }

  /// Either `rate` or `period`.
  private static func period(_ root: Section) -> TimeSpan {
    if root.has("period") {
      if root.has("rate") {
        root.log.add(root.place(of: "rate"), "`rate` and `period` exclude each other", "remove one of them")
      }
      return root.required("period", or: .zero) { $0.time(in: Bounds.period) }
    }
    return root.required("rate", or: .zero) { $0.periodOfRate(in: Bounds.period) }
  }

  private static func tolerances(_ value: Value) -> ProtocolDefinition.Tolerances? {
    guard let section = value.section() else { return nil }
    let voltage = section.required("voltage", or: .zero) { value in
      value.proportion(in: Proportion.partsPerMillion(1000)...Proportion.percent(20))
    }
    let width = section.required("width", or: .zero) { value in
      value.time(in: TimeSpan.nanoseconds(100)...TimeSpan.microseconds(100))
    }
    let low = section.optional("current_low") { $0.current(in: Current.zero...Bounds.current.upperBound) }
    let high = section.optional("current_high") { $0.current(in: Bounds.current) }
    if let low, let high, low >= high {
      section.log.add(section.place(of: "current_high"), "`current_high` is not above `current_low`", "correct one")
    }
    section.finish()
    return ProtocolDefinition.Tolerances(voltage: voltage, width: width, currentLow: low, currentHigh: high)
  }

  private static func arrays(_ value: Value) -> [(name: String, place: Place)]? {
    guard let entries = value.list() else { return nil }
    var arrays: [(name: String, place: Place)] = []
    for entry in entries {
      guard let name = entry.name() else { continue }
      if arrays.contains(where: { $0.name == name }) { entry.problem("`\(name)` is listed twice", "keep one of them") }
      arrays.append((name, entry.place))
    }
    return arrays
  }
}
