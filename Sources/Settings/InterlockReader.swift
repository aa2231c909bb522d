import SafetyKernel

/// The section `interlocks:`: a list of inputs, or the reason why there is none beside the generator's own chain.
enum InterlockReader {
  private static let chain = InterlockSetting(name: "generator-chain", line: .chain, isRequired: true)

  static func read(_ value: Value) -> ([InterlockSetting], String?)? {
    guard value.isList else { return readDeclaration(value) }
    guard let entries = value.list() else { return nil }
    let before = value.log.count
    var found: [InterlockSetting] = []
    for entry in entries {
      guard let setting = read(entry: entry, besides: found) else { continue }
      found.append(setting)
    }
    // After a problem the one that is required may be missing here.
    if value.log.count == before, !found.contains(where: { $0.line != .chain && $0.isRequired }) {
      value.problem(
        "no interlock is required beside the generator's own chain",
        "require one, or write `interlocks: {declared_without: REASON}`")
    }
    if !found.contains(where: { $0.line == .chain }) { found.append(chain) }
    return (found.sorted { $0.line.rawValue < $1.line.rawValue }, nil)
  }

  /// The required ones as the kernel's set; it adds the generator's chain by itself.
  static func required(_ interlocks: [InterlockSetting]) -> InterlockSet {
    interlocks.filter(\.isRequired).reduce(InterlockSet(bits: 0)) { $0.union($1.set) }
  }

  private static func readDeclaration(_ value: Value) -> ([InterlockSetting], String?)? {
    guard value.isSection else {
      value.problem("`interlocks` must be a list of inputs", "or write `declared_without: REASON` in it")
      return nil
    }
    guard let section = value.section() else { return nil }
    let reason = section.required("declared_without", or: "") { $0.reason() }
    section.finish()
    return ([chain], reason)
  }

  private static func read(entry: Value, besides found: [InterlockSetting]) -> InterlockSetting? {
    guard let section = entry.section() else { return nil }
    let name = section.required("name", or: "") { $0.name() }
    let line = section.required("line", or: nil) { value -> InterlockSetting.Line?? in
      value.choice([
        ("chain", .chain), ("estop", .emergencyStop), ("door", .door), ("aux", InterlockSetting.Line?.some(.auxiliary)),
      ])
    }
    let isRequired = section.required("required", or: true) { $0.yesOrNo() }
    section.finish()
    guard let line else { return nil }
    if found.contains(where: { $0.line == line }) {
      section.log.add(section.place(of: "line"), "this line already has an interlock", "one for each line")
    }
    if found.contains(where: { $0.name == name }) {
      section.log.add(section.place(of: "name"), "`\(name)` already names an interlock", "give each a name of its own")
    }
    if line == .chain, !isRequired {
      section.log.add(section.place(of: "required"), "the generator's own chain is always required", "write `yes`")
    }
    return InterlockSetting(name: name, line: line, isRequired: isRequired)
  }
}
