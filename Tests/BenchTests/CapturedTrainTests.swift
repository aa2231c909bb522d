import Bench
import Foundation
import SafetyKernel
import Testing
import VirtualGenerator

/// A whole train's bytes, both ways, read by the decoder in Python that was written from the document alone.
@Suite struct `A captured train` {
  private struct Message: Decodable {
    struct Fields: Decodable {
      var index: Int?
      var state: String?
    }
    var message: String?
    var damage: String?
    var defect: String?
    var fields: Fields?
  }

  private func decode(_ bytes: [UInt8]) throws -> [Message] {
    let python = ProcessInfo.processInfo.environment["PORATE_TEST_PYTHON"] ?? "python3"
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = FileManager.default.temporaryDirectory.appending(path: "train-\(UUID().uuidString).hex")
    let digits = bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    try Data(digits.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [python, tests.appending(path: "foreign/generator_link.py").path, "decode"]
    let output = Pipe()
    process.standardInput = try FileHandle(forReadingFrom: file)
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return try data.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(Message.self, from: Data($0)) }
  }

  @Test func `is read alike by the independent decoder`() throws {
    let bench = VirtualBench(BenchSetup(array: try SimulatedArray(.plates)))
    bench.keepsBytes = true
    bench.settle()
    let plan = BenchPlans.plates()
    _ = bench.prepare(plan)
    #expect(bench.deliver(plan).outcome == .delivered)
    let sent = try decode(bench.sentBytes)
    let heard = try decode(bench.heardBytes)
    #expect((sent + heard).allSatisfy { $0.damage == nil && $0.defect == nil })
    #expect(sent.count { $0.message == "release" } == 1)
    #expect(sent.count { $0.message == "charge" } == 1 && sent.contains { $0.message == "heartbeat" })
    let reports = Set(heard.filter { $0.message == "pulseReport" }.compactMap { $0.fields?.index })
    #expect(reports == Set(0..<8))
    #expect(heard.contains { $0.message == "telemetry" && $0.fields?.state == "delivering" })
  }
}
