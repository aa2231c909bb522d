import Foundation
import Testing

@testable import Console

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
///
/// Not by Foundation's Process: that takes a program for running while anything it started, as tmux's server, lives.
final class Running {
  let pid: pid_t
  private let child: ChildProcess
  private let output: String
  private let errors: String
  private var end: ChildProcess.End?

  init(_ name: String, _ arguments: [String], _ environment: [String: String] = [:]) throws {
    let folder = try Programs.folder()
    output = "/tmp/porate-out-\(UUID().uuidString)"
    errors = "/tmp/porate-err-\(UUID().uuidString)"
    let flags = O_WRONLY | O_CREAT | O_CLOEXEC
    let files = [open("/dev/null", O_RDONLY | O_CLOEXEC), open(output, flags, 0o600), open(errors, flags, 0o600)]
    defer { for file in files { close(file) } }
    child = try ChildProcess.start(
      name.hasPrefix("/") ? name : "\(folder)/\(name)", arguments, environment: Programs.environment(environment),
      ownGroup: true, descriptors: [(0, files[0]), (1, files[1]), (2, files[2])])
    pid = child.pid
  }

  deinit {
    stop(SIGKILL)
    for file in [output, errors] { unlink(file) }
  }

  var isRunning: Bool {
    if end == nil { end = child.ended() }
    return end == nil
  }

  /// Ends it, and waits until it has.
  func stop(_ signal: Int32 = SIGTERM) {
    if isRunning { kill(pid, signal) }
    while isRunning { usleep(5_000) }
  }

  /// What it has printed so far.
  var printed: String { (try? String(contentsOfFile: output, encoding: .utf8)) ?? "" }

  /// Waits until it has ended by itself.
  func finished() async throws -> Ran {
    try await eventually("the program ends", seconds: 120) { !self.isRunning }
    return Ran(
      code: end?.exitCode ?? -1, output: printed, errors: (try? String(contentsOfFile: errors, encoding: .utf8)) ?? "")
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
