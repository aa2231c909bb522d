import ArgumentParser
import Console
import ControlInterface
import Glibc

/// The command line.
struct Porate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "porate",
    abstract: "The console of an electroporation machine: plans, arms, fires, stops, and shows what was given.",
    discussion: """
      Example: porate status
      Example: porate deliver --array plates --protocol plates-1khz --gap 8mm

      Every command takes --socket PATH (else PORATE_SOCKET, else /run/porate/control, else \
      $XDG_RUNTIME_DIR/porate/control) and --json (one object with its keys in order; errors are an object with `error` \
      and `exitCode`). Colours are for terminals only, and not where NO_COLOR is set.

      Exit codes:
      \(Ending.table)
      """,
    version: PorateVersion.text,
    subcommands: [
      Operate.self, Status.self, Monitor.self, Electrodes.self, Protocols.self, Control.self, Prepare.self, Arm.self,
      Fire.self, Deliver.self, Stop.self, Acknowledge.self, Resolve.self, SelfTest.self, Diagnostics.self, Train.self,
      Demo.self, DemoGuardian.self,
    ])
}

/// The program's entry point.
@main
enum Program {
  static func main() {
    SignalWatch.shared.begin()
    Task.detached {
      await Porate.main(nil)
      exit(0)
    }
    SignalWatch.shared.watch()
  }
}
