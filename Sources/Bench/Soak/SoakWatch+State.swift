import GeneratorLink
import PulseDispatch
import Quantities
import SafetyKernel
import VirtualGenerator

// The machine's states, faults and standing.

extension SoakWatch {
  func watchState(_ rig: SoakRig, _ now: Int64) {
    let status = rig.status
    let name = status.state.mode.name
    coverage.states.insert(name.code)
    pieceTicks = name == former.state.mode.name ? pieceTicks + 1 : 0
    watchCountdown(rig, name)
    watchFaults(rig)
    watchStanding(rig)
    watchEvents(rig, name)
    watchExtra(rig, now)
    let energises: Bool
    switch name {
    case .probing, .charging, .armed, .waitingForBeat, .delivering, .settling: energises = true
    case .starting, .standby, .discharging: energises = false
    }
    if energises != status.permit { broken(.consistent, rig, "permit \(status.permit) in \(name)") }
    if !blind, lastEntered != name { broken(.consistent, rig, "in \(name), but \(lastEntered) was entered last") }
  }

  private func watchCountdown(_ rig: SoakRig, _ name: StateName) {
    let ticks = setup.kernel.ticks
    let plan = trains[current]?.plan
    let bound: Int
    switch name {
    case .starting, .standby, .discharging: return
    // The longest plan's, where it is not known.
    case .probing: bound = Int(ticks.load) + (blind ? 24 : plan?.pairs ?? 24) * (Int(ticks.probe) + 2)
    case .charging: bound = min(Int(ticks.charge), Int(ticks.probeValid))
    case .armed: bound = min(Int(ticks.armed), Int(ticks.probeValid))
    case .waitingForBeat: bound = Int(ticks.beat)
    case .settling: bound = Int(ticks.settle)
    case .delivering: bound = (blind ? 200 : plan?.pulses ?? 200) * (252 + Int(ticks.pulse)) + 3_000
    }
    if pieceTicks > bound + 4 { broken(.countdown, rig, "\(pieceTicks) ticks in \(name), whose countdown is \(bound)") }
  }

  private func watchFaults(_ rig: SoakRig) {
    let before = former.state.faults
    let after = rig.status.state.faults
    guard before != after else { return }
    var wasCleared = false
    for record in rig.records {
      if case .kernel(.cleared) = record.event { wasCleared = true }
    }
    if after.isEmpty != (after.first == nil) { broken(.firstCause, rig, "faults without a first cause") }
    for fault in Fault.allCases where after.contains(fault) && !before.contains(fault) {
      coverage.faults.insert(fault.code)
      selfTestSince = false
    }
    if wasCleared || former.tick == 0 { return }
    for fault in Fault.allCases where before.contains(fault) && !after.contains(fault) {
      broken(.faultsKept, rig, "\(fault) is gone without an acknowledgement")
    }
    if let first = before.first, after.first != first {
      broken(.firstCause, rig, "the first cause was \(first) and is \(String(describing: after.first))")
    }
  }

  /// A pulse too many shows in the counter: with a link for two seconds it is latched, whoever cleared what before.
  private func watchExtra(_ rig: SoakRig, _ now: Int64) {
    guard extraSince != .max else { return }
    if rig.status.state.faults.contains(.pulseExtra) {
      extraSince = .max
    } else if linkUpSince != .max, now &- max(extraSince, linkUpSince) > 2_000_000_000 {
      broken(.pulseCount, rig, "a pulse beyond the plan was not found in two seconds")
    }
  }

  private func watchStanding(_ rig: SoakRig) {
    let train = trains[current]
    switch rig.status.state.standing {
    case .none: openTicks = 0
    case .settled(let outcome):
      openTicks = 0
      if let train, train.outcome != outcome {
        broken(.consistent, rig, "\(outcome) is shown where the records say \(String(describing: train.outcome))")
      }
    case .unresolved:
      openTicks = 0
      if let train, train.isOver { broken(.consistent, rig, "unresolved is shown behind an outcome") }
    case .open:
      openTicks = rig.status.permit ? 0 : openTicks + 1
      if openTicks > Int(setup.kernel.ticks.collect) + 4 {
        broken(.countdown, rig, "a train is open for \(openTicks) ticks behind its end")
      }
    }
  }

  private func watchEvents(_ rig: SoakRig, _ name: StateName) {
    let status = rig.status
    if status.lostEvents != lostEvents {
      if rig.world.drains, former.tick != 0, status.lostEvents > lostEvents, !blind {
        broken(.events, rig, "\(status.lostEvents) events found no room in rings that were emptied")
      }
      if !status.overrun { broken(.events, rig, "events were lost and nobody is told") }
      coverage.overruns += 1
      lostEvents = status.lostEvents
      blind = true
      prepared = nil
    }
    // The tick that lost them told the kernel only in the next one.
    guard former.overrun, status.overrun else { return }
    switch name {
    case .probing, .charging, .armed: broken(.events, rig, "a permit towards a train while events are lost")
    case .starting, .standby, .waitingForBeat, .delivering, .settling, .discharging: break
    }
  }
}
