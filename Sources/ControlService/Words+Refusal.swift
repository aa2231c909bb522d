import SafetyKernel

extension Refusal {
  /// Why the kernel did not carry a command out, and what to do; for those refusals that have no error of their own too.
  var words: Words {
    switch self {
    case .noLease: Words("noLease", "the control lease is not held, or lapsed", "take control again")
    case .roleNotAllowed:
      Words("roleNotAllowed", "a technician gives pulses into loads only, never into tissue", "let an operator do it")
    case .wrongState: Words("wrongState", "this makes no sense in the present state", "see porate status")
    case .nothingPrepared: Words("nothingPrepared", "no plan is prepared", "prepare one: porate prepare")
    case .digestDiffers:
      Words("digestDiffers", "another plan is prepared than the one confirmed", "look at the plan again, then arm")
    case .nonceDiffers: Words("nonceDiffers", "this arming is over, or was fired already", "arm again")
    case .ticketTooOld:
      Words("ticketTooOld", "the console has not seen the machine's state lately", "look, then fire again")
    case .holdNeeded:
      Words(
        "holdNeeded", "this train takes longer than half a second, and nobody holds the pedal or key",
        "hold it while the train runs")
    case .plan: Words("plan", "the plan breaks a rule", "change the plan")
    case .blocked(let blocker): blocker.words
    case .nothingUnresolved: Words("nothingUnresolved", "no train is unresolved")
    case .conditionStillHolds:
      Words(
        "conditionStillHolds", "the fault's cause is still there, or the machine is not in standby",
        "take it away, then acknowledge")
    case .selfTestNeeded:
      Words("selfTestNeeded", "this fault needs a passed self-test first", "porate self-test, then acknowledge")
    case .noFault: Words("noFault", "no fault is latched")
    case .stopped:
      Words("stopped", "somebody called for a stop in the same moment", "see that nothing is wrong, then try again")
    }
  }
}
