// swift-tools-version: 6.2
import PackageDescription

// The house: a module imports only from floors below its own. docs/architecture.md has the table, a test holds it.

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
  .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let core: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nio: [Target.Dependency] = [core, .product(name: "NIOPosix", package: "swift-nio")]
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")

let package = Package(
  name: "porate",
  dependencies: [
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    // Floor 0
    module("Quantities"),
    module("SHA256"),
    module("VarlinkWire"),
    .target(name: "CRealtime"),
    .target(name: "CSerialPort"),
    // Floor 1
    module("SafetyKernel", ["Quantities", "SHA256"]),
    module("GeneratorLink", ["Quantities", "SHA256"]),
    module("Plant"),
    module("QuantityText", ["Quantities"]),
    module("Varlink", ["VarlinkWire"] + nio),
    // Floor 2
    module("Generators", ["Quantities", "SHA256", "CRealtime", "CSerialPort", "SafetyKernel", "GeneratorLink"]),
    module("VirtualGenerator", ["Quantities", "SHA256", "GeneratorLink", "Plant"]),
    module("Treatment", ["Quantities", "SafetyKernel", "QuantityText"]),
    module(
      "ControlInterface", ["Quantities", "QuantityText", "Varlink", "VarlinkWire"],
      exclude: ["io.porate.Control.varlink", "io.porate.Record.varlink", "io.porate.Simulator.varlink"]),
    module("Exploration", ["Quantities", "SHA256", "SafetyKernel"]),
    // Floor 3
    module("PulseDispatch", ["Quantities", "SHA256", "CRealtime", "SafetyKernel", "Generators"]),
    module(
      "Settings",
      [
        "Quantities", "SHA256", "SafetyKernel", "QuantityText", "Treatment", .product(name: "Yams", package: "Yams"),
      ]),
    module("Journal", ["Quantities", "SHA256", "SafetyKernel", .product(name: "GRDB", package: "GRDB.swift")]),
    // Floor 4
    module(
      "ControlService",
      [
        "Quantities", "QuantityText", "SHA256", "CRealtime", "CSerialPort", "SafetyKernel", "Generators", "Treatment",
        "PulseDispatch", "Settings", "Journal", "ControlInterface", "Varlink", "VarlinkWire", logging,
      ]),
    module(
      "SimulatorService",
      [
        "Quantities", "QuantityText", "CRealtime", "CSerialPort", "GeneratorLink", "Plant", "VirtualGenerator",
        "ControlInterface", "Varlink", "VarlinkWire",
      ]),
    // Floor 5
    module(
      "Console", ["Quantities", "QuantityText", "SafetyKernel", "Settings", "ControlInterface", "Varlink"]),
    module(
      "Bench",
      ["Quantities", "Plant", "GeneratorLink", "SafetyKernel", "Generators", "PulseDispatch", "VirtualGenerator"]),
    // Floor 6
    program("porated", ["ControlService", "ControlInterface", "Settings", "SHA256", arguments, logging]),
    program("porate", ["Console", "ControlInterface", "Quantities", "QuantityText", arguments]),
    program(
      "porate-sim",
      ["SimulatorService", "ControlInterface", "VirtualGenerator", "Quantities", "QuantityText", arguments]),
    program("porate-prove", ["Bench", "Exploration", "SafetyKernel", "ControlInterface", arguments]),
    // Tests
    .target(name: "CMallocCount", path: "Tests/CMallocCount"),
    tests("QuantitiesTests", ["Quantities"]),
    tests("SHA256Tests", ["SHA256"]),
    tests("QuantityTextTests", ["QuantityText", "Quantities"]),
    tests("SafetyKernelTests", ["SafetyKernel", "Quantities", "SHA256"]),
    tests("ExplorationTests", ["Exploration", "SafetyKernel"]),
    tests("PlantTests", ["Plant"]),
    tests("GeneratorLinkTests", ["GeneratorLink", "Quantities", "SHA256"]),
    tests(
      "JournalTests",
      [
        "Journal", "Quantities", "SHA256", "SafetyKernel", .product(name: "GRDB", package: "GRDB.swift"),
        "journal-writer",
      ], exclude: ["Fixtures"]),
    .executableTarget(
      name: "journal-writer", dependencies: ["Journal", "Quantities", "SHA256", "SafetyKernel"],
      path: "Tests/Support/JournalWriter", swiftSettings: strict),
    tests(
      "GeneratorsTests", ["Generators", "GeneratorLink", "SafetyKernel", "Quantities", "CSerialPort"]),
    tests(
      "PulseDispatchTests",
      [
        "PulseDispatch", "Generators", "GeneratorLink", "SafetyKernel", "Quantities", "SHA256", "CRealtime",
        "CSerialPort",
        "CMallocCount",
      ]),
    tests(
      "VirtualGeneratorTests", ["VirtualGenerator", "GeneratorLink", "Plant", "Quantities", "SHA256"]),
    tests("ControlInterfaceTests", ["ControlInterface", "Varlink", "VarlinkWire", "Quantities"]),
    tests(
      "SimulatorServiceTests",
      [
        "SimulatorService", "VirtualGenerator", "ControlInterface", "GeneratorLink", "Quantities", "Varlink",
        "porate-sim",
      ]),
    tests(
      "ControlServiceTests",
      [
        "ControlService", "ControlInterface", "Varlink", "VarlinkWire", "PulseDispatch", "Settings", "Journal",
        "Generators", "Treatment", "SafetyKernel", "Quantities", "SHA256",
      ]),
    tests(
      "ConsoleTests",
      ["Console", "ControlInterface", "Varlink", "VarlinkWire", "Quantities", "Settings"] + nio, exclude: ["Snapshots"]),
    tests("porateTests", ["porate", "Console", arguments] + nio, exclude: ["Snapshots"]),
    tests("EndToEndTests", ["Console", "ControlInterface", "Settings"] + nio),
    tests("TreatmentTests", ["Treatment", "Quantities", "SafetyKernel"]),
    tests("SettingsTests", ["Settings", "Treatment", "Quantities", "QuantityText", "SafetyKernel", "SHA256"]),
    tests(
      "BenchTests",
      [
        "Bench", "Quantities", "Plant", "GeneratorLink", "SafetyKernel", "Generators", "PulseDispatch",
        "VirtualGenerator",
      ]),
    tests("VarlinkWireTests", ["VarlinkWire"]),
    tests("VarlinkTests", ["Varlink", "VarlinkWire", core]),
    tests("CRealtimeTests", ["CRealtime", "CMallocCount"]),
    tests("CSerialPortTests", ["CRealtime", "CSerialPort"]),
    tests("ModuleTableTests", []),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c11
)
