import Foundation
import Testing

/// Tests with real processes, one after the other: they share two cores with real-time threads.
@Suite(.serialized) struct EndToEndTests {}

/// The programs under test.
enum Programs {
  /// The folder of porate, porated and porate-sim: PORATE_BIN_DIR.
  static func folder() throws -> String {
    let named = ProcessInfo.processInfo.environment["PORATE_BIN_DIR"] ?? ""
    for name in ["porate", "porated", "porate-sim"] {
      try #require(
        FileManager.default.isExecutableFile(atPath: "\(named)/\(name)"),
        "these tests need PORATE_BIN_DIR to name the folder of the built programs; there is no \(named)/\(name)")
    }
    return named
  }

  /// The shipped configuration of this checkout.
  static var configuration: String {
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/") + "/config"
  }

  /// The environment of a person at a desk, with nothing of Porate's own but what the test says.
  static func environment(_ more: [String: String] = [:]) -> [String: String] {
    var environment = ProcessInfo.processInfo.environment.filter {
      !$0.key.hasPrefix("PORATE_") && $0.key != "NO_COLOR" && $0.key != "XDG_RUNTIME_DIR"
    }
    environment["PORATE_CONFIG_DIR"] = configuration
    if let bin = ProcessInfo.processInfo.environment["PORATE_BIN_DIR"] {
      environment["PATH"] = "\(bin):\(environment["PATH"] ?? "/usr/bin:/bin")"
    }
    return environment.merging(more) { $1 }
  }
}

/// What a program printed and how it ended.
struct Ran {
  var code: Int32
  var output: String
  var errors: String

  /// Standard output as one JSON object.
  func object() throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(output.utf8))
    return try #require(value as? [String: Any], "not one JSON object: \(output)")
  }
}

/// A program that runs while the test goes on.
final class Running {
  let process = Process()
  private let output: URL
  private let errors: URL

  init(_ name: String, _ arguments: [String], _ environment: [String: String] = [:]) throws {
    let folder = FileManager.default.temporaryDirectory
    output = folder.appendingPathComponent("porate-out-\(UUID().uuidString)")
    errors = folder.appendingPathComponent("porate-err-\(UUID().uuidString)")
    for file in [output, errors] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    let path = name.hasPrefix("/") ? name : "\(try Programs.folder())/\(name)"
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = Programs.environment(environment)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    for file in [output, errors] { try? FileManager.default.removeItem(at: file) }
  }

  /// What it has printed so far.
  var printed: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }

  /// Waits until it has ended by itself.
  func finished() async throws -> Ran {
    try await eventually("\(process.arguments ?? []) ends", seconds: 120) { !self.process.isRunning }
    process.waitUntilExit()
    let code = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    return Ran(
      code: code, output: printed, errors: (try? String(contentsOf: errors, encoding: .utf8)) ?? "")
  }
}

/// Runs a program to its end.
func run(_ name: String, _ arguments: [String], _ environment: [String: String] = [:]) async throws -> Ran {
  try await Running(name, arguments, environment).finished()
}

/// Waits until something holds; how long that takes says nothing on a shared machine, only that it comes.
func eventually(
  _ what: String, seconds: Int = 60, at location: SourceLocation = #_sourceLocation, _ holds: () throws -> Bool
) async throws {
  for _ in 0..<(seconds * 50) {
    if try holds() { return }
    try await Task.sleep(for: .milliseconds(20))
  }
  Issue.record("never came: \(what)", sourceLocation: location)
  throw CancellationError()
}

/// Processes whose command line has a text in it.
func processes(with text: String) -> [String] {
  let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
  return all.filter { Int($0) != nil }.compactMap { pid in
    guard let data = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") else { return nil }
    let line = String(decoding: data.map { $0 == 0 ? 32 : $0 }, as: UTF8.self)
    return line.contains(text) ? "\(pid) \(line)" : nil
  }
}
