import ArgumentParser
import ControlInterface

/// The program: a simulated generator, and a hand at its bedside.
@main
struct PorateSim: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "porate-sim",
    abstract: "A simulated generator with tissue on its electrodes.",
    discussion: """
      Example: porate-sim serve --link /tmp/p/generator --socket /tmp/p/sim --state /tmp/p/state
      Exit codes: 0 done; 1 the simulator refused or cannot be reached; 64 wrong usage.
      """,
    version: PorateVersion.text,
    subcommands: [
      Serve.self, Press.self, Release.self, Set.self, Inject.self, Clear.self, State.self, Truth.self,
    ])
}
