import ArgumentParser
import Exploration
import Foundation
import Synchronization

/// Every reachable state of the shipped kernel: `porate-prove explore`.
struct Explore: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Visits every reachable state of the safety kernel and checks every rule on every transition.",
    discussion: """
      Each case is a kind of train under an order of countdowns, as PLAN/ORDER. A broken rule is told with the shortest \
      way to it, as a unit test. It ends with 0 only if no rule broke, every case was visited whole, and every state, \
      transition, fault, refusal, blocker and end cause was seen; with --seconds or --case it asks for no completeness.

      Example: porate-prove explore --case onePulse/verdictLast
      """)

  @Option(name: .customLong("case"), help: "Only this case; may be given again. --list names them.")
  var cases: [String] = []
  @Flag(help: "Name the cases.") var list = false
  @Option(
    help: ArgumentHelp(
      "The inputs tried in each state: few, pairs or product. Else pairs, and few for trains of maximum length.",
      valueName: "profile"))
  var inputs: InputProfile?
  @Option(
    help: "What tells states apart: classes, as rules see them, or first, also the first fault and the end's cause.")
  var precision = Precision.classes
  @Option(help: "End after this many seconds, shared evenly by the cases.") var seconds: Int?
  @Option(help: "Cases explored side by side.") var jobs = 2
  @Option(help: ArgumentHelp("The page that draws the transitions.", valueName: "file"))
  var drawing = "docs/states.md"
  @Option(
    help: ArgumentHelp(
      "Replay a way: its first line is a case, maybe with the word open, then an input a line.", valueName: "file"))
  var replay: String?
  @Flag(help: "Print one JSON object.") var json = false

  func validate() throws {
    guard jobs > 0, jobs <= 256 else { throw ValidationError("--jobs must be 1 to 256") }
    if let seconds, seconds < 1 { throw ValidationError("--seconds must be at least 1") }
    _ = try chosen()
  }

  private func chosen() throws -> [ExploredCase] {
    if cases.isEmpty { return ExploredCase.all }
    return try cases.map { name in
      guard let one = ExploredCase(name: name) else {
        throw ValidationError("there is no case named \(name): --list names them")
      }
      return one
    }
  }

  func run() throws {
    if list {
      for one in ExploredCase.all { print(one.name) }
      return
    }
    guard let page = try? String(contentsOfFile: drawing, encoding: .utf8), let drawn = DrawnTransitions(page: page)
    else { throw ValidationError("\(drawing) cannot be read, or draws no transition: give --drawing") }
    if let replay { return try take(replay, drawn) }
    let chosen = try chosen()
    let campaign = Campaign(cases: chosen, profile: inputs, precision: precision, drawn: drawn)
    let began = ContinuousClock.now
    let results = campaign.run(jobs: jobs, watch: watch(share: seconds.map { .seconds($0) * jobs / chosen.count }))
    let passed = ContinuousClock.now - began
    var report = ExploreReport(results, drawn: drawn, seconds: passed.components.seconds)
    report.asksForAll = cases.isEmpty && seconds == nil
    print(json ? report.json : report.text)
    if !report.holds { throw ExitCode(1) }
  }

  /// Tells progress on standard error, at most every ten seconds, and ends a case when its share of time is over.
  private func watch(share: Duration?) -> Campaign.Watch {
    let begun = Mutex<[ExploredCase: ContinuousClock.Instant]>([:])
    let told = Mutex(ContinuousClock.now)
    return Campaign.Watch(
      shouldStop: { one in
        guard let share else { return false }
        let now = ContinuousClock.now
        return begun.withLock { begun in
          let since = begun[one] ?? now
          begun[one] = since
          return now - since > share
        }
      },
      progress: { one, states, left in
        let isDue = told.withLock { last in
          guard ContinuousClock.now - last > .seconds(10) else { return false }
          last = .now
          return true
        }
        if isDue { complain("\(one.name): \(states) states, \(left) of them still to be tried") }
      },
      over: { result in
        complain(
          "\(result.explored.name): \(result.states) states, \(result.transitions) transitions, depth \(result.depth)")
      })
  }

  private func take(_ file: String, _ drawn: DrawnTransitions) throws {
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
      throw ValidationError("\(file) cannot be read")
    }
    let lines = text.split(separator: "\n").map(String.init)
    guard let head = lines.first?.split(separator: " "), let name = head.first else {
      throw ValidationError("\(file) is empty: its first line names a case")
    }
    do {
      var way = try Replay(
        case: String(name), beginsOpen: head.contains("open"), inputs: Array(lines.dropFirst()), drawn: drawn)
      let ticks = way.ticks()
      for (number, tick) in ticks.enumerated() { print("\(number + 1). \(tick.input.words)\n   \(tick.state)") }
      guard let rule = ticks.last?.brokenRule else { return print("no rule is broken") }
      print("broken: \(rule.rawValue)")
      throw ExitCode(1)
    } catch let error as ReplayError {
      switch error {
      case .unknownCase(let name): throw ValidationError("\(file):1: there is no case named \(name)")
      case .unknownInput(let line): throw ValidationError("\(file): '\(line)' is no input: see docs/proofs.md")
      }
    }
  }
}

private func complain(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

extension InputProfile: ExpressibleByArgument {}
extension Precision: ExpressibleByArgument {}
