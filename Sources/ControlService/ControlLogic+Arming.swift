import ControlInterface
import Generators
import Journal
import PulseDispatch
import Quantities
import SafetyKernel
import Settings
import Treatment

// From the accepted arming to the armed machine.

extension ControlLogic {
  /// An arming began, by a console or by the pedal: its intent goes to the disk, and only then can it be armed.
  mutating func intend(
    _ nonce: Nonce, _ digest: PlanDigest, _ serial: DeviceSerial, _ boot: BootIdentity, before: UInt32,
    planned: UInt16
  ) {
    let accepted = acceptedArm
    acceptedArm = nil
    guard let prepared, prepared.digest == digest, let configuration = setup.configuration else {
      // Without the plan's bytes there is no intent, and so no arming: it ends by its own time.
      return log(.error, "an arming of a plan that this service does not know")
    }
    let uid = accepted?.uid ?? lease?.peer.uid ?? prepared.uid
    delivery = Delivery(
      nonce: nonce, train: prepared, planned: planned, isSimulated: status.identity?.simulated ?? false,
      arming: accepted?.origin)
    waveforms = WaveformAssembler(nonce: nonce)
    let plan = prepared.planned.plan
    let voltages = (0..<plan.stepCount).compactMap { plan.step($0)?.voltage }
    journal(
      .intent(
        TrainIntent(
          nonce: nonce, digest: digest, plan: prepared.bytes, kind: plan.kind, array: plan.array.identity,
          protocolName: prepared.planned.protocolName, serial: serial, boot: boot, counterBefore: before,
          plannedPulses: planned, isSimulated: status.identity?.simulated ?? false,
          configuration: configuration.digest, calibration: calibrationFile?.digest, build: setup.version,
          operatorUID: uid, voltages: voltages, time: moment)))
  }

  /// A pair was measured at low voltage.
  mutating func probed(_ step: UInt8, _ impedance: Resistance) {
    guard let delivery else { return }
    let pair = delivery.train.pair(ofStep: step)
    // The driver says the largest number for an open contact.
    let isOpen = impedance > .milliohms(4_000_000_000)
    let probe = Control.Probe(
      step: Int64(step), positive: pair?.positive ?? "", negative: pair?.negative ?? "",
      impedance: isOpen ? nil : impedance)
    switch delivery.arming {
    case .call(let call): reply(call, Control.Arm.Reply(phase: .probing, probe: probe), last: false)
    case .selfTest(let call): reply(call, Control.SelfTest.Reply(phase: .probing, probe: probe), last: false)
    case nil: break
    }
  }

  /// While the bank charges, whoever waits is told how far it is.
  mutating func tellCharging() {
    guard let delivery, delivery.isCharging, case .call(let call)? = delivery.arming,
      let age = now.since(delivery.chargingToldAt), age >= Self.measuredInterval
    else { return }
    let told = now
    self.delivery?.chargingToldAt = told
    reply(
      call,
      Control.Arm.Reply(
        phase: .charging, bank: isFresh ? status.telemetry.bankA : nil,
        target: delivery.train.planned.plan.step(0)?.voltage),
      last: false)
  }

  /// The arming is complete.
  mutating func armed(_ nonce: Nonce) {
    guard delivery?.nonce == nonce, let ticks = setup.configuration?.settings.kernel.ticks else { return }
    // A tick of the kernel's countdowns is a millisecond.
    let span = TimeSpan.milliseconds(Int32(ticks.armed))
    delivery?.isCharging = false
    let until = now.adding(span) ?? now
    delivery?.stage = .armed(until: until)
    let origin = delivery?.arming
    delivery?.arming = nil
    tell("armed", "armed: firing gives pulses")
    switch origin {
    case .call(let call): reply(call, Control.Arm.Reply(phase: .armed, armed: armedDisplay))
    case .selfTest(let call):
      reply(call, Control.SelfTest.Reply(phase: .armed), last: false)
      guard let lease else { return fail(call, noLease) }
      // The person's call of SelfTest is what the ticket stands for; the machine was armed just now.
      let issued = now
      send(.fire(.selfTest(call))) { .fire(correlation: $0, lease.identity, nonce, ticketIssued: issued) }
    case nil: break
    }
  }

  /// The present arming as it travels, while it can be fired.
  var armedDisplay: Control.Armed? {
    guard let delivery, case .armed(let until) = delivery.stage else { return nil }
    return Control.Armed(
      nonce: hex(delivery.nonce.value), expiresMilliseconds: max(0, until.since(now)?.nanoseconds ?? 0) / 1_000_000)
  }

  /// The machine changed its state.
  mutating func entered(_ state: StateName, _ cause: EndCause) {
    switch state {
    case .charging: delivery?.isCharging = true
    case .discharging, .starting, .standby: endArming(cause)
    case .probing, .armed, .waitingForBeat, .delivering, .settling: break
    }
    let why = state == .discharging ? ": \(cause.words.explanation)" : ""
    tell("entered.\(state.mode.rawValue)", state.sentence + why)
  }

  /// An arming that ends without having been fired: whoever waits is told why. That it gave nothing is the kernel's to say,
  /// which it does in the same tick.
  private mutating func endArming(_ cause: EndCause) {
    guard let ended = delivery else { return }
    switch ended.stage {
    case .arming, .armed: break
    case .fired, .over: return
    }
    delivery?.stage = .over
    delivery?.isCharging = false
    delivery?.arming = nil
    let words = cause.words
    if let origin = ended.arming ?? ended.firing {
      let trouble = cause == .recordFailed ? record.trouble.map { "\(words.explanation): \($0)" } : nil
      fail(
        origin.call,
        Control.ArmingEnded(cause: words.name, explanation: trouble ?? words.explanation, remedy: words.remedy))
    }
  }
}
