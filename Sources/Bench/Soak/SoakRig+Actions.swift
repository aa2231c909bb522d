import Generators
import PulseDispatch
import Quantities
import SafetyKernel
import VirtualGenerator

extension SoakRig {
  /// Does what a script says before the next tick.
  func perform(_ action: SoakAction) {
    switch action {
    case .grant(let lease, let role): grant(UInt64(lease & 7), role)
    case .endLease: endLease()
    case .renew(let on): world.renews = on
    case .hold(let on):
      world.holds = on
      if world.renews, let lease = world.lease { renew(lease) }
    case .prepare, .arm, .fire, .disarm, .acknowledge, .resolve: command(action)
    case .stop: callStop()
    case .line(let line, let isClosed): generator.schedule(.line(line, isClosed: isClosed))
    case .plug(let number, let chip): plug(number, chip)
    case .unplug: plug(nil, false)
    case .fault(let fault, let moment): generator.schedule(.fault(fault.fault), at: moment.trigger)
    case .clear(let entry): generator.schedule(.clear(entry))
    case .clearAll: generator.clearFaults()
    case .calibrate(let on): calibrate(on)
    case .record(let healthy, let clock):
      guard tell(.recordState(healthy: healthy, clockGood: clock)) else { return }
      world.recordHealthy = healthy
      world.clockGood = clock
      world.recordSince = ticks
    case .durable(let on): world.durable = on
    case .realtime(let on): setRealtime(on)
    case .freeze(let time): freeze(ms: time)
    case .restart(let time): restart(ms: time)
    case .heart(let interval):
      generator.setHeart(interval: interval > 0 ? .milliseconds(Int32(clamping: interval)) : nil)
    case .beat: generator.beatNow()
    case .port(let on): setPort(on)
    case .supply(let power): generator.setSupply(power_W: Double(power))
    case .drain(let on): world.drains = on
    }
  }

  private func setPort(_ on: Bool) {
    guard on != world.portOpen else { return }
    world.portOpen = on
    if on { openPort() } else { channel.cut() }
  }

  private func endLease() {
    guard let lease = world.lease, tell(.leaseEnded(SoakWorld.identity(lease))) else { return }
    world.formerLease = lease
    world.lease = nil
    world.leaseSince = ticks
  }

  private func plug(_ number: Int?, _ chip: Bool) {
    if number == world.plugged, chip == world.chip { return }
    generator.schedule(.array(number.map { SoakArrays.array($0, chip: chip) }))
    world.plugged = number
    world.chip = chip
  }

  private func calibrate(_ on: Bool) {
    guard on != world.calibrated else { return }
    guard on ? tellCalibration() : tell(.calibrationWithdrawn) else { return }
    world.calibrated = on
    world.calibratedSince = ticks
  }

  private func command(_ action: SoakAction) {
    let number = nextCorrelation()
    var asked = SoakAsked(action: action, lease: 0, nonce: 0, ticketIssued: now)
    let message: InboxMessage
    switch action {
    case .prepare(let plan, let claim):
      let lease = world.identity(claim)
      asked.lease = lease.value
      let wanted = plan.plan
      world.preparedIdentity = wanted.array.identity
      message = .prepare(correlation: number, lease, wanted)
    case .arm(let claim, let digest, let confirms):
      let lease = world.identity(claim)
      asked.lease = lease.value
      asked.digest = self.digest(digest)
      let identity = confirms ? world.preparedIdentity : ArrayIdentity(low: 7, high: 7)
      message = .arm(correlation: number, lease, self.digest(digest), confirmed: identity)
    case .fire(let claim, let nonce, let ticket):
      let lease = world.identity(claim)
      asked.lease = lease.value
      asked.nonce = self.nonce(nonce).value
      asked.ticketIssued = now.adding(.milliseconds(Int32(clamping: -ticket))) ?? now
      message = .fire(correlation: number, lease, self.nonce(nonce), ticketIssued: asked.ticketIssued)
    case .disarm(let claim):
      let lease = world.identity(claim)
      asked.lease = lease.value
      message = .disarm(correlation: number, lease)
    case .acknowledge: message = .acknowledge(correlation: number)
    case .resolve(let pulses):
      let truly = truePulses(of: status.arming?.nonce.value ?? 0)
      message = .resolve(correlation: number, pulses: UInt16(clamping: pulses < 0 ? truly : pulses))
      asked.nonce = UInt64(UInt16(clamping: pulses < 0 ? truly : pulses))
    default: return
    }
    if tell(message) { world.asked[number] = asked }
  }

  private func digest(_ claim: SoakClaim) -> PlanDigest {
    switch claim {
    case .right: status.digest
    case .former: world.formerDigest
    case .wrong: MachineStatus().digest
    }
  }

  private func nonce(_ claim: SoakClaim) -> Nonce {
    switch claim {
    case .right: status.arming?.nonce ?? Nonce(value: 5)
    case .former: world.formerNonce
    case .wrong: Nonce(value: 12_345)
    }
  }
}
