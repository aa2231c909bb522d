public import ControlInterface
internal import Quantities
internal import QuantityText

/// A train's pulses, a row each, in columns of fixed width: rows are printed while the train still runs.
public enum PulseTable {
  private static let columns: [(name: String, width: Int, side: TextTable.Side)] = [
    ("pulse", 5, .right), ("pair", 15, .left), ("planned", 8, .right), ("measured", 9, .right), ("current", 9, .right),
    ("resistance", 10, .right), ("width", 10, .right), ("verdict", 7, .left),
  ]

  /// The heading.
  public static var heading: String { row(columns.map(\.name)) }

  /// One pulse as planned and as measured; pulses count from 1 for people.
  public static func row(_ pulse: Control.Pulse, _ style: Style) -> String {
    let number = pulse.index.addingReportingOverflow(1).partialValue
    let verdict = pulse.verdict == "good" ? style.good("good") : style.bad("\(pulse.verdict): \(pulse.explanation)")
    return row([
      "\(number)", "\(pulse.positive) - \(pulse.negative)", QuantityText.text(pulse.planned),
      "\(QuantityText.fixed(pulse.voltage, decimals: 1)) V", "\(QuantityText.fixed(pulse.current, decimals: 2)) A",
      pulse.resistance.map { "\(QuantityText.fixed($0, decimals: 1)) \u{3A9}" } ?? "-",
      "\(QuantityText.fixed(pulse.width, in: .microseconds, decimals: 2)) \u{B5}s", verdict,
    ])
  }

  private static func row(_ cells: [String]) -> String {
    let padded = zip(cells, columns).map { TextTable.padded($0, to: $1.width, $1.side) }
    let line = "  " + padded.joined(separator: "  ")
    return String(line.reversed().drop { $0 == " " }.reversed())
  }
}
