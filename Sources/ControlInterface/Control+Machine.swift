public import Quantities

extension Control {
  /// The generator that answers.
  public struct Generator: Codable, Hashable, Sendable {
    /// The serial.
    public var serial: String
    /// The firmware.
    public var firmware: String
    /// The device says itself that it is a simulation; shown wherever its data are.
    public var simulated: Bool
    /// All pulses that it ever gave; wraps at 2^32.
    public var counter: Int64
    /// The maximum voltage, in mV.
    public var maximumVoltage: Voltage
    /// The maximum current, in mA.
    public var maximumCurrent: Current
    /// The bank's capacitance; in nF.
    public var bankNanofarads: Int64

    private enum CodingKeys: String, CodingKey {
      case serial
      case firmware
      case simulated
      case counter
      case maximumVoltage = "maximumVoltage_mV"
      case maximumCurrent = "maximumCurrent_mA"
      case bankNanofarads = "bank_nF"
    }

    /// All fields; what is optional may be left out.
    public init(
      serial: String, firmware: String, simulated: Bool, counter: Int64, maximumVoltage: Voltage,
      maximumCurrent: Current, bankNanofarads: Int64
    ) {
      self.serial = serial
      self.firmware = firmware
      self.simulated = simulated
      self.counter = counter
      self.maximumVoltage = maximumVoltage
      self.maximumCurrent = maximumCurrent
      self.bankNanofarads = bankNanofarads
    }
  }

  /// What was last measured. Absent numbers were not measured, or are too old to be shown.
  public struct Measured: Codable, Hashable, Sendable {
    /// The bank's voltage by its two independent channels; in mV.
    public var bankA: Voltage?
    /// The bank b, in mV.
    public var bankB: Voltage?
    /// Between the electrodes, outside pulses; in mV.
    public var output: Voltage?

    private enum CodingKeys: String, CodingKey {
      case bankA = "bankA_mV"
      case bankB = "bankB_mV"
      case output = "output_mV"
    }

    /// All fields; what is optional may be left out.
    public init(bankA: Voltage? = nil, bankB: Voltage? = nil, output: Voltage? = nil) {
      self.bankA = bankA
      self.bankB = bankB
      self.output = output
    }
  }

  /// The electrode array on the generator's socket.
  public struct Socket: Codable, Hashable, Sendable {
    /// Whether anything is plugged in.
    public var present: Bool
    /// The identity that its chip gives; absent for one without a chip.
    public var identity: String?

    /// All fields; what is optional may be left out.
    public init(present: Bool, identity: String? = nil) {
      self.present = present
      self.identity = identity
    }
  }

  /// Everything a console shows.
  public struct State: Codable, Hashable, Sendable {
    /// The mode.
    public var mode: Mode
    /// One sentence about the mode, and why it is so.
    public var explanation: String
    /// The command that a person should give next, where the machine cannot go on by itself.
    public var nextCommand: String?
    /// What is wrong with the configuration; empty if nothing is.
    public var problems: [Problem]
    /// The link.
    public var link: Link
    /// The generator.
    public var generator: Generator?
    /// The measured.
    public var measured: Measured
    /// The interlocks.
    public var interlocks: [Interlock]
    /// Why there is no interlock beside the generator's own chain, where the configuration says so; shown on every
    /// screen.
    public var declaredWithout: String?
    /// The pedal.
    public var pedal: Pedal
    /// The socket.
    public var socket: Socket
    /// The holder.
    public var holder: Holder?
    /// The prepared.
    public var prepared: PreparedPlan?
    /// The armed.
    public var armed: Armed?
    /// Everything that stands in the way of arming now.
    public var blockers: [Notice]
    /// The faults.
    public var faults: [LatchedFault]
    /// Why the machine last left a state with energy.
    public var cause: Notice
    /// The last train; absent if there was none.
    public var last: Outcome?
    /// Whether the record can be written, and the wall clock is not behind it.
    public var recordHealthy: Bool
    /// The clock good.
    public var clockGood: Bool
    /// The file of the calibration in force.
    public var calibration: String?
    /// Whether the loop has realtime priority.
    public var realtime: Bool

    /// All fields; what is optional may be left out.
    public init(
      mode: Mode, explanation: String, nextCommand: String? = nil, problems: [Problem], link: Link,
      generator: Generator? = nil, measured: Measured, interlocks: [Interlock], declaredWithout: String? = nil,
      pedal: Pedal, socket: Socket, holder: Holder? = nil, prepared: PreparedPlan? = nil, armed: Armed? = nil,
      blockers: [Notice], faults: [LatchedFault], cause: Notice, last: Outcome? = nil, recordHealthy: Bool,
      clockGood: Bool, calibration: String? = nil, realtime: Bool
    ) {
      self.mode = mode
      self.explanation = explanation
      self.nextCommand = nextCommand
      self.problems = problems
      self.link = link
      self.generator = generator
      self.measured = measured
      self.interlocks = interlocks
      self.declaredWithout = declaredWithout
      self.pedal = pedal
      self.socket = socket
      self.holder = holder
      self.prepared = prepared
      self.armed = armed
      self.blockers = blockers
      self.faults = faults
      self.cause = cause
      self.last = last
      self.recordHealthy = recordHealthy
      self.clockGood = clockGood
      self.calibration = calibration
      self.realtime = realtime
    }
  }
}
