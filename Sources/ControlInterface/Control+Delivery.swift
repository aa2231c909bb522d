public import Quantities

extension Control {
  /// One pulse as planned and as measured.
  public struct Pulse: Codable, Hashable, Sendable {
    /// Within the whole train, from 0.
    public var index: Int64
    /// The step of the plan, from 0.
    public var step: Int64
    /// Name of the electrode that is positive (first).
    public var positive: String
    /// Name of the other electrode of the pair.
    public var negative: String
    /// When it started; in µs.
    public var startTimeMicroseconds: Int64
    /// Width at half height; in ns.
    public var width: TimeSpan
    /// What was planned, in mV.
    public var planned: Voltage
    /// Mean of the middle 80 % at the terminals; in mV.
    public var voltage: Voltage
    /// Mean of the middle 80 %; in mA.
    public var current: Current
    /// The highest current in it; in mA.
    public var peak: Current
    /// Voltage by current; absent where there was no current; in mΩ.
    public var resistance: Resistance?
    /// Field U/d by the measured voltage; in V/m.
    public var field: FieldStrength
    /// good, or the name of the fault that it shows.
    public var verdict: String
    /// What the verdict means.
    public var explanation: String

    private enum CodingKeys: String, CodingKey {
      case index
      case step
      case positive
      case negative
      case startTimeMicroseconds = "start_time_us"
      case width = "width_ns"
      case planned = "planned_mV"
      case voltage = "voltage_mV"
      case current = "current_mA"
      case peak = "peak_mA"
      case resistance = "resistance_mohm"
      case field = "field_Vm"
      case verdict
      case explanation
    }

    /// All fields; what is optional may be left out.
    public init(
      index: Int64, step: Int64, positive: String, negative: String, startTimeMicroseconds: Int64, width: TimeSpan,
      planned: Voltage, voltage: Voltage, current: Current, peak: Current, resistance: Resistance? = nil,
      field: FieldStrength, verdict: String, explanation: String
    ) {
      self.index = index
      self.step = step
      self.positive = positive
      self.negative = negative
      self.startTimeMicroseconds = startTimeMicroseconds
      self.width = width
      self.planned = planned
      self.voltage = voltage
      self.current = current
      self.peak = peak
      self.resistance = resistance
      self.field = field
      self.verdict = verdict
      self.explanation = explanation
    }
  }

  /// What became of a train.
  public struct Outcome: Codable, Hashable, Sendable {
    /// The train's number in the record; absent where the record has not taken it yet.
    public var train: Int64?
    /// A short fixed name.
    public var name: OutcomeName
    /// Pulses known to have been given, and those planned.
    public var pulses: Int64
    /// What was planned.
    public var planned: Int64
    /// Why it ended: a fixed name.
    public var cause: String
    /// All of it in one sentence.
    public var sentence: String
    /// What to do now; empty where nothing is to be done.
    public var remedy: String
    /// The simulated.
    public var simulated: Bool

    /// All fields; what is optional may be left out.
    public init(
      train: Int64? = nil, name: OutcomeName, pulses: Int64, planned: Int64, cause: String, sentence: String,
      remedy: String, simulated: Bool
    ) {
      self.train = train
      self.name = name
      self.pulses = pulses
      self.planned = planned
      self.cause = cause
      self.sentence = sentence
      self.remedy = remedy
      self.simulated = simulated
    }
  }

  /// What the low-voltage probe found on one pair.
  public struct Probe: Codable, Hashable, Sendable {
    /// The step.
    public var step: Int64
    /// Name of the electrode that is positive (first).
    public var positive: String
    /// Name of the other electrode of the pair.
    public var negative: String
    /// Absent for an open contact; in mΩ.
    public var impedance: Resistance?

    private enum CodingKeys: String, CodingKey {
      case step
      case positive
      case negative
      case impedance = "impedance_mohm"
    }

    /// All fields; what is optional may be left out.
    public init(step: Int64, positive: String, negative: String, impedance: Resistance? = nil) {
      self.step = step
      self.positive = positive
      self.negative = negative
      self.impedance = impedance
    }
  }
}
