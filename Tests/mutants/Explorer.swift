import Exploration
import Foundation

/// Explores the kernel that it was linked with: `PAGE FILE`, the page being docs/states.md.
///
/// The kernel without a mutant is asked first: it notes in the file what it reached, saw and answered. A mutant then ends
/// with exit code 1 if a rule broke, with 2 if it reached other states or answered anything else; `ConductTests` holds the shipped kernel to the same states and answers.
@main struct Explorer {
  /// The kinds of train and the orders of countdowns that together show most within seconds.
  static let cases = [
    ExploredCase(plan: .onePulse, order: .verdictLast), ExploredCase(plan: .twoPairs, order: .armingFirst),
    ExploredCase(plan: .synchronised, order: .verdictLast),
  ]

  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let page = try? String(contentsOfFile: arguments[1], encoding: .utf8),
      let drawn = DrawnTransitions(page: page)
    else { exit(64) }
    let file = URL(fileURLWithPath: arguments[2])
    if FileManager.default.fileExists(atPath: file.path) {
      try judge(JSONDecoder().decode([Reached].self, from: Data(contentsOf: file)), drawn)
    } else {
      try JSONEncoder().encode(cases.map { shipped($0, drawn) }).write(to: file)
    }
  }

  /// What the shipped kernel comes to in one case.
  static func shipped(_ one: ExploredCase, _ drawn: DrawnTransitions) -> Reached {
    let exploration = explored(one, Conduct(), drawn)
    if let broken = exploration.counterexample { end(70, "\(one.name) breaks a rule: \(broken.rule.rawValue)") }
    return Reached(exploration, drawn)
  }

  /// Holds a mutant against it.
  static func judge(_ known: [Reached], _ drawn: DrawnTransitions) {
    for (expected, one) in zip(known, cases) {
      let exploration = explored(one, Conduct(expected: expected.marks), drawn)
      if let broken = exploration.counterexample { end(1, "\(one.name): \(broken.rule.rawValue)") }
      if Reached(exploration, drawn) != expected { end(2, "\(one.name): other states, or other answers") }
    }
  }

  /// A whole case with few inputs; a mutant that reaches states without end is stopped.
  static func explored(_ one: ExploredCase, _ conduct: Conduct, _ drawn: DrawnTransitions) -> Exploration {
    guard var exploration = Exploration(one, profile: .few, precision: .classes, drawn: drawn) else {
      end(70, "\(one.name) has no plans")
    }
    exploration.conduct = conduct
    var left = 100_000
    exploration.run(
      until: {
        left -= 1
        return left < 0
      }, progress: { _, _ in })
    return exploration
  }

  static func end(_ code: Int32, _ why: String) -> Never {
    print(why)
    exit(code)
  }
}

/// What an exploration of one case came to.
struct Reached: Codable, Equatable {
  var states: Int
  var transitions: Int
  var marks: [UInt64]
  var missing: [String]

  init(_ exploration: Exploration, _ drawn: DrawnTransitions) {
    states = exploration.states
    transitions = exploration.transitions
    marks = exploration.conduct?.marks ?? []
    missing = exploration.seen.missing(drawn: drawn)
  }
}
