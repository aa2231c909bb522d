import Foundation
import GeneratorLink
import Quantities
import Testing

@Suite struct VectorTests {
  struct File<Vector: Decodable>: Decodable {
    var vectors: [Vector]
  }

  struct LineVector: Decodable {
    var name: String
    var line: String
    var events: [LinkEvent]
  }

  struct ProgramVector: Decodable {
    var name: String
    var program: [String]
    var rule: String?
    var fields: ProgramFields?
  }

  struct ProgramFields: Decodable, Equatable {
    var kind: String
    var array_identity: String
    var electrodes: UInt8
    var steps: [[String: Int64]]
  }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "vectors")

  private func read<Vector: Decodable>(_ name: String, as type: Vector.Type) throws -> [Vector] {
    let data = try Data(contentsOf: Self.folder.appending(path: name))
    return try JSONDecoder().decode(File<Vector>.self, from: data).vectors
  }

  @Test(arguments: ["host-messages.json", "device-messages.json", "damaged.json"])
  func `Our decoder finds in each vector what stands in it`(file: String) throws {
    let vectors = try read(file, as: LineVector.self)
    #expect(vectors.count >= 15)
    for vector in vectors {
      let line = try #require(bytes(hex: vector.line))
      #expect(LinkEvent.all(in: line) == vector.events, "\(vector.name)")
    }
  }

  @Test(arguments: ["host-messages.json", "device-messages.json"])
  func `Our encoder gives each vector's bytes`(file: String) throws {
    for vector in try read(file, as: LineVector.self) {
      let line = try #require(bytes(hex: vector.line))
      let frame = try #require(onlyFrame(in: line))
      let again =
        frame.type < 0x80
        ? try HostMessage.decode(frame).encode(link: frame.link, sequence: frame.sequence, request: frame.request)
        : try DeviceMessage.decode(frame).encode(link: frame.link, sequence: frame.sequence, request: frame.request)
      #expect(again.all == line, "\(vector.name)")
    }
  }

  @Test func `There is a vector for each message, each damage and each defect`() throws {
    let host = try read("host-messages.json", as: LineVector.self).flatMap(\.events)
    let device = try read("device-messages.json", as: LineVector.self).flatMap(\.events)
    let damaged = try read("damaged.json", as: LineVector.self).flatMap(\.events)
    #expect(Set(host.compactMap(\.type)) == Set(0x01...0x0e))
    #expect(Set(device.compactMap(\.type)) == Set(0x81...0x8a))
    #expect(Set(damaged.compactMap(\.damage)) == Set(FrameDamage.allCases.map { "\($0)" }))
    #expect(Set(damaged.compactMap(\.defect)) == Set(MessageDefect.allCases.map { "\($0)" }))
  }

  @Test func `Our program decoder finds in each vector what stands in it`() throws {
    let vectors = try read("programs.json", as: ProgramVector.self)
    for vector in vectors {
      let data = try #require(bytes(hex: vector.program.joined()))
      do {
        let program = try data.withUnsafeBytes { buffer throws(ProgramDefect) in try Program.decode(buffer) }
        #expect(ProgramFields(program) == vector.fields, "\(vector.name)")
        #expect(try program.encode().all == data, "\(vector.name)")
        #expect(vector.rule == nil)
      } catch {
        #expect("\((error as? ProgramDefect)?.rule ?? .length)" == vector.rule, "\(vector.name)")
      }
    }
    #expect(Set(vectors.compactMap(\.rule)) == Set(ProgramRule.allCases.map { "\($0)" }))
  }
}

extension VectorTests.ProgramFields {
  init(_ program: Program) {
    let steps = (0..<program.stepCount).compactMap { program.step($0) }
    self.init(
      kind: "\(program.kind)", array_identity: program.arrayIdentity.ascii, electrodes: program.electrodeCount,
      steps: steps.map { step in
        [
          "positive": Int64(step.positive), "negative": Int64(step.negative), "sync": Int64(step.sync.code),
          "gate": step.gate ? 1 : 0, "pulses": Int64(step.pulses), "voltage_mv": step.voltage.millivolts,
          "width_ns": step.width.nanoseconds, "period_us": step.period.nanoseconds / 1_000,
          "voltage_low_mv": step.voltageLow.millivolts, "voltage_high_mv": step.voltageHigh.millivolts,
          "current_low_ma": step.currentLow.milliamperes, "current_high_ma": step.currentHigh.milliamperes,
          "width_high_ns": step.widthHigh.nanoseconds,
        ]
      })
  }
}
