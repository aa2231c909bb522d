import GeneratorLink
import PulseDispatch
import Quantities
import SafetyKernel
import VirtualGenerator

// What must hold while there is a permit, and what must go on while there is none.

extension SoakWatch {
  /// Messages wait at most this long for the tick that takes them: commands before them take one tick each.
  private static let messageTicks = 20

  func watchPermit(_ rig: SoakRig, _ now: Int64) {
    let status = rig.status
    lastPermit = now
    withdrawnAt = .min
    unansweredRest = 0
    let required = 0b0111 as UInt16
    if status.closedInterlocks.bits & required != required { broken(.interlock, rig, "permit with an interlock open") }
    if chainOpenSince != .max, now - chainOpenSince > lag(now) {
      broken(.interlock, rig, "permit \((now - chainOpenSince) / 1_000_000) ms behind the opening of the chain")
    }
    if linkUpSince == .max { broken(.telemetry, rig, "permit with a link \(status.link), age \(status.telemetryAge)") }
    if status.heartbeat, status.gate != .allowed { broken(.heartbeat, rig, "a heartbeat against the second gate") }
    if rig.stopped { broken(.stop, rig, "permit in the tick of a stop") }
    if rig.lateness > setup.kernel.lateBudget { broken(.late, rig, "permit in a tick \(rig.lateness) late") }
    if !rig.world.realtime { broken(.realtime, rig, "permit without realtime priority") }
    watchLease(rig, now)
    guard let train = trains[current] else {
      return broken(.consistent, rig, "permit without an intent on record")
    }
    let kind = train.plan.kind
    if arrayWrongSince != .max, now - arrayWrongSince > lag(now) {
      broken(.array, rig, "permit \((now - arrayWrongSince) / 1_000_000) ms behind the loss of the plan's array")
    }
    let world = rig.world
    if kind == .treatment, !world.calibrated, rig.ticks - world.calibratedSince > SoakWatch.messageTicks {
      broken(.calibration, rig, "permit for a treatment without a calibration")
    }
    if kind != .selfTest, !status.state.faults.isEmpty {
      broken(.latchedFault, rig, "permit with \(String(describing: status.state.faults.first)) latched")
    }
    watchTrain(rig, train, now)
  }

  private func watchLease(_ rig: SoakRig, _ now: Int64) {
    let world = rig.world
    if now - world.renewedAt.nanoseconds > setup.kernel.leaseLapse.nanoseconds {
      broken(.lease, rig, "permit \((now - world.renewedAt.nanoseconds) / 1_000_000) ms behind the last renewal")
    }
    guard rig.ticks - world.leaseSince > SoakWatch.messageTicks, let train = trains[current] else { return }
    guard let lease = world.lease else { return broken(.lease, rig, "permit without anybody's lease") }
    if SoakWorld.identity(lease).value != train.lease {
      broken(.lease, rig, "permit under another lease than it was armed")
    }
    if world.role == .technician, train.plan.kind == .treatment {
      broken(.lease, rig, "permit for a technician's treatment")
    }
  }

  private func watchTrain(_ rig: SoakRig, _ train: SoakTrain, _ now: Int64) {
    let world = rig.world
    let isUnderWay: Bool
    switch rig.status.state.mode.name {
    case .probing, .charging, .armed:
      isUnderWay = false
      if !world.recordHealthy || !world.clockGood, rig.ticks - world.recordSince > SoakWatch.messageTicks {
        broken(.record, rig, "permit towards a train that cannot be recorded")
      }
      switch rig.status.state.standing {
      case .none: break
      case .open, .unresolved, .settled: broken(.unresolved, rig, "permit with \(rig.status.state.standing)")
      }
    case .waitingForBeat, .delivering, .settling:
      isUnderWay = true
      if case .open = rig.status.state.standing {
      } else {
        broken(.unresolved, rig, "a train under way stands as \(rig.status.state.standing)")
      }
    case .starting, .standby, .discharging: return
    }
    guard isUnderWay else { return }
    let isFree = pedalFreeSince != .max && now - pedalFreeSince > lag(now)
    if train.byPedal {
      if isFree { broken(.hold, rig, "a train goes on without the pedal that fired it") }
    } else if train.plan.needsHold, !world.holdTold, rig.ticks - world.holdSince > SoakWatch.messageTicks {
      if isFree || setup.kernel.pedal == .notUsed { broken(.hold, rig, "a long train goes on that nobody holds") }
    }
  }

  func watchRest(_ rig: SoakRig, _ now: Int64) {
    if former.permit { withdrawnAt = now }
    let name = rig.status.state.mode.name
    let up = linkUpSince != .max
    guard name != .standby, up else {
      unansweredRest = 0
      return
    }
    unansweredRest += 1
    if now &- linkUpSince > 30_000_000, now &- lastDischargeSent > 20_000_000, unansweredRest > 30 {
      broken(.discharge, rig, "in \(name), and no discharge was asked for in 20 ms")
    }
    if unansweredRest > Int(setup.kernel.ticks.discharge) + 20,
      !rig.status.state.faults.contains(.dischargeUnconfirmed)
    {
      broken(.discharge, rig, "neither discharged nor said to be live for \(unansweredRest) ticks")
    }
  }

  func watchBank(_ rig: SoakRig, _ now: Int64) {
    let bank = rig.generator.bankVoltage.millivolts
    coverage.highest_mV = max(coverage.highest_mV, bank)
    if bank < 42_000 {
      switch rig.generator.state {
      case .idle, .discharging, .fault: ceiling_mV = 0
      case .probing, .charging, .armed, .delivering, .waiting: break
      }
      return
    }
    if bank > ceiling_mV + ceiling_mV / 100 + 3_000, bank > 43_000 {
      broken(.bank, rig, "the bank has \(bank) mV where \(ceiling_mV) were asked for")
    }
    guard rig.status.state.mode.name == .standby, bank >= 50_000, former.state.mode.name == .standby else { return }
    // A channel that lies about the bank is what the second one is for; with both it is not known.
    if holds(.bankStuck, now) || holds(.bankDrift, now) || isDisturbed(rig, now) { return }
    broken(.standbyBank, rig, "standby with \(bank) mV in the bank")
  }
}
