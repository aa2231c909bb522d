import CHeapWatch
import Glibc

// What libFuzzer calls and is called by (LLVM, "libFuzzer – a library for coverage-guided fuzz testing").
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// The target that runs. Set once before the first input, and read on the one thread that runs inputs.
nonisolated(unsafe) private var chosen = Target.link

/// `porate-fuzz TARGET [libFuzzer's arguments]`: one program for all targets, so that everything is linked once.
@main
enum PorateFuzz {
  /// The most that one input may keep on the heap at one time.
  static let heapLimit = 64 * 1024 * 1024

  static func main() {
    guard CommandLine.arguments.count > 1, let target = Target(rawValue: CommandLine.arguments[1]) else {
      print("usage: porate-fuzz TARGET [libFuzzer's arguments]")
      print("targets: \(Target.allCases.map(\.rawValue).joined(separator: " "))")
      exit(64)
    }
    chosen = target
    guard cheapwatch_install() else {
      print("porate-fuzz: the sanitizer's runtime takes no hook, so that no heap can be measured")
      exit(1)
    }
    // libFuzzer ends the program itself.
    atexit { print("heap: \(Heap.highest) bytes at most for one input") }
    // The target's name takes the place of the program's: libFuzzer reads what is behind it.
    var count = CommandLine.argc - 1
    var arguments = CommandLine.unsafeArgv + 1
    let status = runDriver(&count, &arguments) { bytes, length in
      cheapwatch_begin()
      chosen.run([UInt8](UnsafeBufferPointer(start: bytes, count: length)))
      let peak = Int(cheapwatch_peak())
      Heap.highest = max(Heap.highest, peak)
      holds(peak <= PorateFuzz.heapLimit, "an input keeps \(peak) bytes on the heap at one time")
      return 0
    }
    exit(status)
  }
}

/// What was measured of the heap.
enum Heap {
  /// The most bytes that any input kept at one time. One thread runs all inputs.
  nonisolated(unsafe) static var highest = 0
}

/// What can be fuzzed.
enum Target: String, CaseIterable {
  /// The native link's frames, messages and programs.
  case link
  /// varlink's framing, JSON, calls, replies and checks against an interface.
  case varlink
  /// The text of varlink interfaces.
  case idl
  /// The YAML files of the configuration.
  case settings
  /// The second gate's caps.
  case caps
  /// What a generator may answer to the driver.
  case device

  func run(_ bytes: [UInt8]) {
    switch self {
    case .link: LinkTarget.run(bytes)
    case .varlink: VarlinkTarget.run(bytes)
    case .idl: InterfaceTarget.run(bytes)
    case .settings: SettingsTarget.run(bytes)
    case .caps: CapsTarget.run(bytes)
    case .device: DeviceTarget.run(bytes)
    }
  }
}
