import GeneratorLink
import PulseDispatch
import Quantities
import SafetyKernel
import VirtualGenerator

// What the daemon tells, and whether it agrees with what was done to it.

extension SoakWatch {
  /// What must be known before bytes and truth of the same tick are looked at.
  func hearBefore(_ rig: SoakRig) {
    // Taken late, they no longer stand beside the tick that they tell of.
    if let first = rig.records.first, first.tick != rig.status.tick { blind = true }
    for record in rig.records {
      guard case .kernel(let event) = record.event else { continue }
      switch event {
      case .prepared(let digest):
        guard case .prepare(let plan, _)? = rig.world.asked[record.correlation]?.action else {
          broken(.consistent, rig, "a plan was prepared that nobody asked for")
          continue
        }
        prepared = PlannedTrain(plan.plan)
        preparedDigest = digest
        confirmedArray = nil
        coverage.plans.insert(plan)
      case .intent(let nonce, let digest, _, _, _, let planned):
        begin(nonce.value, digest, Int(planned), record, rig)
      case .armed(let nonce):
        trains[nonce.value]?.armedAt = record.time.nanoseconds
        if rig.world.durableNonce != nonce.value { broken(.durable, rig, "armed before its intent was durable") }
      case .fired(let nonce): fired(nonce.value, record, rig)
      default: break
      }
    }
  }

  private func begin(_ nonce: UInt64, _ digest: PlanDigest, _ planned: Int, _ record: OutboxRecord, _ rig: SoakRig) {
    if trains[nonce] != nil { broken(.nonce, rig, "a nonce was given twice") }
    if let before = trains[current], !before.isOver {
      broken(.oneOutcome, rig, "another arming while the outcome of the one before is owed")
    }
    guard let plan = prepared, digest == preparedDigest, planned == plan.pulses else {
      return broken(.consistent, rig, "an intent for another plan than the prepared one")
    }
    if let named = rig.world.asked[record.correlation]?.digest, named != digest {
      broken(.consistent, rig, "armed under the digest of another plan")
    }
    var train = SoakTrain(nonce: nonce, plan: plan, digest: digest)
    if let lease = rig.world.lease { train.lease = SoakWorld.identity(lease).value }
    train.readBackWrong = holds(.wrongReadBack, record.time.nanoseconds)
    if case .arm(_, _, let confirms)? = rig.world.asked[record.correlation]?.action, confirms {
      if rig.world.preparedIdentity == plan.identity { confirmedArray = plan.identity }
      confirmedLease = train.lease
    }
    train.confirmed = confirmedArray == plan.identity
    blind = !rig.world.drains || record.tick != rig.status.tick
    trains[nonce] = train
    current = nonce
    order.append(nonce)
    if order.count > 40 { trains[order.removeFirst()] = nil }
    if plan.kind != .selfTest, !plan.chip, !rig.world.chip, !train.confirmed {
      broken(.arrayConfirmed, rig, "armed for an array without a chip that nobody confirmed")
    }
  }

  /// A train was fired: by a command that may do so, or by the pedal's second stage, newly pressed.
  private func fired(_ nonce: UInt64, _ record: OutboxRecord, _ rig: SoakRig) {
    let now = record.time.nanoseconds
    guard var train = trains[nonce] else { return broken(.fire, rig, "fired under an unknown nonce") }
    if train.firedAt != 0 { broken(.nonce, rig, "one nonce fired twice") }
    train.firedAt = now
    if record.correlation != 0 {
      guard let asked = rig.world.asked[record.correlation], case .fire = asked.action else {
        return broken(.fire, rig, "fired by another command")
      }
      let age = now - asked.ticketIssued.nanoseconds
      if asked.nonce != nonce { broken(.fire, rig, "fired with another arming's nonce") }
      if asked.lease != train.lease { broken(.fire, rig, "fired under another lease than it was armed") }
      if age < 0 || age > setup.kernel.ticketAge.nanoseconds { broken(.fire, rig, "fired with a ticket \(age) ns old") }
    } else {
      train.byPedal = true
      if setup.kernel.pedal == .notUsed { broken(.fire, rig, "fired without a command") }
      if pedalPressedSince == .max, now &- pedalFreeSince > lag(now) {
        broken(.fire, rig, "fired by a pedal that nobody presses")
      }
      // Between the arming and the firing it was let go at least once.
      if pedalPressedSince < train.armedAt - lag(now) {
        broken(.fire, rig, "fired by a pedal that was pressed since before the arming")
      }
    }
    trains[nonce] = train
    book(train, rig, now)
  }

  /// Sums of the last minute and of a site, counted anew with each daemon.
  private func book(_ train: SoakTrain, _ rig: SoakRig, _ now: Int64) {
    let site = train.plan.kind == .treatment ? train.plan.site : 0
    minute.append((now, train.plan.pulses, site))
    minute.removeAll { now - $0.time > 86_400_000_000_000 }
    let budget = setup.kernel.budget
    var inMinute = 0
    var atSite = 0
    for entry in minute {
      if now - entry.time < 60_000_000_000 { inMinute += entry.pulses }
      if site != 0, entry.site == site { atSite += entry.pulses }
    }
    if inMinute > Int(budget.pulsesPerMinute) { broken(.sums, rig, "\(inMinute) pulses fired within a minute") }
    if atSite > Int(budget.pulsesPerSite) { broken(.sums, rig, "\(atSite) pulses fired into one site within a day") }
  }

  /// What is judged against the truth of the same tick.
  func hearAfter(_ rig: SoakRig) {
    for record in rig.records {
      guard case .kernel(let event) = record.event else {
        if case .gateRefused(let why) = record.event { coverage.gateRefusals.insert("\(why)") }
        continue
      }
      switch event {
      case .entered(let name, let cause): entered(name, cause, rig)
      case .settled(let nonce, let outcome, let cause):
        coverage.causes.insert(SoakCoverage.name(of: cause))
        settled(nonce.value, outcome, record, rig)
      case .unresolved: coverage.outcomes["unresolved", default: 0] += 1
      case .latched(let faults): coverage.note(latched: faults)
      case .cleared: cleared(record, rig)
      case .refused(let refusal): coverage.refusals[SoakCoverage.name(of: refusal), default: 0] += 1
      case .judged(_, let fault): coverage.pulses[fault == nil ? "good" : "bad", default: 0] += 1
      case .beatSkipped: coverage.skippedBeats += 1
      case .prepared, .planDropped, .intent, .probed, .armed, .fired, .accepted: break
      }
    }
    for record in rig.records where record.correlation != 0 {
      guard case .kernel(let event) = record.event else { continue }
      switch event {
      case .accepted, .refused, .prepared: rig.world.asked[record.correlation] = nil
      default: break
      }
    }
  }

  private func entered(_ name: StateName, _ cause: EndCause, _ rig: SoakRig) {
    let pair = SoakCoverage.pair(lastEntered, name)
    if SoakCoverage.transitions.contains(pair) {
      coverage.transitions.insert(pair)
    } else {
      broken(.transition, rig, "from \(lastEntered) to \(name), which docs/states.md does not draw")
    }
    lastEntered = name
    if name == .discharging {
      coverage.causes.insert(SoakCoverage.name(of: cause))
      if case .none = cause { broken(.firstCause, rig, "a state with energy ended without a cause") }
    }
  }

  private func settled(_ nonce: UInt64, _ outcome: Outcome, _ record: OutboxRecord, _ rig: SoakRig) {
    guard var train = trains[nonce] else { return broken(.oneOutcome, rig, "an outcome for an unknown train") }
    if train.isOver { broken(.oneOutcome, rig, "a second outcome, \(outcome)") }
    train.outcome = outcome
    trains[nonce] = train
    var stated: Int?
    if let asked = rig.world.asked[record.correlation], case .resolve = asked.action { stated = Int(asked.nonce) }
    coverage.outcomes[SoakCoverage.name(of: outcome), default: 0] += 1
    switch outcome {
    case .delivered:
      coverage.delivered[train.plan.kind.code, default: 0] += 1
      if train.plan.steps.first?.sync != Synchronisation.none { coverage.deliveredSynchronised += 1 }
      if train.plan.steps.count > 23 { coverage.deliveredLong += 1 }
      if train.pulses - train.extra != train.plan.pulses || train.bad > 0 {
        broken(
          .delivered, rig, "delivered, but \(train.pulses) of \(train.plan.pulses) were given, \(train.bad) of them bad"
        )
      }
      if train.plan.kind == .selfTest { selfTestSince = true }
    case .partial(let pulses):
      if train.plan.kind == .selfTest { selfTestSince = false }
      if let stated, stated == Int(pulses) { return }
      if Int(pulses) != train.pulses, Int(pulses) != train.pulses - train.extra {
        broken(.counted, rig, "partial(\(pulses)), but \(train.pulses) were given")
      }
    case .notDelivered:
      if train.plan.kind == .selfTest { selfTestSince = false }
      if stated == 0 { return }
      if train.pulses != 0 { broken(.counted, rig, "notDelivered, but \(train.pulses) were given") }
    case .deliveredUnmeasured: broken(.delivered, rig, "unmeasured, by a generator that measures")
    }
  }

  private func cleared(_ record: OutboxRecord, _ rig: SoakRig) {
    let now = record.time.nanoseconds
    guard let asked = rig.world.asked[record.correlation], case .acknowledge = asked.action else {
      return broken(.cleared, rig, "faults cleared without an acknowledgement")
    }
    if former.state.mode.name != .standby { broken(.cleared, rig, "faults cleared in \(former.state.mode.name)") }
    if chainOpenSince != .max, now - chainOpenSince > lag(now) {
      broken(.cleared, rig, "faults cleared with an interlock open")
    }
    let needsTest = SoakCoverage.afterSelfTest.contains { former.state.faults.contains($0) }
    if needsTest, !selfTestSince { broken(.cleared, rig, "faults cleared that need a passed self-test first") }
    selfTestSince = false
  }
}
