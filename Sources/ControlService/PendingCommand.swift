import ControlInterface
import Quantities
import SafetyKernel
import Treatment

/// On whose behalf a command goes to the loop.
enum CommandOrigin: Sendable {
  /// A client's call.
  case call(CallID)
  /// A call of SelfTest, which prepares, arms and fires by itself.
  case selfTest(CallID)

  var call: CallID {
    switch self {
    case .call(let id), .selfTest(let id): id
    }
  }
}

/// A person's statement about an unresolved train.
struct ResolveRequest: Sendable {
  var call: CallID
  var uid: UInt32
  var reason: String
  var pulses: UInt16
}

/// A command that the loop has not answered yet.
struct PendingCommand: Sendable {
  enum Kind: Sendable {
    case prepare(CommandOrigin, PreparedTrain)
    case arm(CommandOrigin, uid: UInt32)
    case fire(CommandOrigin)
    case disarm(CallID)
    case acknowledge(CallID, user: String)
    case resolve(ResolveRequest)
  }

  var kind: Kind
  var since: HostInstant

  var call: CallID {
    switch kind {
    case .prepare(let origin, _), .arm(let origin, _), .fire(let origin): origin.call
    case .disarm(let call), .acknowledge(let call, _): call
    case .resolve(let request): request.call
    }
  }
}

/// A plan that the kernel holds, with what people and the record need beside it.
struct PreparedTrain: Sendable {
  var planned: PlannedTrain
  var bytes: [UInt8]
  var digest: PlanDigest
  /// As it travels.
  var display: Control.PreparedPlan
  var uid: UInt32

  /// The pair that a step of the plan belongs to.
  func pair(ofStep step: UInt8) -> PlannedPair? {
    planned.pairs.first { step >= $0.firstStep && step &- $0.firstStep < $0.stepCount }
  }
}

/// What became of one arming so far.
struct Delivery: Sendable {
  enum Stage: Sendable {
    case arming
    case armed(until: HostInstant)
    case fired
    case over
  }

  var nonce: Nonce
  var train: PreparedTrain
  var planned: UInt16
  var isSimulated: Bool
  var stage = Stage.arming
  /// Who waits for it to be armed, and who for its outcome.
  var arming: CommandOrigin?
  var firing: CommandOrigin?
  var isCharging = false
  var chargingToldAt = HostInstant.zero
  var pulses: [(report: PulseReport, fault: Fault?)] = []
  var number: Int64?
  var wasUnresolved = false

  var isUnderWay: Bool {
    switch stage {
    case .arming, .armed, .fired: true
    case .over: false
    }
  }

  var wasFired: Bool {
    switch stage {
    case .fired: true
    case .arming, .armed, .over: false
    }
  }
}
