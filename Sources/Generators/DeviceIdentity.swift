internal import GeneratorLink
public import Quantities
public import SafetyKernel

/// Who the generator says it is.
public struct DeviceIdentity: Sendable {
  /// Its serial number.
  public var serial: DeviceSerial
  /// Which start of it this is.
  public var boot: BootIdentity
  /// Bytes 0 to 7 of its firmware's name, the first in the lowest bits.
  public var firmwareLow: UInt64
  /// Bytes 8 to 15 of its firmware's name.
  public var firmwareHigh: UInt64
  /// Whether there is no high voltage behind it.
  public var simulated: Bool
  /// Pulses ever given, at the handshake.
  public var pulseCounter: UInt32
  /// The highest voltage that it can give.
  public var maximumVoltage: Voltage
  /// The highest current limit that it takes.
  public var maximumCurrent: Current
  /// The bank's nominal capacitance in nF.
  public var bankCapacitanceNanofarads: UInt32

  /// Nobody.
  @_noAllocation @_noLocks
  public init() {
    serial = DeviceSerial(low: 0, high: 0)
    boot = BootIdentity(value: 0)
    firmwareLow = 0
    firmwareHigh = 0
    simulated = false
    pulseCounter = 0
    maximumVoltage = .zero
    maximumCurrent = .zero
    bankCapacitanceNanofarads = 0
  }

  @_noAllocation @_noLocks
  init(_ message: IdentityMessage) {
    serial = DeviceSerial(low: message.serial.low, high: message.serial.high)
    boot = BootIdentity(value: message.boot)
    firmwareLow = message.firmware.low
    firmwareHigh = message.firmware.high
    simulated = message.simulated
    pulseCounter = message.pulseCounter
    maximumVoltage = message.maximumVoltage
    maximumCurrent = message.maximumCurrent
    bankCapacitanceNanofarads = message.bankCapacitanceNanofarads
  }

  /// The firmware's name as text. Not for the loop: it allocates.
  public var firmware: String { Bytes16(low: firmwareLow, high: firmwareHigh).ascii }
}
