import Foundation
import GeneratorLink
import Quantities
import Testing

/// The numbers in the document's bandwidth table are those of our frames.
@Suite struct DocumentTests {
  private func document() throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: "docs/generator-link.md"), encoding: .utf8)
  }

  @Test func `The document names the size of each frame`() throws {
    var random = Seeded(41)
    var chunk = ProgramChunk()
    while chunk.append(1) {}
    var waveform = WaveformMessage(
      nonce: 1, index: 0, offset: 0, total: 99, voltageScaleMillivolts: 1, currentScaleMilliamperes: 1)
    while waveform.append(WaveformSample(voltage: 1, current: 1)) {}
    let release = HostMessage.release(nonce: 1, step: 0, pulse: 0, fireAt: .zero, notAfter: .zero)
    let frames: [(String, FrameBytes)] = [
      ("heartbeat", HostMessage.heartbeat(ttl: .zero, echo: .zero).encode(link: 1, sequence: 1, request: 0)),
      ("release", release.encode(link: 1, sequence: 1, request: 1)),
      (
        "programData, full",
        HostMessage.programData(nonce: 1, offset: 0, chunk: chunk).encode(link: 1, sequence: 1, request: 1)
      ),
      ("identity", DeviceMessage.identity(random.identity()).encode(link: 1, sequence: 1, request: 1)),
      ("telemetry", DeviceMessage.telemetry(TelemetryMessage()).encode(link: 1, sequence: 1, request: 0)),
      ("pulseReport", DeviceMessage.pulseReport(random.report()).encode(link: 1, sequence: 1, request: 0)),
      ("waveform, 32 samples", DeviceMessage.waveform(waveform).encode(link: 1, sequence: 1, request: 0)),
    ]
    let text = try document()
    for (name, bytes) in frames {
      #expect(text.contains("| \(name) | \(bytes.count - 16) | \(bytes.count) |"), "\(name)")
    }
  }

  @Test func `The document names every number of our enumerations`() throws {
    let text = try document()
    for fault in DeviceFault.allCases { #expect(text.contains("| \(fault.code) | \(fault) |")) }
    for state in DeviceState.allCases { #expect(text.contains("\(state.code) \(state)")) }
    for cut in PulseCut.allCases { #expect(text.contains("\(cut.code) \(cut)")) }
    for reason in EndReason.allCases where reason.code < 17 { #expect(text.contains("| \(reason.code) | \(reason)")) }
    for rule in ProgramRule.allCases where rule != .length {
      #expect(text.contains("| \(rule.code) \(rule) |"), "\(rule)")
    }
    for fate in FateState.allCases { #expect(text.contains("| \(fate.code) | \(fate) |")) }
  }
}
