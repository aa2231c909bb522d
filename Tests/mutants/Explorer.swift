import Exploration
import Foundation

/// Explores the kernel that it was linked with: `SECONDS PAGE FILE`, the page being docs/states.md.
///
/// The kernel without a mutant is asked first: it notes in the file how many states it tried in its time, what it reached
/// and what it saw. A mutant then tries as many states. It ends with exit code 1 if a rule broke, with 2 if something is
/// no longer seen, with 3 if it reached other states than the shipped kernel does.
@main struct Explorer {
  /// The kinds of train and the orders of countdowns that together show most within seconds.
  static let cases = [
    ExploredCase(plan: .onePulse, order: .verdictLast), ExploredCase(plan: .onePair, order: .verdictFirst),
    ExploredCase(plan: .synchronised, order: .verdictLast), ExploredCase(plan: .twoPairs, order: .armingFirst),
    ExploredCase(plan: .synchronised, order: .armingFirst), ExploredCase(plan: .twoPairs, order: .verdictFirst),
  ]

  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4, let seconds = Int(arguments[1]),
      let page = try? String(contentsOfFile: arguments[2], encoding: .utf8), let drawn = DrawnTransitions(page: page)
    else { exit(64) }
    let file = URL(fileURLWithPath: arguments[3])
    if FileManager.default.fileExists(atPath: file.path) {
      try judge(JSONDecoder().decode([Reached].self, from: Data(contentsOf: file)), drawn)
    } else {
      let found = cases.compactMap { first($0, .seconds(seconds) / cases.count, drawn) }
      try JSONEncoder().encode(found).write(to: file)
    }
  }

  /// What the shipped kernel reaches in some time.
  static func first(_ one: ExploredCase, _ share: Duration, _ drawn: DrawnTransitions) -> Reached? {
    guard var exploration = Exploration(one, profile: .pairs, precision: .classes, drawn: drawn) else { exit(70) }
    let began = ContinuousClock.now
    var tried = 0
    exploration.run(
      until: {
        if ContinuousClock.now - began > share { return true }
        tried += 1
        return false
      }, progress: { _, _ in })
    if let broken = exploration.counterexample {
      print("left out: \(one.name) breaks a rule without any mutant: \(broken.rule.rawValue)")
      return nil
    }
    return Reached(exploration, tried, drawn)
  }

  /// Tries as many states of each case as the shipped kernel did.
  static func judge(_ known: [Reached], _ drawn: DrawnTransitions) {
    for expected in known {
      guard let one = ExploredCase(name: expected.name),
        var exploration = Exploration(one, profile: .pairs, precision: .classes, drawn: drawn)
      else { exit(1) }
      var tried = 0
      exploration.run(
        until: {
          if tried == expected.tried { return true }
          tried += 1
          return false
        }, progress: { _, _ in })
      if let broken = exploration.counterexample { end(1, "\(one.name): \(broken.rule.rawValue)") }
      let found = Reached(exploration, tried, drawn)
      if let lost = found.missing.first(where: { !expected.missing.contains($0) }) { end(2, "\(one.name): no \(lost)") }
      if found != expected { end(3, "\(one.name): \(found.states) states instead of \(expected.states)") }
    }
  }

  static func end(_ code: Int32, _ why: String) -> Never {
    print(why)
    exit(code)
  }
}

/// What an exploration of one case came to after so many states were tried.
struct Reached: Codable, Equatable {
  var name: String
  var tried: Int
  var states: Int
  var transitions: Int
  var isComplete: Bool
  var missing: [String]

  init(_ exploration: Exploration, _ tried: Int, _ drawn: DrawnTransitions) {
    name = exploration.explored.name
    self.tried = tried
    states = exploration.states
    transitions = exploration.transitions
    isComplete = exploration.isComplete
    missing = exploration.seen.missing(drawn: drawn)
  }
}
