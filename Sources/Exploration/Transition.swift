import SafetyKernel

/// One tick as the rules see it: where it began, what it was told, what it said, where it ended.
struct Transition {
  let situation: Situation
  let input: ExploredInput
  let truth: InputTruth
  /// Where it ended.
  let moment: KernelMoment
  let scan: EventScan
  let permit: Bool
  let command: GeneratorCommand
  let lamps: Indicators
  let overflowed: Bool
  let asksForFate: Bool

  /// The arming after the tick.
  var arming: Arming? { moment.arming }
  var after: ControlState { moment.state }
  var before: ControlState { situation.moment.state }
  var kind: PlanKind { situation.kind }
  var configuration: KernelConfiguration { situation.configuration }

  init(
    _ situation: Situation, _ input: ExploredInput, _ truth: InputTruth, _ moment: KernelMoment,
    _ output: borrowing TickOutput
  ) {
    self.situation = situation
    self.input = input
    self.truth = truth
    self.moment = moment
    scan = EventScan(output)
    permit = output.permit
    command = output.command
    lamps = output.indicators
    overflowed = output.overflowed
    asksForFate = output.query != nil
  }

  /// Whether the tick was told to load, probe, charge or release.
  var movesEnergy: Bool {
    switch command {
    case .none, .discharge: false
    case .load, .probe, .charge, .release: true
    }
  }

  var tellsDischarge: Bool {
    if case .discharge = command { return true }
    return false
  }

  /// Reports judged of the owed train after the tick.
  var judgedAfter: UInt16 {
    switch after.standing {
    case .open(let judged, _, _), .unresolved(let judged, _): judged
    case .none, .settled: 0
    }
  }

  /// Whether an outcome is owed before the tick.
  var isOwed: Bool {
    switch before.standing {
    case .open, .unresolved: true
    case .none, .settled: false
    }
  }

  /// Whether the role of the lease may use the plan's kind.
  var roleFits: Bool { truth.roleFits }

  /// Whether a pedal counts, and is through to its second stage.
  var isPressed: Bool { configuration.pedal != .notUsed && truth.pedal == .second }

  /// The first broken rule, or nil.
  func brokenRule(_ drawn: DrawnTransitions) -> Rule? {
    if permit != after.mode.energises { return .permitIsState }
    if overflowed || scan.enteredCount > 3 { return .eventsFit }
    if permit, let rule = permitRule { return rule }
    if !permit && movesEnergy { return .energyNeedsPermit }
    let resting = after.mode.name == .starting || after.mode.name == .discharging
    if tellsDischarge != (resting || truth.stop) { return .dischargeTold }
    if !isDrawn(drawn) { return .documented }
    return releaseRule ?? enteringRule ?? faultRule ?? outcomeRule ?? commandRule ?? endingRule ?? countdownRule
      ?? besideRule
  }

  private func isDrawn(_ drawn: DrawnTransitions) -> Bool {
    var from = before.mode.name
    for name in [scan.entered.0, scan.entered.1, scan.entered.2] {
      guard let name else { break }
      if !drawn.contains(from, name) { return false }
      from = name
    }
    return from == after.mode.name
  }

  private var lampRule: Rule? {
    let name = after.mode.name
    let giving = name == .waitingForBeat || name == .delivering || name == .settling
    let right =
      lamps.energy == (name != .standby) && lamps.armed == (name == .armed) && lamps.delivering == giving
      && lamps.fault == !after.faults.isEmpty
    return right ? nil : .lampsTrue
  }

  /// What stands beside the state has to fit it, and what is confirmed has to be seen.
  private var besideRule: Rule? {
    if let rule = lampRule { return rule }
    switch after.mode.name {
    case .probing, .charging, .armed:
      guard case .none = after.standing, after.prepared, arming != nil else { return .stateSound }
    case .waitingForBeat, .delivering, .settling:
      guard case .open = after.standing, after.prepared, arming != nil else { return .stateSound }
    case .starting, .standby, .discharging: break
    }
    if after.arrayConfirmed {
      guard truth.fresh, truth.leaseLive, !truth.arrayAbsent else { return .confirmationKept }
      let given = scan.intent && confirmsArray
      let stands = before.arrayConfirmed && truth.sameBoot && truth.holderIsArmer
      if !given && !stands { return .confirmationKept }
    }
    if after.selfTestPassed, !before.selfTestPassed {
      guard kind == .selfTest, scan.settled == .delivered else { return .selfTestProof }
    }
    if after.selfTestPassed, scan.newFaults != 0 { return .selfTestProof }
    return nil
  }
}
