/// The house: which floor each module stands on. A module imports only from floors below its own.
///
/// `docs/architecture.md` shows the same table to people; `ModuleTableTests` holds the two equal.
enum ModuleTable {
  static let floors: [String: Int] = [
    "porated": 6, "porate": 6, "porate-sim": 6, "porate-prove": 6,
    "Bench": 5, "Console": 5,
    "ControlService": 4, "Reports": 4, "SimulatorService": 4,
    "PulseDispatch": 3, "Settings": 3, "Journal": 3,
    "Generators": 2, "VirtualGenerator": 2, "Treatment": 2, "Exploration": 2, "ControlInterface": 2,
    "SafetyKernel": 1, "GeneratorLink": 1, "Plant": 1, "QuantityText": 1, "Varlink": 1,
    "Quantities": 0, "VarlinkWire": 0, "SHA256": 0, "CRealtime": 0, "CSerialPort": 0, "CGPIO": 0,
  ]

  /// A generator's firmware compiles these as they are: they see our own modules and the language, nothing else.
  static let firmware: Set = ["Quantities", "SHA256", "SafetyKernel", "GeneratorLink"]

  /// No Foundation of any kind.
  static let withoutFoundation: Set = firmware.union(["QuantityText", "PulseDispatch"])

  /// The varlink modules know nothing of pulses: of our own modules they see these only.
  static let varlinkOnly: [String: Set<String>] = ["Varlink": ["VarlinkWire"], "VarlinkWire": []]

  /// In these, what cannot happen is an error value or does not compile: nothing is forced, trapped or caught by
  /// `default`.
  static let failClosed: Set = ["Quantities", "SafetyKernel", "GeneratorLink", "Generators", "PulseDispatch"]

  /// The most lines of a Swift file: beyond them it holds two ideas.
  static let longestFile = 400

  /// Why `module` must not import `imported`, or nil if it may.
  static func objection(to imported: String, in module: String) -> String? {
    guard let floor = floors[module] else { return "\(module) is not in the module table" }
    if withoutFoundation.contains(module), imported.hasPrefix("Foundation") { return "\(module) has no Foundation" }
    if module == "VarlinkWire", imported.hasPrefix("NIO") { return "VarlinkWire has no SwiftNIO" }
    guard let below = floors[imported] else {
      return firmware.contains(module) && imported != "Swift" ? "firmware code sees our own modules only" : nil
    }
    if let allowed = varlinkOnly[module], !allowed.contains(imported) { return "\(module) knows nothing of pulses" }
    if below > floor { return "up: from floor \(floor) to \(below)" }
    return below == floor ? "sideways: both stand on floor \(floor)" : nil
  }
}
