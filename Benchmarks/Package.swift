// swift-tools-version: 6.2
import PackageDescription

// What scripts/bench measures with. A package of its own, so that neither a cold build of the programs nor the tests pay
// for it; its sources are symbolic links to the real ones.

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"), .treatAllWarnings(as: .error),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
  name: "benchmarks",
  dependencies: [.package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0")],
  targets: [
    .target(name: "CRealtime"),
    .target(name: "CSerialPort"),
    module("Quantities"),
    module("SHA256"),
    module("VarlinkWire"),
    module("Plant"),
    module("SafetyKernel", ["Quantities", "SHA256"]),
    module("GeneratorLink", ["Quantities", "SHA256"]),
    module("Generators", ["Quantities", "SHA256", "SafetyKernel", "GeneratorLink", "CRealtime", "CSerialPort"]),
    module("PulseDispatch", ["Quantities", "SHA256", "SafetyKernel", "Generators", "CRealtime"]),
    module("VirtualGenerator", ["Quantities", "SHA256", "Plant", "GeneratorLink"]),
    module("Journal", ["Quantities", "SHA256", "SafetyKernel", .product(name: "GRDB", package: "GRDB.swift")]),
    module(
      "Bench",
      ["Quantities", "Plant", "GeneratorLink", "SafetyKernel", "Generators", "PulseDispatch", "VirtualGenerator"]),
    .executableTarget(
      name: "porate-bench",
      dependencies: [
        "Bench", "CRealtime", "GeneratorLink", "Generators", "Journal", "PulseDispatch", "Quantities", "SHA256",
        "SafetyKernel", "VarlinkWire", "VirtualGenerator",
      ], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c11
)
