import ControlInterface
import Generators
import PulseDispatch
import Quantities
import SafetyKernel
import Treatment

extension ControlLogic {
  /// Takes one event of the loop.
  mutating func loop(_ record: OutboxRecord) {
    switch record.event {
    case .kernel(let event): kernel(event, record.correlation)
    case .gateRefused(let reason):
      note("gate.refused", ["reason": reason.sentence])
      tell("gateRefused", "the second gate refuses: \(reason.sentence)")
    case .link(let link):
      log(.info, "link to the generator: \(link.wire.rawValue)")
    case .identified(let identity):
      calibrationSerial = identity.serial
      chooseCalibration()
      note(
        "generator.identified",
        ["serial": identity.serial.ascii, "firmware": identity.firmware, "simulated": "\(identity.simulated)"])
    case .strangerAnswered(let identity):
      note("generator.stranger", ["serial": identity.serial.ascii])
      log(.warning, "generator \(identity.serial.ascii) answered, which is not the configured one")
    case .channelReleased: break  // The adapter, which opened it, closes it.
    }
  }

  private mutating func kernel(_ event: KernelEvent, _ correlation: UInt32) {
    switch event {
    case .entered(let state, let cause): entered(state, cause)
    case .prepared(let digest): didPrepare(digest, correlation)
    case .planDropped: prepared = nil
    case .intent(let nonce, let digest, let serial, let boot, let before, let planned):
      intend(nonce, digest, serial, boot, before: before, planned: planned)
    case .probed(let step, let impedance): probed(step, impedance)
    case .armed(let nonce): armed(nonce)
    case .fired(let nonce): fired(nonce)
    case .judged(let report, let fault): judged(report, fault)
    case .settled(let nonce, let outcome, let cause): settled(nonce, outcome, cause, correlation)
    case .unresolved(let nonce): unresolved(nonce)
    case .latched(let set): latched(set)
    case .cleared:
      note("faults.cleared", ["faults": faults.map { $0.words.name }.joined(separator: ", ")])
      faults = []
      tell("cleared", "all faults are cleared")
    case .refused(let refusal): refused(refusal, correlation)
    case .accepted: accepted(correlation)
    case .beatSkipped: tell("beatSkipped", "a heart beat was skipped")
    }
  }

  // MARK: Answers to commands

  private mutating func accepted(_ correlation: UInt32) {
    guard let command = pending.removeValue(forKey: correlation) else { return }
    switch command.kind {
    case .prepare: break  // Answered by `prepared`.
    case .arm(let origin, let uid): acceptedArm = (origin, uid)
    case .fire(let origin):
      delivery?.firing = origin
      streamFire(origin, phase: .accepted)
    case .disarm(let call): reply(call, Control.Disarm.Reply())
    case .acknowledge(let call, let user):
      note("faults.acknowledged", ["user": user])
      reply(call, Control.AcknowledgeFault.Reply(cleared: faults.map { $0.words.name }))
    case .resolve(let request): acceptedResolve = request
    }
  }

  private mutating func didPrepare(_ digest: PlanDigest, _ correlation: UInt32) {
    guard let command = pending.removeValue(forKey: correlation), case .prepare(let origin, let train) = command.kind,
      train.digest == digest
    else {
      log(.error, "the kernel prepared a plan that this service did not send")
      return
    }
    prepared = train
    tell("prepared", "prepared: \(train.display.protocolTitle) on \(train.display.arrayTitle)")
    switch origin {
    case .call(let call): reply(call, Control.Prepare.Reply(plan: train.display))
    case .selfTest(let call):
      reply(call, Control.SelfTest.Reply(phase: .prepared), last: false)
      guard let lease else { return fail(call, noLease) }
      send(.arm(origin, uid: train.uid)) {
        .arm(correlation: $0, lease.identity, digest, confirmed: ArrayIdentity(low: 0, high: 0))
      }
    }
  }

  private mutating func refused(_ refusal: Refusal, _ correlation: UInt32) {
    guard let command = pending.removeValue(forKey: correlation) else {
      // The pedal's: nobody waits for the answer, but everybody looks.
      return tell("refused", refusal.words.explanation)
    }
    let call = command.call
    switch refusal {
    case .noLease: fail(call, noLease)
    case .roleNotAllowed:
      fail(
        call,
        Control.NotAllowed(
          needed: [.operator], explanation: refusal.words.explanation, remedy: refusal.words.remedy))
    case .wrongState:
      let words = refusal.words
      let isEmptying = mode == .discharging || mode == .starting
      fail(
        call,
        Control.WrongState(
          mode: mode, explanation: "\(words.explanation): \(status.state.mode.name.sentence)",
          remedy: isEmptying ? "wait until the bank is measured empty, then try again" : words.remedy))
    case .nothingPrepared: fail(call, Complaints.nothingPrepared)
    case .digestDiffers: fail(call, Complaints.digestDiffers(prepared?.digest))
    case .nonceDiffers: fail(call, Complaints.nonceDiffers)
    case .ticketTooOld: fail(call, Complaints.ticketTooOld(setup.ticketAge))
    case .plan(let defect):
      fail(call, PlanErrors.refused(.defect(defect, file: setup.configurationFile), file: setup.configurationFile))
    case .blocked(let blocker): failBlocked(call, blocker)
    case .holdNeeded, .nothingUnresolved, .conditionStillHolds, .selfTestNeeded, .noFault,
      .stopped:
      let words = refusal.words
      fail(call, Control.Refused(name: words.name, explanation: words.explanation, remedy: words.remedy))
    }
  }

  /// Names what blocks: an open interlock alone by its own error, else all that stands there.
  private mutating func failBlocked(_ call: CallID, _ blocker: Blocker) {
    var standing = blockerList.filter { $0 != .arrayUnconfirmed && $0 != .noLease }
    if !standing.contains(blocker) { standing.append(blocker) }
    if standing == [.interlockOpen], let (name, since) = firstOpenInterlock {
      return fail(
        call,
        Control.InterlockOpen(
          name: name, sinceMicroseconds: since.nanoseconds / 1_000, explanation: "interlock \(name) is open",
          remedy: "close it"))
    }
    fail(call, Control.Blocked(blockers: standing.map { notice(of: $0) }))
  }

  private mutating func latched(_ set: FaultSet) {
    let fresh = [set.first].compactMap { $0 } + Fault.allCases.filter { set.contains($0) && $0 != set.first }
    for fault in fresh where !faults.contains(fault) {
      faults.append(fault)
      note("fault.latched", ["fault": fault.words.name, "explanation": fault.words.explanation], delivery?.nonce)
      log(.error, "fault: \(fault.words.explanation)")
      tell("fault.\(fault.words.name)", fault.words.explanation)
    }
  }
}
