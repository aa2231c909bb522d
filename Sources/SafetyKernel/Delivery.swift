import Quantities

// A train under way, and what becomes of it.

extension SafetyKernel {
  /// Judges this tick's pulse report, if it belongs to the train whose outcome is owed.
  @_noAllocation @_noLocks
  mutating func judge(_ input: TickInput, _ output: inout TickOutput) -> Fault? {
    guard let report = input.report, let arming, report.nonce == arming.nonce, planOfArming else { return nil }
    let judged: UInt16
    let good: Bool
    let left: UInt16?
    switch state.standing {
    case .open(let count, let soFar, let ticks):
      judged = count
      good = soFar
      left = ticks
    case .unresolved(let count, let soFar):
      judged = count
      good = soFar
      left = nil
    case .none, .settled: return nil
    }
    guard let position = position(of: judged), let step = plan.step(position.step) else {
      output.emit(.judged(report, .pulseExtra))
      return .pulseExtra
    }
    var fault = PulseVerdict.fault(in: report, step: step, index: judged, stepIndex: position.step)
    if case .none = fault { fault = mistimed(report) }
    segment.lastStart = report.start
    segment.period = step.period
    output.emit(.judged(report, fault))
    let stillGood: Bool
    switch fault {
    case .none: stillGood = good
    case .some(.pulseOutOfOrder): return .pulseOutOfOrder  // Not counted: it is not the pulse that was due.
    case .some: stillGood = false
    }
    if let left {
      state.standing = .open(judged: judged &+ 1, good: stillGood, ticksLeft: left)
    } else {
      state.standing = .unresolved(judged: judged &+ 1, good: stillGood)
    }
    return fault
  }

  /// What is wrong with when a pulse came: beyond the gate that it had to wait at, or off its time.
  @_noAllocation @_noLocks
  private mutating func mistimed(_ report: PulseReport) -> Fault? {
    switch state.mode {
    case .delivering: if report.index >= course.gate { return .pulseExtra }
    case .waitingForBeat(let at, _, _, _), .settling(let at, _, _): if report.index >= at { return .pulseExtra }
    case .starting, .standby, .probing, .charging, .armed, .discharging: break
    }
    return segment.isOnTime(report.index, start: report.start) ? nil : .pulseMistimed
  }

  /// Reports judged so far of the train that is owed.
  var judgedPulses: UInt16 {
    @_noAllocation @_noLocks get {
      switch state.standing {
      case .open(let judged, _, _), .unresolved(let judged, _): return judged
      case .none, .settled: return 0
      }
    }
  }

  @_noAllocation @_noLocks
  mutating func delivering(
    _ input: TickInput, _ output: inout TickOutput, _ latched: inout TickFaults, from: UInt16, byPedal: Bool,
    started: Bool, _ left: UInt16
  ) {
    guard let arming else { return }
    guard isHeld(input, byPedal: byPedal) else { return end(.released, &output) }
    let judged = judgedPulses
    if judged >= arming.plannedPulses { return end(.completed, &output) }
    let telemetry = input.telemetry
    let ours = telemetry.nonce == arming.nonce
    let begun = started || judged > from || (ours && telemetry.pulsesGiven > from)
    switch telemetry.state {
    case .discharging, .idle:
      // Before it began, telemetry of that kind means that the generator gave up the arming.
      if ours && telemetry.pulsesGiven >= arming.plannedPulses { return end(.completed, &output) }
      return end(.generatorEnded, &output)
    case .waiting:
      if ours, telemetry.pulsesGiven > from {
        // It waits only at a gate; anywhere else it runs another program than the one that was read back.
        guard telemetry.pulsesGiven == course.gate else {
          latch(.generatorUnexpected, &latched)
          return end(.fault(.generatorUnexpected), &output)
        }
        // Go on once every pulse before the gate was judged.
        if judged == telemetry.pulsesGiven { return gate(input, at: judged, byPedal: byPedal, &output) }
      }
    case .probing, .charging, .armed, .delivering, .fault: break
    }
    let progress = (begun && !started) || reportedNow(input)
    if progress {
      state.mode = .delivering(from: from, byPedal: byPedal, started: begun, ticksLeft: allowance(after: judged))
    } else if left > 0 {
      state.mode = .delivering(from: from, byPedal: byPedal, started: begun, ticksLeft: left &- 1)
    } else if begun {
      latch(.pulseMissing, &latched)
      end(.fault(.pulseMissing), &output)
    } else {
      end(from == 0 ? .triggerLost : .proceedLost, &output)
    }
  }

  @_noAllocation @_noLocks
  private mutating func reportedNow(_ input: TickInput) -> Bool {
    switch input.report {
    case .none: return false
    case .some: return true
    }
  }

  /// Ticks until the next report is overdue: one period and what the link may take.
  @_noAllocation @_noLocks
  private mutating func allowance(after judged: UInt16) -> UInt16 {
    guard let position = position(of: judged), let step = plan.step(position.step) else {
      return configuration.ticks.pulse
    }
    let period = step.period.nanoseconds / 1_000_000
    let sum = period &+ Int64(configuration.ticks.pulse) &+ 1
    return sum > Int64(UInt16.max) || sum < 0 ? UInt16.max : UInt16(truncatingIfNeeded: sum)
  }

  /// The generator waits before a pulse: let the bank move first if the voltage changes.
  @_noAllocation @_noLocks
  private mutating func gate(_ input: TickInput, at pulse: UInt16, byPedal: Bool, _ output: inout TickOutput) {
    if voltage(at: pulse) == voltage(at: pulse &- 1) {
      goOn(input, at: pulse, byPedal: byPedal, &output)
    } else {
      enter(.settling(at: pulse, byPedal: byPedal, ticksLeft: configuration.ticks.settle), &output)
    }
  }

  /// Brings the last train to an outcome, as soon as one is known and never before.
  @_noAllocation @_noLocks
  mutating func settle(
    _ input: TickInput, _ facts: Facts, _ output: inout TickOutput, _ latched: inout TickFaults
  ) {
    guard let arming else { return }
    if state.mode.energises { return }
    switch state.standing {
    case .none, .settled: watchCounter(input, facts, &output, &latched)
    case .open(let judged, let good, let left):
      if conclude(arming, input, facts, &output, &latched, judged: judged, good: good) { return }
      let same = input.telemetry.serial == arming.serial && input.telemetry.boot == arming.boot
      if left == 0 || (facts.fresh && !same) {
        if facts.fresh, !same {
          blame(input.telemetry.serial == arming.serial ? .generatorRebooted : .generatorChanged, &latched)
        }
        state.standing = .unresolved(judged: judged, good: good)
        output.emit(.unresolved(arming.nonce))
      } else {
        output.query = arming.nonce
        state.standing = .open(judged: judged, good: good, ticksLeft: left &- 1)
      }
    case .unresolved(let judged, let good):
      if conclude(arming, input, facts, &output, &latched, judged: judged, good: good) { return }
      guard facts.fresh, input.telemetry.serial == arming.serial else { return }
      if planOfArming && input.telemetry.boot == arming.boot {
        output.query = arming.nonce
      } else {
        settleByCounter(input, facts, &output, &latched, judged: judged)
      }
    }
  }

  /// Settles by reports and by the generator's own word; true if that made an outcome.
  @_noAllocation @_noLocks
  private mutating func conclude(
    _ arming: Arming, _ input: TickInput, _ facts: Facts, _ output: inout TickOutput, _ latched: inout TickFaults,
    judged: UInt16, good: Bool
  ) -> Bool {
    let known = facts.fresh && input.telemetry.serial == arming.serial
    let counted = arming.pulses(since: input.telemetry)
    if known && planOfArming && counted > arming.plannedPulses {
      blame(.pulseExtra, &latched)
      // A counter that went back, or leapt, counts nothing: only a person can say what there was.
      guard input.telemetry.boot == arming.boot, counted &- arming.plannedPulses < 1_000 else { return false }
      settled(.partial(pulses: counted), &output)
      return true
    }
    if judged >= arming.plannedPulses {
      // Every report is there; whether more follows, only a generator at rest and its counter can tell.
      guard known, counted == arming.plannedPulses, hasYielded(input.telemetry) else { return false }
      settled(good ? .delivered : .partial(pulses: judged), &output)
      return true
    }
    switch input.fate {
    case .unknown: return false
    case .neverStarted:
      // Two witnesses: the generator's word and its counter. If they contradict, nobody knows.
      guard known, judged == 0, counted == 0 else { return false }
      settled(.notDelivered, &output)
      return true
    case .ended(let pulses):
      guard pulses == judged, known, counted == pulses else { return false }
      latchMissing(&latched)
      settled(judged == 0 ? .notDelivered : .partial(pulses: judged), &output)
      return true
    case .endedUnreported(let pulses):
      guard known, counted == pulses, pulses >= judged else { return false }
      blame(.pulseMissing, &latched)
      settled(pulses == 0 ? .notDelivered : .partial(pulses: pulses), &output)
      return true
    }
  }

  /// Latches why a train that the generator had completed is not known to be whole.
  @_noAllocation @_noLocks
  mutating func blame(_ fault: Fault, _ latched: inout TickFaults) {
    latch(fault, &latched)
    switch state.cause {
    case .completed: state.cause = .fault(fault)
    case .none, .stop, .leaseEnded, .disarmed, .expired, .released, .probeOpen, .probeShort, .probeAged, .triggerLost,
      .noBeat, .proceedLost, .recordFailed, .generatorEnded, .restarted, .conditionLost, .fault:
      break
    }
  }

  /// Fewer pulses than planned are a fault only where no person and no condition asked for that.
  @_noAllocation @_noLocks
  private mutating func latchMissing(_ latched: inout TickFaults) {
    switch state.cause {
    case .generatorEnded, .completed: blame(.pulseMissing, &latched)
    case .none, .stop, .leaseEnded, .disarmed, .expired, .released, .probeOpen, .probeShort, .probeAged, .triggerLost,
      .noBeat, .proceedLost, .recordFailed, .restarted, .conditionLost, .fault:
      break
    }
  }

  /// The counter of the same generator tells how many pulses there were, and no more: it never makes `delivered`.
  @_noAllocation @_noLocks
  private mutating func settleByCounter(
    _ input: TickInput, _ facts: Facts, _ output: inout TickOutput, _ latched: inout TickFaults,
    judged: UInt16
  ) {
    guard let arming, facts.bankSafe, settledDown(input.telemetry) else { return }
    let counted = arming.pulses(since: input.telemetry)
    guard counted >= judged, counted <= arming.plannedPulses else {
      latch(.pulseExtra, &latched)
      return
    }
    settled(counted == 0 ? .notDelivered : .partial(pulses: counted), &output)
  }

  /// After a settled train the counter stands still; a pulse that nobody asked for is a fault, also in standby.
  @_noAllocation @_noLocks
  private mutating func watchCounter(
    _ input: TickInput, _ facts: Facts, _ output: inout TickOutput, _ latched: inout TickFaults
  ) {
    guard let arming, facts.fresh, input.telemetry.serial == arming.serial else { return }
    let counted = arming.pulses(since: input.telemetry)
    let known: UInt16
    switch state.standing {
    case .none, .open, .unresolved: known = 0
    case .settled(.delivered), .settled(.deliveredUnmeasured): known = arming.plannedPulses
    case .settled(.partial(let pulses)): known = pulses
    case .settled(.notDelivered): known = 0
    }
    if counted > known { latch(.pulseExtra, &latched) }
  }

  /// Records an outcome, and what it means for a self-test.
  @_noAllocation @_noLocks
  mutating func settled(_ outcome: Outcome, _ output: inout TickOutput) {
    guard let arming else { return }
    let released: Bool
    switch state.standing {
    case .none, .settled: released = false
    case .open, .unresolved: released = true
    }
    state.standing = .settled(outcome)
    output.emit(.settled(arming.nonce, outcome, state.cause))
    guard planOfArming else { return }
    switch plan.kind {
    case .treatment, .testLoad: return
    case .selfTest: break
    }
    switch outcome {
    case .delivered: state.selfTestPassed = true
    case .partial, .notDelivered, .deliveredUnmeasured:
      state.selfTestPassed = false
      var failed = FaultSet()
      if released, state.faults.insert(.selfTestFailed) {
        _ = failed.insert(.selfTestFailed)
        output.emit(.latched(failed))
      }
    }
  }
}
