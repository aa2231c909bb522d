// swift-tools-version: 6.2
import PackageDescription

// The two gates, each tried without the other. A package of its own, so that the shipped programs are never built with
// either flag; its sources are symbolic links to the real ones.

let missing: [SwiftSetting]
switch Context.environment["PORATE_WITHOUT"] ?? "" {
case "kernel": missing = [.define("PORATE_TEST_NO_KERNEL_LIMITS")]
case "gate": missing = [.define("PORATE_TEST_NO_SECOND_GATE")]
default: missing = []
}
let settings: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + missing

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
  name: "two-gates",
  targets: [
    .target(name: "CRealtime"),
    .target(name: "CSerialPort"),
    module("Quantities"),
    module("SHA256"),
    module("Plant"),
    module("SafetyKernel", ["Quantities", "SHA256"]),
    module("GeneratorLink", ["Quantities", "SHA256"]),
    module("Generators", ["Quantities", "SHA256", "SafetyKernel", "GeneratorLink", "CRealtime", "CSerialPort"]),
    module("PulseDispatch", ["Quantities", "SHA256", "SafetyKernel", "Generators", "CRealtime"]),
    module("VirtualGenerator", ["Quantities", "SHA256", "Plant", "GeneratorLink"]),
    module(
      "Bench",
      ["Quantities", "Plant", "GeneratorLink", "SafetyKernel", "Generators", "PulseDispatch", "VirtualGenerator"]),
    .executableTarget(
      name: "TwoGates", dependencies: ["Bench", "PulseDispatch", "Quantities", "SafetyKernel", "VirtualGenerator"],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c11
)
