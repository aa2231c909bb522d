import Quantities

// What is watched in every state with energy, and what withdraws the permit.

extension SafetyKernel {
  /// Latches every fault that this tick's input shows. All are latched, also behind a stop: later causes are kept too.
  @_noAllocation @_noLocks
  mutating func supervise(_ input: TickInput, _ facts: Facts, _ latched: inout TickFaults) {
    if !facts.interlocksClosed { latch(.interlockOpened, &latched) }
    switch input.link {
    case .down, .opening: latch(.linkLost, &latched)
    case .up: if !facts.fresh { latch(.telemetryStale, &latched) }
    }
    superviseHost(input, &latched)
    guard facts.fresh else { return }
    superviseGenerator(input, &latched)
    superviseArray(input, &latched)
    if !facts.banksAgree { latch(.bankSensorsDisagree, &latched) }
    if !facts.outputQuiet { latch(.switchStuck, &latched) }
    superviseBank(input, &latched)
    superviseCounter(input, &latched)
  }

  @_noAllocation @_noLocks
  private mutating func superviseHost(_ input: TickInput, _ latched: inout TickFaults) {
    if Facts.isLate(input, budget: configuration.lateBudget) { latch(.tickLate, &latched) }
    if input.secondGateRefused { latch(.gatesDisagree, &latched) }
    switch configuration.pedal {
    case .notUsed: break
    case .fires, .armsAndFires:
      switch input.pedal {
      case .implausible: latch(.pedalImplausible, &latched)
      case .absent, .released, .first, .second: break
      }
    }
  }

  @_noAllocation @_noLocks
  private mutating func superviseGenerator(_ input: TickInput, _ latched: inout TickFaults) {
    guard let arming else {
      latch(.generatorUnexpected, &latched)
      return
    }
    if !(input.telemetry.serial == arming.serial) {
      latch(.generatorChanged, &latched)
    } else if !(input.telemetry.boot == arming.boot) {
      latch(.generatorRebooted, &latched)
    }
    if SafetyKernel.hasOwnFault(input.telemetry) { latch(.generatorFault, &latched) }
    if !expects(input.telemetry.state) { latch(.generatorUnexpected, &latched) }
    switch input.readBack {
    case .none: break
    case .some(let bytes): if !(bytes == arming.digest) { latch(.programDiffers, &latched) }
    }
  }

  /// Whether the generator may be in a state while this machine is in its own. Telemetry lags behind commands, so each
  /// state also expects the one it came from. Without a `default`: a state that is added has to be placed here.
  @_noAllocation @_noLocks
  private mutating func expects(_ generator: GeneratorState) -> Bool {
    switch state.mode {
    case .probing:
      switch generator {
      case .idle, .probing, .discharging: return true
      case .charging, .armed, .delivering, .waiting, .fault: return false
      }
    case .charging:
      switch generator {
      case .idle, .probing, .charging, .armed: return true
      case .delivering, .waiting, .discharging, .fault: return false
      }
    case .armed:
      switch generator {
      case .armed, .charging: return true
      case .idle, .probing, .delivering, .waiting, .discharging, .fault: return false
      }
    case .waitingForBeat, .settling:
      switch generator {
      case .armed, .charging, .waiting: return true
      case .idle, .probing, .delivering, .discharging, .fault: return false
      }
    case .delivering:
      switch generator {
      // That the train ended is for `delivering` to judge.
      case .armed, .charging, .delivering, .waiting, .discharging, .idle: return true
      case .probing, .fault: return false
      }
    case .starting, .standby, .discharging: return true  // No permit there; never asked.
    }
  }

  @_noAllocation @_noLocks
  private mutating func superviseArray(_ input: TickInput, _ latched: inout TickFaults) {
    switch plan.kind {
    case .selfTest: return
    case .treatment, .testLoad: break
    }
    switch input.telemetry.array {
    case .absent: latch(.arrayRemoved, &latched)
    case .unidentified: if plan.array.carriesIdentity { latch(.arrayDiffers, &latched) }
    case .identified(let identity): if !(identity == plan.array.identity) { latch(.arrayDiffers, &latched) }
    }
  }

  /// The bank is never above the highest voltage that was asked for, plus what the channels may be off.
  @_noAllocation @_noLocks
  private mutating func superviseBank(_ input: TickInput, _ latched: inout TickFaults) {
    switch state.mode {
    case .probing:
      let safeA = Facts.below(input.telemetry.bankA, KernelConfiguration.safeVoltage)
      let safeB = Facts.below(input.telemetry.bankB, KernelConfiguration.safeVoltage)
      if !safeA || !safeB { latch(.unexpectedEnergy, &latched) }
      return
    case .charging, .armed, .waitingForBeat, .delivering, .settling: break
    case .starting, .standby, .discharging: return
    }
    guard let scaled = course.ceiling.multiplied(by: 1000 &+ configuration.bankAgreement),
      let bound = Voltage.millivolts(scaled.millivolts / 1000).adding(configuration.bankOffset)
    else {
      latch(.bankTooHigh, &latched)
      return
    }
    if max(input.telemetry.bankA, input.telemetry.bankB) > bound { latch(.bankTooHigh, &latched) }
  }

  /// No pulse before the release, and never more than planned.
  @_noAllocation @_noLocks
  private mutating func superviseCounter(_ input: TickInput, _ latched: inout TickFaults) {
    guard let arming, input.telemetry.serial == arming.serial else { return }
    let given = arming.pulses(since: input.telemetry)
    switch state.mode {
    case .probing, .charging, .armed: if given != 0 { latch(.pulseExtra, &latched) }
    case .waitingForBeat(let at, _, _, _), .settling(let at, _, _): if given > at { latch(.pulseExtra, &latched) }
    // Beyond the next gate it may not go by itself.
    case .delivering: if given > course.gate { latch(.pulseExtra, &latched) }
    case .starting, .standby, .discharging: break
    }
  }

  /// Why the permit must go in this tick, or nil if it may stay; in the order of precedence.
  @_noAllocation @_noLocks
  mutating func withdrawal(_ input: TickInput, _ facts: Facts, _ latched: TickFaults) -> EndCause? {
    if input.stop { return .stop }
    if !facts.interlocksClosed { return .fault(.interlockOpened) }
    // Also one that was latched before: what is wrong now ends a self-test too.
    if let first = latched.present.first { return .fault(first) }
    switch plan.kind {
    case .selfTest: break
    case .treatment, .testLoad: if let first = state.faults.first { return .fault(first) }
    }
    if !facts.leaseLive { return .leaseEnded }
    switch input.lease {
    case .none: return .leaseEnded
    case .held(let holder, _, _, _): if !(holder == armingLease) { return .leaseEnded }
    }
    // The same holder, but of a role that may not use this plan.
    if !roleAllows(plan.kind, input) { return .leaseEnded }
    let waived = configuration.allowWithoutRealtime
    if !input.realtime && !waived { return .conditionLost }
    switch plan.kind {
    case .treatment: if !input.calibrationValid { return .conditionLost }
    case .testLoad, .selfTest: break
    }
    switch state.mode {
    case .probing, .charging, .armed:
      if !input.record.healthy { return .recordFailed }
      if !input.record.clockGood { return .conditionLost }
    // The intent is durable and what follows is kept by the generator too: a slow disk does not cut a train short.
    case .waitingForBeat, .settling, .delivering: break
    case .starting, .standby, .discharging: break
    }
    return nil
  }
}
