import ArgumentParser
import Console

/// `porate status`.
struct Status: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows the machine's state, what is in the way with remedies, and the last application.",
    discussion: """
      Example: porate status
      --json: `number` and `state`, as GetState of io.porate.Control gives them.
      """)
  @OptionGroup var shared: SharedOptions

  func run() async throws { try await shared.run { try await Reading.status($0) } }
}

/// `porate monitor`.
struct Monitor: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows the state and then every change, until it is interrupted.",
    discussion: """
      Example: porate monitor --json
      --json: an object on each line, with `number` and `state` or `event`, as Monitor of io.porate.Control gives them.
      """)
  @OptionGroup var shared: SharedOptions

  func run() async throws { try await shared.run { try await Reading.monitor($0) } }
}

/// `porate electrodes`.
struct Electrodes: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists the electrode arrays of the library.",
    discussion: """
      Example: porate electrodes
      --json: `electrodes`, an array as ListElectrodes of io.porate.Control gives it.
      """)
  @OptionGroup var shared: SharedOptions

  func run() async throws { try await shared.run { try await Reading.electrodes($0) } }
}

/// `porate protocols`.
struct Protocols: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists the protocols of the library.",
    discussion: """
      Example: porate protocols
      --json: `protocols`, an array as ListProtocols of io.porate.Control gives it.
      """)
  @OptionGroup var shared: SharedOptions

  func run() async throws { try await shared.run { try await Reading.protocols($0) } }
}

/// `porate diagnostics`.
struct Diagnostics: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows counters of the loop, the link and the record, for engineers.",
    discussion: """
      Example: porate diagnostics
      --json: `counters` and `notes`, as GetDiagnostics of io.porate.Control gives them.
      """)
  @OptionGroup var shared: SharedOptions

  func run() async throws { try await shared.run { try await Reading.diagnostics($0) } }
}

/// `porate train`.
struct Train: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows a train of the record with its pulses; the last one without a number.",
    discussion: """
      Example: porate train 12 --waveforms
      --json: `train`, `pulses` and, with --waveforms, `waveforms`, as GetTrain of io.porate.Record gives them.
      """)
  @Argument(help: "The train's number.") var number: Int64?
  @Flag(help: "Also the waveforms: as pictures of the first and the last pulse, in JSON all.") var waveforms = false
  @OptionGroup var shared: SharedOptions

  func run() async throws {
    try await shared.run { try await Reading.train($0, number: number, waveforms: waveforms) }
  }
}
