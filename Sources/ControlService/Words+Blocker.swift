import SafetyKernel

extension Blocker {
  /// What stands in the way, and how it is taken away.
  var words: Words {
    switch self {
    case .linkDown:
      Words(
        "linkDown", "there is no connection to the configured generator", "switch the generator on and check its cable")
    case .telemetryStale:
      Words(
        "telemetryStale", "the generator's measurements come too late",
        "check the cable; on a slow machine give telemetry_stale more time")
    case .interlockOpen: Words("interlockOpen", "a required interlock is open", "close it")
    case .noLease:
      Words("noLease", "nobody has taken control", "take control: porate operate, or porate control -- COMMAND")
    case .faultLatched:
      Words("faultLatched", "a fault is latched", "take its cause away, then acknowledge it: porate acknowledge")
    case .trainUnresolved:
      Words(
        "trainUnresolved", "the outcome of the last train is not known yet",
        "connect the same generator and wait, or state what was seen: porate resolve")
    case .arrayAbsent: Words("arrayAbsent", "no electrode array is connected", "connect it to the generator")
    case .arrayDiffers:
      Words(
        "arrayDiffers", "the connected electrode array is not the planned one",
        "connect the planned one, or plan for this one")
    case .arrayUnconfirmed:
      Words("arrayUnconfirmed", "this electrode array has no identity chip", "look at it and name it when arming")
    case .calibration:
      Words(
        "calibration", "there is no valid calibration for this generator",
        "put its calibration file into the calibration folder, or calibrate it")
    case .record:
      Words(
        "record", "the record cannot be written",
        "make room on its disk and see that it can be written: porate diagnostics")
    case .wallClock:
      Words("wallClock", "the computer's clock is behind the newest record", "set the clock")
    case .notRealtime:
      Words(
        "notRealtime", "the loop runs without realtime priority",
        "allow it (LimitRTPRIO=), or state allow_without_realtime: REASON in the configuration")
    case .bankNotDischarged:
      Words(
        "bankNotDischarged", "the generator's bank is not measured below 42 V", "wait; if it stays, treat it as live")
    case .generatorBusy: Words("generatorBusy", "the generator is not idle", "wait, or stop it: porate stop")
    case .tickLate:
      Words(
        "tickLate", "the computer is too slow just now: the loop came late",
        "try again; if it stays, see porate diagnostics")
    case .budgetExhausted:
      Words(
        "budgetExhausted", "the pulses or energy allowed for this minute or this site are used up",
        "wait a minute, or treat another site")
    }
  }
}
