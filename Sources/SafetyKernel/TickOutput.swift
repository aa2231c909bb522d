public import Quantities

/// The one thing that the generator is told in a tick.
public enum GeneratorCommand: Sendable {
  /// Nothing.
  case none
  /// Revoke every permit, stop between pulses and discharge. Repeated in each tick until the bank is measured empty.
  case discharge
  /// Upload the prepared plan's program under this arming and read it back.
  case load(Nonce)
  /// Measure the pair of this step at low voltage.
  case probe(Nonce, step: UInt8)
  /// Charge the bank to the first step's voltage and wait for the trigger.
  case charge(Nonce)
  /// Give the pulses from this step and pulse on, at `fireAt` (zero: at once), but not after `notAfter`. Handed over once, never retried.
  case release(Nonce, step: UInt8, pulse: UInt16, fireAt: DeviceInstant, notAfter: DeviceInstant)
}

/// Lamps and sound, independent of any console.
public struct Indicators: Sendable {
  /// There is or may be dangerous voltage.
  public var energy: Bool
  /// Armed: the next press of the pedal or key gives pulses.
  public var armed: Bool
  /// Pulses are being given.
  public var delivering: Bool
  /// A fault is latched.
  public var fault: Bool

  /// All dark.
  @_noAllocation @_noLocks
  public init() {
    energy = false
    armed = false
    delivering = false
    fault = false
  }
}

/// What happened in a tick, for the record and the consoles.
public enum KernelEvent: Sendable {
  /// The machine changed its state.
  case entered(StateName, EndCause)
  /// A plan was prepared.
  case prepared(PlanDigest)
  /// The prepared plan was dropped or replaced.
  case planDropped
  /// An arming began: its intent must be made durable before it can be armed.
  case intent(Nonce, PlanDigest, DeviceSerial, BootIdentity, counterBefore: UInt32, plannedPulses: UInt16)
  /// A pair was probed.
  case probed(step: UInt8, Resistance)
  /// The arming is complete.
  case armed(Nonce)
  /// The train was released: the trigger was handed to the link.
  case fired(Nonce)
  /// A pulse was judged; nil if it was good.
  case judged(PulseReport, Fault?)
  /// The train's outcome is known.
  case settled(Nonce, Outcome, EndCause)
  /// Nobody knows what became of the train.
  case unresolved(Nonce)
  /// Faults latched in this tick, the first of them first; none of them was latched before.
  case latched(FaultSet)
  /// A person cleared the latched faults.
  case cleared
  /// A command was refused.
  case refused(Refusal)
  /// A command was carried out.
  case accepted
  /// A beat was skipped.
  case beatSkipped
}

/// What the kernel says in one tick: one command, the permit, lamps, events.
public struct TickOutput: Sendable {
  /// Events a tick can hold; ``SafetyKernel`` never makes more, and says so by ``overflowed`` if it did.
  public static var eventCapacity: Int { @_noAllocation @_noLocks get { 12 } }

  /// Whether the heartbeat that keeps the generator energised may be sent.
  public internal(set) var permit: Bool
  /// What to tell the generator.
  public internal(set) var command: GeneratorCommand
  /// The train whose fate and reports are wanted, or nil; asking moves no energy, so it stands beside ``command``.
  public internal(set) var query: Nonce?
  /// Lamps and sound.
  public internal(set) var indicators: Indicators
  /// Number of events.
  public internal(set) var eventCount: Int
  /// The events; entries from `eventCount` on mean nothing.
  public internal(set) var events: InlineArray<12, KernelEvent>
  /// Whether an event found no room; tests hold that it never is.
  public internal(set) var overflowed: Bool

  /// An output that permits nothing and asks for nothing.
  @_noAllocation @_noLocks
  public init() {
    permit = false
    command = .none
    query = nil
    indicators = Indicators()
    eventCount = 0
    events = InlineArray(repeating: .accepted)
    overflowed = false
  }

  /// Adds an event.
  @_noAllocation @_noLocks
  mutating func emit(_ event: KernelEvent) {
    guard eventCount >= 0, eventCount < TickOutput.eventCapacity else {
      overflowed = true
      return
    }
    events[eventCount] = event
    eventCount &+= 1
  }
}
