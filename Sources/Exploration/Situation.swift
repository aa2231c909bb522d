import Quantities
import SafetyKernel

/// What a class of input refers to in one explored state: whose nonce, which pulse, what voltage.
///
/// A class, because it holds a whole plan and every transition of the state refers to it.
final class Situation: Sendable {
  /// The state.
  let moment: KernelMoment
  /// The kind of the plan that is prepared, or would be.
  let kind: PlanKind
  /// Whether its array carries a chip.
  let carriesIdentity: Bool
  /// Its steps.
  let steps: [TrainStep]
  /// The first step up to which every pair of electrodes occurs.
  let lastPair: UInt8
  /// Whether the train takes longer than half a second: those here do that wait for a beat or change the voltage.
  let needsHold: Bool
  /// Its digest.
  let digest: PlanDigest
  /// The kernel's configuration.
  let configuration: KernelConfiguration
  /// Pulses that the generator has truly given of the train, if nothing is wrong.
  let known: UInt16
  /// Pulses that were planned for the train.
  let planned: UInt16
  /// Reports judged of a train that is owed.
  let judged: UInt16
  /// The train's pulse that the next release begins with.
  let next: UInt16
  /// The voltage of that pulse.
  let target: Voltage
  /// The step of the pulse that is due for judging, and its place; nil beyond the last.
  let due: (index: UInt8, step: TrainStep)?
  /// The step of the pulse before it.
  let before: TrainStep?
  /// The step of ``next``.
  let nextStep: TrainStep?

  init(_ moment: KernelMoment, _ entry: ExploredPlans.Entry, _ configuration: KernelConfiguration) {
    self.moment = moment
    kind = entry.plan.kind
    carriesIdentity = entry.plan.array.carriesIdentity
    steps = entry.steps
    lastPair = entry.lastPair
    needsHold = entry.needsHold
    digest = entry.digest
    self.configuration = configuration
    planned = moment.arming?.plannedPulses ?? entry.pulses
    var judged: UInt16 = 0
    var known: UInt16 = 0
    switch moment.state.standing {
    case .none: break
    case .open(let count, _, _), .unresolved(let count, _):
      judged = count
      known = count
    case .settled(.delivered), .settled(.deliveredUnmeasured): known = planned
    case .settled(.partial(let pulses)): known = pulses
    case .settled(.notDelivered): known = 0
    }
    var next: UInt16 = 0
    switch moment.state.mode {
    case .waitingForBeat(let at, _, _, _), .settling(let at, _, _):
      next = at
      known = at
    case .delivering: next = judged
    case .starting, .standby, .probing, .charging, .armed, .discharging: break
    }
    self.judged = judged
    self.known = known
    self.next = next
    due = Situation.step(of: judged, in: entry.steps)
    before = judged > 0 ? Situation.step(of: judged &- 1, in: entry.steps)?.step : nil
    nextStep = Situation.step(of: next, in: entry.steps)?.step
    target = nextStep?.voltage ?? .volts(1_000)
  }

  /// The step that a train's pulse belongs to.
  static func step(of pulse: UInt16, in steps: [TrainStep]) -> (index: UInt8, step: TrainStep)? {
    var first: UInt16 = 0
    for (index, step) in steps.enumerated() {
      first += step.pulses
      if pulse < first { return (UInt8(index), step) }
    }
    return nil
  }

  /// The nonce of the present arming; zero before the first.
  var nonce: Nonce { moment.arming?.nonce ?? Nonce(value: 0) }
  /// The lease of whoever armed, or may arm.
  var holder: LeaseIdentity { moment.arming == nil ? LeaseIdentity(value: 7) : moment.armingLease }
  /// Somebody else's.
  var stranger: LeaseIdentity { LeaseIdentity(value: holder.value &+ 100) }
  /// The generator that was armed.
  var serial: DeviceSerial { moment.arming?.serial ?? DeviceSerial(low: 1, high: 0) }
  /// Its start.
  var boot: BootIdentity { moment.arming?.boot ?? BootIdentity(value: 11) }
  /// Its counter before the train.
  var counterBefore: UInt32 { moment.arming?.counterBefore ?? 5_000 }
  /// The digest that was armed, or would be.
  var armedDigest: PlanDigest { moment.arming?.digest ?? digest }
  /// The generator's clock in every explored tick; only differences matter to the rules.
  static var deviceTime: DeviceInstant { .microseconds(1_000_000_000) }
  /// How old fresh telemetry is.
  static var age: TimeSpan { .milliseconds(5) }
  /// The host's clock in every explored tick.
  static var now: HostInstant { .nanoseconds(1_000_000_000_000) }
}
