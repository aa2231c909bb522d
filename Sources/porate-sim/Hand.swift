public import ArgumentParser
public import ControlInterface
import SimulatorService

/// How a client finds the simulator.
struct SocketOption: ParsableArguments {
  @Option(help: "Control socket of the simulator.") var socket: String

  func call<Method: InterfaceMethod>(_ method: Method.Type, _ parameters: Method.Parameters) async throws
    -> Method.Reply
  {
    let calls = try await ServiceCalls.connect(to: socket)
    return try await calls.call(method, parameters)
  }
}

/// When it is to happen.
struct TriggerOption: ParsableArguments {
  @Option(help: "When: probing, charging, armed, delivering, waiting, 'pulse 3 start', 'pulse 3 end'.") var at: String?

  func validate() throws {
    if let at, TriggerText.read(at) == nil { throw ValidationError("--at: as 'armed' or 'pulse 3 end'.") }
  }

  var trigger: Simulator.Trigger? { at.flatMap(TriggerText.read) }
}

extension Simulator.Line: ExpressibleByArgument {}
extension Simulator.Injection.Way: ExpressibleByArgument {}
extension Simulator.Injection.Channel: ExpressibleByArgument {}

/// `porate-sim press`.
struct Press: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Presses the pedal or the emergency stop, closes a contact.",
    discussion: "Example: porate-sim press --socket /tmp/p/sim pedalFirst pedalSecond")

  @OptionGroup var simulator: SocketOption
  @OptionGroup var when: TriggerOption
  @Argument(help: "What is pressed or closed.") var lines: [Simulator.Line]

  func run() async throws {
    for line in lines { _ = try await simulator.call(Simulator.Press.self, .init(line: line, trigger: when.trigger)) }
  }
}

/// `porate-sim release`.
struct Release: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lets go of the pedal, unlocks the emergency stop, opens a contact.",
    discussion: "Example: porate-sim release --socket /tmp/p/sim door --at 'pulse 3 end'")

  @OptionGroup var simulator: SocketOption
  @OptionGroup var when: TriggerOption
  @Argument(help: "What is let go or opened.") var lines: [Simulator.Line]

  func run() async throws {
    for line in lines { _ = try await simulator.call(Simulator.Release.self, .init(line: line, trigger: when.trigger)) }
  }
}

/// `porate-sim clear`.
struct Clear: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Takes back every fault, and everything that waits for a trigger.",
    discussion: "Example: porate-sim clear --socket /tmp/p/sim")

  @OptionGroup var simulator: SocketOption

  func run() async throws { _ = try await simulator.call(Simulator.ClearFaults.self, .init()) }
}
