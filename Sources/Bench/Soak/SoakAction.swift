import SafetyKernel
import VirtualGenerator

/// Which of several values somebody names: the one in force, the one before it, or one that never was.
enum SoakClaim: String, Hashable, Sendable, CaseIterable {
  case right, former, wrong
}

/// One thing that somebody or something does to the machine. It names what it means, never a value of the moment, so
/// that it keeps its meaning where others are taken out of a script.
enum SoakAction: Hashable, Sendable {
  /// The lease of this number is granted, which takes any other over.
  case grant(UInt8, LeaseRole)
  case endLease
  /// Whether the console renews its lease.
  case renew(Bool)
  /// Whether the console holds the firing.
  case hold(Bool)
  case prepare(SoakPlan, SoakClaim)
  case arm(lease: SoakClaim, digest: SoakClaim, confirms: Bool)
  /// With a ticket that many ms old.
  case fire(lease: SoakClaim, nonce: SoakClaim, ticket: Int)
  case disarm(SoakClaim)
  case acknowledge
  /// A person states so many pulses; −1 for as many as there truly were.
  case resolve(Int)
  case stop
  case line(InputLine, isClosed: Bool)
  case plug(Int, chip: Bool)
  case unplug
  case fault(SoakFault, SoakMoment)
  case clear(FaultEntry)
  case clearAll
  case calibrate(Bool)
  case record(healthy: Bool, clock: Bool)
  /// Whether intents become durable.
  case durable(Bool)
  case realtime(Bool)
  /// The daemon stands still for so many ms.
  case freeze(Int)
  /// The daemon is killed, and another one starts after so many ms.
  case restart(Int)
  /// The heart beats at this interval in ms; 0 for none.
  case heart(Int)
  case beat
  /// The line's plug is pulled, or put in again and the port opened anew.
  case port(Bool)
  /// Power of the charging supply in W.
  case supply(Int)
  /// Whether the service takes what the loop tells.
  case drain(Bool)
}

/// An action and the tick before which it happens.
struct SoakEntry: Hashable, Sendable {
  var tick: Int
  var action: SoakAction
}
