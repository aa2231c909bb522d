import GeneratorLink
import Plant
import Quantities

extension VirtualGenerator {
  /// What energising needs, in the order in which it is judged: fault, chain, permit, array.
  private func refusalOfEnergy() -> RejectReason? {
    if fault != .none { return .faulted }
    if !lines.isChainClosed, !faults.ignoresStop { return .interlockOpen }
    if !isPermitLive { return .noPermit }
    if store.program.kind == .selfTest { return nil }
    guard pluggedArray != nil else { return .arrayDiffers }
    if let chip = chipIdentity, chip != store.program.arrayIdentity { return .arrayDiffers }
    return nil
  }

  mutating func takeProbe(_ nonce: UInt64, _ step: UInt8, _ request: UInt16) -> Answer {
    guard nonce == store.nonce else { return .rejected(.unknownNonce) }
    if state == .probing, let probe, probe.step == step {
      self.probe = (step, request)
      return .later
    }
    guard state == .idle else { return .rejected(.badState) }
    if let refusal = refusalOfEnergy() { return .rejected(refusal) }
    guard store.program.step(step) != nil else { return .rejected(.badRequest) }
    probe = (step, request)
    enter(.probing)
    return .later
  }

  /// The probe is done: a sine of 5 V, whose effect on tissue is nothing.
  mutating func endProbe() {
    guard let probe, let nonce = store.nonce, let step = store.program.step(probe.step) else { return }
    self.probe = nil
    var impedance = ContactImpedance.open
    noteTissueEffects()
    if let load = load(between: step.positive, step.negative) {
      let reading = load.probe()
      // Above 1 MΩ the device sees no contact.
      if reading.impedance_ohm < 1e6 {
        let contact_ohm = reading.impedance_ohm + unit.stage.sourceResistance_ohm
        impedance = .measured(.milliohms(wholeNumber(contact_ohm * 1e3)))
      }
    }
    line.queue(
      .probeResult(nonce: nonce, step: probe.step, impedance: impedance), request: probe.request, rank: .answer,
      at: now_ns)
    enter(.idle)
  }

  mutating func abandonProbe(_ reason: EndReason) {
    guard let request = probe?.request else { return }
    probe = nil
    guard request != 0 else { return }
    let why: RejectReason =
      switch reason {
      case .interlock: .interlockOpen
      case .selfFault: .faulted
      case .permitLapsed, .discharged, .linkChanged: .noPermit
      case .none, .completed, .gateTimeout, .cutCurrentHigh, .cutVoltageHigh, .cutVoltageLow, .cutCurrentLow,
        .cutWidthHigh:
        .badState
      }
    line.queue(.rejected(reason: why), request: request, rank: .answer, at: now_ns)
  }

  mutating func takeCharge(_ nonce: UInt64) -> Answer {
    let isAgain = (state == .charging || state == .armed) && train?.nonce == nonce
    guard nonce == store.nonce else { return .rejected(.unknownNonce) }
    guard isAgain || !store.isSpent(nonce) else { return .rejected(.nonceSpent) }
    guard isAgain || state == .idle else { return .rejected(.badState) }
    if let refusal = refusalOfEnergy() { return .rejected(refusal) }
    guard !isAgain else { return .now(.accepted) }
    store.spend(nonce)
    train = Train(nonce: nonce)
    log(.chargeAccepted(nonce: nonce))
    enter(.charging)
    return .now(.accepted)
  }

  /// Judges a release and starts its pulses, or says why not.
  mutating func takeRelease(
    _ nonce: UInt64, _ step: UInt8, _ pulse: UInt16, _ fireAt: DeviceInstant, _ notAfter: DeviceInstant
  ) -> RejectReason? {
    guard let train, train.nonce == nonce else { return .unknownNonce }
    guard train.endReason == .none, state == .armed || state == .waiting else { return .badState }
    if let refusal = refusalOfEnergy() { return refusal }
    guard step == train.step, pulse == train.pulseInStep, fireAt == .zero || fireAt <= notAfter else {
      return .badRequest
    }
    let isLate = now_ns > simulationTime(notAfter)
    guard !isLate, fireAt == .zero || now_ns <= simulationTime(fireAt) else { return .tooLate }
    guard timers.pulse == Timers.never, isBankReady else { return .busy }
    log(.releaseAccepted(nonce: nonce, step: step, pulse: pulse))
    timers.gate = Timers.never
    timers.pulse = fireAt == .zero ? now_ns : simulationTime(fireAt)
    if timers.pulse <= now_ns { beginPulse() }
    return nil
  }

  /// Whether the bank is within 2 % of the step's voltage.
  private var isBankReady: Bool {
    let target_V = setPoint_V
    return abs(unit.bank.voltage_V - target_V) <= target_V * 0.02
  }

  /// The load between two electrodes now, with what is wrong at them.
  mutating func load(between positive: UInt8, _ negative: UInt8) -> TissueLoad? {
    // Self-tests go into a resistor of the device's own.
    if store.program.kind == .selfTest { return .resistor(100) }
    guard !faults.isArrayRemoved, var load = array?.load(positive, negative, at: now_ns) else { return nil }
    load.fault = faults.tissue
    return load
  }

  /// The load that a broken switch would feed: that of the step at work.
  mutating func selectedLoad() -> TissueLoad? {
    guard let step = store.program.step(train?.step ?? 0) else { return nil }
    return load(between: step.positive, step.negative)
  }
}
