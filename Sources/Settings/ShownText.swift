/// A text as it may be repeated in a message: invisible characters become `?`, so that a file cannot write to the
/// terminal of the person who checks it, and what is long is cut.
func shown(_ text: String) -> String {
  var result = String.UnicodeScalarView()
  for (index, scalar) in text.unicodeScalars.enumerated() {
    if index == 48 {
      result.append("…")
      break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
      result.append("?")
    default: result.append(scalar)
    }
  }
  return String(result)
}

/// The name of a list that is nearest to a misspelt one, if any is near enough to be meant.
func nearestName(to name: String, among names: [String]) -> String? {
  let wanted = Array(name.utf8.prefix(64))
  let rated = names.map { (name: $0, distance: editDistance(wanted, Array($0.utf8.prefix(64)))) }
  guard let best = rated.min(by: { $0.distance < $1.distance }) else { return nil }
  return best.distance <= (min(wanted.count, best.name.utf8.count) &+ 2) / 3 ? best.name : nil
}

/// How many letters have to be put in, left out or changed to make one word of another (Levenshtein 1966).
private func editDistance(_ one: [UInt8], _ other: [UInt8]) -> Int {
  var row = Array(0...other.count)
  for (index, letter) in one.enumerated() {
    var diagonal = row[0]
    row[0] = index &+ 1
    for (place, against) in other.enumerated() {
      // All numbers here are at most the sum of both lengths, 128.
      let change = diagonal &+ (letter == against ? 0 : 1)
      diagonal = row[place &+ 1]
      row[place &+ 1] = min(change, min(row[place], diagonal) &+ 1)
    }
  }
  return row[other.count]
}
