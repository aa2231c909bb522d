import Foundation
import GeneratorLink
import Testing

/// The decoder in Python was written from the document alone, so that an error of ours is not repeated by it.
@Suite(.serialized) struct ForeignDecoderTests {
  private static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

  /// Runs the foreign decoder; a missing interpreter throws, and so fails the test.
  private func run(_ arguments: [String], input: String) throws -> (status: Int32, output: String) {
    let python = ProcessInfo.processInfo.environment["PORATE_TEST_PYTHON"] ?? "python3"
    let script = Self.tests.appending(path: "foreign/generator_link.py").path
    let file = FileManager.default.temporaryDirectory.appending(path: "generator-link-\(UUID().uuidString).hex")
    try Data(input.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [python, script] + arguments
    let output = Pipe()
    process.standardInput = try FileHandle(forReadingFrom: file)
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  @Test func `The foreign decoder agrees with every vector`() throws {
    let (status, output) = try run(["vectors", Self.tests.appending(path: "vectors").path], input: "")
    #expect(status == 0, "\(output)")
    #expect(output.contains(" 0 failed"))
  }

  @Test func `The foreign decoder reads from random streams what ours reads, damage included`() throws {
    var random = Seeded(31)
    var stream: [UInt8] = []
    for round in 0..<4_000 {
      let sequence = UInt16(truncatingIfNeeded: round)
      var line =
        round & 1 == 0
        ? random.hostMessage(round / 2).encode(link: 7, sequence: sequence, request: sequence).all
        : random.deviceMessage(round / 2).encode(link: 7, sequence: sequence, request: sequence).all
      switch random.next() & 15 {
      case 0: line[Int(random.next() % UInt64(line.count))] ^= 1 << UInt8(random.next() & 7)
      case 1: line.remove(at: Int(random.next() % UInt64(line.count)))
      case 2: line = random.bytes(40) + [0]
      case 3: line = mangled(line, &random)
      default: break
      }
      stream += line
    }
    stream.append(0)
    let ours = LinkEvent.all(in: stream)
    let (status, output) = try run(["decode"], input: hex(stream))
    #expect(status == 0)
    let theirs = try output.split(separator: "\n").map { line in
      try JSONDecoder().decode(LinkEvent.self, from: Data(line.utf8))
    }
    #expect(ours.count == theirs.count)
    for (index, pair) in zip(ours, theirs).enumerated() {
      // Where a frame has several defects a decoder may name any of them.
      if pair.0.defect != nil, pair.1.defect != nil { continue }
      #expect(pair.0 == pair.1, "event \(index)")
    }
    #expect(ours.contains { $0.damage != nil } && ours.contains { $0.defect != nil })
  }

  /// A frame whose payload was changed before the checksum was made.
  private func mangled(_ line: [UInt8], _ random: inout Seeded) -> [UInt8] {
    guard let frame = onlyFrame(in: line), frame.payload.count > 0 else { return line }
    var other = frame
    other.payload = Payload()
    let place = Int(random.next() % UInt64(frame.payload.count))
    for index in 0..<frame.payload.count {
      let byte = frame.payload.byte(at: index)
      other.payload.append(index == place ? UInt8(truncatingIfNeeded: random.next() & 3) : byte)
    }
    return other.encoded().all
  }
}
