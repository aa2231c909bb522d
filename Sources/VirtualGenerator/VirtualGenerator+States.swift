import GeneratorLink
import Plant
import Quantities

extension VirtualGenerator {
  /// The device's channels must both be below this before it is idle: somewhat below 42 V, so that its host agrees.
  static let idleBelow = Voltage.volts(40)
  /// How often the state looks at the bank while it moves.
  static let look_ns: Int64 = 1_000_000
  /// The same while there is far to go.
  static let distantLook_ns: Int64 = 10_000_000

  /// Starts the firmware: a new boot identity, an empty memory, a clock at zero.
  mutating func startFirmware(byWatchdog: Bool) {
    memory.starts = memory.starts &+ 1
    _ = hooks.store?(memory)
    boot = bootIdentity()
    bootedAt_ns = now_ns
    startedByWatchdog = byWatchdog
    isRunning = true
    let wasHanging = faults.isHanging
    let wasRestarting = faults.isRestarting
    faults.isHanging = false
    faults.isRestarting = false
    timers.stop()
    permit = Permit()
    store.forget()
    pulses.open(0)
    train = nil
    probe = nil
    underWay = nil
    stopBehindPulse = .none
    link = 0
    line.open(link: 0)
    filter.reset()
    reader = FrameReader()
    fault = .none
    log(.started(serial: memory.serial, counter: memory.pulseCounter, byWatchdog: byWatchdog))
    if wasHanging { log(.cleared(.hang)) }
    if wasRestarting { log(.cleared(.reboot)) }
    state = .idle
    unit.drive = .dump
    stateSince_ns = now_ns
    if unit.bank.voltage_V >= BankUnit.safe_V { enter(.discharging) }
  }

  /// SplitMix64's mixing of seed, serial number and number of starts: never the same twice, and never zero.
  private func bootIdentity() -> UInt64 {
    var mixed = seed ^ memory.serial.low ^ memory.serial.high &* 3 ^ memory.starts &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return (mixed ^ (mixed >> 31)) | 1
  }

  /// Changes the state, sets the power electronics for it, tells the host, and does what waits for it.
  mutating func enter(_ next: DeviceState) {
    guard next != state else { return }
    log(.entered(next, from: state))
    state = next
    stateSince_ns = now_ns
    timers.work = Timers.never
    timers.gate = Timers.never
    switch next {
    case .idle: unit.drive = .dump
    case .probing:
      unit.drive = .off
      timers.work = now_ns &+ settings.probeTime.nanoseconds
    case .charging, .waiting:
      regulate()
      timers.work = now_ns
      if next == .waiting { timers.gate = now_ns &+ settings.gateLimit.nanoseconds }
    case .armed, .delivering: regulate()
    case .discharging, .fault:
      unit.drive = .dump
      timers.work = now_ns &+ Self.look_ns
    }
    tell()
    meet(.entering(next))
  }

  /// Whether the device is in a state that needs permit and chain.
  var isEnergised: Bool {
    switch state {
    case .probing, .charging, .armed, .delivering, .waiting: true
    case .idle, .discharging, .fault: false
    }
  }

  /// The true voltage at which the device's own regulation believes to be at the present step's.
  var setPoint_V: Double {
    guard let step = store.program.step(train?.step ?? 0) else { return 0 }
    return Double(step.voltage.millivolts) * 1e-3 * (1 + Double(settings.setPointError.partsPerMillion) * 1e-6)
  }

  /// Up by charging, down by dumping, and held at the voltage.
  func regulation() -> BankUnit.Drive {
    unit.bank.voltage_V > setPoint_V * 1.002 && state == .waiting ? .dump : .charge(to_V: setPoint_V)
  }

  mutating func regulate() { unit.drive = regulation() }

  /// The state's own work: the end of a probe, a look at the moving bank.
  mutating func work() {
    timers.work = Timers.never
    switch state {
    case .probing: endProbe()
    case .charging: lookAtCharging()
    case .waiting:
      regulate()
      timers.work = now_ns &+ Self.look_ns
    case .discharging: lookAtDischarging()
    case .fault: lookAtFault()
    case .idle, .armed, .delivering: break
    }
  }

  private mutating func lookAtCharging() {
    let target_V = setPoint_V
    if unit.bank.voltage_V >= target_V * 0.9995 {
      enter(.armed)
    } else if now_ns &- stateSince_ns > settings.chargeLimit.nanoseconds {
      raise(.chargeFailed)
    } else {
      // With constant power the energy grows evenly, so that the end is known.
      let bank = unit.bank
      let missing_J = bank.capacitance_F * (target_V * target_V - bank.voltage_V * bank.voltage_V) / 2
      let left_ns = wholeNumber(missing_J / max(bank.supply.power_W, 1e-3) * 1e9)
      timers.work = now_ns &+ min(Self.distantLook_ns, max(100_000, left_ns))
    }
  }

  private mutating func lookAtDischarging() {
    let bank = meters.bank(unit.bank.voltage_V)
    if bank.a < Self.idleBelow && bank.b < Self.idleBelow {
      enter(.idle)
    } else if now_ns &- stateSince_ns > settings.dischargeLimit.nanoseconds {
      raise(.dischargeFailed)
    } else {
      timers.work = now_ns &+ (unit.bank.voltage_V > 60 ? Self.distantLook_ns : Self.look_ns)
    }
  }

  /// A fault goes when its condition is gone, it was told three times, and the bank is empty.
  private mutating func lookAtFault() {
    let bank = meters.bank(unit.bank.voltage_V)
    let isEmpty = bank.a < Self.idleBelow && bank.b < Self.idleBelow
    if isEmpty, !lasts(fault, bank.a, bank.b), faultTold >= 3 || link == 0 {
      fault = .none
      log(.deviceFaultGone)
      enter(.idle)
    } else {
      timers.work = now_ns &+ Self.distantLook_ns
    }
  }

  private func lasts(_ fault: DeviceFault, _ bankA: Voltage, _ bankB: Voltage) -> Bool {
    switch fault {
    case .switchStuck, .memoryFailed, .internalError: true
    case .bankChannelsDisagree: disagree(bankA, bankB)
    case .dischargeFailed: bankA >= Self.idleBelow || bankB >= Self.idleBelow
    case .bankOvervoltage: bankA > settings.limits.maximumVoltage
    case .none, .chargeFailed, .overTemperature, .supplyFailed, .sensorFailed, .selectorFailed: false
    }
  }

  /// A fault of the device's own; the first one stands until it is gone.
  mutating func raise(_ newFault: DeviceFault) {
    guard fault == .none else { return }
    fault = newFault
    faultTold = 0
    log(.deviceFault(newFault))
    stop(.selfFault)
  }

  /// Ends what is energised, between pulses; then the bank is emptied.
  mutating func stop(_ reason: EndReason) {
    if timers.pulseEnd != Timers.never {
      if stopBehindPulse == .none || fault != .none { stopBehindPulse = reason }
      return
    }
    timers.pulse = Timers.never
    if probe != nil { abandonProbe(reason) }
    if let train, train.endReason == .none { finishTrain(reason) }
    enter(fault != .none ? .fault : .discharging)
  }

  /// Writes down that the train is over.
  mutating func finishTrain(_ reason: EndReason) {
    guard let nonce = train?.nonce, let given = train?.given else { return }
    train?.endReason = reason
    log(.trainEnded(nonce: nonce, reason, pulses: given))
    pulses.beginUnasked(at: now_ns)
  }

  mutating func gateTimedOut() {
    timers.gate = Timers.never
    stop(.gateTimeout)
  }

  /// The permit's end has come; a heartbeat may have moved it.
  mutating func lapse() {
    timers.permit = Timers.never
    guard isRunning, !isPermitLive else { return }
    log(.permitLapsed)
    if isEnergised, faults.ignoresStop { tookEffect(.ignoresStop) }
    if isEnergised, !faults.ignoresStop { stop(.permitLapsed) } else { tell() }
  }
}
