import GeneratorLink
import Plant
import Quantities

/// A pulse between its start and its end.
struct PulseUnderWay: Sendable {
  var start_ns: Int64
  var step: UInt8
  var result: PulseResult
  var reading: PulseReading
  var isReversed: Bool
  var cut: PulseCut
}

extension VirtualGenerator {
  /// Starts the pulse that is due, if everything that must hold holds at this very moment.
  mutating func beginPulse() {
    timers.pulse = Timers.never
    guard isRunning, train?.endReason == EndReason.none, let step = store.program.step(train?.step ?? 0) else { return }
    if faults.ignoresStop {
      if !lines.isChainClosed || !isPermitLive { tookEffect(.ignoresStop) }
    } else {
      if !lines.isChainClosed { return stop(.interlock) }
      if !isPermitLive { return stop(.permitLapsed) }
    }
    enter(.delivering)
    // What was waiting for this state may have ended it.
    guard state == .delivering, let train else { return }
    memory.pulseCounter = memory.pulseCounter &+ 1
    guard !faults.isMemoryDead, hooks.store?(memory) ?? true else {
      memory.pulseCounter = memory.pulseCounter &- 1
      tookEffect(.deadMemory)
      return raise(.memoryFailed)
    }
    // From here on the pulse is under way: what stops, stops behind it.
    timers.pulseEnd = now_ns &+ step.width.nanoseconds
    self.train?.given = train.given &+ 1
    self.train?.lastStart_ns = now_ns
    let isReversed = faults.isPolarityWrong
    log(
      .pulseStart(
        TruePulseStart(
          nonce: train.nonce, index: train.given, step: train.step,
          positive: isReversed ? step.negative : step.positive, negative: isReversed ? step.positive : step.negative,
          counter: memory.pulseCounter, permitUntil: .microseconds(permit.deadline_us))))
    meet(.pulse(train.given &+ 1, .start))
    deliver(step, isReversed: isReversed)
  }

  /// Gives the pulse to the plant, and reads it.
  private mutating func deliver(_ step: ProgramStep, isReversed: Bool) {
    notePulseEffects(isReversed: isReversed)
    let tail_s = 10e-6
    let command = PulseCommand(
      width_s: Double(step.width.nanoseconds &+ faults.pulseLonger_ns) * 1e-9,
      polarity: isReversed ? .negative : .positive, tail_s: tail_s)
    let limits = PulseLimits(
      overCurrent_A: meters.trueCurrent_A(atReading: step.currentHigh),
      maximumWidth_s: Double(step.widthHigh.nanoseconds) * 1e-9, reaction_s: 2e-6, blanking_s: 1e-6)
    let soundSwitch = unit.stage.fault
    if faults.missesPulse { unit.stage.fault = .stuckOff }
    var load = load(between: step.positive, step.negative) ?? Self.nothing
    let given = unit.deliver(command, limits: limits, load: &load, waveform: &waveform)
    if faults.missesPulse {
      unit.stage.fault = soundSwitch
      faults.missesPulse = false
      log(.cleared(.missingPulse))
    }
    if let crossing = given.crossing { log(crossing) }
    load.fault = .none
    if store.program.kind != .selfTest, !faults.isArrayRemoved {
      array?.keep(load, step.positive, step.negative, at: unit.time_ns)
    }
    let closed_s = max(0, given.result.duration_s - tail_s)
    let reading = meters.read(given.result, waveform, closed_s: closed_s, into: &pulses)
    timers.pulseEnd = now_ns &+ max(1, wholeNumber(closed_s * 1e9))
    underWay = PulseUnderWay(
      start_ns: now_ns, step: train?.step ?? 0, result: given.result, reading: reading, isReversed: isReversed,
      cut: cut(given.result, reading, step))
  }

  /// Where no electrode is.
  private static var nothing: TissueLoad {
    var load = TissueLoad.resistor(1e9)
    load.fault = .open(from_s: 0)
    return load
  }

  /// What the firmware finds wrong with a pulse: within it by comparators, behind it by the means.
  private func cut(_ result: PulseResult, _ reading: PulseReading, _ step: ProgramStep) -> PulseCut {
    if result.isSwitchStillClosed || result.end == .overWidth || reading.width > step.widthHigh { return .widthHigh }
    if result.end == .overCurrent { return .currentHigh }
    let voltage = reading.voltage
    let current = reading.current
    guard let size = voltage.magnitude(), let flow = current.magnitude() else { return .voltageHigh }
    if size > step.voltageHigh { return .voltageHigh }
    if size < step.voltageLow { return .voltageLow }
    if flow > step.currentHigh { return .currentHigh }
    if flow < step.currentLow { return .currentLow }
    return .none
  }

  /// The pulse under way is over: report, verdict, and what comes next.
  mutating func endPulse() {
    timers.pulseEnd = Timers.never
    guard let pulse = underWay, let train else { return }
    underWay = nil
    let index = train.given &- 1
    logEnd(of: pulse, nonce: train.nonce, index: index)
    // Firmware that hangs or restarts within a pulse learns nothing of it.
    guard isRunning else { return }
    let elapsed_ns = pulse.start_ns &- bootedAt_ns
    let report = PulseReportMessage(
      nonce: train.nonce, step: pulse.step, index: index, start: .microseconds(elapsed_ns / 1_000),
      startNanoseconds: UInt16(clamping: elapsed_ns % 1_000), width: pulse.reading.width,
      voltage: pulse.reading.voltage, current: pulse.reading.current, peakCurrent: pulse.reading.peakCurrent,
      cut: pulse.cut)
    pulses.append(report)
    line.queue(.pulseReport(report), request: 0, rank: .report, at: now_ns)
    goOn(behind: pulse)
    meet(.pulse(train.given, .end))
  }

  private mutating func logEnd(of pulse: PulseUnderWay, nonce: UInt64, index: UInt16) {
    let sign = pulse.isReversed ? -1.0 : 1.0
    let result = pulse.result
    log(
      .pulseEnd(
        TruePulseEnd(
          nonce: nonce, index: index, step: pulse.step, voltage: Meters.volts(result.meanVoltage_V * sign),
          current: Meters.amperes(result.meanCurrent_A * sign), peakCurrent: Meters.amperes(result.peakCurrent_A),
          width: .nanoseconds(wholeNumber(result.width_s * 1e9)),
          energy: .microjoules(wholeNumber(result.energy_J * 1e6)), cut: pulse.cut)))
  }

  private mutating func goOn(behind pulse: PulseUnderWay) {
    let reason = stopBehindPulse
    stopBehindPulse = .none
    if pulse.cut != .none {
      finishTrain(EndReason(cut: pulse.cut))
      if pulse.cut == .widthHigh { raise(.switchStuck) }
      enter(fault != .none ? .fault : .discharging)
      return
    }
    if reason != .none { return stop(reason) }
    plan()
  }

  /// What comes behind a good pulse: the next one, a gate, one too many, or the end.
  private mutating func plan() {
    guard var train, let step = store.program.step(train.step) else { return }
    let next_ns = train.lastStart_ns &+ step.period.nanoseconds
    train.pulseInStep = train.pulseInStep &+ 1
    if train.pulseInStep < step.pulses {
      self.train = train
      switch step.sync {
      case .none, .eachStep: timers.pulse = next_ns
      case .eachPulse: enter(.waiting)
      }
    } else if let next = store.program.step(train.step &+ 1) {
      train.step = train.step &+ 1
      train.pulseInStep = 0
      self.train = train
      if next.gate { enter(.waiting) } else { timers.pulse = next_ns }
    } else if faults.givesExtraPulse {
      faults.givesExtraPulse = false
      self.train = train
      log(.cleared(.extraPulse))
      timers.pulse = next_ns
    } else {
      stop(.completed)
    }
  }
}
