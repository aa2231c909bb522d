import ArgumentParser
import ControlInterface

/// The program: the proofs that need no process but their own.
@main
struct PorateProve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "porate-prove",
    abstract: "Explores the safety kernel, tries the fault matrix, and runs for days in virtual time.",
    discussion: """
      It moves no generator: everything runs within this program. docs/proofs.md tells what each of them shows.
      Exit codes: 0 everything held; 1 something did not; 64 wrong usage.
      """,
    version: PorateVersion.text,
    subcommands: [Explore.self, Matrix.self, Soak.self])
}
