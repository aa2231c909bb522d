/// What the fail-closed modules must not say.
enum ForbiddenWords {
  /// Before a `default:`, or on its line: the enumeration is not ours, so no list of its cases can be complete.
  static let notOurs = "// not ours:"

  /// Each offence with its line, counted from 1.
  static func offences(in source: SwiftSource) -> [(what: String, line: Int)] {
    source.code.enumerated().flatMap { index, line in
      var found: [String] = []
      if line.contains("fatalError(") { found.append("fatalError") }
      if line.contains("preconditionFailure(") { found.append("preconditionFailure") }
      if forces(line) { found.append("a forced try, cast or unwrap") }
      if hasDefault(line), !isMarked(source.lines, index) { found.append("default:") }
      return found.map { (what: $0, line: index + 1) }
    }
  }

  /// An exclamation mark directly after a value or a type, and not part of `!=`.
  private static func forces(_ line: String) -> Bool {
    let characters = Array(line)
    return characters.indices.contains { index in
      guard characters[index] == "!", index > 0 else { return false }
      let before = characters[index - 1]
      let follows = before.isLetter || before.isNumber || "_)]}?\"`>!".contains(before)
      let isUnequal = index + 1 < characters.count && characters[index + 1] == "="
      return follows && !isUnequal
    }
  }

  /// `default:` as a label of a switch, not as a parameter's name.
  private static func hasDefault(_ line: String) -> Bool {
    for range in line.ranges(of: "default") {
      let after = line[range.upperBound...].drop(while: { $0 == " " })
      let before = line[..<range.lowerBound].last(where: { $0 != " " && $0 != "\t" })
      let starts = before.map { "{};".contains($0) } ?? true
      if after.first == ":", starts { return true }
    }
    return false
  }

  private static func isMarked(_ lines: [String], _ index: Int) -> Bool {
    lines[index].contains(notOurs) || (index > 0 && lines[index - 1].contains(notOurs))
  }
}
