import SafetyKernel
import VirtualGenerator

/// What random runs have come across.
public struct SoakCoverage: Sendable {
  var states: Set<UInt8> = []
  var transitions: Set<UInt16> = []
  var faults: Set<UInt8> = []
  var refusals: [String: Int] = [:]
  var gateRefusals: Set<String> = []
  var outcomes: [String: Int] = [:]
  var causes: Set<String> = []
  var injected: Set<String> = []
  var plans: Set<SoakPlan> = []
  /// Delivered trains by kind of plan.
  var delivered: [UInt8: Int] = [:]
  var deliveredSynchronised = 0
  var deliveredLong = 0
  var pulses: [String: Int] = [:]
  var truePulses = 0
  var skippedBeats = 0
  var overruns = 0
  var restarts = 0
  var highest_mV: Int64 = 0

  /// Trains that were delivered whole.
  public var deliveredTrains: Int { delivered.values.reduce(0, +) }

  /// Adds what another run came across.
  mutating func add(_ other: SoakCoverage) {
    states.formUnion(other.states)
    transitions.formUnion(other.transitions)
    faults.formUnion(other.faults)
    refusals.merge(other.refusals) { $0 + $1 }
    gateRefusals.formUnion(other.gateRefusals)
    outcomes.merge(other.outcomes) { $0 + $1 }
    causes.formUnion(other.causes)
    injected.formUnion(other.injected)
    plans.formUnion(other.plans)
    delivered.merge(other.delivered) { $0 + $1 }
    deliveredSynchronised += other.deliveredSynchronised
    deliveredLong += other.deliveredLong
    pulses.merge(other.pulses) { $0 + $1 }
    truePulses += other.truePulses
    skippedBeats += other.skippedBeats
    overruns += other.overruns
    restarts += other.restarts
    highest_mV = max(highest_mV, other.highest_mV)
  }

  mutating func note(latched set: FaultSet) {
    for fault in Fault.allCases where set.contains(fault) { faults.insert(fault.code) }
  }

  /// The transitions that docs/states.md draws, and from any state into itself none.
  static let transitions: Set<UInt16> = [
    pair(.starting, .standby), pair(.standby, .starting), pair(.standby, .probing), pair(.standby, .discharging),
    pair(.probing, .charging), pair(.probing, .discharging), pair(.charging, .armed), pair(.charging, .discharging),
    pair(.armed, .delivering), pair(.armed, .waitingForBeat), pair(.armed, .discharging),
    pair(.waitingForBeat, .delivering), pair(.waitingForBeat, .discharging), pair(.delivering, .settling),
    pair(.delivering, .waitingForBeat), pair(.delivering, .discharging), pair(.settling, .delivering),
    pair(.settling, .waitingForBeat), pair(.settling, .discharging), pair(.discharging, .standby),
  ]

  /// The faults that need a passed self-test before they clear, as docs/states.md lists them.
  static let afterSelfTest: [Fault] = [
    .switchStuck, .pulseCurrentHigh, .pulseTooLong, .pulsePolarityWrong, .pulseExtra, .bankSensorsDisagree,
    .selfTestFailed,
  ]

  static func pair(_ from: StateName, _ to: StateName) -> UInt16 { UInt16(from.code) << 8 | UInt16(to.code) }

  static func name(of outcome: Outcome) -> String {
    switch outcome {
    case .delivered: "delivered"
    case .partial: "partial"
    case .notDelivered: "notDelivered"
    case .deliveredUnmeasured: "deliveredUnmeasured"
    }
  }

  static func name(of cause: EndCause) -> String {
    if case .fault(let fault) = cause { return "fault(\(fault))" }
    return "\(cause)"
  }

  static func name(of refusal: Refusal) -> String {
    switch refusal {
    case .plan(let defect): "plan.\("\(defect)".prefix { $0 != "(" })"
    case .blocked(let blocker): "blocked.\(blocker)"
    case .noLease, .roleNotAllowed, .wrongState, .nothingPrepared, .digestDiffers, .nonceDiffers, .ticketTooOld,
      .holdNeeded, .nothingUnresolved, .conditionStillHolds, .selfTestNeeded, .noFault, .stopped:
      "\(refusal)"
    }
  }
}
