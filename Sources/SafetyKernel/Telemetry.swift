public import Quantities

/// What the generator says that it is doing.
public enum GeneratorState: UInt8, Hashable, Sendable {
  /// Nothing; the bank is left alone.
  case idle = 0
  /// Measuring a pair at low voltage.
  case probing = 1
  /// Charging the bank.
  case charging = 2
  /// Charged and waiting for the trigger.
  case armed = 3
  /// Giving pulses.
  case delivering = 4
  /// Between steps or pulses, waiting for the host's release.
  case waiting = 5
  /// The train is over; the bank is being discharged.
  case discharging = 6
  /// Stopped by a fault of its own; the bank is being discharged.
  case fault = 7

  /// The raw value; written out because the synthesised getter is not proven free of allocation in other files.
  public var code: UInt8 { @_noAllocation @_noLocks get { rawValue } }

  /// The case of a raw value, or nil if there is none.
  @_noAllocation @_noLocks
  public static func coded(_ code: UInt8) -> GeneratorState? { GeneratorState(rawValue: code) }
}

/// What is known of the electrode array on the generator's socket.
public enum ArrayReading: Hashable, Sendable {
  /// Nothing is plugged in, or nobody knows.
  case absent
  /// An array without identity chip is plugged in.
  case unidentified
  /// An array with this identity is plugged in.
  case identified(ArrayIdentity)
}

/// The newest telemetry, calibrated, in the host's terms. The driver fills it; the kernel judges it with its age.
public struct Telemetry: Sendable {
  /// The generator's clock when this was measured.
  public var deviceTime: DeviceInstant
  /// Which start of the generator this is.
  public var boot: BootIdentity
  /// The generator's serial number.
  public var serial: DeviceSerial
  /// Pulses that the generator ever gave, kept over its power cycles; wraps at 2³².
  public var pulseCounter: UInt32
  /// What it is doing.
  public var state: GeneratorState
  /// Bank voltage by the first channel.
  public var bankA: Voltage
  /// Bank voltage by the second, independent channel.
  public var bankB: Voltage
  /// Voltage at the electrodes between pulses.
  public var outputVoltage: Voltage
  /// The arming that the state belongs to; zero for none.
  public var nonce: Nonce
  /// The step it is at or waits before.
  public var step: UInt8
  /// Pulses given in the present train.
  public var pulsesGiven: UInt16
  /// Whether it has a fault of its own.
  public var hasFault: Bool
  /// The electrode array.
  public var array: ArrayReading

  /// Telemetry of a generator of which nothing is known.
  @_noAllocation @_noLocks
  public init() {
    deviceTime = .zero
    boot = BootIdentity(value: 0)
    serial = DeviceSerial(low: 0, high: 0)
    pulseCounter = 0
    state = .idle
    bankA = .zero
    bankB = .zero
    outputVoltage = .zero
    nonce = Nonce(value: 0)
    step = 0
    pulsesGiven = 0
    hasFault = false
    array = .absent
  }
}

/// The link as the kernel sees it.
public enum LinkReading: Hashable, Sendable {
  /// There is no connection to a generator.
  case down
  /// The handshake is not finished, or a different generator than the configured one answered.
  case opening
  /// Connected to the configured generator; telemetry may be used, if it is fresh.
  case up
}

#if !hasFeature(Embedded)
// An array of all cases allocates; firmware has no use for it.
extension GeneratorState: CaseIterable {}
#endif
