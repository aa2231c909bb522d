/// What an arming fixed: by it a train is recognised again, also after a restart of either side.
public struct Arming: Sendable {
  /// Its name, spent once.
  public var nonce: Nonce
  /// The plan that was confirmed.
  public var digest: PlanDigest
  /// The generator that was armed.
  public var serial: DeviceSerial
  /// Its start at that time.
  public var boot: BootIdentity
  /// Its pulse counter before the train.
  public var counterBefore: UInt32
  /// Pulses that were planned.
  public var plannedPulses: UInt16

  /// An arming.
  @_noAllocation @_noLocks
  public init(
    nonce: Nonce, digest: PlanDigest, serial: DeviceSerial, boot: BootIdentity, counterBefore: UInt32,
    plannedPulses: UInt16
  ) {
    self.nonce = nonce
    self.digest = digest
    self.serial = serial
    self.boot = boot
    self.counterBefore = counterBefore
    self.plannedPulses = plannedPulses
  }

  /// Pulses that the counter shows since the arming, saturating at `UInt16.max`; the counter wraps at 2³².
  @_noAllocation @_noLocks
  func pulses(since telemetry: Telemetry) -> UInt16 {
    let delta = telemetry.pulseCounter &- counterBefore
    return delta > UInt32(UInt16.max) ? UInt16.max : UInt16(truncatingIfNeeded: delta)
  }
}
