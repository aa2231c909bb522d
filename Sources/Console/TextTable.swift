/// Columns of text, as wide as their widest cell.
public struct TextTable: Sendable {
  /// On which side of its column a cell stands.
  public enum Side: Sendable {
    /// For words.
    case left
    /// For numbers.
    case right
  }

  private let sides: [Side]
  private var rows: [[String]]

  /// A table with its heading.
  public init(_ columns: [(String, Side)]) {
    sides = columns.map(\.1)
    rows = [columns.map(\.0)]
  }

  /// Adds a row; cells beyond the heading are left out.
  public mutating func add(_ cells: [String]) { rows.append(cells) }

  /// The heading and the rows, two spaces between columns, nothing behind the last word.
  public var lines: [String] {
    let widths = sides.indices.map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = zip(row, zip(sides, widths)).map { cell, column in
        TextTable.padded(cell, to: column.1, column.0)
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// A cell with spaces on the other side.
  static func padded(_ text: String, to width: Int, _ side: Side) -> String {
    let missing = String(repeating: " ", count: max(0, width &- text.count))
    switch side {
    case .left: return text + missing
    case .right: return missing + text
    }
  }
}

/// Words broken into lines.
enum Wrapping {
  /// The text in lines of at most so many characters where its words allow it.
  static func lines(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if line.isEmpty {
        line = String(word)
      } else if line.count &+ word.count &+ 1 <= width {
        line += " \(word)"
      } else {
        lines.append(line)
        line = String(word)
      }
    }
    if !line.isEmpty { lines.append(line) }
    return lines
  }
}
