import PulseDispatch
import Quantities

/// The second gate's caps: against a second reader, which knows no reasons.
enum CapsTarget {
  private struct Cap: Sendable {
    let name: String
    let unit: String
    let most: Int64
    let value: @Sendable (AbsoluteCaps) -> Int64
  }

  /// docs and shipped file name them; written out here so that the reader's own table is not asked.
  private static let table = [
    Cap(name: "max_voltage", unit: "V", most: 10_000) { $0.maximumVoltage.millivolts / 1_000 },
    Cap(name: "max_current", unit: "A", most: 1_000) { $0.maximumCurrent.milliamperes / 1_000 },
    Cap(name: "max_width", unit: "us", most: 100_000) { $0.maximumWidth.nanoseconds / 1_000 },
    Cap(name: "max_train_pulses", unit: "pulses", most: 65_535) { Int64($0.maximumTrainPulses) },
    Cap(name: "window", unit: "s", most: 3_600) { $0.window.nanoseconds / 1_000_000_000 },
    Cap(name: "max_window_pulses", unit: "pulses", most: 1_000_000) { Int64($0.maximumWindowPulses) },
    Cap(name: "max_window_energy", unit: "J", most: 1_000_000) { $0.maximumWindowEnergy.microjoules / 1_000_000 },
  ]

  static func run(_ bytes: [UInt8]) {
    let expected = reference(bytes)
    do {
      let caps = try AbsoluteCaps(reading: bytes)
      guard let expected else { broken("caps are taken from what a second reader refuses") }
      for cap in table {
        holds(cap.value(caps) == expected[cap.name], "\(cap.name) is read as \(cap.value(caps))")
      }
      let written = table.map { "\($0.name) \($0.value(caps)) \($0.unit)\n" }.joined()
      holds((try? AbsoluteCaps(reading: Array(written.utf8))) == caps, "the caps do not go there and back")
    } catch {
      holds(expected == nil, "caps are refused that a second reader takes: \(error)")
      let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      holds((0...lines.count).contains(error.line), "an error in line \(error.line) of \(lines.count)")
      let length = error.line == 0 ? 0 : lines[error.line - 1].count
      holds((0...length).contains(error.column), "an error in column \(error.column) of \(length)")
      holds(error.description.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f }, "an error that would steer a terminal")
    }
  }

  /// All values, or nil for a file with any mistake.
  private static func reference(_ bytes: [UInt8]) -> [String: Int64]? {
    guard bytes.count <= 16_384 else { return nil }
    var values: [String: Int64] = [:]
    for line in bytes.split(separator: 0x0A) {
      let content = line.prefix { $0 != UInt8(ascii: "#") }
      guard content.allSatisfy({ $0 == 9 || ($0 >= 0x20 && $0 < 0x7f) }) else { return nil }
      let words = content.split { $0 == 9 || $0 == 0x20 }.map { String(decoding: $0, as: UTF8.self) }
      if words.isEmpty { continue }
      guard words.count == 3, let cap = table.first(where: { $0.name == words[0] }), values[cap.name] == nil,
        words[2] == cap.unit, words[1].utf8.count <= 9, words[1].utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
        let value = Int64(words[1]), value >= 1, value <= cap.most
      else { return nil }
      values[cap.name] = value
    }
    return values.count == table.count ? values : nil
  }
}
