public import Quantities

extension Control {
  /// An electrode array of the library.
  public struct ArrayEntry: Codable, Hashable, Sendable {
    /// A short fixed name.
    public var name: String
    /// The name for people.
    public var title: String
    /// plates, needle-rows, hexagonal, test-load or internal-load.
    public var kind: String
    /// The identity.
    public var identity: String
    /// The carries identity.
    public var carriesIdentity: Bool
    /// The gaps, in µm.
    public var gaps: [Distance]
    /// The electrodes.
    public var electrodes: [String]
    /// The pairs.
    public var pairs: Int64
    /// The maximum voltage, in mV.
    public var maximumVoltage: Voltage
    /// The maximum field, in V/m.
    public var maximumField: FieldStrength
    /// The source.
    public var source: String
    /// The verified.
    public var verified: Bool
    /// The file that says so.
    public var file: String

    private enum CodingKeys: String, CodingKey {
      case name
      case title
      case kind
      case identity
      case carriesIdentity
      case gaps = "gaps_um"
      case electrodes
      case pairs
      case maximumVoltage = "maximumVoltage_mV"
      case maximumField = "maximumField_Vm"
      case source
      case verified
      case file
    }

    /// All fields; what is optional may be left out.
    public init(
      name: String, title: String, kind: String, identity: String, carriesIdentity: Bool, gaps: [Distance],
      electrodes: [String], pairs: Int64, maximumVoltage: Voltage, maximumField: FieldStrength, source: String,
      verified: Bool, file: String
    ) {
      self.name = name
      self.title = title
      self.kind = kind
      self.identity = identity
      self.carriesIdentity = carriesIdentity
      self.gaps = gaps
      self.electrodes = electrodes
      self.pairs = pairs
      self.maximumVoltage = maximumVoltage
      self.maximumField = maximumField
      self.source = source
      self.verified = verified
      self.file = file
    }
  }

  /// A protocol of the library.
  public struct ProtocolEntry: Codable, Hashable, Sendable {
    /// A short fixed name.
    public var name: String
    /// The name for people.
    public var title: String
    /// What sets the voltage: a field with its least acceptable value, or a voltage; in V/m.
    public var field: FieldStrength?
    /// The minimum field, in V/m.
    public var minimumField: FieldStrength?
    /// The voltage, in mV.
    public var voltage: Voltage?
    /// The pulses.
    public var pulses: Int64
    /// The width, in ns.
    public var width: TimeSpan
    /// The period, in ns.
    public var period: TimeSpan
    /// single or reversed.
    public var polarity: String
    /// none, eachStep or eachPulse: whether pulses wait for the heart.
    public var synchronisation: String
    /// The arrays.
    public var arrays: [String]
    /// The description.
    public var description: String
    /// The source.
    public var source: String
    /// The verified.
    public var verified: Bool
    /// The file that says so.
    public var file: String

    private enum CodingKeys: String, CodingKey {
      case name
      case title
      case field = "field_Vm"
      case minimumField = "minimumField_Vm"
      case voltage = "voltage_mV"
      case pulses
      case width = "width_ns"
      case period = "period_ns"
      case polarity
      case synchronisation
      case arrays
      case description
      case source
      case verified
      case file
    }

    /// All fields; what is optional may be left out.
    public init(
      name: String, title: String, field: FieldStrength? = nil, minimumField: FieldStrength? = nil,
      voltage: Voltage? = nil, pulses: Int64, width: TimeSpan, period: TimeSpan, polarity: String,
      synchronisation: String, arrays: [String], description: String, source: String, verified: Bool, file: String
    ) {
      self.name = name
      self.title = title
      self.field = field
      self.minimumField = minimumField
      self.voltage = voltage
      self.pulses = pulses
      self.width = width
      self.period = period
      self.polarity = polarity
      self.synchronisation = synchronisation
      self.arrays = arrays
      self.description = description
      self.source = source
      self.verified = verified
      self.file = file
    }
  }
}
