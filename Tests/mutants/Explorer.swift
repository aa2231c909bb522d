import Exploration
import Foundation
import Synchronization

/// Explores the kernel that it was linked with: `SECONDS PAGE`, the page being docs/states.md. Exit code 1 if a rule broke.
@main struct Explorer {
  static func main() {
    guard CommandLine.arguments.count == 3, let seconds = Int(CommandLine.arguments[1]),
      let page = try? String(contentsOfFile: CommandLine.arguments[2], encoding: .utf8),
      let drawn = DrawnTransitions(page: page)
    else { exit(64) }
    let cases = ExploredCase.all
    let share = Duration.seconds(seconds) / cases.count
    let begun = Mutex<[ExploredCase: ContinuousClock.Instant]>([:])
    let watch = Campaign.Watch(
      shouldStop: { one in
        begun.withLock { begun in
          let now = ContinuousClock.now
          let since = begun[one] ?? now
          begun[one] = since
          return now - since > share
        }
      }, progress: { _, _, _ in }, over: { _ in })
    let results = Campaign(cases: cases, profile: .pairs, precision: .classes, drawn: drawn).run(jobs: 1, watch: watch)
    guard let broken = results.compactMap(\.counterexample).first else { return }
    print(broken.rule.rawValue)
    exit(1)
  }
}
