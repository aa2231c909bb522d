// swift-tools-version: 6.2
import PackageDescription

// Every reader that faces the outside, under libFuzzer and the address sanitizer. A package of its own, so that nothing
// shipped is ever built with these flags; its sources are symbolic links to the real ones. Built by scripts/fuzz.

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  // Counts the edges that are taken, which guides the fuzzer, and watches every access to memory.
  .unsafeFlags(["-sanitize=fuzzer,address"]),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

// libFuzzer without its `main`, which scripts/fuzz finds beside the compiler: one program holds all targets.
let runtime = Context.environment["PORATE_FUZZER_RUNTIME"] ?? "libclang_rt.fuzzer_no_main-x86_64.a"

let package = Package(
  name: "porate-fuzz",
  dependencies: [.package(url: "https://github.com/jpsim/Yams", exact: "6.2.2")],
  targets: [
    .target(name: "CRealtime"),
    .target(name: "CSerialPort"),
    .target(name: "CHeapWatch"),
    module("Quantities"),
    module("SHA256"),
    module("VarlinkWire"),
    module("SafetyKernel", ["Quantities", "SHA256"]),
    module("GeneratorLink", ["Quantities", "SHA256"]),
    module("QuantityText", ["Quantities"]),
    module("Generators", ["Quantities", "SHA256", "SafetyKernel", "GeneratorLink", "CRealtime", "CSerialPort"]),
    module("Treatment", ["Quantities", "SafetyKernel", "QuantityText"]),
    module("PulseDispatch", ["Quantities", "SHA256", "SafetyKernel", "Generators", "CRealtime"]),
    module(
      "Settings",
      ["Quantities", "SHA256", "SafetyKernel", "QuantityText", "Treatment", .product(name: "Yams", package: "Yams")]),
    .executableTarget(
      name: "porate-fuzz",
      dependencies: [
        "CHeapWatch", "Quantities", "SHA256", "VarlinkWire", "SafetyKernel", "GeneratorLink", "QuantityText",
        "Generators", "Treatment", "PulseDispatch", "Settings",
      ],
      path: "Sources/PorateFuzz", swiftSettings: settings,
      linkerSettings: [.unsafeFlags(["-Xlinker", runtime]), .linkedLibrary("stdc++")]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c11
)
