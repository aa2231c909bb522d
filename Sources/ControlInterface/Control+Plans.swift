public import Quantities

extension Control {
  /// One pair of electrodes in a plan.
  public struct PlannedPair: Codable, Hashable, Sendable {
    /// The electrode that is positive first, and the other one.
    public var positive: String
    /// Name of the other electrode of the pair.
    public var negative: String
    /// The distance that the field U/d divides by; in µm.
    public var gap: Distance
    /// What the protocol or a person asked for; in mV.
    public var wanted: Voltage
    /// What will be given; in mV.
    public var planned: Voltage
    /// The field U/d that the planned voltage makes; in V/m.
    public var field: FieldStrength
    /// Pulses of both polarities, their width and period.
    public var pulses: Int64
    /// The width, in ns.
    public var width: TimeSpan
    /// The period, in ns.
    public var period: TimeSpan
    /// Whether a limit made the voltage less than wanted.
    public var lowered: Bool
    /// The limit that made it so; plan if none did.
    public var binding: LimitName
    /// The smallest limit on this pair, binding or not: its name in words, its voltage, and the file that sets it.
    public var limit: String
    /// The ceiling, in mV.
    public var ceiling: Voltage
    /// The limit file.
    public var limitFile: String

    private enum CodingKeys: String, CodingKey {
      case positive
      case negative
      case gap = "gap_um"
      case wanted = "wanted_mV"
      case planned = "planned_mV"
      case field = "field_Vm"
      case pulses
      case width = "width_ns"
      case period = "period_ns"
      case lowered
      case binding
      case limit
      case ceiling = "ceiling_mV"
      case limitFile
    }

    /// All fields; what is optional may be left out.
    public init(
      positive: String, negative: String, gap: Distance, wanted: Voltage, planned: Voltage, field: FieldStrength,
      pulses: Int64, width: TimeSpan, period: TimeSpan, lowered: Bool, binding: LimitName, limit: String,
      ceiling: Voltage, limitFile: String
    ) {
      self.positive = positive
      self.negative = negative
      self.gap = gap
      self.wanted = wanted
      self.planned = planned
      self.field = field
      self.pulses = pulses
      self.width = width
      self.period = period
      self.lowered = lowered
      self.binding = binding
      self.limit = limit
      self.ceiling = ceiling
      self.limitFile = limitFile
    }
  }

  /// A plan as the machine holds it.
  public struct PreparedPlan: Codable, Hashable, Sendable {
    /// SHA-256 of the canonical plan, 64 hexadecimal digits: what Arm confirms.
    public var digest: String
    /// The kind.
    public var kind: PlanKind
    /// Names and titles of array and protocol.
    public var array: String
    /// The array title.
    public var arrayTitle: String
    /// The protocol.
    public var protocolName: String
    /// The protocol title.
    public var protocolTitle: String
    /// The gap that the array is set to; absent where all its gaps are fixed; in µm.
    public var gap: Distance?
    /// The pairs.
    public var pairs: [PlannedPair]
    /// All pulses of all pairs.
    public var pulses: Int64
    /// From the first pulse to the last, without waiting for banks or beats; in ns.
    public var duration: TimeSpan
    /// Whether any pair is lowered.
    public var lowered: Bool
    /// The array has no identity chip: Arm must name it.
    public var confirmArray: Bool
    /// The train takes longer than half a second: RenewControl must say hold while it runs, or the pedal is held.
    public var needsHold: Bool
    /// Expected energy of all pulses, at the lowest and the highest good current; in µJ.
    public var energyLow: Energy
    /// The energy high, in µJ.
    public var energyHigh: Energy
    /// Whether every number in it comes from a source that somebody compared with its text.
    public var verified: Bool

    private enum CodingKeys: String, CodingKey {
      case digest
      case kind
      case array
      case arrayTitle
      case protocolName = "protocol"
      case protocolTitle
      case gap = "gap_um"
      case pairs
      case pulses
      case duration = "duration_ns"
      case lowered
      case confirmArray
      case needsHold
      case energyLow = "energyLow_uJ"
      case energyHigh = "energyHigh_uJ"
      case verified
    }

    /// All fields; what is optional may be left out.
    public init(
      digest: String, kind: PlanKind, array: String, arrayTitle: String, protocolName: String, protocolTitle: String,
      gap: Distance? = nil, pairs: [PlannedPair], pulses: Int64, duration: TimeSpan, lowered: Bool,
      confirmArray: Bool, needsHold: Bool, energyLow: Energy, energyHigh: Energy, verified: Bool
    ) {
      self.digest = digest
      self.kind = kind
      self.array = array
      self.arrayTitle = arrayTitle
      self.protocolName = protocolName
      self.protocolTitle = protocolTitle
      self.gap = gap
      self.pairs = pairs
      self.pulses = pulses
      self.duration = duration
      self.lowered = lowered
      self.confirmArray = confirmArray
      self.needsHold = needsHold
      self.energyLow = energyLow
      self.energyHigh = energyHigh
      self.verified = verified
    }
  }

  /// What to prepare.
  public struct Plan: Codable, Hashable, Sendable {
    /// The array.
    public var array: String
    /// The protocol.
    public var protocolName: String
    /// The gap that the array is set to; may be absent for an array that has only one; in µm.
    public var gap: Distance?
    /// A voltage for every pair instead of the protocol's; refused above a limit; in mV.
    public var voltage: Voltage?
    /// A name for the spot that is treated: pulses and energy are summed for each.
    public var site: String?
    /// false refuses a plan that a limit lowered; true and absent mark it as lowered.
    public var acceptLowered: Bool?

    private enum CodingKeys: String, CodingKey {
      case array
      case protocolName = "protocol"
      case gap = "gap_um"
      case voltage = "voltage_mV"
      case site
      case acceptLowered
    }

    /// All fields; what is optional may be left out.
    public init(
      array: String, protocolName: String, gap: Distance? = nil, voltage: Voltage? = nil, site: String? = nil,
      acceptLowered: Bool? = nil
    ) {
      self.array = array
      self.protocolName = protocolName
      self.gap = gap
      self.voltage = voltage
      self.site = site
      self.acceptLowered = acceptLowered
    }
  }

  /// An arming that can be fired.
  public struct Armed: Codable, Hashable, Sendable {
    /// Fire carries it; it is spent once.
    public var nonce: String
    /// How long it still holds; in ms.
    public var expiresMilliseconds: Int64

    private enum CodingKeys: String, CodingKey {
      case nonce
      case expiresMilliseconds = "expires_ms"
    }

    /// All fields; what is optional may be left out.
    public init(nonce: String, expiresMilliseconds: Int64) {
      self.nonce = nonce
      self.expiresMilliseconds = expiresMilliseconds
    }
  }
}
