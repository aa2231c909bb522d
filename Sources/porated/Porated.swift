import ArgumentParser
import ControlInterface
import ControlService
import Glibc

/// The program's entry. Its main thread only waits: signals are blocked before any other thread is made, so that one
/// thread alone takes them.
@main
enum Entry {
  static func main() {
    DaemonSignals.block()
    Task.detached {
      await Porated.main()
      exit(0)
    }
    while true { pause() }
  }
}

/// The daemon's command line.
struct Porated: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "porated",
    abstract: "Own the generator, the interlocks and the record, and serve the control socket.",
    discussion: """
      Runs until SIGTERM or SIGINT, then discharges and ends. With a bad configuration or none it runs too, says so, and
      arms nothing.

      The socket is --socket, else PORATE_SOCKET, `control: path` of the configuration, /run/porate/control for root, or
      $XDG_RUNTIME_DIR/porate/control. A socket handed over by the service manager comes before all but --socket.

      Example: porated --config /etc/porate/porated.yaml

      Exit codes: 0 ended by a signal; 64 a mistake in the arguments; 69 the socket cannot be served; 71 no thread or
      descriptor to be had; 73 another porated has the record. `porated check`: 0 good, 1 problems were found.
      """,
    version: PorateVersion.text, subcommands: [Run.self, Check.self], defaultSubcommand: Run.self)
}

/// Runs the daemon.
struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run the daemon (this is what porated does without a subcommand).",
    discussion: "Example: porated --config config/porated.yaml --socket /tmp/porate.sock")

  @Option(name: .long, help: ArgumentHelp("The configuration.", valueName: "file"))
  var config = DaemonPaths.configuration

  @Option(name: .long, help: ArgumentHelp("Path of the control socket.", valueName: "path"))
  var socket: String?

  @Flag(name: .long, help: "Stay in the foreground, which porated always does; for scripts that say so.")
  var foreground = false

  func run() async throws {
    let log = DaemonLog()
    let exit = await Daemon.run(
      Daemon.Options(configuration: config, socket: socket, version: PorateVersion.text) { log.write($0) })
    if exit != .ended { throw ExitCode(exit.rawValue) }
  }
}
