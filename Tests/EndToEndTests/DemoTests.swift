import Foundation
import Testing

extension EndToEndTests {
  @Suite(.serialized) struct DemoTests {
    @Test(arguments: [("plates", 8), ("needle-rows", 8), ("hexagonal", 96)])
    func `a demonstration delivers every pulse as planned, and leaves nothing behind`(
      array: String, count: Int
    ) async throws {
      let runtime = try RuntimeFolder()
      let ran = try await run("porate", ["demo", "--array", array, "--json"], runtime.environment)
      #expect(ran.code == 0, "\(ran.errors)")
      #expect(ran.output.split(separator: "\n").count == 1, "exactly one object")
      let report = try ran.object()
      #expect(report["outcome"] as? String == "delivered")
      #expect(report["simulated"] as? Bool == true)
      #expect(report["array"] as? String == array)
      #expect((report["protocol"] as? String)?.hasSuffix("-1khz") == true)
      let planned = try #require(report["plannedVoltage_mV"] as? Int)
      #expect(planned > 100_000)
      let pulses = try #require(report["pulses"] as? [[String: Any]])
      #expect(pulses.count == count)
      var former: Int?
      for (number, pulse) in pulses.enumerated() {
        #expect(pulse["index"] as? Int == number)
        #expect(pulse["verdict"] as? String == "good")
        #expect(try #require(pulse["current_mA"] as? Int) > 0)
        let voltage = try #require(pulse["voltage_mV"] as? Int)
        #expect(abs(voltage - planned) * 100 <= planned * 2, "pulse \(number): \(voltage) of \(planned) mV")
        let width = try #require(pulse["width_ns"] as? Int)
        #expect((99_000...101_000).contains(width), "pulse \(number): \(width) ns")
        let start = try #require(pulse["start_us"] as? Int)
        if let former { #expect((995...1005).contains(start - former), "pulse \(number)") }
        former = start
      }
      #expect(processes(with: runtime.path).isEmpty)
      #expect(runtime.names.isEmpty)
    }

    @Test func `for people it shows the plan, each pulse, two waveforms, and that it is simulated`() async throws {
      let ran = try await run("porate", ["demo"])
      #expect(ran.code == 0, "\(ran.errors)")
      #expect(ran.output.contains("LOWERED: left - right gets 1000 V instead of 1040 V"))
      #expect(ran.output.contains("electrodes left - right: measured"))
      #expect(ran.output.components(separatedBy: "good").count == 9)
      #expect(ran.output.contains("measured voltage of pulse 1"))
      #expect(ran.output.contains("measured voltage of pulse 8"))
      #expect(ran.output.components(separatedBy: "SIMULATED").count >= 4)
      #expect(!ran.output.contains("\u{1B}"), "no colours into a file")
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGKILL])
    func `a demonstration that is interrupted or killed leaves nothing behind`(signal: Int32) async throws {
      let runtime = try RuntimeFolder()
      let demo = try Running(
        "porate", ["demo", "--array", "plates", "--protocol", "plates-1hz"], runtime.environment)
      try await eventually("pulses are given") {
        try #require(demo.isRunning, "it ended: \(demo.printed)")
        return demo.printed.contains("good")
      }
      #expect(!runtime.names.isEmpty)
      #expect(processes(with: runtime.path).count == 3, "guardian, simulator and daemon")
      kill(demo.pid, signal)
      let ran = try await demo.finished()
      #expect(ran.code == 128 + signal)
      try await eventually("no process is left") { processes(with: runtime.path).isEmpty }
      try await eventually("no folder is left") { runtime.names.isEmpty }
    }

    @Test func `an unknown array is refused with those that there are, as JSON too`() async throws {
      let runtime = try RuntimeFolder()
      let ran = try await run("porate", ["demo", "--array", "pincers", "--json"], runtime.environment)
      #expect(ran.code == 64)
      let error = try #require(try ran.object()["error"] as? [String: Any])
      #expect((error["remedy"] as? String)?.contains("needle-rows") == true)
      #expect(ran.errors.contains("there is no electrode array pincers"))
      #expect(runtime.names.isEmpty)
    }

    @Test func `a kept folder stays, with configuration, calibration, record and logs`() async throws {
      let folder = "/tmp/porate-kept-\(UUID().uuidString)"
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let ran = try await run("porate", ["demo", "--keep", folder, "--json"])
      #expect(ran.code == 0, "\(ran.errors)")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      for name in ["porated.yaml", "journal.sqlite", "porated.log", "porate-sim.log"] { #expect(names.contains(name)) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/calibration").count == 1)
      #expect(processes(with: folder).isEmpty)
    }
  }
}

/// A runtime folder of a test's own, so that other demonstrations on the machine do not matter.
private final class RuntimeFolder {
  let path = "/tmp/porate-run-\(UUID().uuidString.prefix(8))"

  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false) }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var environment: [String: String] { ["XDG_RUNTIME_DIR": path] }
  var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? ["unreadable"] }
}
