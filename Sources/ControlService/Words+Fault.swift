import SafetyKernel

extension Fault {
  /// What went wrong, and what to do before it is acknowledged.
  var words: Words {
    switch self {
    case .interlockOpened: Words("interlockOpened", "an interlock was opened while there was energy", "close it")
    case .linkLost:
      Words("linkLost", "the connection to the generator broke while there was energy", "check cable and generator")
    case .telemetryStale: Words("telemetryStale", "the generator's measurements came too late", "check the cable")
    case .tickLate:
      Words("tickLate", "this computer was too slow for a moment", "stop other work on it; see porate diagnostics")
    case .generatorRebooted: Words("generatorRebooted", "the generator started anew in use", "check its supply")
    case .generatorChanged: Words("generatorChanged", "another generator answers", "connect the one that was armed")
    case .generatorFault:
      Words("generatorFault", "the generator reports a fault of its own", "see the generator's manual")
    case .generatorUnexpected:
      Words("generatorUnexpected", "the generator does what it was not told to do", "switch it off and have it checked")
    case .programDiffers:
      Words("programDiffers", "the generator read back another program than planned", "check the cable, arm again")
    case .gatesDisagree:
      Words(
        "gatesDisagree", "the second gate refused what the first permitted",
        "see porate diagnostics and config/absolute-caps")
    case .chargeTimeout:
      Words("chargeTimeout", "the bank did not reach its voltage in time", "have the charger checked")
    case .bankTooHigh:
      Words("bankTooHigh", "the bank was above the voltage asked for", "treat as live; have the charger checked")
    case .bankSensorsDisagree:
      Words(
        "bankSensorsDisagree", "the two measurements of the bank differ", "treat as live; calibrate, then self-test")
    case .unexpectedEnergy:
      Words("unexpectedEnergy", "there is voltage on the bank that nobody asked for", "treat as live; have it checked")
    case .dischargeUnconfirmed:
      Words(
        "dischargeUnconfirmed", "the bank was not measured below 42 V in time: treat as live",
        "keep away from the electrodes, switch the generator off, wait")
    case .switchStuck:
      Words(
        "switchStuck", "there was voltage at the electrodes outside a pulse",
        "treat as live; have the switch checked, then self-test")
    case .pulseVoltageLow:
      Words("pulseVoltageLow", "a pulse's voltage was too low", "check electrode contact and the bank")
    case .pulseVoltageHigh: Words("pulseVoltageHigh", "a pulse's voltage was too high", "have the generator checked")
    case .pulsePolarityWrong:
      Words("pulsePolarityWrong", "a pulse had the wrong polarity", "check the leads, then self-test")
    case .pulseCurrentLow: Words("pulseCurrentLow", "a pulse's current was too low", "check electrode contact and gel")
    case .pulseCurrentHigh:
      Words(
        "pulseCurrentHigh", "a pulse's current was too high", "check that the electrodes do not touch, then self-test")
    case .pulseTooShort: Words("pulseTooShort", "a pulse was too short", "have the generator checked")
    case .pulseTooLong: Words("pulseTooLong", "a pulse was too long", "have the switch checked, then self-test")
    case .pulseOutOfOrder: Words("pulseOutOfOrder", "a pulse was reported out of order", "check the cable")
    case .pulseMistimed:
      Words(
        "pulseMistimed", "a pulse came before or after its time",
        "run the self-test: porate self-test, then acknowledge")
    case .pulseMissing: Words("pulseMissing", "a pulse or its report is missing", "see how many were delivered")
    case .pulseExtra:
      Words("pulseExtra", "the generator gave more pulses than planned", "have it checked, then self-test")
    case .arrayRemoved:
      Words("arrayRemoved", "the electrode array was removed while there was energy", "connect it again")
    case .arrayDiffers: Words("arrayDiffers", "the electrode array is not the planned one", "connect the planned one")
    case .pedalImplausible:
      Words("pedalImplausible", "the pedal's contacts contradict each other", "check the pedal and its cable")
    case .generatorSilent: Words("generatorSilent", "the generator did not answer in time", "check cable and generator")
    case .selfTestFailed:
      Words("selfTestFailed", "the self-test did not pass", "have the generator checked, then self-test")
    }
  }

  /// What must happen before an acknowledgement clears it.
  var clearingWords: String {
    switch clearing {
    case .whenConditionGone: "then acknowledge: porate acknowledge"
    case .afterDischarge: "when the bank is below 42 V, acknowledge: porate acknowledge"
    case .afterSelfTest: "then porate self-test, then porate acknowledge"
    case .whenArrayPresent: "connect an array, then acknowledge: porate acknowledge"
    }
  }
}
