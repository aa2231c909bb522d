import ArgumentParser
import Dispatch
import Glibc
import Quantities
import QuantityText
import SimulatorService
import VirtualGenerator

/// `porate-sim serve`.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs the generator behind a pseudo-terminal or a serial port, until SIGTERM or SIGINT.",
    discussion: """
      The folder keeps serial number, pulse counter and truth log; channels.json in it says what a calibration must say.
      Example: porate-sim serve --link /tmp/p/generator --socket /tmp/p/sim --state /tmp/p/state --array hexagonal
      """)

  @Option(help: "Symbolic link that will name the pseudo-terminal.") var link: String?
  @Option(help: "Control socket (io.porate.Simulator).") var socket: String
  @Option(help: "Folder for serial number, counter, truth log and channel errors.") var state: String
  @Option(help: "A real serial port instead of a pseudo-terminal.") var port: String?
  @Option(help: "Bits a second.") var baud = 921_600
  @Option(help: "Seed of all noise; by default from the system.") var seed: UInt64?
  @Option(help: "plates, needle-rows, hexagonal, test-load or none.") var array = "plates"
  @Flag(help: "The array carries an identity chip.") var chip = false
  @Option(help: "Distance of plates, rows or neighbours, as 8mm.") var gap: String?
  @Option(help: "tumour, liver, muscle, fat or potato.") var tissue = "tumour"
  @Option(help: "Capacitance of the bank, as 1500uF.") var bank = "1500uF"
  @Option(help: "Power of the charging supply, as 500W.") var supply = "500W"

  func validate() throws {
    guard (link == nil) != (port == nil) else { throw ValidationError("Give either --link or --port.") }
    guard ArrayKind(rawValue: array) != nil || array == "none" else {
      throw ValidationError("--array: no such array; known are plates, needle-rows, hexagonal, test-load, none.")
    }
    guard (9_600...4_000_000).contains(baud) else { throw ValidationError("--baud: from 9600 to 4000000.") }
    guard HardwareText.nanofarads(bank) != nil else { throw ValidationError("--bank: as 1500uF.") }
    guard HardwareText.milliwatts(supply) != nil else { throw ValidationError("--supply: as 500W.") }
    if let gap, (try? QuantityText.distance(gap)) == nil { throw ValidationError("--gap: as 8mm.") }
  }

  func run() async throws {
    var options = SimulatorOptions(link: link ?? "", socket: socket, folder: state)
    options.port = port
    options.baud = baud
    options.seed = seed
    options.array = ArrayKind(rawValue: array)
    options.gap = try gap.map { try QuantityText.distance($0) }
    options.tissue = tissue
    options.carriesChip = chip
    options.bankNanofarads = HardwareText.nanofarads(bank) ?? options.bankNanofarads
    options.supplyMilliwatts = HardwareText.milliwatts(supply) ?? options.supplyMilliwatts
    for number in [SIGTERM, SIGINT] { signal(number, SIG_IGN) }
    signal(SIGPIPE, SIG_IGN)
    let (ends, continuation) = AsyncStream.makeStream(of: Void.self)
    let sources = [SIGTERM, SIGINT].map { number in
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { continuation.yield() }
      source.activate()
      return source
    }
    let server = try await SimulatorServer.start(options)
    print("SIMULATED generator \(server.serial) on \(link ?? port ?? ""), control on \(socket)")
    fflush(nil)
    for await _ in ends { break }
    for source in sources { source.cancel() }
    await server.stop()
  }
}
