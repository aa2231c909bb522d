public import Quantities

/// The caps that plans of one kind must keep; the smallest of these and the array's binds.
public struct MachineLimits: Sendable {
  /// Least voltage that the generator controls.
  public var minimumVoltage: Voltage
  /// Highest voltage.
  public var maximumVoltage: Voltage
  /// Highest `U/d`.
  public var maximumField: FieldStrength
  /// Highest current.
  public var maximumCurrent: Current
  /// Shortest pulse.
  public var minimumWidth: TimeSpan
  /// Longest pulse.
  public var maximumWidth: TimeSpan
  /// Shortest period.
  public var minimumPeriod: TimeSpan
  /// Longest period.
  public var maximumPeriod: TimeSpan
  /// Most pulses in a step.
  public var maximumStepPulses: UInt16
  /// Most pulses in a train.
  public var maximumTrainPulses: UInt16
  /// Most energy that one pulse may hold at its limits of voltage, current and width.
  public var maximumPulseEnergy: Energy
  /// Most energy that one train may hold at its limits.
  public var maximumTrainEnergy: Energy
  /// Longest train, without waiting for beats.
  public var maximumTrainDuration: TimeSpan

  /// Limits that allow nothing.
  @_noAllocation @_noLocks
  public init() {
    minimumVoltage = .zero
    maximumVoltage = .zero
    maximumField = .zero
    maximumCurrent = .zero
    minimumWidth = .zero
    maximumWidth = .zero
    minimumPeriod = .zero
    maximumPeriod = .zero
    maximumStepPulses = 0
    maximumTrainPulses = 0
    maximumPulseEnergy = .zero
    maximumTrainEnergy = .zero
    maximumTrainDuration = .zero
  }
}

/// What one minute and one site may take in all.
public struct WindowBudget: Sendable {
  /// Pulses in any window of 60 s.
  public var pulsesPerMinute: UInt32
  /// Energy in any window of 60 s.
  public var energyPerMinute: Energy
  /// Pulses into one named site in a day.
  public var pulsesPerSite: UInt32
  /// Energy into one named site in a day.
  public var energyPerSite: Energy

  /// A budget that allows nothing.
  @_noAllocation @_noLocks
  public init() {
    pulsesPerMinute = 0
    energyPerMinute = .zero
    pulsesPerSite = 0
    energyPerSite = .zero
  }
}

/// The rules for synchronised delivery; times on the generator's clock.
public struct BeatRules: Sendable {
  /// From the R wave to the first pulse edge.
  public var delay: TimeSpan
  /// After the R wave no pulse may start later than this.
  public var window: TimeSpan
  /// A shorter interval than this is no beat to use.
  public var shortestInterval: TimeSpan
  /// A longer interval than this is no beat to use.
  public var longestInterval: TimeSpan

  /// Rules under which no beat is usable.
  @_noAllocation @_noLocks
  public init() {
    delay = .zero
    window = .zero
    shortestInterval = .zero
    longestInterval = .zero
  }
}
