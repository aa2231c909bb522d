public import Quantities

/// Who the device is; the answer to hello and identityRead.
public struct IdentityMessage: Sendable {
  /// Its serial number: a name in ASCII.
  public var serial: Bytes16
  /// Chosen anew at each start of the device.
  public var boot: UInt64
  /// Name and version of its firmware: a name in ASCII.
  public var firmware: Bytes16
  /// Whether there is no high voltage behind it.
  public var simulated: Bool
  /// Pulses ever given, from non-volatile memory; wraps at 2³².
  public var pulseCounter: UInt32
  /// The highest voltage that a step may have; 0 to 4.29 MV on the wire, saturating.
  public var maximumVoltage: Voltage
  /// The highest current limit that a step may have; 0 to 4.29 MA on the wire, saturating.
  public var maximumCurrent: Current
  /// The bank's nominal capacitance in nF.
  public var bankCapacitanceNanofarads: UInt32

  /// An identity.
  @_noAllocation @_noLocks
  public init(
    serial: Bytes16, boot: UInt64, firmware: Bytes16, simulated: Bool, pulseCounter: UInt32, maximumVoltage: Voltage,
    maximumCurrent: Current, bankCapacitanceNanofarads: UInt32
  ) {
    self.serial = serial
    self.boot = boot
    self.firmware = firmware
    self.simulated = simulated
    self.pulseCounter = pulseCounter
    self.maximumVoltage = maximumVoltage
    self.maximumCurrent = maximumCurrent
    self.bankCapacitanceNanofarads = bankCapacitanceNanofarads
  }
}

extension IdentityMessage: Equatable {
  /// Equality of all fields.
  @_noAllocation @_noLocks
  public static func == (left: IdentityMessage, right: IdentityMessage) -> Bool {
    left.serial == right.serial && left.boot == right.boot && left.firmware == right.firmware
      && left.simulated == right.simulated && left.pulseCounter == right.pulseCounter
      && left.maximumVoltage == right.maximumVoltage && left.maximumCurrent == right.maximumCurrent
      && left.bankCapacitanceNanofarads == right.bankCapacitanceNanofarads
  }
}
