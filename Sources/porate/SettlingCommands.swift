import ArgumentParser
import Console
import Quantities
import QuantityText

/// `porate stop`.
struct Stop: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Stops at once: between pulses, then discharges. Needs no control of the machine.",
    discussion: """
      Example: porate stop
      --json: `mode`, the machine's state when it was stopped.
      """)
  @OptionGroup var shared: SharedOptions

  func run() async throws { try await shared.run { try await Settling.stop($0) } }
}

/// `porate acknowledge`.
struct Acknowledge: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says that you saw the latched faults; those whose cause is gone clear.",
    discussion: """
      Example: porate acknowledge
      --json: `cleared`, names, and `standing`, the faults that stay. The exit code is 4 while any stays.
      """)
  @OptionGroup var shared: SharedOptions

  func run() async throws { try await shared.run { try await Settling.acknowledge($0) } }
}

/// `porate resolve`.
struct Resolve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "States, on the record, how many pulses an unresolved train gave.",
    discussion: """
      Example: porate resolve --pulses 3 --reason 'counted on the oscilloscope'
      --json: the outcome, as ResolveTrain of io.porate.Control gives it.
      """)
  @Option(help: "The number of pulses.") var pulses: Int64
  @Option(help: "How you know.") var reason: String
  @OptionGroup var shared: SharedOptions

  func run() async throws {
    try await shared.run { try await Settling.resolve($0, pulses: pulses, reason: reason) }
  }
}

/// `porate demo`.
struct Demo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Gives one application on a SIMULATED generator; needs no hardware, leaves nothing behind.",
    discussion: """
      Example: porate demo --array hexagonal --json
      --json: as `porate fire`.
      """)
  @Option(help: "Electrode array: plates, needle-rows or hexagonal.") var array = "plates"
  @Option(name: .customLong("protocol"), help: "Protocol; by default the array's at 1 kHz.") var protocolName: String?
  @Option(help: "Gap, as 8mm; by default the array's largest.", transform: { try QuantityText.distance($0) })
  var gap: Distance?
  @Option(help: ArgumentHelp("Work in this new folder and keep it.", valueName: "dir")) var keep: String?
  @OptionGroup var shared: SharedOptions

  func run() async throws {
    let wish = Console.Demo.Wish(array: array, protocolName: protocolName, gap: gap, keep: keep)
    try await shared.run { try await Console.Demo.run($0, wish) }
  }
}

/// What cleans up behind a demonstration that was killed; started by `porate demo` itself.
struct DemoGuardian: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo-guardian", abstract: "Cleans up behind a killed demonstration.", shouldDisplay: false)
  @Argument(help: "The folder to remove; empty for none.") var folder: String

  func run() throws { throw ExitCode(Console.DemoGuardian.run(folder: folder).rawValue) }
}
