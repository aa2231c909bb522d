/// The result for people.
enum Table {
  static func text(_ rows: [Row]) -> String {
    let head = ["what", "unit", "porate", "peer", "peer's", "ratio"]
    let cells = rows.map { row in
      [
        row.name, row.unit, number(row.porate), row.peer ?? "", row.peer == nil ? "" : number(row.peerValue),
        number(row.ratio, ""),
      ]
    }
    let widths = head.indices.map { column in ([head] + cells).map { $0[column].count }.max() ?? 0 }
    func line(_ cells: [String]) -> String {
      let padded = cells.indices.map { column in
        let space = String(repeating: " ", count: max(0, widths[column] - cells[column].count))
        // Figures stand at the right, words at the left.
        return [2, 4, 5].contains(column) ? space + cells[column] : cells[column] + space
      }
      return trimmed(padded.joined(separator: "  "))
    }
    var lines = [line(head), line(widths.map { String(repeating: "-", count: $0) })]
    for (row, cells) in zip(rows, cells) {
      lines.append(line(cells) + (row.note.map { "  (\($0))" } ?? ""))
    }
    return lines.joined(separator: "\n")
  }

  /// Three digits that mean something.
  static func number(_ value: Double?, _ absent: String = "-") -> String {
    guard let value else { return absent }
    if value >= 100 { return "\(Int(min(value, 1e15).rounded()))" }
    let factor: Double = value >= 10 ? 10 : 100
    return "\((value * factor).rounded() / factor)"
  }

  private static func trimmed(_ line: String) -> String {
    var line = line[...]
    while line.last == " " { line.removeLast() }
    return String(line)
  }
}
