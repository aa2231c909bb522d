public import Generators
public import Quantities
public import SafetyKernel

/// What the service tells the loop. Numbers named `correlation` come back in the events that answer; zero asks for
/// none.
public enum InboxMessage: Sendable {
  /// Check this plan and keep it as the prepared one.
  case prepare(correlation: UInt32, LeaseIdentity, Plan)
  /// Probe, charge and arm the prepared plan.
  case arm(correlation: UInt32, LeaseIdentity, PlanDigest, confirmed: ArrayIdentity)
  /// Give the armed train. `ticketIssued`: when the state that the console acted on was sent to it.
  case fire(correlation: UInt32, LeaseIdentity, Nonce, ticketIssued: HostInstant)
  /// Give up the arming, keep the plan.
  case disarm(correlation: UInt32, LeaseIdentity)
  /// A person saw the latched faults.
  case acknowledge(correlation: UInt32)
  /// A person states how many pulses the unresolved train gave.
  case resolve(correlation: UInt32, pulses: UInt16)
  /// Somebody got the control lease, or took it over.
  case leaseGranted(LeaseIdentity, role: LeaseRole, at: HostInstant)
  /// The lease was renewed when its message came in; `hold`: the console holds the firing.
  case leaseRenewed(LeaseIdentity, at: HostInstant, hold: Bool)
  /// The holder gave the lease back, or its connection ended.
  case leaseEnded(LeaseIdentity)
  /// The intent of this arming is on disk.
  case recordDurable(Nonce)
  /// Whether the record can be written, and whether the wall clock is not behind it.
  case recordState(healthy: Bool, clockGood: Bool)
  /// The record notes that so many events were lost since the start: see ``MachineStatus/lostEvents``. If more were lost
  /// by now, that is not noted yet, and ``MachineStatus/overrun`` stays.
  case overrunNoted(lostEvents: UInt64)
  /// A calibration that is in date, and the generator it belongs to.
  case calibration(DeviceSerial, Calibration)
  /// No calibration is in force (any longer).
  case calibrationWithdrawn
  /// A serial port was opened: talk to the generator through it from now on. The loop owns it until it says
  /// ``LoopEvent/channelReleased(descriptor:)``.
  case attach(descriptor: Int32, baud: Int32)
}
