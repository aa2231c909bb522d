import Quantities
import SHA256
import SafetyKernel

/// Turns classes into the values that stand for them in one state, and into what is true of those values.
final class InputWriter {
  /// The kernel's input, rewritten for each class; the proposal only when a command speaks of it.
  var tick = TickInput()
  /// What is true of it.
  var truth = InputTruth()
  private let plans: ExploredPlans

  init(_ plans: ExploredPlans) { self.plans = plans }

  /// Gives ``tick`` to a kernel.
  func step(_ kernel: inout SafetyKernel) -> TickOutput { kernel.step(tick) }

  /// Writes ``tick`` and ``truth``.
  func write(_ input: ExploredInput, in situation: Situation) {
    truth = InputTruth()
    truth.stop = input.stop
    tick.stop = input.stop
    tick.now = Situation.now
    writeTiming(input.timing)
    writeDevice(input.device, situation)
    writeHealth(input.health, situation)
    writeLines(input.lines)
    writeLease(input.lease, situation)
    writeReply(input.reply, situation)
    writeHost(input.host, situation)
    write(command: input.command, situation)
    write(report: input.report, situation)
  }

  private func writeTiming(_ timing: TimingClass) {
    switch timing {
    case .onTime: tick.lateness = .microseconds(20)
    case .late: tick.lateness = .milliseconds(11)
    case .early: tick.lateness = .milliseconds(-1)
    }
    truth.late = timing != .onTime
  }

  private func writeLines(_ lines: LinesClass) {
    tick.closedInterlocks = InterlockSet(bits: 0b111)
    tick.pedal = .released
    switch lines {
    case .released: break
    case .pedalFirst: tick.pedal = .first
    case .pedalSecond: tick.pedal = .second
    case .pedalAbsent: tick.pedal = .absent
    case .pedalImplausible: tick.pedal = .implausible
    case .doorOpen: tick.closedInterlocks = InterlockSet(bits: 0b101)
    case .chainOpen:
      tick.closedInterlocks = InterlockSet(bits: 0b110)
      tick.pedal = .second
    }
    truth.pedal = tick.pedal
    truth.interlocksClosed = lines != .doorOpen && lines != .chainOpen
  }

  private func writeLease(_ lease: LeaseClass, _ situation: Situation) {
    let young = TimeSpan.milliseconds(100)
    truth.leaseLive = true
    truth.holderIsArmer = true
    truth.roleFits = true
    truth.holds = true
    switch lease {
    case .holding: tick.lease = .held(situation.holder, role: .operating, age: young, hold: true)
    case .loose:
      tick.lease = .held(situation.holder, role: .operating, age: young, hold: false)
      truth.holds = false
    case .otherHolder:
      tick.lease = .held(situation.stranger, role: .operating, age: young, hold: true)
      truth.holderIsArmer = false
    case .technician:
      tick.lease = .held(situation.holder, role: .technician, age: young, hold: true)
      truth.roleFits = situation.kind != .treatment
    case .engineer:
      tick.lease = .held(situation.holder, role: .engineer, age: young, hold: true)
      truth.roleFits = situation.kind == .selfTest
    case .lapsed:
      tick.lease = .held(situation.holder, role: .operating, age: .milliseconds(1_001), hold: true)
      truth.leaseLive = false
    case .ageNegative:
      tick.lease = .held(situation.holder, role: .operating, age: .nanoseconds(-1), hold: true)
      truth.leaseLive = false
    case .none:
      tick.lease = .none
      truth.leaseLive = false
      truth.holderIsArmer = false
      truth.holds = false
    }
  }

  private func writeHost(_ host: HostClass, _ situation: Situation) {
    tick.record.durableIntent = situation.moment.arming == nil ? nil : situation.nonce
    tick.record.healthy = host != .recordBad
    tick.record.clockGood = host != .clockBad
    tick.calibrationValid = host != .uncalibrated
    tick.realtime = host != .notRealtime
    tick.secondGateRefused = host == .gateRefused
    tick.freshNonce = Nonce(value: situation.nonce.value &+ 1)
    truth.durable = situation.moment.arming != nil
    truth.freshNonceGood = true
    switch host {
    case .good, .recordBad, .clockBad, .uncalibrated, .notRealtime, .gateRefused, .sumsExhausted: break
    case .intentMissing:
      tick.record.durableIntent = nil
      truth.durable = false
    case .intentOther:
      tick.record.durableIntent = Nonce(value: situation.nonce.value &+ 5)
      truth.durable = false
    case .nonceSpent:
      tick.freshNonce = situation.nonce
      truth.freshNonceGood = false
    case .nonceZero:
      tick.freshNonce = Nonce(value: 0)
      truth.freshNonceGood = false
    }
    truth.recordGood = tick.record.healthy
    truth.clockGood = tick.record.clockGood
    truth.calibrated = tick.calibrationValid
    truth.realtime = tick.realtime
    truth.gateRefused = tick.secondGateRefused
    truth.sumsExhausted = host == .sumsExhausted
  }

  private func write(command: CommandClass, _ situation: Situation) {
    let holder = situation.holder
    let stranger = situation.stranger
    let right = ExploredPlans.arrayIdentity
    let fresh = TimeSpan.milliseconds(100)
    switch command {
    case .none: tick.command = .none
    case .prepare: propose(plans.own.plan, .prepare(holder))
    case .prepareSelfTest: propose(plans.selfTest.plan, .prepare(holder))
    case .prepareBad: propose(plans.bad, .prepare(holder))
    case .prepareOtherLease: propose(plans.own.plan, .prepare(stranger))
    case .arm: tick.command = .arm(holder, situation.digest, confirmed: right)
    case .armUnconfirmed:
      tick.command = .arm(holder, situation.digest, confirmed: ArrayIdentity(low: 0, high: 0))
    case .armWrongDigest:
      tick.command = .arm(holder, PlanDigest(value: .zero), confirmed: right)
    case .armOtherLease: tick.command = .arm(stranger, situation.digest, confirmed: right)
    case .fire: tick.command = .fire(holder, situation.nonce, ticketAge: fresh)
    case .fireWrongNonce:
      tick.command = .fire(holder, Nonce(value: situation.nonce.value &+ 3), ticketAge: fresh)
    case .fireOldTicket: tick.command = .fire(holder, situation.nonce, ticketAge: .milliseconds(501))
    case .fireNegativeTicket: tick.command = .fire(holder, situation.nonce, ticketAge: .nanoseconds(-1))
    case .fireOtherLease: tick.command = .fire(stranger, situation.nonce, ticketAge: fresh)
    case .disarm: tick.command = .disarm(holder)
    case .disarmOtherLease: tick.command = .disarm(stranger)
    case .acknowledge: tick.command = .acknowledge
    case .resolveNone: tick.command = .resolve(pulses: 0)
    case .resolveOne: tick.command = .resolve(pulses: 1)
    }
  }

  private func propose(_ plan: Plan, _ command: Command) {
    tick.proposal = plan
    tick.command = command
  }
}
