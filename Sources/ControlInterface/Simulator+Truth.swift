public import Quantities

extension Simulator {
  /// One entry of the simulator's own log of what really happened, in true values, never those of the device's
  /// channels. The same, one object a line, is in the file truth.jsonl of the simulator's folder.
  public struct Truth: Codable, Hashable, Sendable {
    /// From 1 on, without gaps, anew for each start of porate-sim.
    public var number: Int64
    /// On the machine's monotonic clock; in ns.
    public var time: TimeSpan
    /// On the device's clock, since its start; in ns.
    public var device: TimeSpan
    /// The device's start, 16 hexadecimal digits.
    public var boot: String
    /// started, linkOpened, entered, permitGranted, permitLapsed, permitRevoked, dischargeReceived, programCommitted,
    /// chargeAccepted, releaseAccepted, releaseRefused, pulseStart, pulseEnd, trainEnded, bankAbove42V, bankBelow42V,
    /// deviceFault, deviceFaultGone, injected, tookEffect, cleared, line, array. tookEffect: an injected fault first really
    /// changed something.
    public var event: String
    /// The state, fault, line, array, or digest that it is about.
    public var name: String?
    /// The state before.
    public var from: String?
    /// Why, or how: of a refusal, a cut, a train's end; of a line: open, closed.
    public var reason: String?
    /// The arming, 16 hexadecimal digits.
    public var nonce: String?
    /// Index of a pulse in the whole train, from 0.
    public var index: Int64?
    /// Index of a step, from 0.
    public var step: Int64?
    /// Index of a pulse within its step, from 0.
    public var pulse: Int64?
    /// The electrode that is positive in truth.
    public var positive: Int64?
    /// The electrode that is negative in truth.
    public var negative: Int64?
    /// The pulse counter with this pulse.
    public var counter: Int64?
    /// Until when the permit stands, on the device's clock; in µs.
    public var untilMicroseconds: Int64?
    /// Mean over the middle 80 % of the pulse, positive when the step's positive electrode is; in mV.
    public var voltage: Voltage?
    /// Mean over the middle 80 % of the pulse, signed as the voltage; in mA.
    public var current: Current?
    /// The highest current; in mA.
    public var peak: Current?
    /// Width at half height; in ns.
    public var width: TimeSpan?
    /// Energy at the terminals; in µJ.
    public var energy: Energy?
    /// Pulses of the train.
    public var pulses: Int64?

    private enum CodingKeys: String, CodingKey {
      case number
      case time = "time_ns"
      case device = "device_ns"
      case boot
      case event
      case name
      case from
      case reason
      case nonce
      case index
      case step
      case pulse
      case positive
      case negative
      case counter
      case untilMicroseconds = "until_us"
      case voltage = "voltage_mV"
      case current = "current_mA"
      case peak = "peak_mA"
      case width = "width_ns"
      case energy = "energy_uJ"
      case pulses
    }

    /// All fields; what is optional may be left out.
    public init(
      number: Int64, time: TimeSpan, device: TimeSpan, boot: String, event: String, name: String? = nil,
      from: String? = nil, reason: String? = nil, nonce: String? = nil, index: Int64? = nil, step: Int64? = nil,
      pulse: Int64? = nil, positive: Int64? = nil, negative: Int64? = nil, counter: Int64? = nil,
      untilMicroseconds: Int64? = nil, voltage: Voltage? = nil, current: Current? = nil, peak: Current? = nil,
      width: TimeSpan? = nil, energy: Energy? = nil, pulses: Int64? = nil
    ) {
      self.number = number
      self.time = time
      self.device = device
      self.boot = boot
      self.event = event
      self.name = name
      self.from = from
      self.reason = reason
      self.nonce = nonce
      self.index = index
      self.step = step
      self.pulse = pulse
      self.positive = positive
      self.negative = negative
      self.counter = counter
      self.untilMicroseconds = untilMicroseconds
      self.voltage = voltage
      self.current = current
      self.peak = peak
      self.width = width
      self.energy = energy
      self.pulses = pulses
    }
  }
}
