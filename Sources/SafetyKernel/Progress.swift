import Quantities

// How each state goes on when nothing withdraws the permit.

extension SafetyKernel {
  /// States without a permit: waiting for the bank to be measured empty, and standby.
  @_noAllocation @_noLocks
  mutating func rest(
    _ input: TickInput, _ facts: Facts, _ output: inout TickOutput, _ latched: inout TickFaults
  ) {
    if facts.fresh { superviseAtRest(input, facts, &latched) }
    switch state.mode {
    case .starting(let left):
      if facts.bankSafe, settledDown(input.telemetry) {
        enter(.standby(pedalReleased: false), &output)
      } else if facts.fresh {
        // No countdown without a measurement: with nothing known there is nothing to confirm.
        let bounded = min(left, configuration.ticks.discharge)
        if bounded == 0 { latch(.dischargeUnconfirmed, &latched) }
        state.mode = .starting(ticksLeft: bounded > 0 ? bounded &- 1 : 0)
      }
    case .standby(let released):
      if !facts.fresh {
        enter(.starting(ticksLeft: configuration.ticks.discharge), &output)
      } else if !facts.bankSafe {
        latch(.unexpectedEnergy, &latched)
        end(.fault(.unexpectedEnergy), &output)
      } else if !facts.outputQuiet {
        end(.fault(.switchStuck), &output)
      } else {
        switch input.pedal {
        case .released: state.mode = .standby(pedalReleased: true)
        case .first: state.mode = .standby(pedalReleased: released)
        case .absent, .second, .implausible: state.mode = .standby(pedalReleased: false)
        }
      }
    case .discharging(let left):
      if Facts.isLate(input, budget: configuration.lateBudget) { latch(.tickLate, &latched) }
      if facts.fresh, !facts.banksAgree { latch(.bankSensorsDisagree, &latched) }
      // Told to discharge in each tick since: what is still energised then does not obey.
      let told = configuration.ticks.discharge &- min(left, configuration.ticks.discharge)
      if facts.fresh, told > configuration.ticks.pulse, !hasYielded(input.telemetry) {
        latch(.generatorUnexpected, &latched)
      }
      if facts.bankSafe, settledDown(input.telemetry) {
        enter(.standby(pedalReleased: false), &output)
      } else if left == 0 {
        latch(.dischargeUnconfirmed, &latched)
      } else {
        state.mode = .discharging(ticksLeft: left &- 1)
      }
    case .probing, .charging, .armed, .waitingForBeat, .delivering, .settling: break
    }
  }

  /// A stuck switch and a generator's own fault are faults also where nobody asked for energy.
  @_noAllocation @_noLocks
  private mutating func superviseAtRest(_ input: TickInput, _ facts: Facts, _ latched: inout TickFaults) {
    if !facts.outputQuiet { latch(.switchStuck, &latched) }
    if SafetyKernel.hasOwnFault(input.telemetry) { latch(.generatorFault, &latched) }
  }

  /// Whether the generator says, by its state or by its flag, that it has a fault of its own.
  @_noAllocation @_noLocks
  static func hasOwnFault(_ telemetry: Telemetry) -> Bool {
    switch telemetry.state {
    case .fault: return true
    case .idle, .probing, .charging, .armed, .delivering, .waiting, .discharging: return telemetry.hasFault
    }
  }

  /// Whether the generator has left every state with energy, or is emptying its bank.
  @_noAllocation @_noLocks
  mutating func hasYielded(_ telemetry: Telemetry) -> Bool {
    switch telemetry.state {
    case .idle, .discharging, .fault: return true
    case .probing, .charging, .armed, .delivering, .waiting: return false
    }
  }

  /// Whether the generator has stopped doing anything.
  @_noAllocation @_noLocks
  mutating func settledDown(_ telemetry: Telemetry) -> Bool {
    switch telemetry.state {
    case .idle, .fault: return true
    case .probing, .charging, .armed, .delivering, .waiting, .discharging: return false
    }
  }

  /// States with a permit, which nothing withdrew in this tick.
  @_noAllocation @_noLocks
  mutating func advance(
    _ input: TickInput, _ facts: Facts, _ output: inout TickOutput, _ latched: inout TickFaults
  ) {
    switch state.mode {
    case .probing(let step, let loaded, let asked, let left):
      probing(input, facts, &output, &latched, (step, loaded, asked, left))
    case .charging(let left, let probe): charging(input, &output, &latched, left, probe)
    case .armed(let released, let left, let probe): armed(input, &output, released, left, probe)
    case .waitingForBeat(let at, let byPedal, let left, let blank):
      waiting(input, &output, at: at, byPedal: byPedal, left, blank)
    case .delivering(let from, let byPedal, let started, let left):
      delivering(input, &output, &latched, from: from, byPedal: byPedal, started: started, left)
    case .settling(let at, let byPedal, let left):
      settling(input, &output, &latched, at: at, byPedal: byPedal, left)
    case .starting, .standby, .discharging: break
    }
  }

  @_noAllocation @_noLocks
  private mutating func probing(
    _ input: TickInput, _ facts: Facts, _ output: inout TickOutput, _ latched: inout TickFaults,
    _ now: (step: UInt8, loaded: Bool, asked: Bool, left: UInt16)
  ) {
    guard let arming else { return }
    if now.left == 0 {
      latch(.generatorSilent, &latched)
      return end(.fault(.generatorSilent), &output)
    }
    let left = now.left &- 1
    guard now.loaded else {
      // That the bytes differ is a fault and was seen before; that they are there and equal is what is waited for.
      if case .some = input.readBack {
        state.mode = .probing(step: 0, loaded: true, asked: false, ticksLeft: configuration.ticks.probe)
      } else if case .probing = state.mode {
        state.mode = .probing(step: 0, loaded: false, asked: false, ticksLeft: left)
      }
      return
    }
    guard now.asked else {
      output.command = .probe(arming.nonce, step: now.step)
      state.mode = .probing(step: now.step, loaded: true, asked: true, ticksLeft: left)
      return
    }
    guard let found = input.probe, found.nonce == arming.nonce, found.step == now.step else {
      state.mode = .probing(step: now.step, loaded: true, asked: true, ticksLeft: left)
      return
    }
    output.emit(.probed(step: found.step, found.impedance))
    if found.impedance < plan.array.lowestImpedance { return end(.probeShort, &output) }
    if found.impedance > plan.array.highestImpedance { return end(.probeOpen, &output) }
    if let next = nextPair(after: now.step) {
      state.mode = .probing(step: next, loaded: true, asked: false, ticksLeft: configuration.ticks.probe)
      return
    }
    // The zero check: a channel that does not read zero now would lie about the charge.
    guard facts.bankSafe else {
      latch(.unexpectedEnergy, &latched)
      return end(.fault(.unexpectedEnergy), &output)
    }
    output.command = .charge(arming.nonce)
    enter(.charging(ticksLeft: configuration.ticks.charge, probeTicks: configuration.ticks.probeValid), &output)
  }

  /// The next step whose pair of electrodes no earlier step uses.
  @_noAllocation @_noLocks
  private mutating func nextPair(after step: UInt8) -> UInt8? {
    for index in 0..<plan.stepCount where index > step {
      guard let candidate = plan.step(index) else { return nil }
      var known = false
      for earlier in 0..<index {
        guard let other = plan.step(earlier) else { return nil }
        let same = other.positive == candidate.positive && other.negative == candidate.negative
        let turned = other.positive == candidate.negative && other.negative == candidate.positive
        if same || turned { known = true }
      }
      if !known { return index }
    }
    return nil
  }

  @_noAllocation @_noLocks
  private mutating func charging(
    _ input: TickInput, _ output: inout TickOutput, _ latched: inout TickFaults, _ left: UInt16, _ probe: UInt16
  ) {
    guard let arming else { return }
    if probe == 0 { return end(.probeAged, &output) }
    let durable: Bool
    switch input.record.durableIntent {
    case .none: durable = false
    case .some(let nonce): durable = nonce == arming.nonce
    }
    if durable, bankReady(input), generatorReady(input, at: 0) {
      output.emit(.armed(arming.nonce))
      return enter(
        .armed(released: false, ticksLeft: configuration.ticks.armed, probeTicks: probe &- 1), &output)
    }
    if left == 0 {
      latch(.chargeTimeout, &latched)
      return end(.fault(.chargeTimeout), &output)
    }
    state.mode = .charging(ticksLeft: left &- 1, probeTicks: probe &- 1)
  }

  @_noAllocation @_noLocks
  private mutating func armed(
    _ input: TickInput, _ output: inout TickOutput, _ released: Bool, _ left: UInt16, _ probe: UInt16
  ) {
    if left == 0 { return end(.expired, &output) }
    if probe == 0 { return end(.probeAged, &output) }
    let seen: Bool
    switch input.pedal {
    case .released: seen = true
    case .first, .second: seen = released
    case .absent, .implausible: seen = false
    }
    state.mode = .armed(released: seen, ticksLeft: left &- 1, probeTicks: probe &- 1)
  }

  /// Whether the measured bank is within tolerance of the voltage that the next release needs.
  @_noAllocation @_noLocks
  mutating func bankReady(_ input: TickInput) -> Bool {
    Facts.within(input.telemetry.bankA, of: course.target, thousandths: configuration.bankTolerance)
  }

  /// Whether the generator waits, in this arming, for the release before a pulse.
  @_noAllocation @_noLocks
  mutating func generatorReady(_ input: TickInput, at pulse: UInt16) -> Bool {
    guard let arming, input.telemetry.nonce == arming.nonce, input.telemetry.pulsesGiven == pulse else { return false }
    switch input.telemetry.state {
    case .armed: return pulse == 0
    case .waiting: return pulse > 0
    case .idle, .probing, .charging, .delivering, .discharging, .fault: return false
    }
  }

  /// Goes on with a train before one of its pulses: waits for a beat if its step says so, else releases it.
  @_noAllocation @_noLocks
  mutating func goOn(_ input: TickInput, at pulse: UInt16, byPedal: Bool, _ output: inout TickOutput) {
    guard let position = position(of: pulse), let step = plan.step(position.step) else { return }
    switch step.synchronisation {
    case .none: hand(input, at: pulse, byPedal: byPedal, fireAt: .zero, latest: nil, &output)
    case .eachStep, .eachPulse:
      enter(
        .waitingForBeat(
          at: pulse, byPedal: byPedal, ticksLeft: configuration.ticks.beat,
          blankTicks: pulse == 0 ? 0 : configuration.ticks.blank), &output)
    }
  }

  /// Hands a release to the link, once; from here on only the generator's word tells what became of it.
  @_noAllocation @_noLocks
  private mutating func hand(
    _ input: TickInput, at pulse: UInt16, byPedal: Bool, fireAt: DeviceInstant, latest: DeviceInstant?,
    _ output: inout TickOutput
  ) {
    guard let arming, let position = position(of: pulse), let now = deviceNow(input),
      let usual = now.adding(configuration.notAfterMargin)
    else { return end(.conditionLost, &output) }
    output.command = .release(
      arming.nonce, step: position.step, pulse: position.pulse, fireAt: fireAt, notAfter: latest ?? usual)
    segment = Segment()
    segment.from = pulse
    // Telemetry's time is never ahead of the generator's clock, and neither is the moment of a release.
    segment.earliest = fireAt > input.telemetry.deviceTime ? fireAt : input.telemetry.deviceTime
    segment.latest = latest ?? usual
    // A release for a later moment is waited for until that moment.
    let ahead = (fireAt.since(now) ?? .zero).nanoseconds / 1_000_000
    let wait = Int64(configuration.ticks.pulse) &+ max(0, ahead)
    enter(
      .delivering(
        from: pulse, byPedal: byPedal, started: false, ticksLeft: UInt16(truncatingIfNeeded: min(wait, 65_535))),
      &output)
  }

  /// The generator's clock now, as far as telemetry tells: never ahead of it, because the transmission is not counted.
  @_noAllocation @_noLocks
  private mutating func deviceNow(_ input: TickInput) -> DeviceInstant? {
    input.telemetry.deviceTime.adding(input.telemetryAge)
  }

  @_noAllocation @_noLocks
  private mutating func waiting(
    _ input: TickInput, _ output: inout TickOutput, at pulse: UInt16, byPedal: Bool, _ left: UInt16,
    _ blank: UInt16
  ) {
    guard isHeld(input, byPedal: byPedal) else { return end(.released, &output) }
    if left == 0 { return end(.noBeat, &output) }
    state.mode = .waitingForBeat(
      at: pulse, byPedal: byPedal, ticksLeft: left &- 1, blankTicks: blank > 0 ? blank &- 1 : 0)
    guard let beat = input.beat else { return }
    let rules = configuration.beats
    guard blank == 0, beat.interval >= rules.shortestInterval, beat.interval <= rules.longestInterval,
      bankReady(input), generatorReady(input, at: pulse), let now = deviceNow(input),
      let fireAt = beat.time.adding(rules.delay), let latest = beat.time.adding(rules.window), fireAt > now,
      fireAt <= latest, let soon = now.adding(configuration.notAfterMargin), beat.time <= soon
    else { return output.emit(.beatSkipped) }
    hand(input, at: pulse, byPedal: byPedal, fireAt: fireAt, latest: latest, &output)
  }

  @_noAllocation @_noLocks
  private mutating func settling(
    _ input: TickInput, _ output: inout TickOutput, _ latched: inout TickFaults, at pulse: UInt16,
    byPedal: Bool, _ left: UInt16
  ) {
    guard isHeld(input, byPedal: byPedal) else { return end(.released, &output) }
    if bankReady(input), generatorReady(input, at: pulse) {
      return goOn(input, at: pulse, byPedal: byPedal, &output)
    }
    if left == 0 {
      latch(.chargeTimeout, &latched)
      return end(.fault(.chargeTimeout), &output)
    }
    state.mode = .settling(at: pulse, byPedal: byPedal, ticksLeft: left &- 1)
  }
}
