import Quantities
import SafetyKernel

extension Transition {
  /// What every tick with a permit needs.
  var permitRule: Rule? {
    let lines = truth.fresh && truth.interlocksClosed && truth.leaseLive && !truth.late && !truth.stop
    let host = (truth.realtime || configuration.allowWithoutRealtime) && !truth.gateRefused
    let generator = !truth.ownFault && truth.quiet && truth.banksAgree && !truth.bankTooHigh
    guard lines, host, generator else { return .permitNeedsAll }
    if !roleFits { return .permitNeedsAll }
    if kind == .treatment && !truth.calibrated { return .permitNeedsAll }
    if kind != .selfTest && (!truth.arrayMatches || !after.faults.isEmpty) { return .permitNeedsAll }
    // Before an arming its generator, holder and program are those of an earlier one.
    if before.mode.energises, !truth.sameGenerator || !truth.holderIsArmer || truth.readBackDiffers {
      return .permitNeedsAll
    }
    if configuration.pedal != .notUsed && truth.pedal == .implausible { return .permitNeedsAll }
    // Behind the first release the intent is durable and the generator keeps what follows: a slow disk cuts nothing short.
    switch after.mode.name {
    case .probing, .charging, .armed: if !truth.recordGood || !truth.clockGood { return .permitNeedsAll }
    case .starting, .standby, .waitingForBeat, .delivering, .settling, .discharging: break
    }
    if before.mode.energises, truth.sameSerial, truth.counted > situation.planned { return .countHeld }
    return nil
  }

  /// What a release needs; and a train that needs a hold is not gone on with without one.
  var releaseRule: Rule? {
    guard case .release(let nonce, let step, let pulse, let fireAt, let notAfter) = command else { return nil }
    guard Int(step) < situation.steps.count, pulse < situation.steps[Int(step)].pulses, nonce == situation.nonce else {
      return .releaseOnce
    }
    let next = situation.steps[Int(step)]
    var index = pulse
    for earlier in 0..<Int(step) { index &+= situation.steps[earlier].pulses }
    let waits = index == 0 ? GeneratorStateClass.armed : .waiting
    guard index == dueIndex, truth.bankReady, truth.ours, truth.given == index,
      waits == (truth.device == .armed ? .armed : truth.device == .waiting ? .waiting : .other),
      notAfter > Situation.deviceTime
    else { return .releaseOnce }
    guard case .delivering(let from, _, false, _) = after.mode, from == index, case .open = after.standing else {
      return .releaseOnce
    }
    switch next.synchronisation {
    case .none: if before.mode.name == .waitingForBeat || !(fireAt == .zero) { return .releaseOnBeat }
    case .eachStep, .eachPulse:
      guard waitedUnblanked, truth.beatUsable, fireAt > Situation.deviceTime, fireAt <= notAfter else {
        return .releaseOnBeat
      }
    }
    return isHeldAsNeeded ? nil : .holdKept
  }

  private enum GeneratorStateClass { case armed, waiting, other }

  /// Whether a beat may be used: after a pulse of the train's own only behind the blanking; a beat in the very tick of the
  /// firing is one like any other.
  private var waitedUnblanked: Bool {
    switch before.mode {
    case .waitingForBeat(_, _, _, let blank): return blank == 0
    case .armed: return scan.fired
    case .starting, .standby, .probing, .charging, .delivering, .settling, .discharging: return false
    }
  }

  /// The train's pulse that may be released in this tick.
  private var dueIndex: UInt16? {
    switch before.mode {
    case .armed: return 0
    case .waitingForBeat(let at, _, _, _), .settling(let at, _, _): return at
    case .delivering(let from, _, _, _): return judgedAfter > from ? judgedAfter : nil
    case .starting, .standby, .probing, .charging, .discharging: return nil
    }
  }

  private var isHeldAsNeeded: Bool {
    switch before.mode {
    case .waitingForBeat(_, true, _, _), .settling(_, true, _), .delivering(_, true, _, _): return isPressed
    case .armed, .waitingForBeat, .settling, .delivering:
      return isPressed || truth.holds || !situation.needsHold
    case .starting, .standby, .probing, .charging, .discharging: return false
    }
  }
}
