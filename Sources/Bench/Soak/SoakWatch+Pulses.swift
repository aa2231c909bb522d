import GeneratorLink
import PulseDispatch
import Quantities
import SafetyKernel
import VirtualGenerator

// What the generator truly did.

extension SoakWatch {
  func seeTruth(_ rig: SoakRig) {
    for event in rig.truth {
      switch event.fact {
      case .programCommitted(let nonce, let digest):
        if trains[nonce]?.digest == PlanDigest(value: digest) { trains[nonce]?.committed = true }
      case .chargeAccepted(let nonce):
        // Where the records were not taken, the kernel's own limit stands for the plan's.
        ceiling_mV = max(ceiling_mV, trains[nonce]?.plan.highest_mV ?? setup.kernel.treatment.maximumVoltage.millivolts)
      case .pulseStart(let pulse): begins(pulse, event, rig)
      case .pulseEnd(let pulse): ends(pulse, rig)
      default: break
      }
    }
  }

  private func begins(_ pulse: TruePulseStart, _ event: TruthEvent, _ rig: SoakRig) {
    let time = event.time.nanoseconds
    let ignores = holds(.ignoresStop, time, within: 1_000_000_000)
    guard var train = trains[pulse.nonce] else {
      return broken(.pulseReleased, rig, "a pulse under a nonce that was never armed")
    }
    let index = Int(pulse.index)
    let isExtra = index >= train.plan.pulses
    let allowsExtra = holds(.extraPulse, time, within: 30_000_000_000)
    if !ignores, event.deviceTime.nanoseconds >= pulse.permitUntil.microseconds &* 1_000 {
      broken(.pulsePermit, rig, "pulse \(index) without a live permit in the device")
    }
    if !ignores, event.boot == boot, event.deviceTime.nanoseconds >= permitUntil_us &* 1_000 {
      broken(.pulsePermit, rig, "pulse \(index) when every heartbeat had lapsed by the time that it echoes")
    }
    if !ignores { judgeWithdrawal(index, time, rig) }
    if isExtra, !allowsExtra { broken(.pulseCount, rig, "pulse \(index) of \(train.plan.pulses)") }
    if index != train.pulses { broken(.pulseReleased, rig, "pulse \(index) where \(train.pulses) was due") }
    if !isExtra, index >= train.gate { broken(.pulseReleased, rig, "pulse \(index) without a release") }
    if train.isOver, !ignores, !isExtra { broken(.oneOutcome, rig, "pulse \(index) behind the train's outcome") }
    if let step = train.plan.step(of: index), !holds(.wrongPolarity, time, within: 1_000_000) {
      if pulse.positive != step.positive || pulse.negative != step.negative {
        broken(.pulsePlace, rig, "pulse \(index) between electrodes \(pulse.positive) and \(pulse.negative)")
      }
    }
    train.pulses += 1
    if isExtra {
      train.extra += 1
      extraSince = time
    }
    trains[pulse.nonce] = train
    coverage.truePulses += 1
    judgeBeat(train, index, event, rig)
  }

  /// However the permit went, the device goes on for the permit's time to live at most; and where the line works, not
  /// beyond the frame that withdraws it.
  private func judgeWithdrawal(_ index: Int, _ time: Int64, _ rig: SoakRig) {
    let toLive = setup.permitTimeToLive.nanoseconds
    if time > lastPermit &+ toLive &+ 2_000_000 {
      broken(.pulseAfterWithdrawal, rig, "pulse \(index), \((time &- lastPermit) / 1_000) µs behind the last permit")
    }
    guard withdrawnAt != .min, withdrawnAt > lastPermit &- 1, !isDisturbed(rig, time) else { return }
    if time > withdrawnAt &+ 2_000_000, lateBefore(withdrawnAt) {
      broken(.pulseAfterWithdrawal, rig, "pulse \(index), \((time &- withdrawnAt) / 1_000) µs behind the withdrawal")
    }
  }

  /// Whether the daemon ran in time around its withdrawal, so that its discharge went out in that tick.
  private func lateBefore(_ time: Int64) -> Bool { lastDischargeSent >= time }

  private func judgeBeat(_ train: SoakTrain, _ index: Int, _ event: TruthEvent, _ rig: SoakRig) {
    guard let step = train.plan.step(of: index) else { return }
    switch step.sync {
    case .none: return
    case .eachStep: if index != step.first { return }
    case .eachPulse: break
    }
    let rules = setup.kernel.beats
    let start_ns = event.deviceTime.nanoseconds
    for beat in beats where beat.boot == event.boot {
      let behind = start_ns - beat.time_us * 1_000
      if behind >= rules.delay.nanoseconds - 10_000, behind <= rules.window.nanoseconds + 10_000,
        beat.interval_ns >= rules.shortestInterval.nanoseconds, beat.interval_ns <= rules.longestInterval.nanoseconds
      {
        return
      }
    }
    broken(.sync, rig, "synchronised pulse \(index) outside the window of every usable beat")
  }

  private func ends(_ pulse: TruePulseEnd, _ rig: SoakRig) {
    guard var train = trains[pulse.nonce], let step = train.plan.step(of: Int(pulse.index)) else { return }
    let voltage = pulse.voltage.millivolts
    // A calibrated host measures to 2 %, an uncalibrated one to 4 %; the plan's own limits are 5 % either way.
    let slack = step.voltage_mV * 9 / 100 + 2_000
    if voltage > step.voltage_mV + step.voltage_mV / 50 + 5_000 {
      broken(.pulsePlace, rig, "pulse \(pulse.index) of \(voltage) mV where \(step.voltage_mV) were planned")
    }
    let current = pulse.current.whole_mA
    let isBad =
      pulse.cut != .none || abs(voltage - step.voltage_mV) > slack || current < 90 || current > 42_000
      || abs(pulse.width.nanoseconds - step.width_ns) > 1_500
    if isBad { train.bad += 1 }
    trains[pulse.nonce] = train
  }
}

extension Current {
  /// Its magnitude as a plain number of mA; a negative current counts as none.
  fileprivate var whole_mA: Int64 { max(0, milliamperes) }
}
