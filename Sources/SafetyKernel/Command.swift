public import Quantities

/// What a holder of the lease may be; what each may do beyond this is decided before the kernel.
public enum LeaseRole: UInt8, Hashable, Sendable {
  /// May treat.
  case operating = 0
  /// May pulse into the test load and the internal load only.
  case technician = 1
  /// May pulse into the internal load only.
  case engineer = 2
}

/// The control lease in this tick.
public enum LeaseReading: Sendable {
  /// Nobody holds it.
  case none
  /// Held, last renewed `age` ago; `hold` says that the console holds the firing, as a pressed pedal would.
  case held(LeaseIdentity, role: LeaseRole, age: TimeSpan, hold: Bool)
}

/// A request to the kernel; at most one a tick.
public enum Command: Sendable {
  /// None in this tick.
  case none
  /// Check ``TickInput/proposal`` and keep it as the prepared plan.
  case prepare(LeaseIdentity)
  /// Probe, charge and arm the prepared plan. `confirmed` is the array that the operator says is connected.
  case arm(LeaseIdentity, PlanDigest, confirmed: ArrayIdentity)
  /// Give the armed train. `ticketAge` is the time since the console saw the state it acts on.
  case fire(LeaseIdentity, Nonce, ticketAge: TimeSpan)
  /// Give up the arming, keep the plan.
  case disarm(LeaseIdentity)
  /// A person saw the latched faults.
  case acknowledge
  /// A person states, on the record, how many pulses the unresolved train gave.
  case resolve(pulses: UInt16)
}

/// Why a command was not carried out.
public enum Refusal: Hashable, Sendable {
  /// The command's lease is not the one that is held, or it has lapsed.
  case noLease
  /// The lease's role may not do this.
  case roleNotAllowed
  /// The machine is in a state where this makes no sense.
  case wrongState
  /// No plan is prepared.
  case nothingPrepared
  /// The digest is not that of the prepared plan.
  case digestDiffers
  /// The nonce is not that of the present arming, or is spent.
  case nonceDiffers
  /// The ticket is older than allowed.
  case ticketTooOld
  /// The train is longer than half a second and nobody holds the pedal or the console.
  case holdNeeded
  /// The plan breaks a rule.
  case plan(PlanDefect)
  /// The permit's conditions do not hold.
  case blocked(Blocker)
  /// No train is unresolved.
  case nothingUnresolved
  /// The condition of a latched fault still holds.
  case conditionStillHolds
  /// A latched fault needs a passed self-test first.
  case selfTestNeeded
  /// No fault is latched.
  case noFault
  /// Somebody called for a stop in the same moment.
  case stopped
}

/// What stands in the way of energy.
public enum Blocker: UInt8, Hashable, Sendable {
  /// No connection to the configured generator.
  case linkDown = 0
  /// Telemetry is older than allowed.
  case telemetryStale
  /// An interlock is open.
  case interlockOpen
  /// No lease, or it lapsed.
  case noLease
  /// A fault is latched.
  case faultLatched
  /// The last train is unresolved, or its outcome is still being gathered.
  case trainUnresolved
  /// No electrode array is connected.
  case arrayAbsent
  /// The connected array is not the plan's.
  case arrayDiffers
  /// The operator has to confirm which array is connected.
  case arrayUnconfirmed
  /// There is no valid calibration for this generator.
  case calibration
  /// The record cannot be written.
  case record
  /// The wall clock is behind the newest record.
  case wallClock
  /// The loop runs without realtime priority and nobody allowed that.
  case notRealtime
  /// The bank is not measured below 42 V, or there is voltage at the electrodes.
  case bankNotDischarged
  /// The generator is not idle.
  case generatorBusy
  /// Pulses, energy or heat for this minute or this site are used up.
  case budgetExhausted
  /// The loop's last tick came too late.
  case tickLate

  /// The raw value; written out because the synthesised getter is not proven free of allocation in other files.
  public var code: UInt8 { @_noAllocation @_noLocks get { rawValue } }

  /// The case of a raw value, or nil if there is none.
  @_noAllocation @_noLocks
  public static func coded(_ code: UInt8) -> Blocker? { Blocker(rawValue: code) }
}

#if !hasFeature(Embedded)
// An array of all cases allocates; firmware has no use for it.
extension LeaseRole: CaseIterable {}
extension Blocker: CaseIterable {}
#endif
