public import Quantities

extension Record {
  /// One pulse as measured and judged.
  public struct Pulse: Codable, Hashable, Sendable {
    /// The index.
    public var index: Int64
    /// The step.
    public var step: Int64
    /// On the generator's clock; in µs.
    public var startTimeMicroseconds: Int64
    /// The width, in ns.
    public var width: TimeSpan
    /// What was planned, in mV.
    public var planned: Voltage
    /// Mean of the middle 80 %, signed; in mV.
    public var voltage: Voltage
    /// The current, in mA.
    public var current: Current
    /// The peak, in mA.
    public var peak: Current
    /// good, or the name of the fault that it shows.
    public var verdict: String

    private enum CodingKeys: String, CodingKey {
      case index
      case step
      case startTimeMicroseconds = "start_time_us"
      case width = "width_ns"
      case planned = "planned_mV"
      case voltage = "voltage_mV"
      case current = "current_mA"
      case peak = "peak_mA"
      case verdict
    }

    /// All fields; what is optional may be left out.
    public init(
      index: Int64, step: Int64, startTimeMicroseconds: Int64, width: TimeSpan, planned: Voltage, voltage: Voltage,
      current: Current, peak: Current, verdict: String
    ) {
      self.index = index
      self.step = step
      self.startTimeMicroseconds = startTimeMicroseconds
      self.width = width
      self.planned = planned
      self.voltage = voltage
      self.current = current
      self.peak = peak
      self.verdict = verdict
    }
  }

  /// Voltage and current over one pulse. A voltage is its count times perCount_uV plus voltageOffset_mV; a current
  /// likewise.
  public struct Waveform: Codable, Hashable, Sendable {
    /// The index.
    public var index: Int64
    /// The first sample's time after the pulse's start, and from sample to sample; in ns.
    public var lead: TimeSpan
    /// The interval, in ns.
    public var interval: TimeSpan
    /// The per count, in µV.
    public var perCountMicrovolts: Int64
    /// The per count, in µA.
    public var perCountMicroamperes: Int64
    /// The voltage offset, in mV.
    public var voltageOffset: Voltage
    /// The current offset, in mA.
    public var currentOffset: Current
    /// Counts, at most 2048 in a reply; first is the place of the first of them in the whole waveform of total
    /// samples.
    public var first: Int64
    /// The total.
    public var total: Int64
    /// The voltage.
    public var voltage: [Int64]
    /// The current.
    public var current: [Int64]

    private enum CodingKeys: String, CodingKey {
      case index
      case lead = "lead_ns"
      case interval = "interval_ns"
      case perCountMicrovolts = "perCount_uV"
      case perCountMicroamperes = "perCount_uA"
      case voltageOffset = "voltageOffset_mV"
      case currentOffset = "currentOffset_mA"
      case first
      case total
      case voltage
      case current
    }

    /// All fields; what is optional may be left out.
    public init(
      index: Int64, lead: TimeSpan, interval: TimeSpan, perCountMicrovolts: Int64, perCountMicroamperes: Int64,
      voltageOffset: Voltage, currentOffset: Current, first: Int64, total: Int64, voltage: [Int64], current: [Int64]
    ) {
      self.index = index
      self.lead = lead
      self.interval = interval
      self.perCountMicrovolts = perCountMicrovolts
      self.perCountMicroamperes = perCountMicroamperes
      self.voltageOffset = voltageOffset
      self.currentOffset = currentOffset
      self.first = first
      self.total = total
      self.voltage = voltage
      self.current = current
    }
  }
}
