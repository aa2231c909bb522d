/// A curve drawn in braille: two by four dots in each character.
public enum WaveformPicture {
  /// The dots of one character, by column and row from the top (Unicode, block U+2800).
  private static let dots: [[UInt32]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

  /// The curve from zero at the bottom to its highest value at the top, joined from sample to sample.
  ///
  /// - Parameters:
  ///   - samples: any numbers; below zero counts as zero.
  ///   - width: characters, 1 to 200.
  ///   - height: lines, 1 to 20.
  public static func lines(_ samples: [Int64], width: Int, height: Int) -> [String] {
    let (columns, rows) = (min(max(width, 1), 200) &* 2, min(max(height, 1), 20) &* 4)
    guard let highest = samples.max(), highest > 0 else { return [] }
    // At most 20 lines of 200 characters, so none of the numbers below comes near an overflow.
    var grid = Array(repeating: Array(repeating: UInt32(0), count: columns / 2), count: rows / 4)
    var former: Int?
    for column in 0..<columns {
      let place = samples.count <= 1 ? 0 : column &* (samples.count &- 1) / max(columns &- 1, 1)
      let share = Double(max(samples[place], 0)) / Double(highest)
      let row = (rows &- 1) &- Int((share * Double(rows &- 1)).rounded())
      for dot in min(row, former ?? row)...max(row, former ?? row) {
        grid[dot / 4][column / 2] |= dots[column % 2][dot % 4]
      }
      former = row
    }
    return grid.map { line in
      String(String.UnicodeScalarView(line.compactMap { Unicode.Scalar(0x2800 &+ $0) }))
    }
  }
}
