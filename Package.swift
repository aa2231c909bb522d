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

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
  name: "porate",
  targets: [
    // Floor 0
    module("Quantities"),
    module("SHA256"),
    .target(name: "CRealtime"),
    .target(name: "CSerialPort"),
    // Floor 1
    module("SafetyKernel", ["Quantities", "SHA256"]),
    module("Plant"),
    module("QuantityText", ["Quantities"]),
    // Tests
    .target(name: "CMallocCount", path: "Tests/CMallocCount"),
    tests("QuantitiesTests", ["Quantities"]),
    tests("SHA256Tests", ["SHA256"]),
    tests("QuantityTextTests", ["QuantityText", "Quantities"]),
    tests("SafetyKernelTests", ["SafetyKernel", "Quantities", "SHA256"]),
    tests("PlantTests", ["Plant"]),
    tests("CRealtimeTests", ["CRealtime", "CMallocCount"]),
    tests("CSerialPortTests", ["CRealtime", "CSerialPort"]),
    tests("ModuleTableTests", []),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c11
)
