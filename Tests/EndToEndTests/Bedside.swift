import ControlInterface
import Foundation
import Testing

@testable import Console

/// A simulated generator and a daemon that stay while a test plays the operator.
final class Bedside {
  let folder: String
  private var simulator: Running?
  private var daemon: Running?

  var socket: String { "\(folder)/control" }
  var environment: [String: String] { ["PORATE_SOCKET": socket] }

  init() async throws {
    folder = "/tmp/porate-e2e-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let file = try DemoFiles.write(from: Programs.configuration, to: folder)
    simulator = try Running(
      "porate-sim",
      [
        "serve", "--link", "\(folder)/generator", "--socket", "\(folder)/sim", "--state", "\(folder)/state",
        "--supply", "5kW",
      ])
    let channels = "\(folder)/state/channels.json"
    try await eventually("the simulator is there") { [folder] in
      FileManager.default.fileExists(atPath: channels) && FileManager.default.fileExists(atPath: "\(folder)/sim")
    }
    try DemoCalibration.write(channels: try DemoFiles.read(channels), toFolder: "\(folder)/calibration")
    daemon = try Running("porated", ["--config", file])
    try await ready()
  }

  deinit {
    for running in [daemon, simulator].compactMap({ $0 }) { running.stop() }
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Runs `porate` at this machine.
  func porate(_ arguments: [String], _ more: [String: String] = [:]) async throws -> Ran {
    try await run("porate", arguments, environment.merging(more) { $1 })
  }

  func state() async throws -> Control.State? {
    let ran = try await porate(["status", "--json"])
    guard ran.code == 0 else { return nil }
    return try JSONDecoder().decode(Control.GetState.Reply.self, from: Data(ran.output.utf8)).state
  }

  /// Waits until nothing stands in the way of the next application.
  func ready() async throws {
    for _ in 0..<600 {
      if let state = try await state(), state.mode == .standby, StateText.obstacles(state).isEmpty { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record("the machine never became ready: \(try await porate(["status"]).output)")
    throw CancellationError()
  }
}
