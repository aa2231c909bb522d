import Generators
import PulseDispatch

extension LinkTrouble {
  /// Why there is no link, in a few words.
  var sentence: String {
    switch self {
    case .none: "there is a link"
    case .noChannel: "its serial port is not open"
    case .noAnswer: "nothing answers on its serial port"
    case .otherGenerator: "another generator than the configured one answers"
    case .otherVersion: "what answers speaks another version of the protocol"
    }
  }
}

extension GateRefusal {
  /// Why the second gate refuses, in a few words.
  var sentence: String {
    switch self {
    case .noProgram: "nothing was read back from the generator"
    case .malformedProgram: "what was read back is no program"
    case .voltage: "a voltage is above its absolute cap"
    case .current: "a current limit is above its absolute cap"
    case .width: "a pulse width is above its absolute cap"
    case .trainPulses: "the train has more pulses than its absolute cap"
    case .windowPulses: "with this train the window would hold more pulses than its absolute cap"
    case .windowEnergy: "with this train the window could hold more energy than its absolute cap"
    case .extraPulses: "the generator counted more pulses than the program has"
    case .interlock: "a required interlock line is open"
    case .telemetryStale: "the generator's measurements come too late"
    }
  }
}
