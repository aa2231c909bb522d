public import ControlInterface
internal import Quantities
internal import QuantityText

/// A train of the record as text.
public enum TrainText {
  /// What was planned, what was given, and each pulse.
  public static func lines(_ train: Record.Train, _ pulses: [Record.Pulse], _ style: Style) -> [String] {
    let mark = train.simulated ? "  \(style.attention(Words.simulated))" : ""
    var lines = [
      "\(style.strong("Train \(train.id)"))  \(train.array), \(train.protocolName)\(mark)",
      "  \(train.sentence)",
      "  \(train.pulses) of \(Words.count(train.planned, "pulse")), known by: \(train.settledBy)"
        + (train.reason.map { " (\($0))" } ?? ""),
      "  generator \(train.serial), counter \(train.counterBefore) before, "
        + "\(train.counterAfter.map { "\($0)" } ?? "not read") after",
    ]
    guard !pulses.isEmpty else { return lines }
    var table = TextTable([
      ("pulse", .right), ("planned", .right), ("measured", .right), ("current", .right), ("width", .right),
      ("verdict", .left),
    ])
    for pulse in pulses {
      table.add([
        "\(pulse.index.addingReportingOverflow(1).partialValue)", QuantityText.text(pulse.planned),
        "\(QuantityText.fixed(pulse.voltage, decimals: 1)) V", "\(QuantityText.fixed(pulse.current, decimals: 2)) A",
        "\(QuantityText.fixed(pulse.width, in: .microseconds, decimals: 2)) \u{B5}s", pulse.verdict,
      ])
    }
    lines += table.lines.map { "  " + $0 }
    return lines
  }
}
