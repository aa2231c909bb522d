public import Quantities

extension Simulator {
  /// What a hand can move. emergencyStop: the mushroom; pedalFirst and pedalSecond: the two stages of the pedal.
  /// chain, door and auxiliary: contacts of the generator's interlock chain. pedalContacts: the pedal's plug.
  public enum Line: String, Codable, Hashable, Sendable, CaseIterable {
    /// See the type's own text.
    case chain
    /// See the type's own text.
    case emergencyStop
    /// See the type's own text.
    case door
    /// See the type's own text.
    case auxiliary
    /// See the type's own text.
    case pedalFirst
    /// See the type's own text.
    case pedalSecond
    /// See the type's own text.
    case pedalContacts
  }

  /// What to change; what is absent stays as it is.
  public struct Settings: Codable, Hashable, Sendable {
    /// The tissue between the electrodes: tumour, liver, muscle, fat or potato. The array is then in fresh tissue.
    public var tissue: String?
    /// The array on the socket: plates, needle-rows, hexagonal, test-load, or none.
    public var array: String?
    /// Whether the array carries a chip that tells its identity.
    public var chip: Bool?
    /// The distance of plates, of rows, or between neighbouring needles; in µm.
    public var gap: Distance?
    /// A resistor instead of tissue; 0 goes back to tissue; in mΩ.
    public var load: Resistance?
    /// Heart beats in a minute, 6 to 300; 0 for none.
    public var beatsPerMinute: Int64?
    /// Power of the charging supply in mW.
    public var supplyMilliwatts: Int64?
    /// Capacitance of the bank; in nF.
    public var bankNanofarads: Int64?

    private enum CodingKeys: String, CodingKey {
      case tissue
      case array
      case chip
      case gap = "gap_um"
      case load = "load_mohm"
      case beatsPerMinute = "beats_per_minute"
      case supplyMilliwatts = "supply_mW"
      case bankNanofarads = "bank_nF"
    }

    /// All fields; what is optional may be left out.
    public init(
      tissue: String? = nil, array: String? = nil, chip: Bool? = nil, gap: Distance? = nil, load: Resistance? = nil,
      beatsPerMinute: Int64? = nil, supplyMilliwatts: Int64? = nil, bankNanofarads: Int64? = nil
    ) {
      self.tissue = tissue
      self.array = array
      self.chip = chip
      self.gap = gap
      self.load = load
      self.beatsPerMinute = beatsPerMinute
      self.supplyMilliwatts = supplyMilliwatts
      self.bankNanofarads = bankNanofarads
    }
  }

  /// When something takes effect: when the device enters a state (probing, charging, armed, delivering, waiting), or
  /// at the start or end of a pulse of the present or next train, counted from 1; one of the two. Without a trigger:
  /// at once.
  public struct Trigger: Codable, Hashable, Sendable {
    /// The whole state.
    public var state: String?
    /// The pulse.
    public var pulse: Int64?
    /// The edge.
    public var edge: Edge?

    /// One of the values of edge.
    public enum Edge: String, Codable, Hashable, Sendable, CaseIterable {
      /// See the type's own text.
      case start
      /// See the type's own text.
      case end
    }

    /// All fields; what is optional may be left out.
    public init(state: String? = nil, pulse: Int64? = nil, edge: Edge? = nil) {
      self.state = state
      self.pulse = pulse
      self.edge = edge
    }
  }

  /// A fault of the device's own menu by name, or a signal to a process; one of the two. strength: bytes' share in
  /// parts per million (dropBytes, corruptBytes, duplicateBytes: 1000), frames' share (reorderFrames, truncateFrames:
  /// 100000), time in us (delayBytes: 100000, stuckBuffer: 1000000, longPulse: 20), resistance in milliohm
  /// (shortTissue, arc: 500), share in parts per million (bankDrift: 100000; risingCurrent, each us: 10000), reading in
  /// mV (bankStuck: 0); behind the colon what an absent one means.
  public struct Injection: Codable, Hashable, Sendable {
    /// The fault.
    public var fault: String?
    /// The strength.
    public var strength: Int64?
    /// Of arc: the time within each pulse, 50 if absent; in µs.
    public var afterMicroseconds: Int64?
    /// Of faults of the line: both if absent.
    public var way: Way?
    /// Of faults of a bank channel: a if absent.
    public var channel: Channel?
    /// The signal.
    public var signal: Signal?
    /// The pid.
    public var pid: Int64?

    /// One of the values of way.
    public enum Way: String, Codable, Hashable, Sendable, CaseIterable {
      /// See the type's own text.
      case toDevice
      /// See the type's own text.
      case toHost
      /// See the type's own text.
      case both
    }

    /// One of the values of channel.
    public enum Channel: String, Codable, Hashable, Sendable, CaseIterable {
      /// See the type's own text.
      case a
      /// See the type's own text.
      case b
    }

    /// One of the values of signal.
    public enum Signal: String, Codable, Hashable, Sendable, CaseIterable {
      /// See the type's own text.
      case kill
      /// See the type's own text.
      case stop
      /// See the type's own text.
      case resume
    }

    private enum CodingKeys: String, CodingKey {
      case fault
      case strength
      case afterMicroseconds = "after_us"
      case way
      case channel
      case signal
      case pid
    }

    /// All fields; what is optional may be left out.
    public init(
      fault: String? = nil, strength: Int64? = nil, afterMicroseconds: Int64? = nil, way: Way? = nil,
      channel: Channel? = nil, signal: Signal? = nil, pid: Int64? = nil
    ) {
      self.fault = fault
      self.strength = strength
      self.afterMicroseconds = afterMicroseconds
      self.way = way
      self.channel = channel
      self.signal = signal
      self.pid = pid
    }
  }
}
