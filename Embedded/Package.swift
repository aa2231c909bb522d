// swift-tools-version: 6.2
// The modules that a generator's firmware shares with the console, built as Embedded Swift from the same sources
// (Sources/NAME are symbolic links): a normal build does not notice what cannot run on a microcontroller.
// scripts/lib/embedded.sh builds it and checks that nothing allocates.
import PackageDescription

let firmware: [SwiftSetting] = [
  .enableExperimentalFeature("Embedded"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .unsafeFlags(["-wmo", "-warnings-as-errors"]),
]

let package = Package(
  name: "PorateFirmwareCore",
  products: [.library(name: "FirmwareCore", targets: ["Quantities", "SHA256", "SafetyKernel", "GeneratorLink"])],
  targets: [
    .target(name: "Quantities", swiftSettings: firmware),
    .target(name: "SHA256", swiftSettings: firmware),
    .target(name: "SafetyKernel", dependencies: ["Quantities", "SHA256"], swiftSettings: firmware),
    .target(name: "GeneratorLink", dependencies: ["Quantities", "SHA256"], swiftSettings: firmware),
  ],
  swiftLanguageModes: [.v6]
)
