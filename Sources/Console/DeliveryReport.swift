public import ControlInterface
internal import Quantities

/// What `deliver`, `fire`, `self-test` and `demo` print with `--json`: one object with these keys, in alphabetical order.
public struct DeliveryReport: Codable, Hashable, Sendable {
  /// One pulse as measured.
  public struct Pulse: Codable, Hashable, Sendable {
    /// Within the train, from 0.
    public var index: Int64
    /// Start on the generator's clock, after the start of the train's first reported pulse; in µs.
    public var startMicroseconds: Int64
    /// Width at half height, in ns.
    public var widthNanoseconds: Int64
    /// What was planned, in mV.
    public var plannedMillivolts: Int64
    /// Mean of the middle 80 % at the terminals, in mV.
    public var voltageMillivolts: Int64
    /// Mean of the middle 80 %, in mA.
    public var currentMilliamperes: Int64
    /// `good`, or the name of the fault that it shows.
    public var verdict: String

    private enum CodingKeys: String, CodingKey {
      case index
      case startMicroseconds = "start_us"
      case widthNanoseconds = "width_ns"
      case plannedMillivolts = "planned_mV"
      case voltageMillivolts = "voltage_mV"
      case currentMilliamperes = "current_mA"
      case verdict
    }
  }

  /// What became of the train: delivered, partial, notDelivered, unresolved or deliveredUnmeasured.
  public var outcome: String
  /// Whether the generator is a simulation, by its own word.
  public var simulated: Bool
  /// Names of array and protocol.
  public var array: String
  /// Name of the protocol.
  public var protocolName: String
  /// The highest planned voltage of all pairs, in mV.
  public var plannedMillivolts: Int64
  /// Whether a limit lowered any pair.
  public var lowered: Bool
  /// Why the train ended: a fixed name, and a sentence.
  public var cause: String
  /// The outcome in one sentence.
  public var sentence: String
  /// The train's number in the record; absent where the record has not taken it yet.
  public var train: Int64?
  /// Every pulse that was reported.
  public var pulses: [Pulse]

  private enum CodingKeys: String, CodingKey {
    case outcome
    case simulated
    case array
    case protocolName = "protocol"
    case plannedMillivolts = "plannedVoltage_mV"
    case lowered
    case cause
    case sentence
    case train
    case pulses
  }

  /// From what the daemon said.
  public init(_ plan: Control.PreparedPlan, _ pulses: [Control.Pulse], _ outcome: Control.Outcome) {
    self.outcome = outcome.name.rawValue
    simulated = outcome.simulated
    array = plan.array
    protocolName = plan.protocolName
    plannedMillivolts = plan.pairs.map(\.planned.millivolts).max() ?? 0
    lowered = plan.lowered
    cause = outcome.cause
    sentence = outcome.sentence
    train = outcome.train
    let start = pulses.first?.startTimeMicroseconds ?? 0
    self.pulses = pulses.map { pulse in
      Pulse(
        index: pulse.index,
        startMicroseconds: pulse.startTimeMicroseconds.subtractingReportingOverflow(start).partialValue,
        widthNanoseconds: pulse.width.nanoseconds, plannedMillivolts: pulse.planned.millivolts,
        voltageMillivolts: pulse.voltage.millivolts, currentMilliamperes: pulse.current.milliamperes,
        verdict: pulse.verdict)
    }
  }
}
