/// Linear least squares by Householder reflections, for the few hundred unknowns of the needle solver.
struct LeastSquares {
  private let rows: Int
  private let columns: Int
  /// Column after column.
  private var matrix: [Double]
  private var right: [Double]

  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    matrix = Array(repeating: 0, count: rows * columns)
    right = Array(repeating: 0, count: rows)
  }

  mutating func set(row: Int, column: Int, to value: Double) {
    matrix[column * rows + row] = value
  }

  mutating func setRight(row: Int, to value: Double) {
    right[row] = value
  }

  /// The solution that leaves the smallest residual, or nil when the columns depend on each other.
  consuming func solved() -> [Double]? {
    guard rows >= columns else { return nil }
    var diagonal = Array(repeating: 0.0, count: columns)
    for k in 0..<columns {
      guard let pivot = reflect(column: k) else { return nil }
      diagonal[k] = pivot
    }
    var solution = Array(repeating: 0.0, count: columns)
    for k in stride(from: columns - 1, through: 0, by: -1) {
      var sum = right[k]
      for j in (k + 1)..<max(columns, k + 1) { sum -= matrix[j * rows + k] * solution[j] }
      solution[k] = sum / diagonal[k]
    }
    return solution
  }

  /// Makes column `k` zero below its diagonal and applies the same reflection to all columns right of it; returns
  /// the new diagonal element.
  private mutating func reflect(column k: Int) -> Double? {
    let start = k * rows
    var square = 0.0
    for i in k..<rows { square += matrix[start + i] * matrix[start + i] }
    let norm = square.squareRoot()
    guard norm > 1e-13 else { return nil }
    let pivot = matrix[start + k] > 0 ? -norm : norm
    matrix[start + k] -= pivot
    let scale = -pivot * matrix[start + k]
    guard scale > 0 else { return nil }
    for j in (k + 1)..<max(columns, k + 1) {
      let other = j * rows
      var dot = 0.0
      for i in k..<rows { dot += matrix[start + i] * matrix[other + i] }
      let factor = dot / scale
      for i in k..<rows { matrix[other + i] -= factor * matrix[start + i] }
    }
    var dot = 0.0
    for i in k..<rows { dot += matrix[start + i] * right[i] }
    let factor = dot / scale
    for i in k..<rows { right[i] -= factor * matrix[start + i] }
    return pivot
  }
}
