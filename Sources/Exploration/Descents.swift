import SafetyKernel

/// Continuations from a state: what must follow a stop or a lost input, and how a person gets back to work.
extension Exploration {
  /// A rule that a continuation broke, and the input that it began with.
  struct Finding {
    let rule: Rule
    let input: ExploredInput
  }

  /// Tries all continuations from a state.
  mutating func descents(_ visit: Visit, _ situation: Situation) -> Finding? {
    for (name, trigger) in Exploration.losses {
      let applies = visit.moment.state.mode.energises && ends(name, visit, situation)
      for surroundings in Exploration.afterwards {
        if !comesDown(visit, trigger, surroundings, mustEnd: applies) {
          return Finding(rule: .waysDown, input: trigger)
        }
      }
    }
    for health in [HealthClass.good, .counterExtra, .counterLeapt, .otherSerial, .otherBoot] {
      if let rule = brokenOnTheWayOut(visit, health) {
        var input = ExploredInput()
        input.health = health
        return Finding(rule: rule, input: input)
      }
    }
    return nil
  }

  private enum Loss { case always, array, calibration, realtime, record, stop }

  /// A stop, and the loss of each input that a permit needs.
  private static var losses: [(Loss, ExploredInput)] {
    func input(_ change: (inout ExploredInput) -> Void) -> ExploredInput {
      var input = ExploredInput()
      change(&input)
      return input
    }
    return [
      (.stop, input { $0.stop = true }), (.always, input { $0.lease = .none }),
      (.always, input { $0.lease = .lapsed }), (.always, input { $0.lines = .doorOpen }),
      (.always, input { $0.lines = .chainOpen }), (.always, input { $0.timing = .late }),
      (.always, input { $0.health = .down }), (.always, input { $0.health = .stale }),
      (.always, input { $0.health = .otherSerial }), (.always, input { $0.host = .gateRefused }),
      (.array, input { $0.health = .arrayAbsent }), (.calibration, input { $0.host = .uncalibrated }),
      (.realtime, input { $0.host = .notRealtime }), (.record, input { $0.host = .recordBad }),
    ]
  }

  /// Whether a loss has to end the permit at once in this state.
  private func ends(_ loss: Loss, _ visit: Visit, _ situation: Situation) -> Bool {
    switch loss {
    case .always, .stop: return true
    case .array: return situation.kind != .selfTest
    case .calibration: return situation.kind == .treatment
    case .realtime: return !explored.configuration.allowWithoutRealtime
    case .record:
      switch visit.moment.state.mode.name {
      case .probing, .charging, .armed: return true
      case .starting, .standby, .waitingForBeat, .delivering, .settling, .discharging: return false
      }
    }
  }

  /// What the generator may be like afterwards: it empties, it stays charged, it is gone, or its telemetry is old.
  private static var afterwards: [(device: DeviceClass, health: HealthClass)] {
    [(.idleEmpty, .good), (.idleLive, .good), (.expected, .down), (.expected, .stale)]
  }

  /// Within the discharge's time and two ticks: discharge told in each tick, and then empty, or latched as live. Where no
  /// energy was permitted since the last measurement, and none can be measured, it is told for ever.
  private mutating func comesDown(
    _ visit: Visit, _ trigger: ExploredInput, _ surroundings: (device: DeviceClass, health: HealthClass), mustEnd: Bool
  ) -> Bool {
    var present = visit
    let energised = visit.moment.state.mode.energises
    let bound = Int(explored.configuration.ticks.discharge) + 3
    for count in 0...bound {
      var input = trigger
      if count > 0 {
        input = ExploredInput()
        input.device = surroundings.device
        input.health = surroundings.health
      }
      let situation = situation(of: present)
      let (transition, _) = step(present, situation, input)
      if energised, !mustEnd, transition.permit { return true }  // Nothing was lost that this state needs.
      if transition.permit { return false }
      if transition.after.mode.name == .standby { if input.stop != transition.tellsDischarge { return false } }
      if transition.after.mode.name != .standby, !transition.tellsDischarge { return false }
      present = present.after(transition)
    }
    let after = present.moment.state
    switch after.mode.name {
    case .standby: return surroundings.device == .idleEmpty && surroundings.health == .good
    case .starting: return !energised && (surroundings.health != .good || after.faults.contains(.dischargeUnconfirmed))
    case .discharging: return after.faults.contains(.dischargeUnconfirmed)
    case .probing, .charging, .armed, .waitingForBeat, .delivering, .settling: return false
    }
  }

  /// A person who waits, settles, self-tests, acknowledges and prepares gets to an arming of the case's own plan.
  /// What is wrong with the generator stays so until a new arming takes its counter and identity as they are.
  private mutating func brokenOnTheWayOut(_ visit: Visit, _ health: HealthClass) -> Rule? {
    var present = visit
    var rearmed = false
    for _ in 0..<120 {
      let situation = situation(of: present)
      var input = nextMove(present)
      if !rearmed, input.health == .good { input.health = health }
      let (transition, rule) = step(present, situation, input)
      if let rule { return rule }
      if transition.scan.intent {
        rearmed = true
        if present.places.prepared == 0 { return nil }
      }
      present = present.after(transition)
    }
    return .wayOut
  }

  /// What a person would do next.
  private func nextMove(_ visit: Visit) -> ExploredInput {
    var input = ExploredInput()
    let state = visit.moment.state
    let testing = visit.places.prepared == 1 && visit.places.armed == 2
    switch state.mode {
    case .starting, .discharging: if case .open = state.standing, testing { input.device = .idleWhole }
    case .standby: input.command = standbyMove(visit)
    case .probing:
      if testing { input.reply = .probeGood } else { input.command = .disarm }
    case .armed: input.command = testing ? .fire : .disarm
    case .charging, .waitingForBeat, .settling: if !testing { input.command = .disarm }
    case .delivering:
      if testing {
        input.report = .good
        input.device = .endedWhole
      } else {
        input.command = .disarm
      }
    }
    return input
  }

  private func standbyMove(_ visit: Visit) -> CommandClass {
    let state = visit.moment.state
    switch state.standing {
    case .open: return .none
    case .unresolved: return .resolveOne
    case .none, .settled: break
    }
    if !state.faults.isEmpty {
      let proven = !state.faults.contains(FaultClearing.afterSelfTest) || state.selfTestPassed
      if proven { return .acknowledge }
      return visit.places.prepared == 1 && state.prepared ? .arm : .prepareSelfTest
    }
    return visit.places.prepared == 0 && state.prepared ? .arm : .prepare
  }
}
