import ArgumentParser
import Console
import FoundationEssentials
import Glibc
import Quantities
import QuantityText

/// What every command has.
struct SharedOptions: ParsableArguments {
  @Option(help: ArgumentHelp("porated's socket.", valueName: "path")) var socket: String?
  @Flag(help: "One JSON object on standard output, with its keys in order.") var json = false

  /// Runs a command's body; its errors are told, and become exit codes.
  func run(_ body: (ConsoleSetting) async throws -> Ending) async throws {
    try await runForCode { try await body($0).rawValue }
  }

  /// The same for a command whose exit code is another program's.
  func runForCode(_ body: (ConsoleSetting) async throws -> Int32) async throws {
    let environment = ProcessInfo.processInfo.environment
    let setting = ConsoleSetting(
      socket: SocketPath.chosen(option: socket, environment: environment), isJSON: json,
      style: Style(isTerminal: isatty(STDOUT_FILENO) == 1, environment: environment), environment: environment)
    let code: Int32
    do {
      code = try await body(setting)
    } catch {
      let told = ConsoleError(any: error)
      let style = Style(isTerminal: isatty(STDERR_FILENO) == 1, environment: environment)
      setting.output.remark(told.text(style))
      if json { setting.output.json(told.report) }
      throw ExitCode(told.ending.rawValue)
    }
    if code != 0 { throw ExitCode(code) }
  }
}

/// What to give: array, protocol, gap, voltage, site.
struct PlanOptions: ParsableArguments {
  @Option(help: "Electrode array, see porate electrodes.") var array: String?
  @Option(name: .customLong("protocol"), help: "Protocol, see porate protocols.") var protocolName: String?
  @Option(help: "Gap that the array is set to, as 8mm.", transform: { try QuantityText.distance($0) }) var gap:
    Distance?
  @Option(
    help: "Voltage for every pair instead of the protocol's, as 900V; refused above a limit.",
    transform: { try QuantityText.voltage($0) })
  var voltage: Voltage?
  @Option(help: "Name of the lesion or spot: pulses and energy are summed for each.") var site: String?

  /// What was asked for; nil if neither array nor protocol was named.
  func wish() throws -> PlanWish? {
    guard let array, let protocolName else {
      guard array == nil, protocolName == nil, gap == nil, voltage == nil, site == nil else {
        throw ValidationError("Name both --array and --protocol.")
      }
      return nil
    }
    return PlanWish(array: array, protocolName: protocolName, gap: gap, voltage: voltage, site: site)
  }

  /// What was asked for, where it has to be.
  func requiredWish() throws -> PlanWish {
    guard let wish = try wish() else { throw ValidationError("Name both --array and --protocol.") }
    return wish
  }
}
