import Foundation
import Testing

@Suite struct ModuleTableTests {
  @Test func `no module imports up, sideways, or what is forbidden to it`() throws {
    var offences: [String] = []
    var files = 0
    for module in try Repository.modules() {
      for path in Repository.swiftFiles(in: "Sources/" + module) {
        files += 1
        for found in SwiftSource(try Repository.text(path)).imports {
          let imported = found.module == "porate_sim" ? "porate-sim" : found.module
          if let why = ModuleTable.objection(to: imported, in: module) {
            offences.append("\(path):\(found.line): import \(imported): \(why)")
          }
        }
      }
    }
    #expect(files > 0)
    #expect(offences.isEmpty, "\(offences.joined(separator: "\n"))")
  }

  @Test func `every folder of Sources stands in the table`() throws {
    let missing = try Repository.modules().filter { ModuleTable.floors[$0] == nil }
    #expect(missing.isEmpty, "not in the module table: \(missing)")
  }

  @Test func `the table in the architecture page is this table`() throws {
    let rows = try documentedRows()
    let floors = Dictionary(rows.map { ($0.module, $0.floor) }, uniquingKeysWith: { first, _ in first })
    #expect(floors == ModuleTable.floors)
    #expect(rows.count == ModuleTable.floors.count, "a module stands in it twice")
    #expect(rows.map(\.floor) == rows.map(\.floor).sorted(by: >), "the top floor comes first")
  }

  @Test func `the architecture page says Later of those modules alone that do not exist`() throws {
    let existing = Set(try Repository.modules())
    let wrong = try documentedRows().filter { $0.isLater == existing.contains($0.module) }.map(\.module)
    #expect(wrong.isEmpty, "'Later:' must stand before what these hold, or go: \(wrong)")
  }

  private struct Row {
    let floor: Int
    let module: String
    let isLater: Bool
  }

  private func documentedRows() throws -> [Row] {
    try Repository.text("docs/architecture.md").split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 5, let floor = Int(cells[1]) else { return nil }
      let module = cells[2].trimmingCharacters(in: CharacterSet(charactersIn: "`"))
      return Row(floor: floor, module: module, isLater: cells[3].hasPrefix("Later:"))
    }
  }
}

@Suite struct ModuleRuleTests {
  @Test(arguments: [
    ("PulseDispatch", "ControlService"), ("SafetyKernel", "PulseDispatch"), ("Settings", "Journal"),
    ("Quantities", "SHA256"),
    ("Varlink", "Quantities"), ("Varlink", "Plant"), ("porate", "porated"), ("PulseDispatch", "Foundation"),
    ("PulseDispatch", "FoundationEssentials"), ("QuantityText", "Foundation"), ("SafetyKernel", "Glibc"),
    ("GeneratorLink", "Synchronization"), ("Quantities", "CRealtime"), ("VarlinkWire", "NIOCore"), ("Nobody", "Swift"),
  ])
  func `an import against the table is refused`(module: String, imported: String) {
    #expect(ModuleTable.objection(to: imported, in: module) != nil)
  }

  @Test(arguments: [
    ("porated", "ControlService"), ("PulseDispatch", "SafetyKernel"), ("PulseDispatch", "Synchronization"),
    ("SafetyKernel", "Quantities"), ("SafetyKernel", "SHA256"), ("Varlink", "VarlinkWire"), ("Varlink", "NIOCore"),
    ("Journal", "GRDB"), ("Settings", "FoundationEssentials"), ("Generators", "CSerialPort"),
  ])
  func `an import downwards is allowed`(module: String, imported: String) {
    #expect(ModuleTable.objection(to: imported, in: module) == nil)
  }
}
