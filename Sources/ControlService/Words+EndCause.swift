import SafetyKernel

extension EndCause {
  /// Why it ended, and what to do.
  var words: Words {
    switch self {
    case .none: Words("none", "nothing has ended yet")
    case .completed: Words("completed", "all pulses were given")
    case .stop: Words("stop", "somebody stopped", "arm again when ready")
    case .leaseEnded:
      Words("leaseEnded", "the console in control went away or stopped answering", "take control again: porate operate")
    case .disarmed: Words("disarmed", "the operator disarmed, or changed the plan", "arm again when ready")
    case .expired: Words("expired", "it was armed for too long without being fired", "arm again")
    case .released: Words("released", "the pedal or key was released", "hold it until the train is over")
    case .probeOpen:
      Words("probeOpen", "a pair of electrodes has no contact", "check contact, gel and plug, then arm again")
    case .probeShort:
      Words("probeShort", "a pair of electrodes is shorted", "see that no electrodes touch, then arm again")
    case .probeAged: Words("probeAged", "the check of the electrodes is too old", "arm again")
    case .triggerLost:
      Words("triggerLost", "the trigger did not reach the generator in time, so nothing was given", "arm again")
    case .noBeat: Words("noBeat", "no usable heart beat came in time", "check the ECG signal, then arm again")
    case .proceedLost: Words("proceedLost", "the generator did not go on to the next step in time", "check the cable")
    case .recordFailed:
      Words(
        "recordFailed", "the record could not take what was about to be given",
        "make room on its disk: porate diagnostics")
    case .generatorEnded: Words("generatorEnded", "the generator ended the train by itself", "see porate diagnostics")
    case .restarted:
      Words("restarted", "porated ended in mid-use and was started again", "see what was given: porate train")
    case .conditionLost:
      Words("conditionLost", "calibration, realtime priority or clock went away", "see what blocks: porate status")
    case .fault(let fault):
      Words(fault.words.name, fault.words.explanation, "\(fault.words.remedy), \(fault.clearingWords)")
    }
  }
}
