import Exploration
import Foundation

/// What an exploration came to, in words and as JSON.
struct ExploreReport {
  var results: [ExplorationResult]
  var missing: [String]
  var seconds: Int64
  /// Whether everything has to be visited and seen.
  var asksForAll = true
  private var counts: [(name: String, count: Int)]

  init(_ results: [ExplorationResult], drawn: DrawnTransitions, seconds: Int64) {
    self.results = results
    self.seconds = seconds
    var seen = Seen()
    for result in results { seen.join(result.seen) }
    missing = seen.missing(drawn: drawn)
    counts = seen.counts
  }

  private var broken: Counterexample? { results.compactMap(\.counterexample).first }
  private var incomplete: [String] { results.filter { !$0.isComplete }.map(\.explored.name) }

  var holds: Bool { broken == nil && (!asksForAll || (missing.isEmpty && incomplete.isEmpty)) }

  var text: String {
    var lines = ["case                         states  transitions  depth  compared  whole"]
    for result in results {
      lines.append(
        result.explored.name.padding(toLength: 26, withPad: " ", startingAt: 0)
          + String(
            format: "%9d %12d %6d %9d  %@", result.states, result.transitions, result.depth, result.comparedPairs,
            result.isComplete ? "yes" : "no"))
    }
    lines.append(
      "all: \(results.reduce(0) { $0 + $1.states }) states, \(results.reduce(0) { $0 + $1.transitions }) transitions, "
        + "depth \(results.map(\.depth).max() ?? 0), \(seconds) s")
    lines.append("seen: " + counts.map { "\($0.count) \($0.name)" }.joined(separator: ", "))
    if let broken {
      lines.append("BROKEN: \(broken.rule.rawValue)")
      if !broken.note.isEmpty { lines.append(broken.note) }
      lines.append(broken.unitTest)
    }
    if asksForAll {
      if !missing.isEmpty { lines.append("NOT SEEN: " + missing.joined(separator: ", ")) }
      if !incomplete.isEmpty { lines.append("NOT VISITED WHOLE: " + incomplete.joined(separator: ", ")) }
    }
    return lines.joined(separator: "\n")
  }

  var json: String {
    struct Row: Encodable {
      var name: String
      var states: Int
      var transitions: Int
      var depth: Int
      var comparedPairs: Int
      var whole: Bool
    }
    struct Broken: Encodable {
      var name: String
      var rule: String
      var beginsOpen: Bool
      var inputs: [String]
    }
    struct Whole: Encodable {
      var holds: Bool
      var seconds: Int64
      var cases: [Row]
      var notSeen: [String]
      var broken: Broken?
    }
    let rows = results.map {
      Row(
        name: $0.explored.name, states: $0.states, transitions: $0.transitions, depth: $0.depth,
        comparedPairs: $0.comparedPairs, whole: $0.isComplete)
    }
    let found = broken.map {
      Broken(
        name: $0.explored.name, rule: $0.rule.rawValue, beginsOpen: $0.beginsOpen, inputs: $0.inputs.map(\.words))
    }
    let whole = Whole(holds: holds, seconds: seconds, cases: rows, notSeen: asksForAll ? missing : [], broken: found)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return (try? encoder.encode(whole)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}
