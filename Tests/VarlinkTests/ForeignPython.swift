import Foundation
import Testing

/// The Python interpreter that has the foreign varlink implementations, and what it says when run.
struct ForeignPython {
  struct Missing: Error, CustomStringConvertible {
    let path: String
    var description: String { "no Python with the foreign varlink peers at \(path): run scripts/test, which makes it" }
  }

  /// What a finished process left.
  struct Outcome {
    let status: Int32
    let output: String
  }

  private static let testsFolder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()

  /// A script of Tests/foreign.
  static func script(_ name: String) -> String { testsFolder.appendingPathComponent("foreign/\(name)").path }

  private let interpreter: String

  init() throws {
    interpreter =
      ProcessInfo.processInfo.environment["PORATE_TEST_PYTHON"]
      ?? ForeignPython.testsFolder.deletingLastPathComponent().appendingPathComponent(".build/venv/bin/python3").path
    guard FileManager.default.isExecutableFile(atPath: interpreter) else { throw Missing(path: interpreter) }
  }

  /// Starts the interpreter; its output goes to a file, because a full pipe would stop it.
  func start(_ arguments: [String], outputAt path: String) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: interpreter)
    // Copies: Foundation keeps some ended processes for ever, and the leak check is to see that it is these.
    process.arguments = arguments.map { String(decoding: Array($0.utf8), as: UTF8.self) }
    try Data().write(to: URL(fileURLWithPath: path))
    let output = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    process.standardOutput = output
    process.standardError = output
    try process.run()
    return process
  }

  /// Runs the interpreter to its end.
  func run(_ arguments: [String]) async throws -> Outcome {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/output"
    let process = try start(arguments, outputAt: path)
    while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
    let output = FileManager.default.contents(atPath: path) ?? Data()
    return Outcome(status: process.terminationStatus, output: String(decoding: output, as: UTF8.self))
  }
}
