import Plant
public import PulseDispatch
public import Quantities
public import SafetyKernel
public import VirtualGenerator

/// What a virtual-time run is made of; every value has a default with which a train is delivered.
public struct BenchSetup: Sendable {
  /// The kernel's configuration.
  public var kernel: KernelConfiguration
  /// The second gate's caps.
  public var caps: AbsoluteCaps
  /// The simulated generator.
  public var device: DeviceSettings
  /// What is on its socket.
  public var array: SimulatedArray?
  /// How long a heartbeat keeps the permit alive.
  public var permitTimeToLive: TimeSpan
  /// Everything random follows from it.
  public var seed: UInt64
  /// Whether the calibration that belongs to the generator's channels is in force.
  public var calibrated: Bool
  /// A train that an earlier run left open.
  public var openTrain: Arming?

  /// The defaults: the simulator's own channel errors, corrected; a supply of 50 kW and a dump resistor of
  /// 50 Ω, so that charging and emptying take few ticks.
  public init(array: SimulatedArray?, seed: UInt64 = 1) {
    kernel = BenchSetup.kernelConfiguration()
    caps = AbsoluteCaps(
      maximumVoltage: .volts(1100), maximumCurrent: .amperes(50), maximumWidth: .microseconds(150),
      maximumTrainPulses: 200, window: .seconds(60), maximumWindowPulses: 100_000,
      maximumWindowEnergy: .joules(1_000_000))
    device = DeviceSettings(hardware: GeneratorHardware(supplyPower_W: 50_000, dumpResistance_ohm: 50))
    self.array = array
    permitTimeToLive = .milliseconds(50)
    self.seed = seed
    calibrated = true
    openTrain = nil
  }

  /// Limits wide enough for every standard array, and the design's own budgets of time.
  public static func kernelConfiguration() -> KernelConfiguration {
    var limits = MachineLimits()
    limits.minimumVoltage = .volts(50)
    limits.maximumVoltage = .volts(1100)
    limits.maximumField = .voltsPerCentimetre(1500)
    limits.maximumCurrent = .amperes(40)
    limits.minimumWidth = .microseconds(10)
    limits.maximumWidth = .microseconds(100)
    limits.minimumPeriod = .microseconds(200)
    limits.maximumPeriod = .seconds(2)
    limits.maximumStepPulses = 100
    limits.maximumTrainPulses = 200
    limits.maximumPulseEnergy = .joules(10)
    limits.maximumTrainEnergy = .joules(1_000)
    limits.maximumTrainDuration = .seconds(200)
    var configuration = KernelConfiguration(interlocks: InterlockSet(bits: 0b0110))
    configuration.treatment = limits
    configuration.testLoad = limits
    configuration.selfTest = limits
    configuration.budget.pulsesPerMinute = .max
    configuration.budget.energyPerMinute = .microjoules(.max)
    configuration.budget.pulsesPerSite = .max
    configuration.budget.energyPerSite = .microjoules(.max)
    configuration.beats.delay = .milliseconds(50)
    configuration.beats.window = .milliseconds(100)
    configuration.beats.shortestInterval = .milliseconds(500)
    configuration.beats.longestInterval = .milliseconds(1_500)
    return configuration
  }
}
