public import Quantities
public import SafetyKernel

/// A pulse protocol as its file describes it: what each pair of electrodes gets, and how its pulses are judged.
public struct ProtocolDefinition: Hashable, Sendable {
  /// What sets the voltage.
  public enum Dose: Hashable, Sendable {
    /// A field times the gap, lowered to fit the limits but never below the minimum.
    case field(wanted: FieldStrength, minimum: FieldStrength)
    /// A voltage by itself, as for test loads; refused above a limit.
    case voltage(Voltage)
  }

  /// Which electrode is positive.
  public enum Polarity: String, Hashable, Sendable, CaseIterable {
    /// The first one for all pulses.
    case single
    /// The first one for the first half of the pulses, the second one for the other half.
    case reversed
  }

  /// How far pulses may be from the plan.
  public struct Tolerances: Hashable, Sendable {
    /// Voltage, either way.
    public var voltage: Proportion
    /// Pulse width, either way.
    public var width: TimeSpan
    /// Lowest good current, if the array's own is to be raised.
    public var currentLow: Current?
    /// Highest good current, if the array's own is to be lowered.
    public var currentHigh: Current?

    /// Tolerances; the current's bounds narrow the array's and never widen them.
    public init(voltage: Proportion, width: TimeSpan, currentLow: Current? = nil, currentHigh: Current? = nil) {
      self.voltage = voltage
      self.width = width
      self.currentLow = currentLow
      self.currentHigh = currentHigh
    }
  }

  /// Name in files and commands, as `plates-5khz`.
  public var name: String
  /// Name for people.
  public var title: String
  /// What sets the voltage.
  public var dose: Dose
  /// Pulses on each pair.
  public var pulses: UInt16
  /// Width of each pulse.
  public var width: TimeSpan
  /// From one pulse's start to the next one's.
  public var period: TimeSpan
  /// Which electrode is positive.
  public var polarity: Polarity
  /// Whether pulses wait for the heart.
  public var synchronisation: Synchronisation
  /// How far pulses may be from the plan.
  public var tolerances: Tolerances
  /// Names of the arrays that it may be used with.
  public var arrays: [String]
  /// Where the numbers come from.
  public var source: LiteratureSource
  /// What a person should know before choosing it.
  public var description: String
  /// The file it was read from.
  public var file: String

  /// A protocol from all of its parts.
  public init(
    name: String, title: String, dose: Dose, pulses: UInt16, width: TimeSpan, period: TimeSpan, polarity: Polarity,
    synchronisation: Synchronisation, tolerances: Tolerances, arrays: [String], source: LiteratureSource,
    description: String, file: String
  ) {
    self.name = name
    self.title = title
    self.dose = dose
    self.pulses = pulses
    self.width = width
    self.period = period
    self.polarity = polarity
    self.synchronisation = synchronisation
    self.tolerances = tolerances
    self.arrays = arrays
    self.source = source
    self.description = description
    self.file = file
  }
}
