/// What a person probably meant by a name that is not there.
enum NameHint {
  /// The nearest known name as a question, else all of them.
  static func text(_ name: String, _ known: [String]) -> String {
    let near = known.map { (name: $0, distance: distance(name, $0)) }.min { $0.distance < $1.distance }
    if let near, near.distance <= max(2, name.count / 3) { return "did you mean \(near.name)?" }
    return known.isEmpty ? "the library is empty" : "there are \(known.joined(separator: ", "))"
  }

  /// Insertions, deletions and exchanges from one text to the other (Levenshtein 1966); long texts are cut.
  static func distance(_ one: String, _ other: String) -> Int {
    let left = Array(one.prefix(64))
    let right = Array(other.prefix(64))
    var row = Array(0...right.count)
    for (index, letter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for place in 1..<(right.count + 1) {
        let exchange = diagonal + (right[place - 1] == letter ? 0 : 1)
        diagonal = row[place]
        row[place] = min(exchange, row[place] + 1, row[place - 1] + 1)
      }
    }
    return row[right.count]
  }
}
