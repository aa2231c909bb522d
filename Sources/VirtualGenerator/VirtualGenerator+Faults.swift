import GeneratorLink
import Plant
import Quantities

extension VirtualGenerator {
  /// Makes something happen when its trigger comes, once. Actions of one trigger happen in the order of these calls.
  public mutating func schedule(_ action: SimulatedAction, at trigger: Trigger = .now) {
    switch trigger {
    case .now: perform(action)
    case .time(let instant) where instant <= time: perform(action)
    case .entering(let awaited) where awaited == state: perform(action)
    case .time, .entering, .pulse: agenda.append(Appointment(trigger: trigger, action: action))
    }
  }

  /// Takes back every fault that waits or lasts, and everything else that waits for a trigger.
  public mutating func clearFaults() {
    agenda.removeAll()
    for entry in faults.entries { clear(entry) }
  }

  /// What still waits for its trigger.
  public var pendingActions: Int { agenda.count }

  /// Sets the power of the charging supply, from now on.
  public mutating func setSupply(power_W: Double) { unit.bank.supply.power_W = max(0, power_W) }

  /// Sets the capacitance of the bank, from now on; its voltage stays.
  public mutating func setCapacitance(_ capacitance_F: Double) {
    guard capacitance_F > 0 else { return }
    unit.bank.capacitance_F = capacitance_F
  }

  /// Does what waited for this.
  mutating func meet(_ trigger: Trigger) {
    guard agenda.contains(where: { $0.trigger == trigger }) else { return }
    let due = agenda.filter { $0.trigger == trigger }
    agenda.removeAll { $0.trigger == trigger }
    for appointment in due { perform(appointment.action) }
  }

  /// Does what waited for this moment.
  mutating func keepAppointments() {
    while let index = agenda.firstIndex(where: { isDue($0.trigger) }) { perform(agenda.remove(at: index).action) }
  }

  private func isDue(_ trigger: Trigger) -> Bool {
    guard case .time(let instant) = trigger else { return false }
    return instant <= time
  }

  private mutating func perform(_ action: SimulatedAction) {
    switch action {
    case .fault(let fault): inject(fault)
    case .clear(let entry): clear(entry)
    case .line(let line, let isClosed): move(line, isClosed)
    case .array(let array): plug(array)
    case .notice(let number): hooks.notice?(number)
    }
  }

  private mutating func move(_ line: InputLine, _ isClosed: Bool) {
    guard lines[line] != isClosed else { return }
    let wasClosed = lines.isChainClosed
    lines[line] = isClosed
    log(.line(line, isClosed: isClosed))
    if wasClosed, !lines.isChainClosed, isEnergised {
      if faults.ignoresStop { tookEffect(.ignoresStop) } else { stop(.interlock) }
    }
    // The host is told at once, as after a change of state.
    tell()
  }

  private mutating func plug(_ array: SimulatedArray?) {
    self.array = array
    log(.array(array?.identity))
    tell()
  }

  private mutating func inject(_ fault: SimulatedFault) {
    log(.injected(fault))
    faults.note(fault.entry, true)
    faults.withoutEffect.insert(fault.entry)
    switch fault {
    case .dropBytes(let share, let way): disturb(way) { $0.dropPartsPerMillion = share.partsPerMillion }
    case .corruptBytes(let share, let way): disturb(way) { $0.corruptPartsPerMillion = share.partsPerMillion }
    case .duplicateBytes(let share, let way): disturb(way) { $0.duplicatePartsPerMillion = share.partsPerMillion }
    case .reorderFrames(let share, let way): disturb(way) { $0.reorderPartsPerMillion = share.partsPerMillion }
    case .truncateFrames(let share, let way): disturb(way) { $0.truncatePartsPerMillion = share.partsPerMillion }
    case .halfOpen(let way): disturb(way) { $0.isHalfOpen = true }
    case .wrongBaud(let way): disturb(way) { $0.isWrongBaud = true }
    case .delayBytes(let span, let way): disturb(way) { $0.delay_ns = max(0, span.nanoseconds) }
    case .stuckBuffer(let span, let way):
      let until_ns = now_ns &+ max(0, span.nanoseconds)
      disturb(way) { $0.heldUntil_ns = until_ns }
      agenda.append(Appointment(trigger: .time(.nanoseconds(until_ns)), action: .clear(.stuckBuffer)))
    case .babble: line.babble(true, at: now_ns)
    case .mute: line.isMute = true
    case .cutLine: disturb(.both) { $0.isCut = true }
    case .reboot: halt(isRestart: true)
    case .hang: halt(isRestart: false)
    case .staleTelemetry:
      let bank = meters.bank(unit.bank.voltage_V)
      faults.frozenTelemetry = telemetry(bank.a, bank.b, meters.output(unit.terminals_V))
    case .wrongReadBack: faults.readsBackWrong = true
    case .refusesDischarge: faults.refusesDischarge = true
    case .ignoresStop: faults.ignoresStop = true
    case .extraPulse: faults.givesExtraPulse = true
    case .missingPulse: faults.missesPulse = true
    case .longPulse(let span): faults.pulseLonger_ns = max(0, span.nanoseconds)
    case .stuckSwitch: unit.stage.fault = .stuckOn
    case .bankDrift(let channel, let share):
      let factor = 1 + Double(share.partsPerMillion) * 1e-6
      change(channel) { $0.gain *= factor }
    case .bankStuck(let channel, let reading):
      change(channel) { $0.fault = .stuck(at: Double(reading.millivolts) * 1e-3) }
    case .wrongPolarity: faults.isPolarityWrong = true
    case .deadSupply: unit.bank.supply.power_W = 0
    case .deadMemory: faults.isMemoryDead = true
    case .removedArray: faults.isArrayRemoved = true
    case .wrongArray: faults.isArrayWrong = true
    case .openTissue: faults.tissue = .open(from_s: 0)
    case .shortTissue(let resistance):
      faults.tissue = .short(from_s: 0, resistance_ohm: Double(resistance.milliohms) * 1e-3)
    case .arc(let after, let resistance):
      faults.tissue = .arc(
        from_s: Double(after.nanoseconds) * 1e-9, resistance_ohm: Double(resistance.milliohms) * 1e-3)
    case .risingCurrent(let share):
      faults.tissue = .risingCurrent(perMicrosecond: Double(share.partsPerMillion) * 1e-6)
    }
  }

  private mutating func clear(_ entry: FaultEntry) {
    guard faults.entries.contains(entry) else { return }
    log(.cleared(entry))
    faults.note(entry, false)
    faults.withoutEffect.remove(entry)
    switch entry {
    case .dropBytes: disturb(.both) { $0.dropPartsPerMillion = 0 }
    case .corruptBytes: disturb(.both) { $0.corruptPartsPerMillion = 0 }
    case .duplicateBytes: disturb(.both) { $0.duplicatePartsPerMillion = 0 }
    case .reorderFrames:
      disturb(.both) { $0.reorderPartsPerMillion = 0 }
      toDevice.letGo(into: &heard, at: now_ns)
      toHost.letGo(into: &output, at: now_ns)
      listen()
    case .truncateFrames: disturb(.both) { $0.truncatePartsPerMillion = 0 }
    case .halfOpen: disturb(.both) { $0.isHalfOpen = false }
    case .wrongBaud: disturb(.both) { $0.isWrongBaud = false }
    case .delayBytes: disturb(.both) { $0.delay_ns = 0 }
    case .stuckBuffer:
      let now_ns = now_ns
      disturb(.both) { $0.heldUntil_ns = min($0.heldUntil_ns, now_ns) }
    case .babble: line.babble(false, at: now_ns)
    case .mute: line.isMute = false
    case .cutLine: disturb(.both) { $0.isCut = false }
    // They end by themselves, when the firmware runs again.
    case .reboot, .hang: faults.note(entry, true)
    case .staleTelemetry: faults.frozenTelemetry = nil
    case .wrongReadBack: faults.readsBackWrong = false
    case .refusesDischarge: faults.refusesDischarge = false
    case .ignoresStop: faults.ignoresStop = false
    case .extraPulse: faults.givesExtraPulse = false
    case .missingPulse: faults.missesPulse = false
    case .longPulse: faults.pulseLonger_ns = 0
    case .stuckSwitch: unit.stage.fault = .none
    case .bankDrift: restoreMeters { $0.gain = $1.gain }
    case .bankStuck: restoreMeters { $0.fault = $1.fault }
    case .wrongPolarity: faults.isPolarityWrong = false
    case .deadSupply: unit.bank.supply.power_W = settings.hardware.bank.supply.power_W
    case .deadMemory: faults.isMemoryDead = false
    case .removedArray: faults.isArrayRemoved = false
    case .wrongArray: faults.isArrayWrong = false
    case .openTissue, .shortTissue, .arc, .risingCurrent: faults.tissue = .none
    }
  }

  private mutating func disturb(_ way: LinkDirection, _ change: (inout Disturbance) -> Void) {
    if way.reachesDevice { change(&toDevice) }
    if way.reachesHost { change(&toHost) }
  }

  private mutating func change(_ channel: BankChannel, _ change: (inout MeasuringChannel) -> Void) {
    switch channel {
    case .a: change(&meters.bankA)
    case .b: change(&meters.bankB)
    }
  }

  private mutating func restoreMeters(_ restore: (inout MeasuringChannel, MeasuringChannel) -> Void) {
    let sound = Meters(settings.channels, seed: seed)
    restore(&meters.bankA, sound.bankA)
    restore(&meters.bankB, sound.bankB)
  }

  /// The firmware ends: at once for a restart, until the watchdog acts for one that hangs.
  private mutating func halt(isRestart: Bool) {
    isRunning = false
    if isRestart { faults.isRestarting = true } else { faults.isHanging = true }
    tookEffect(isRestart ? .reboot : .hang)
    let pulseEnd = timers.pulseEnd
    timers.stop()
    timers.pulseEnd = pulseEnd
    timers.start = now_ns &+ (isRestart ? settings.startTime : settings.watchdogTime).nanoseconds
    // Without firmware the charger has no pulses; a restart lets the dump relay fall closed, hung firmware still holds it.
    unit.drive = isRestart ? .dump : .off
    line.breakOff(at: now_ns)
  }
}
