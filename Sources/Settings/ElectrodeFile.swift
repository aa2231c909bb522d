import Quantities
import SafetyKernel
public import Treatment

/// A file of `config/electrodes`.
public enum ElectrodeFile {
  /// Reads an electrode array from a file's bytes.
  ///
  /// - Parameter file: its name in messages.
  public static func read(_ bytes: [UInt8], file: String) throws(SettingsFailure) -> ElectrodeArrayDefinition {
    let log = ProblemLog(file: file)
    let root = try YamlDocument.root(bytes, log: log)
    root.readSchema()
    let name = root.required("name", or: "") { $0.name() }
    let title = root.required("title", or: "") { $0.text() }
    _ = root.optional("description") { $0.text() }
    let kind = root.required("kind", or: .plates) { value in
      value.choice(ElectrodeArrayDefinition.Kind.allCases.map { ($0.rawValue, $0) })
    }
    let identity = root.required("identity", or: ArrayIdentity(low: 0, high: 0), Self.identity)
    let carriesIdentity = root.required("identity_chip", or: false) { $0.yesOrNo() }
    let gaps = root.optional("gaps", or: [], Self.gaps)
    let before = log.count
    let electrodes = root.required("electrodes", or: [], Self.electrodes)
    let areKnown = log.count == before
    let pairs = root.required("pairs", or: []) { value in
      // The names of a list with a problem are not to be compared.
      areKnown ? Self.pairs(value, electrodes: electrodes) : []
    }
    checkGaps(root, gaps, pairs)
    let voltage = root.required("max_voltage", or: .zero) { $0.voltage(in: Bounds.voltage) }
    let field = root.required("max_field", or: .zero) { $0.field(in: Bounds.field) }
    let impedance = root.required("impedance", or: Resistance.zero...Resistance.zero, Self.impedance)
    let current = root.required("current", or: Current.zero...Current.zero, Self.current)
    let source = SourceReader.read(root)
    root.finish()
    try log.check()
    return ElectrodeArrayDefinition(
      name: name, title: title, kind: kind, identity: identity, carriesIdentity: carriesIdentity, gaps: gaps,
      electrodes: electrodes, pairs: pairs, maximumVoltage: voltage, maximumField: field, impedance: impedance,
      current: current, source: source, file: file)
  }

  private static func identity(_ value: Value) -> ArrayIdentity? {
    guard let text = value.scalar() else { return nil }
    guard let identity = ArrayIdentity(ascii: text) else {
      value.problem("`\(shown(text))` is not an identity", "1 to 16 ASCII characters without spaces")
      return nil
    }
    return identity
  }

  private static func gaps(_ value: Value) -> [Distance]? {
    guard let entries = value.list() else { return nil }
    var gaps: [Distance] = []
    for entry in entries {
      guard let gap = entry.gap() else { continue }
      if gaps.contains(gap) { entry.problem("this gap is listed twice", "keep one of them") }
      gaps.append(gap)
    }
    return gaps
  }

  private static func electrodes(_ value: Value) -> [ElectrodeArrayDefinition.Electrode]? {
    guard let entries = value.list() else { return nil }
    if entries.count < 2 || entries.count > ElectrodeArray.electrodeCapacity {
      value.problem("an array has 2 to \(ElectrodeArray.electrodeCapacity) electrodes", "")
    }
    var electrodes: [ElectrodeArrayDefinition.Electrode] = []
    for entry in entries {
      guard let section = entry.section() else { continue }
      let name = section.required("name", or: "") { $0.name() }
      let limit = section.optional("max_voltage") { $0.voltage(in: Bounds.voltage) }
      section.finish()
      if !name.isEmpty, electrodes.contains(where: { $0.name == name }) {
        value.log.add(entry.place, "electrode `\(name)` is listed twice", "give each a name of its own")
      }
      electrodes.append(ElectrodeArrayDefinition.Electrode(name: name, maximumVoltage: limit))
    }
    return electrodes
  }

  private static func pairs(
    _ value: Value, electrodes: [ElectrodeArrayDefinition.Electrode]
  ) -> [ElectrodeArrayDefinition.Pair]? {
    guard let entries = value.list() else { return nil }
    if entries.count > ElectrodeArray.pairCapacity {
      value.problem("an array has at most \(ElectrodeArray.pairCapacity) pairs", "")
    }
    let names = electrodes.enumerated().map { (word: $1.name, value: UInt8(truncatingIfNeeded: $0)) }
    var pairs: [ElectrodeArrayDefinition.Pair] = []
    for entry in entries {
      guard let section = entry.section() else { continue }
      let positive = section.required("positive", or: 0) { $0.choice(names) }
      let negative = section.required("negative", or: 1) { $0.choice(names) }
      let gap = section.required("gap", or: .chosen) { value -> ElectrodeArrayDefinition.Gap? in
        if value.plainText == "chosen" { return .chosen }
        return value.gap().map { .fixed($0) }
      }
      section.finish()
      if positive == negative, section.has("positive"), section.has("negative") {
        value.log.add(entry.place, "a pair has two different electrodes", "name another one")
      }
      if pairs.contains(where: { [$0.positive, $0.negative].sorted() == [positive, negative].sorted() }) {
        value.log.add(entry.place, "this pair is listed twice", "keep one; reversed polarity is the protocol's")
      }
      pairs.append(ElectrodeArrayDefinition.Pair(positive: positive, negative: negative, gap: gap))
    }
    return pairs
  }

  /// `gaps` is there exactly if a pair's gap is chosen from it.
  private static func checkGaps(_ root: Section, _ gaps: [Distance], _ pairs: [ElectrodeArrayDefinition.Pair]) {
    guard root.has("pairs"), !pairs.isEmpty else { return }
    let isChosen = pairs.contains { $0.gap == .chosen }
    if isChosen, !root.has("gaps") {
      root.log.add(root.place(of: "pairs"), "a pair's gap is `chosen`, but there are no `gaps`", "list them")
    }
    if !isChosen, root.has("gaps") {
      root.log.add(root.place(of: "gaps"), "no pair's gap is `chosen`", "remove `gaps`, or write `gap: chosen`")
    }
  }

  private static func impedance(_ value: Value) -> ClosedRange<Resistance>? {
    guard let section = value.section() else { return nil }
    let bounds = Resistance.milliohms(100)...Resistance.ohms(1_000_000)
    let lowest = section.required("lowest", or: bounds.lowerBound) { $0.resistance(in: bounds) }
    let highest = section.required("highest", or: bounds.upperBound) { $0.resistance(in: bounds) }
    section.finish()
    return ordered(lowest, highest, "highest", section)
  }

  private static func current(_ value: Value) -> ClosedRange<Current>? {
    guard let section = value.section() else { return nil }
    let bounds = Current.zero...Bounds.current.upperBound
    let low = section.required("low", or: bounds.lowerBound) { $0.current(in: bounds) }
    let high = section.required("high", or: bounds.upperBound) { $0.current(in: bounds) }
    section.finish()
    return ordered(low, high, "high", section)
  }
}

/// A range, or nil after reporting that its upper bound, named `key`, is not above the lower one.
func ordered<T: Comparable>(_ low: T, _ high: T, _ key: String, _ section: Section) -> ClosedRange<T>? {
  guard low < high else {
    section.log.add(section.place(of: key), "`\(key)` is not above its lower bound", "exchange the two, or correct one")
    return nil
  }
  return low...high
}
