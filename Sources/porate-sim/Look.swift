import ArgumentParser
import ControlInterface
import FoundationEssentials
import Quantities
import SimulatorService

/// `porate-sim truth`.
struct Truth: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows what was really delivered, by the simulator's own log.",
    discussion: """
      With --state: from the folder, all starts, also of a simulator that runs no more. With --socket: from the running
      one, its present start. --json prints one object a line, as the type Truth of io.porate.Simulator.
      Example: porate-sim truth --state /tmp/p/state --json
      """)

  @Option(help: "Folder of a simulator.") var state: String?
  @Option(help: "Control socket of a running simulator.") var socket: String?
  @Flag(help: "One JSON object a line.") var json = false

  func validate() throws {
    guard (state == nil) != (socket == nil) else { throw ValidationError("Give either --state or --socket.") }
  }

  func run() async throws {
    if let state {
      for event in try TruthFile.read(folder: state) { try show(event) }
    } else if let socket {
      let calls = try await ServiceCalls.connect(to: socket)
      for try await page in try calls.more(Simulator.GetTruth.self, .init()) {
        for event in page.lines { try show(event) }
      }
    }
  }

  private func show(_ event: Simulator.Truth) throws {
    guard json else { return print(TruthWords.line(event)) }
    print(try text(event))
  }
}

/// `porate-sim state`.
struct State: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows what the device does now.",
    discussion: "Example: porate-sim state --socket /tmp/p/sim --json")

  @OptionGroup var simulator: SocketOption
  @Flag(help: "One JSON object, as GetState of io.porate.Simulator answers.") var json = false

  func run() async throws {
    let state = try await simulator.call(Simulator.GetState.self, .init())
    if json { return print(try text(state)) }
    print(
      "SIMULATED \(state.serial)  \(state.state)  bank \(state.bank.millivolts / 1_000) V  counter \(state.counter)")
    print(
      "array \(state.array) in \(state.tissue), fault \(state.fault), injected: \(state.faults.joined(separator: " "))")
    print("closed: \(state.closed.map(\.rawValue).joined(separator: " "))")
  }
}

/// A value as one line of JSON with its keys in order.
private func text(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(value), as: UTF8.self)
}
