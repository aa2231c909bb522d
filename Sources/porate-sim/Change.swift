import ArgumentParser
import ControlInterface
import Quantities
import QuantityText
import SimulatorService

/// `porate-sim set`.
struct Set: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Changes tissue, array, supply, bank or heart.",
    discussion: "Example: porate-sim set --socket /tmp/p/sim --tissue liver --beats 72")

  @OptionGroup var simulator: SocketOption
  @Option(help: "tumour, liver, muscle, fat or potato.") var tissue: String?
  @Option(help: "plates, needle-rows, hexagonal, test-load or none.") var array: String?
  @Option(help: "Whether the array carries an identity chip: true or false.") var chip: Bool?
  @Option(help: "Distance of plates, rows or neighbours, as 8mm.") var gap: String?
  @Option(help: "A resistor instead of tissue, as '50 ohm'; '0 ohm' goes back to tissue.") var load: String?
  @Option(help: "Heart beats in a minute, 0 for none.") var beats: Int64?
  @Option(help: "Power of the charging supply, as 500W.") var supply: String?
  @Option(help: "Capacitance of the bank, as 1500uF.") var bank: String?

  func validate() throws {
    if let bank, HardwareText.nanofarads(bank) == nil { throw ValidationError("--bank: as 1500uF.") }
    if let supply, HardwareText.milliwatts(supply) == nil { throw ValidationError("--supply: as 500W.") }
    if let gap, (try? QuantityText.distance(gap)) == nil { throw ValidationError("--gap: as 8mm.") }
    if let load, (try? QuantityText.resistance(load)) == nil { throw ValidationError("--load: as '50 ohm'.") }
  }

  func run() async throws {
    let settings = Simulator.Settings(
      tissue: tissue, array: array, chip: chip, gap: try gap.map { try QuantityText.distance($0) },
      load: try load.map { try QuantityText.resistance($0) }, beatsPerMinute: beats,
      supplyMilliwatts: supply.flatMap { HardwareText.milliwatts($0) },
      bankNanofarads: bank.flatMap { HardwareText.nanofarads($0) })
    _ = try await simulator.call(Simulator.Set.self, .init(settings: settings))
  }
}

/// `porate-sim inject`.
struct Inject: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Makes a fault, or sends a signal to a process, now or at a trigger.",
    discussion: """
      Examples: porate-sim inject --socket /tmp/p/sim arc --at 'pulse 3 start'
                porate-sim inject --socket /tmp/p/sim stop --pid 4711 --at armed
      An unknown name is answered with all that are known; io.porate.Simulator says what strength means for each.
      """)

  @OptionGroup var simulator: SocketOption
  @OptionGroup var when: TriggerOption
  @Argument(help: "The fault, or kill, stop, resume.") var name: String
  @Option(help: "Strength; its unit depends on the fault.") var strength: Int64?
  @Option(help: "Of arc: µs after the pulse's start.") var after: Int64?
  @Option(help: "Of faults of the line: toDevice, toHost or both.") var way: Simulator.Injection.Way?
  @Option(help: "Of faults of a bank channel: a or b.") var channel: Simulator.Injection.Channel?
  @Option(help: "Process that gets the signal.") var pid: Int64?

  func run() async throws {
    var injection = Simulator.Injection(strength: strength, afterMicroseconds: after, way: way, channel: channel)
    if let signal = Simulator.Injection.Signal(rawValue: name) {
      injection.signal = signal
      injection.pid = pid
    } else {
      injection.fault = name
    }
    _ = try await simulator.call(Simulator.Inject.self, .init(injection: injection, trigger: when.trigger))
  }
}
