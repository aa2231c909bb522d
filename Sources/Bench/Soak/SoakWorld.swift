import PulseDispatch
import Quantities
import SafetyKernel

/// A command that was given and not answered yet.
struct SoakAsked: Sendable {
  var action: SoakAction
  var lease: UInt64
  var nonce: UInt64
  /// The digest that an arming named.
  var digest: PlanDigest?
  var ticketIssued: HostInstant
}

/// What people, service and surroundings are at: what the random run itself did, and so knows without asking the daemon.
struct SoakWorld: Sendable {
  /// The lease that was granted last, nil after it was given back.
  var lease: UInt64? = 1
  var formerLease: UInt64?
  var grants = 0
  var role = LeaseRole.operating
  /// The tick since which it is so; likewise below.
  var leaseSince = 0
  /// When the daemon was last told of a renewal.
  var renewedAt = HostInstant.zero
  var renews = true
  /// Whether the console holds the firing, and what it said of that last.
  var holds = true
  var holdTold = false
  var holdSince = 0
  var calibrated = true
  var calibratedSince = 0
  var recordHealthy = true
  var clockGood = true
  var recordSince = 0
  var durable = true
  /// The intent of which the daemon was told last that it is durable.
  var durableNonce: UInt64 = 0
  var realtime = true
  var drains = true
  /// The array on the socket: its number, and whether it shows a chip; nil for none.
  var plugged: Int? = 1
  var chip = false
  var portOpen = true
  /// Commands without an answer, by their number.
  var asked: [UInt32: SoakAsked] = [:]
  /// Digest of the plan before the prepared one.
  var formerDigest = MachineStatus().digest
  /// The array that the plan names which was prepared last.
  var preparedIdentity = ArrayIdentity(low: 0, high: 0)
  var formerNonce = Nonce(value: 3)

  /// The identity of a numbered lease.
  static func identity(_ lease: UInt64) -> LeaseIdentity { LeaseIdentity(value: 4_000 &+ lease) }

  /// The lease that a claim names.
  func identity(_ claim: SoakClaim) -> LeaseIdentity {
    switch claim {
    case .right: SoakWorld.identity(lease ?? 1)
    case .former: SoakWorld.identity(formerLease ?? 2)
    case .wrong: LeaseIdentity(value: 999)
    }
  }
}
