import Quantities

// What a person may ask for, and when.

extension SafetyKernel {
  /// Carries out this tick's command, or refuses it with a reason.
  @_noAllocation @_noLocks
  mutating func command(
    _ input: TickInput, _ facts: Facts, _ latched: TickFaults, _ output: inout TickOutput
  ) {
    if input.stop, asksForEnergy(input.command) { return output.emit(.refused(.stopped)) }
    switch input.command {
    case .none: if !input.stop { pedal(input, facts, &output) }
    case .prepare(let lease):
      if let refusal = refusesLease(lease, input, facts) { return output.emit(.refused(refusal)) }
      prepare(input, &output)
    case .arm(let lease, let wanted, let confirmed):
      if let refusal = refusesLease(lease, input, facts) { return output.emit(.refused(refusal)) }
      guard state.prepared else { return output.emit(.refused(.nothingPrepared)) }
      guard wanted == digest else { return output.emit(.refused(.digestDiffers)) }
      arm(input, confirmed: confirmed == plan.array.identity, &output)
    case .fire(let lease, let nonce, let age):
      if let refusal = refusesLease(lease, input, facts) { return output.emit(.refused(refusal)) }
      guard age >= .zero, age <= configuration.ticketAge else { return output.emit(.refused(.ticketTooOld)) }
      fire(input, nonce: nonce, &output)
    case .disarm(let lease):
      if let refusal = refusesLease(lease, input, facts) { return output.emit(.refused(refusal)) }
      guard state.mode.energises else { return output.emit(.refused(.wrongState)) }
      output.emit(.accepted)
      end(.disarmed, &output)
    case .acknowledge: acknowledge(input, facts, latched, &output)
    case .resolve(let pulses): resolve(pulses, &output)
    }
  }

  /// Whether a command is on the way to pulses: such a one loses against a stop in the same tick.
  @_noAllocation @_noLocks
  private mutating func asksForEnergy(_ command: Command) -> Bool {
    switch command {
    case .prepare, .arm, .fire: return true
    case .none, .disarm, .acknowledge, .resolve: return false
    }
  }

  @_noAllocation @_noLocks
  private mutating func refusesLease(_ lease: LeaseIdentity, _ input: TickInput, _ facts: Facts) -> Refusal? {
    guard facts.leaseLive else { return .noLease }
    switch input.lease {
    case .none: return .noLease
    case .held(let holder, _, _, _): return holder == lease ? nil : .noLease
    }
  }

  /// Whether the lease's role may use a kind of plan: a technician pulses into loads only, an engineer into the generator's own.
  @_noAllocation @_noLocks
  mutating func roleAllows(_ kind: PlanKind, _ input: TickInput) -> Bool {
    switch (input.lease, kind) {
    case (.none, _): return false
    case (.held(_, .operating, _, _), _): return true
    case (.held(_, .technician, _, _), .testLoad), (.held(_, .technician, _, _), .selfTest): return true
    case (.held(_, .technician, _, _), .treatment): return false
    case (.held(_, .engineer, _, _), .selfTest): return true
    case (.held(_, .engineer, _, _), .treatment), (.held(_, .engineer, _, _), .testLoad): return false
    }
  }

  @_noAllocation @_noLocks
  private mutating func prepare(_ input: TickInput, _ output: inout TickOutput) {
    guard roleAllows(input.proposal.kind, input) else { return output.emit(.refused(.roleNotAllowed)) }
    switch state.mode {
    case .waitingForBeat, .delivering, .settling: return output.emit(.refused(.wrongState))
    case .starting, .standby, .probing, .charging, .armed, .discharging: break
    }
    switch state.standing {
    // The reports that are still to come can be judged only by the plan they belong to.
    case .open: return output.emit(.refused(.blocked(.trainUnresolved)))
    case .none, .settled, .unresolved: break
    }
    if let defect = PlanCheck.defect(in: input.proposal, limits: configuration.limits(for: input.proposal.kind)) {
      return output.emit(.refused(.plan(defect)))
    }
    guard let bytes = CanonicalPlan(input.proposal) else { return output.emit(.refused(.plan(.stepCount))) }
    if state.prepared { output.emit(.planDropped) }
    plan = input.proposal
    digest = bytes.digest()
    planOfArming = false
    state.prepared = true
    state.arrayConfirmed = false
    output.emit(.prepared(digest))
    if state.mode.energises { end(.disarmed, &output) }
  }

  @_noAllocation @_noLocks
  private mutating func arm(_ input: TickInput, confirmed: Bool, _ output: inout TickOutput) {
    guard roleAllows(plan.kind, input) else { return output.emit(.refused(.roleNotAllowed)) }
    switch state.mode {
    case .standby: break
    case .starting, .probing, .charging, .armed, .waitingForBeat, .delivering, .settling, .discharging:
      return output.emit(.refused(.wrongState))
    }
    if let blocker = blockers(input, confirmed: confirmed).first { return output.emit(.refused(.blocked(blocker))) }
    // Both are faults one tick later; what would begin by ending is refused.
    if input.secondGateRefused || isPedalImplausible(input) { return output.emit(.refused(.conditionStillHolds)) }
    if case let last? = arming, last.nonce == input.freshNonce { return output.emit(.refused(.nonceDiffers)) }
    guard !(input.freshNonce == Nonce(value: 0)) else { return output.emit(.refused(.nonceDiffers)) }
    switch input.lease {
    case .none: return output.emit(.refused(.noLease))
    case .held(let holder, _, _, _):
      armingLease = holder
      switch plan.kind {
      case .selfTest: break  // It pulses into the generator's own load: there is nothing to confirm.
      case .treatment, .testLoad:
        if confirmed {
          state.arrayConfirmed = true
          confirmation = Confirmation(lease: holder, boot: input.telemetry.boot)
        }
      }
    }
    let fresh = Arming(
      nonce: input.freshNonce, digest: digest, serial: input.telemetry.serial, boot: input.telemetry.boot,
      counterBefore: input.telemetry.pulseCounter, plannedPulses: plan.pulseCount)
    arming = fresh
    planOfArming = true
    state.standing = .none
    state.cause = .none
    output.emit(.accepted)
    output.emit(
      .intent(
        fresh.nonce, fresh.digest, fresh.serial, fresh.boot, counterBefore: fresh.counterBefore,
        plannedPulses: fresh.plannedPulses))
    output.command = .load(fresh.nonce)
    enter(.probing(step: 0, loaded: false, asked: false, ticksLeft: configuration.ticks.load), &output)
  }

  /// Fires the armed train for a console.
  @_noAllocation @_noLocks
  private mutating func fire(_ input: TickInput, nonce: Nonce, _ output: inout TickOutput) {
    guard let arming, arming.nonce == nonce else { return output.emit(.refused(.nonceDiffers)) }
    switch state.mode {
    case .armed: break
    case .starting, .standby, .probing, .charging, .waitingForBeat, .delivering, .settling, .discharging:
      return output.emit(.refused(.wrongState))
    }
    guard roleAllows(plan.kind, input) else { return output.emit(.refused(.roleNotAllowed)) }
    guard isHeld(input, byPedal: false) else { return output.emit(.refused(.holdNeeded)) }
    release(input, byPedal: false, &output)
  }

  /// The pedal: its first stage arms the prepared plan anew where that is configured, its second fires.
  @_noAllocation @_noLocks
  private mutating func pedal(_ input: TickInput, _ facts: Facts, _ output: inout TickOutput) {
    switch (configuration.pedal, state.mode, input.pedal) {
    case (.armsAndFires, .standby(let released), .first):
      // Only an edge arms: a pedal that is held, or stuck, from before does not.
      guard released, state.prepared, facts.leaseLive else { return }
      state.mode = .standby(pedalReleased: false)
      arm(input, confirmed: false, &output)
    case (.fires, .armed(let released, _, _), .second), (.armsAndFires, .armed(let released, _, _), .second):
      guard released, facts.leaseLive, roleAllows(plan.kind, input) else { return }
      // One press is one try: it must be let go before another.
      if case .armed(_, let left, let probe) = state.mode {
        state.mode = .armed(released: false, ticksLeft: left, probeTicks: probe)
      }
      release(input, byPedal: true, &output)
    case (.notUsed, _, _), (.fires, _, _), (.armsAndFires, _, _): return
    }
  }

  /// Whether somebody holds the firing as this train needs it: the pedal that fired it, or for a train over half a
  /// second any pedal or a console.
  @_noAllocation @_noLocks
  mutating func isHeld(_ input: TickInput, byPedal: Bool) -> Bool {
    let pressed: Bool
    switch (configuration.pedal, input.pedal) {
    case (.fires, .second), (.armsAndFires, .second): pressed = true
    case (.notUsed, _), (.fires, _), (.armsAndFires, _): pressed = false
    }
    if byPedal || pressed { return pressed }
    if !course.needsHold { return true }
    switch input.lease {
    case .none: return false
    case .held(_, _, _, let hold): return hold
    }
  }

  /// The first release of the armed train: from here on its outcome is owed.
  @_noAllocation @_noLocks
  private mutating func release(_ input: TickInput, byPedal: Bool, _ output: inout TickOutput) {
    guard let arming, let energy = PlanCheck.energy(of: plan),
      ledger.fits(
        pulses: plan.pulseCount, energy: energy, site: ledgerSite, now: input.now, budget: configuration.budget)
    else { return output.emit(.refused(.blocked(.budgetExhausted))) }
    guard bankReady(input), generatorReady(input, at: 0) else { return output.emit(.refused(.wrongState)) }
    ledger.book(pulses: plan.pulseCount, energy: energy, site: ledgerSite, now: input.now)
    // No pulse of this train is on time by a release of the one before.
    segment = Segment()
    state.standing = .open(judged: 0, good: true, ticksLeft: configuration.ticks.collect)
    output.emit(.accepted)
    output.emit(.fired(arming.nonce))
    goOn(input, at: 0, byPedal: byPedal, &output)
  }

  /// Whether the contacts of a pedal that counts contradict each other.
  @_noAllocation @_noLocks
  private mutating func isPedalImplausible(_ input: TickInput) -> Bool {
    switch (configuration.pedal, input.pedal) {
    case (.fires, .implausible), (.armsAndFires, .implausible): return true
    case (.notUsed, _), (.fires, _), (.armsAndFires, _): return false
    }
  }

  /// A person saw the latched faults. They clear only in standby, with every condition gone.
  @_noAllocation @_noLocks
  private mutating func acknowledge(
    _ input: TickInput, _ facts: Facts, _ latched: TickFaults, _ output: inout TickOutput
  ) {
    guard !state.faults.isEmpty else { return output.emit(.refused(.noFault)) }
    switch state.mode {
    case .standby: break
    case .starting, .probing, .charging, .armed, .waitingForBeat, .delivering, .settling, .discharging:
      return output.emit(.refused(.conditionStillHolds))
    }
    let arrayMissing: Bool
    switch input.telemetry.array {
    case .absent: arrayMissing = state.faults.contains(FaultClearing.whenArrayPresent)
    case .unidentified, .identified: arrayMissing = false
    }
    // What a report shows in this very tick, nobody can have seen.
    guard latched.present.isEmpty, facts.bankSafe, facts.interlocksClosed, facts.banksAgree, facts.outputQuiet,
      !SafetyKernel.hasOwnFault(input.telemetry),
      !arrayMissing,
      !input.secondGateRefused, !isPedalImplausible(input)
    else { return output.emit(.refused(.conditionStillHolds)) }
    guard !state.faults.contains(FaultClearing.afterSelfTest) || state.selfTestPassed else {
      return output.emit(.refused(.selfTestNeeded))
    }
    state.faults.clear()
    state.selfTestPassed = false
    output.emit(.accepted)
    output.emit(.cleared)
  }

  /// A person states how many pulses an unresolved train gave; the record says who.
  @_noAllocation @_noLocks
  private mutating func resolve(_ pulses: UInt16, _ output: inout TickOutput) {
    switch state.standing {
    case .none, .open, .settled: return output.emit(.refused(.nothingUnresolved))
    case .unresolved: break
    }
    output.emit(.accepted)
    settled(pulses == 0 ? .notDelivered : .partial(pulses: pulses), &output)
  }
}
