import GeneratorLink
import Generators
import PulseDispatch
import Quantities
import SafetyKernel
import VirtualGenerator

// How each fault is set, and what comes of it later.

extension CellRun {
  /// The lease of a console that takes over, or comes back.
  static let otherLease = LeaseIdentity(value: 43)

  /// Sets the cell's fault now.
  func setFault() {
    guard let fault else { return }
    truthAtFault = bench.truth.count
    recordsAtFault = bench.records.count
    ticksAtFault = bench.ticks
    watch.forgetShown()
    overdueAt = fault.deadline(in: scene.state).map { bench.ticks + $0 }
    armingAtFault = bench.status.arming?.nonce
    switch fault.faultClass {
    case .link, .device, .tissue: injectIntoGenerator(fault)
    case .person: setOperatorFault(fault)
    case .host: setHostFault(fault)
    }
  }

  private func injectIntoGenerator(_ fault: MatrixFault) {
    guard let simulated = fault.simulated else { return }
    if fault == .arcAtPulse {
      // The next pulse but one of this train, or the second of the next.
      bench.generator.schedule(.fault(simulated), at: .pulse(bench.generator.pulsesGiven &+ 2, .start))
      bench.generator.schedule(.fault(simulated), at: .pulse(2, .start))
    } else {
      bench.generator.schedule(.fault(simulated))
    }
    // What a stop that is ignored is, shows only when somebody calls for one.
    if fault == .ignoresStop { stopAfterEnergised = 5 }
  }

  private func setOperatorFault(_ fault: MatrixFault) {
    switch fault {
    case .doorOpened:
      bench.generator.schedule(.line(.door, isClosed: false))
      later(.seconds(1)) { $0.bench.generator.schedule(.line(.door, isClosed: true)) }
    case .doubleFire:
      person.firesTwice = true
      person.fire(bench)
      person.fire(bench)
    case .fireAtExpiry: person.firesAtExpiry = true
    case .consoleKilled:
      person.isAwake = false
      bench.tell(.leaseEnded(person.lease))
      later(.seconds(2)) { $0.comeBack() }
    case .consoleFrozen:
      person.isAwake = false
      later(.seconds(2)) { $0.comeBack() }
    case .takeOver:
      let former = person.lease
      bench.tell(.leaseGranted(CellRun.otherLease, role: .operating, at: bench.now))
      person.beginAnew(CellRun.otherLease, at: bench.now)
      // The former holder, who does not know yet, still tries.
      let nonce = bench.status.arming?.nonce ?? Nonce(value: 0)
      later(.milliseconds(2)) { run in
        run.tellForeign { .fire(correlation: $0, former, nonce, ticketIssued: run.bench.now) }
      }
    case _: break
    }
  }

  /// The console is there again, with a lease of its own.
  private func comeBack() {
    bench.tell(.leaseGranted(CellRun.otherLease, role: .operating, at: bench.now))
    person.beginAnew(CellRun.otherLease, at: bench.now)
  }

  /// A command that is not the person's.
  private func tellForeign(_ message: (UInt32) -> InboxMessage) {
    let number = bench.nextCorrelation()
    foreign.insert(number)
    bench.tell(message(number))
  }

  private func setHostFault(_ fault: MatrixFault) {
    switch fault {
    case .daemonKilled:
      bench.kill()
      isDead = true
      later(.seconds(2)) { $0.restart() }
    // The heartbeats of 20 ms wait in a buffer, and come when their sender is dead.
    case .killedBehindBuffer: whenEnergised = { $0.killBehindBuffer() }
    case .daemonFrozen10ms: freeze(for: .milliseconds(10))
    case .daemonFrozen100ms: freeze(for: .milliseconds(100))
    case .daemonFrozen1s: freeze(for: .seconds(1))
    case .daemonFrozen10s: freeze(for: .seconds(10))
    case .tickOverrun: freeze(for: .milliseconds(15))
    case .wallClockStepped:
      bench.tell(.recordState(healthy: true, clockGood: false))
      later(.seconds(3)) { $0.bench.tell(.recordState(healthy: true, clockGood: true)) }
    case .descriptorsExhausted:
      bench.channel.cut()
      later(.seconds(3)) { run in
        run.bench.channel.join()
        run.bench.reattach()
      }
    case .diskExhausted:
      bench.recordsIntents = false
      bench.tell(.recordState(healthy: false, clockGood: true))
      later(.seconds(3)) { run in
        run.unlockRecord()
        run.bench.tell(.recordState(healthy: true, clockGood: true))
      }
    case .journalLocked, .journalHanging: bench.recordsIntents = false
    case .configSwapped:
      bench.tell(.calibrationWithdrawn)
      later(.milliseconds(200)) { $0.offerNewCalibration() }
    case .planEdited: tellForeign { .prepare(correlation: $0, person.lease, BenchPlans.plates(pulses: 3)) }
    case _: break
    }
  }

  private func killBehindBuffer() {
    bench.generator.schedule(.fault(.stuckBuffer(.milliseconds(45), .toDevice)))
    later(.milliseconds(20)) { run in
      run.bench.kill()
      run.isDead = true
      run.later(.seconds(2)) { $0.restart() }
    }
  }

  /// The calibration as a technician measured it anew: 0.3 % away from the one before.
  private func offerNewCalibration() {
    guard let serial = DeviceSerial(ascii: "SIM-BENCH") else { return }
    var calibration = VirtualBench.calibration(of: scene.setup.device.channels)
    let gain = calibration.pulseVoltage.gain.partsPerMillion
    calibration.pulseVoltage.gain = .partsPerMillion(gain &+ 3_000)
    bench.tell(.calibration(serial, calibration))
  }

  /// Mends everything, as people do afterwards, so that what became of the trains can be found out.
  func mend() {
    truthAtMending = bench.truth.count
    sequel.removeAll()
    bench.generator.clearFaults()
    bench.generator.schedule(.line(.door, isClosed: true))
    if isDead { restart() }
    unlockRecord()
    bench.tell(.recordState(healthy: true, clockGood: true))
    if bench.channel.toHost.isCut {
      bench.channel.join()
      bench.reattach()
    }
  }
}

extension MatrixFault {
  /// The entry of the simulator's menu that this is, with its strength; nil for what is no fault of the generator's side.
  ///
  /// Strengths are chosen so that the fault is plain, not marginal: a byte in fifty, a frame in three.
  var simulated: SimulatedFault? {
    let bytes = Proportion.percent(2)
    let frames = Proportion.percent(30)
    switch self {
    case .dropBytes: return .dropBytes(bytes, .both)
    // There and back it is longer than the permit's 50 ms.
    case .delayBytes: return .delayBytes(.milliseconds(30), .both)
    case .duplicateBytes: return .duplicateBytes(bytes, .both)
    case .reorderFrames: return .reorderFrames(frames, .both)
    case .corruptBytes: return .corruptBytes(bytes, .both)
    case .truncateFrames: return .truncateFrames(frames, .both)
    case .babble: return .babble
    case .halfOpenToDevice: return .halfOpen(.toDevice)
    case .halfOpenToHost: return .halfOpen(.toHost)
    case .wrongBaud: return .wrongBaud(.both)
    case .stuckBuffer: return .stuckBuffer(.seconds(1), .both)
    case .cutLine: return .cutLine
    case .reboot: return .reboot
    case .hang: return .hang
    case .staleTelemetry: return .staleTelemetry
    case .wrongReadBack: return .wrongReadBack
    case .refusesDischarge: return .refusesDischarge
    case .ignoresStop: return .ignoresStop
    case .extraPulse: return .extraPulse
    case .missingPulse: return .missingPulse
    case .longPulse: return .longPulse(.microseconds(20))
    case .stuckSwitch: return .stuckSwitch
    // Less than the generator's own check of its channels sees, so that the host has to.
    case .driftingBankA: return .bankDrift(.a, .percent(10))
    case .driftingBankB: return .bankDrift(.b, .percent(-10))
    // The worst a channel can say: that the bank is empty.
    case .stuckBankA: return .bankStuck(.a, .zero)
    case .stuckBankB: return .bankStuck(.b, .zero)
    case .wrongPolarity: return .wrongPolarity
    case .deadSupply: return .deadSupply
    case .deadMemory: return .deadMemory
    case .removedArray: return .removedArray
    case .wrongArray: return .wrongArray
    case .openTissue: return .openTissue
    case .shortTissue: return .shortTissue(.ohms(2))
    case .arcAtPulse: return .arc(after: .microseconds(50), .milliohms(500))
    case .risingCurrent: return .risingCurrent(.percent(5))
    case .doorOpened, .doubleFire, .fireAtExpiry, .consoleKilled, .consoleFrozen, .takeOver, .daemonKilled,
      .killedBehindBuffer, .daemonFrozen10ms, .daemonFrozen100ms, .daemonFrozen1s, .daemonFrozen10s, .tickOverrun,
      .wallClockStepped,
      .descriptorsExhausted, .diskExhausted, .journalLocked, .journalHanging, .configSwapped, .planEdited:
      return nil
    }
  }
}
