public import Quantities

/// The device's state, sent every 10 ms and at once after a change, before everything else. Voltages are raw.
public struct TelemetryMessage: Sendable {
  /// The device's clock when this was measured.
  public var deviceTime: DeviceInstant
  /// The low 32 bits of the boot identity: a device that restarted is seen in its next telemetry.
  public var bootLow: UInt32
  /// Pulses ever given, from non-volatile memory; wraps at 2³².
  public var pulseCounter: UInt32
  /// What the device is doing.
  public var state: DeviceState
  /// The step it is at or waits before, from 0.
  public var step: UInt8
  /// Yes-or-no readings.
  public var flags: TelemetryFlags
  /// Bank voltage by the first channel; −2.1 to 2.1 MV on the wire, saturating.
  public var bankA: Voltage
  /// Bank voltage by the second, independent channel.
  public var bankB: Voltage
  /// Voltage at the output terminals between pulses.
  public var output: Voltage
  /// The arming that state, step and pulses belong to; 0 for none.
  public var nonce: UInt64
  /// Pulses given in the present train.
  public var pulsesGiven: UInt16
  /// The device's own fault.
  public var fault: DeviceFault
  /// The electrode array's identity; zeros unless ``TelemetryFlags/arrayIdentified``.
  public var arrayIdentity: Bytes16

  /// Telemetry of an idle device with an empty bank, nothing closed and nothing plugged in.
  @_noAllocation @_noLocks
  public init() {
    deviceTime = .zero
    bootLow = 0
    pulseCounter = 0
    state = .idle
    step = 0
    flags = TelemetryFlags()
    bankA = .zero
    bankB = .zero
    output = .zero
    nonce = 0
    pulsesGiven = 0
    fault = .none
    arrayIdentity = .zero
  }
}

extension TelemetryMessage: Equatable {
  /// Equality of all fields.
  @_noAllocation @_noLocks
  public static func == (left: TelemetryMessage, right: TelemetryMessage) -> Bool {
    left.deviceTime == right.deviceTime && left.bootLow == right.bootLow && left.pulseCounter == right.pulseCounter
      && left.state == right.state && left.step == right.step && left.flags == right.flags
      && left.bankA == right.bankA && left.bankB == right.bankB && left.output == right.output
      && left.nonce == right.nonce && left.pulsesGiven == right.pulsesGiven
      && left.fault == right.fault && left.arrayIdentity == right.arrayIdentity
  }
}
