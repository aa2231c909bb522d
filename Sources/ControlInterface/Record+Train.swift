public import Quantities

extension Record {
  /// What became of a train. open: it is still under way, or its outcome was not written.
  public enum OutcomeName: String, Codable, Hashable, Sendable, CaseIterable {
    /// See the type's own text.
    case open
    /// See the type's own text.
    case delivered
    /// See the type's own text.
    case partial
    /// See the type's own text.
    case notDelivered
    /// See the type's own text.
    case unresolved
    /// See the type's own text.
    case deliveredUnmeasured
  }

  /// One train without its pulses.
  public struct Train: Codable, Hashable, Sendable {
    /// The id.
    public var id: Int64
    /// When its intent became durable; in µs.
    public var startWallMicroseconds: Int64
    /// treatment, testLoad or selfTest.
    public var kind: String
    /// The array's identity.
    public var array: String
    /// The protocol.
    public var protocolName: String
    /// The serial.
    public var serial: String
    /// The simulated.
    public var simulated: Bool
    /// SHA-256 of the canonical plan, of the configuration, and of the calibration in force.
    public var digest: String
    /// The configuration.
    public var configuration: String
    /// The calibration.
    public var calibration: String?
    /// The program's version.
    public var build: String
    /// The user who armed.
    public var operatorUid: Int64
    /// The generator's pulse counter before the train, and after it where it was read.
    public var counterBefore: Int64
    /// The counter after.
    public var counterAfter: Int64?
    /// Voltage of each step as prepared; in mV.
    public var steps: [Voltage]
    /// What was planned.
    public var planned: Int64
    /// Pulses known to have been given.
    public var pulses: Int64
    /// The outcome.
    public var outcome: OutcomeName
    /// Why it ended: a fixed name.
    public var cause: String
    /// All of it in one sentence.
    public var sentence: String
    /// How the outcome became known: reports, counter, person or nobody; and the person's reason.
    public var settledBy: String
    /// The reason.
    public var reason: String?

    private enum CodingKeys: String, CodingKey {
      case id
      case startWallMicroseconds = "start_wall_us"
      case kind
      case array
      case protocolName = "protocol"
      case serial
      case simulated
      case digest
      case configuration
      case calibration
      case build
      case operatorUid
      case counterBefore
      case counterAfter
      case steps = "steps_mV"
      case planned
      case pulses
      case outcome
      case cause
      case sentence
      case settledBy
      case reason
    }

    /// All fields; what is optional may be left out.
    public init(
      id: Int64, startWallMicroseconds: Int64, kind: String, array: String, protocolName: String, serial: String,
      simulated: Bool, digest: String, configuration: String, calibration: String? = nil, build: String,
      operatorUid: Int64, counterBefore: Int64, counterAfter: Int64? = nil, steps: [Voltage], planned: Int64,
      pulses: Int64, outcome: OutcomeName, cause: String, sentence: String, settledBy: String, reason: String? = nil
    ) {
      self.id = id
      self.startWallMicroseconds = startWallMicroseconds
      self.kind = kind
      self.array = array
      self.protocolName = protocolName
      self.serial = serial
      self.simulated = simulated
      self.digest = digest
      self.configuration = configuration
      self.calibration = calibration
      self.build = build
      self.operatorUid = operatorUid
      self.counterBefore = counterBefore
      self.counterAfter = counterAfter
      self.steps = steps
      self.planned = planned
      self.pulses = pulses
      self.outcome = outcome
      self.cause = cause
      self.sentence = sentence
      self.settledBy = settledBy
      self.reason = reason
    }
  }

  /// A train: the last one, or the one of a number. With more and waveforms: the train with its pulses first, then
  /// its waveforms in pieces; without more, waveforms must be absent or false.
  public enum GetTrain: InterfaceMethod {
    /// The qualified name.
    public static let name = "io.porate.Record.GetTrain"

    /// What a call of GetTrain carries.
    public struct Parameters: Codable, Hashable, Sendable {
      /// The id.
      public var id: Int64?
      /// The waveforms.
      public var waveforms: Bool?

      /// All fields; what is optional may be left out.
      public init(id: Int64? = nil, waveforms: Bool? = nil) {
        self.id = id
        self.waveforms = waveforms
      }
    }

    /// What GetTrain answers.
    public struct Reply: Codable, Hashable, Sendable {
      /// The train.
      public var train: Train?
      /// The pulses.
      public var pulses: [Pulse]?
      /// The waveform.
      public var waveform: Waveform?

      /// All fields; what is optional may be left out.
      public init(train: Train? = nil, pulses: [Pulse]? = nil, waveform: Waveform? = nil) {
        self.train = train
        self.pulses = pulses
        self.waveform = waveform
      }
    }
  }

  /// Trains, the newest first, below a number and at most so many (16, if absent; 64 at most).
  public enum ListTrains: InterfaceMethod {
    /// The qualified name.
    public static let name = "io.porate.Record.ListTrains"

    /// What a call of ListTrains carries.
    public struct Parameters: Codable, Hashable, Sendable {
      /// The below.
      public var below: Int64?
      /// The limit in words.
      public var limit: Int64?

      /// All fields; what is optional may be left out.
      public init(below: Int64? = nil, limit: Int64? = nil) {
        self.below = below
        self.limit = limit
      }
    }

    /// What ListTrains answers.
    public struct Reply: Codable, Hashable, Sendable {
      /// The trains.
      public var trains: [Train]

      /// All fields; what is optional may be left out.
      public init(trains: [Train]) {
        self.trains = trains
      }
    }
  }
}
