public import GeneratorLink
public import Plant
public import Quantities

/// What the firmware refuses to be programmed beyond.
public struct DeviceLimits: Sendable {
  /// Highest voltage of a step.
  public var maximumVoltage: Voltage
  /// Highest current limit of a step.
  public var maximumCurrent: Current
  /// Shortest pulse.
  public var shortestWidth: TimeSpan = .microseconds(10)
  /// Longest pulse.
  public var longestWidth: TimeSpan = .microseconds(200)
  /// Shortest period: 5 kHz.
  public var shortestPeriod: TimeSpan = .microseconds(200)
  /// Most pulses of a program: as many as reports are kept.
  public var mostPulses: UInt32 = 1024
  /// Highest energy of a program, each pulse counted with its voltage and highest current.
  public var highestEnergy: Energy = .joules(2_000)

  /// The limits of a generator of this hardware.
  public init(hardware: GeneratorHardware) {
    maximumVoltage = .millivolts(wholeNumber(hardware.maximumVoltage_V * 1e3))
    maximumCurrent = .milliamperes(wholeNumber(hardware.maximumCurrent_A * 1e3))
  }
}

/// The simulated device as it left the works.
public struct DeviceSettings: Sendable {
  /// Bank, supply, switch.
  public var hardware: GeneratorHardware
  /// What its firmware refuses to be programmed beyond.
  public var limits: DeviceLimits
  /// Bits a second on its line; a byte takes ten of them.
  public var baud: Int
  /// The errors of its measuring channels.
  public var channels: ChannelErrors
  /// How far its charging regulation is off, which has a reference of its own; ±0.3 % is what such a device has.
  public var setPointError: Proportion
  /// Name and version of its firmware.
  public var firmware: Bytes16
  /// How long a low-voltage probe takes.
  public var probeTime: TimeSpan = .milliseconds(20)
  /// How long charging may take before the device faults.
  public var chargeLimit: TimeSpan = .seconds(90)
  /// How long the device waits before a gate.
  public var gateLimit: TimeSpan = .seconds(15)
  /// How long emptying the bank may take before the device faults.
  public var dischargeLimit: TimeSpan = .seconds(10)
  /// How long the device takes to start.
  public var startTime: TimeSpan = .milliseconds(200)
  /// After this long its watchdog restarts firmware that hangs.
  public var watchdogTime: TimeSpan = .milliseconds(1_000)

  /// A device with this hardware, channel errors and baud rate.
  public init(
    hardware: GeneratorHardware = GeneratorHardware(), channels: ChannelErrors = .noticeable, baud: Int = 921_600,
    setPointError: Proportion = .partsPerMillion(1_500)
  ) {
    self.hardware = hardware
    limits = DeviceLimits(hardware: hardware)
    self.baud = baud
    self.channels = channels
    self.setPointError = setPointError
    firmware = Bytes16(ascii: "porate-sim-1.0") ?? .zero
  }
}

/// What the device remembers without power.
public struct NonVolatileMemory: Hashable, Sendable {
  /// Its serial number.
  public var serial: Bytes16
  /// Pulses ever given; wraps at 2³².
  public var pulseCounter: UInt32
  /// How often it was started; the boot identity follows from it and the seed.
  public var starts: UInt64

  /// A memory.
  public init(serial: Bytes16, pulseCounter: UInt32 = 0, starts: UInt64 = 0) {
    self.serial = serial
    self.pulseCounter = pulseCounter
    self.starts = starts
  }
}

/// The nearest whole number, at the nearer end of the range where it does not fit, 0 for what is no number.
func wholeNumber(_ value: Double) -> Int64 {
  guard !value.isNaN else { return 0 }
  let bounded = min(9e18, max(-9e18, value))
  return Int64(bounded.rounded())
}
