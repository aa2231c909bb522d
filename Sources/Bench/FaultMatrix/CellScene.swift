import GeneratorLink
import Plant
import Quantities
import SafetyKernel
import VirtualGenerator

/// What a cell is played with: the bench's setup, the train in which the state is reached, and the one after it.
struct CellScene: Sendable {
  /// The tissue between plates; solved once.
  private static let plates: SimulatedArray? = try? SimulatedArray(.plates)

  let state: StateName
  /// Whether the first train's pulses come a millisecond apart.
  let isBrisk: Bool
  let setup: BenchSetup
  /// The train in which the state is reached.
  let first: Plan
  /// The train after it: eight pulses, one every millisecond, as in treatments.
  let second = BenchPlans.plates()
  /// The last train, in whose midst the stop at the end is called.
  let last = BenchPlans.plates(pulses: 6, period: .milliseconds(400))
  /// The mean time between R waves, where the first train waits for them.
  let heart: TimeSpan?

  /// - Parameters:
  ///   - isBrisk: pulses a millisecond apart also in the first train; else 400 ms, so that a lapse falls into it.
  ///   - armedTicks: how long an arming waits for the firing.
  init(_ state: StateName, isBrisk: Bool, armedTicks: UInt16, seed: UInt64) {
    self.state = state
    self.isBrisk = isBrisk
    var setup = BenchSetup(array: CellScene.plates, seed: seed)
    // Charging takes 0.4 s, emptying 1 s, the move between two voltages 60 ms: time for things to go wrong in.
    setup.device.hardware = GeneratorHardware(supplyPower_W: 2_000, dumpResistance_ohm: 200)
    setup.kernel.ticks.charge = 3_000
    setup.kernel.ticks.armed = armedTicks
    self.setup = setup
    let period: TimeSpan = isBrisk ? .milliseconds(1) : .milliseconds(400)
    switch state {
    case .waitingForBeat:
      first = BenchPlans.plan(
        identity: "PLATES", electrodes: 2, gap: .millimetres(8), pairs: [(0, 1)], pulses: 4, period: period,
        voltages: [.volts(1000)], synchronisation: .eachPulse)
      heart = .milliseconds(800)
    case .settling:
      first = BenchPlans.twoVoltages(pulses: 4, period: period)
      heart = nil
    case .starting, .standby, .probing, .charging, .armed, .delivering, .discharging:
      first = BenchPlans.plates(pulses: 6, period: period)
      heart = nil
    }
  }

  /// Whether daemon and generator both are in the state: the daemon by its word, the generator by its log and true bank.
  func isReached(_ bench: VirtualBench) -> Bool {
    guard bench.stateName == state else { return false }
    let logged = bench.truth.reversed().lazy.compactMap { event -> DeviceState? in
      if case .entered(let entered, _) = event.fact { entered } else { nil }
    }.first
    let bank = bench.generator.bankVoltage
    let pulses = bench.pulses()
    switch (state, logged ?? .idle) {
    case (.starting, .idle), (.probing, .probing), (.armed, .armed): return true
    case (.standby, .idle): return bank < .volts(42)
    case (.charging, .charging): return bank > .volts(200)
    case (.waitingForBeat, .waiting), (.delivering, .delivering): return pulses >= 1
    case (.settling, .waiting): return pulses == 4
    case (.discharging, .discharging): return bank >= .volts(42)
    case (.starting, _), (.standby, _), (.probing, _), (.charging, _), (.armed, _), (.waitingForBeat, _),
      (.delivering, _), (.settling, _), (.discharging, _):
      return false
    }
  }
}
