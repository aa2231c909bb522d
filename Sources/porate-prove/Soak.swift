import ArgumentParser
import Bench
import FoundationEssentials

/// Long random runs: `porate-prove soak`.
struct Soak: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs the daemon and the simulated generator for days of virtual time, and checks every tick.",
    discussion: """
      Random operators, faults, arrays and plans follow from the seed. A seed that fails replays exactly; its list of \
      actions is made as short as it gets and printed, and --replay FILE runs such a list. Ends with 0 if every rule \
      held in every run, with 1 if not.
      """)

  @Option(help: "The first seed.") var seed: UInt64 = 1
  @Option(help: "How many seeds.") var seeds: UInt64 = 10
  @Option(help: "Ticks of each seed.") var ticks = 2_000_000
  @Option(help: "Threads.") var jobs = 2
  @Flag(help: "Go on with further seeds until one fails.") var forever = false
  @Flag(help: "Print JSON.") var json = false
  @Flag(help: "Do not shorten the actions of a failed run.") var noShrink = false
  @Flag(help: "Fail too unless all seeds together saw every state, transition and fault of the menu.") var wide = false
  @Option(help: "Replay this file of actions.") var replay: String?
  @Option(help: "Write the actions of the first failed run to this file.") var save: String?

  func validate() throws {
    guard ticks > 0, ticks <= 1_000_000_000_000 else { throw ValidationError("--ticks must be positive") }
    guard seeds > 0, seeds <= 1_000_000 else { throw ValidationError("--seeds must be 1 to 1000000") }
    guard jobs > 0, jobs <= 256 else { throw ValidationError("--jobs must be 1 to 256") }
    guard seed <= UInt64.max - 2_000_000 else { throw ValidationError("--seed is too large") }
  }

  func run() throws {
    if let replay { return try run(file: replay) }
    var first = seed
    while true {
      let campaign = SoakCampaign.run(seeds: first...(first + seeds - 1), ticks: ticks, jobs: jobs) { result in
        note(SoakText.line(result))
      }
      let missing = campaign.coverage.missing
      let isWide = !wide || campaign.coverage.isWide
      print(json ? SoakText.json(campaign) : SoakText.text(campaign))
      if !campaign.held { try explain(campaign) }
      if !isWide { note("not everything that must be seen was seen: \(missing.joined(separator: ", "))") }
      if !campaign.held || !isWide { throw ExitCode(1) }
      if !forever { return }
      first += seeds
    }
  }

  /// The shortest actions of the first failed run.
  private func explain(_ campaign: SoakCampaign) throws {
    guard let failed = campaign.results.first(where: { $0.failure != nil }), let script = failed.script else { return }
    var shortest = script
    if !noShrink, failed.failure?.rule != .worth {
      note("making the actions of seed \(failed.seed) short")
      if let shrunk = SoakShrinker.shrink(SoakRun.replay(script)) {
        shortest = shrunk.script
        note("\(shrunk.failure)")
        note("\(shrunk.script.count) actions in \(shrunk.script.ticks) ticks; replay them with --replay FILE:")
        note(shrunk.script.text)
      }
    }
    note("the whole run again: porate-prove soak --seed \(failed.seed) --seeds 1 --ticks \(ticks)")
    if let save { try shortest.text.write(toFile: save, atomically: true, encoding: .utf8) }
  }

  private func run(file: String) throws {
    let script: SoakScript
    do {
      let data = try Data(contentsOf: URL(filePath: file))
      script = try SoakScript(text: String(decoding: data.prefix(SoakScript.longest + 1), as: UTF8.self))
    } catch let error as SoakScriptError {
      throw ValidationError("\(file): \(error)")
    } catch {
      throw ValidationError("\(file) cannot be read")
    }
    let run = SoakRun.replay(script)
    print(run.failure.map { "\($0)" } ?? "every rule held for \(run.ticks) ticks")
    print("execution \(String(run.hash, radix: 16))")
    if run.failure != nil { throw ExitCode(1) }
  }

  private func note(_ text: String) { SoakText.note(text) }
}
