import SafetyKernel

extension Fault {
  /// The fault's name in the record. It never changes, whatever the source calls the fault later.
  var recordName: String {
    switch self {
    case .interlockOpened: "interlockOpened"
    case .linkLost: "linkLost"
    case .telemetryStale: "telemetryStale"
    case .tickLate: "tickLate"
    case .generatorRebooted: "generatorRebooted"
    case .generatorChanged: "generatorChanged"
    case .generatorFault: "generatorFault"
    case .generatorUnexpected: "generatorUnexpected"
    case .programDiffers: "programDiffers"
    case .gatesDisagree: "gatesDisagree"
    case .chargeTimeout: "chargeTimeout"
    case .bankTooHigh: "bankTooHigh"
    case .bankSensorsDisagree: "bankSensorsDisagree"
    case .unexpectedEnergy: "unexpectedEnergy"
    case .dischargeUnconfirmed: "dischargeUnconfirmed"
    case .switchStuck: "switchStuck"
    case .pulseVoltageLow: "pulseVoltageLow"
    case .pulseVoltageHigh: "pulseVoltageHigh"
    case .pulsePolarityWrong: "pulsePolarityWrong"
    case .pulseCurrentLow: "pulseCurrentLow"
    case .pulseCurrentHigh: "pulseCurrentHigh"
    case .pulseTooShort: "pulseTooShort"
    case .pulseTooLong: "pulseTooLong"
    case .pulseOutOfOrder: "pulseOutOfOrder"
    case .pulseMistimed: "pulseMistimed"
    case .pulseMissing: "pulseMissing"
    case .pulseExtra: "pulseExtra"
    case .arrayRemoved: "arrayRemoved"
    case .arrayDiffers: "arrayDiffers"
    case .pedalImplausible: "pedalImplausible"
    case .generatorSilent: "generatorSilent"
    case .selfTestFailed: "selfTestFailed"
    }
  }

  /// The fault of a name in the record.
  init?(recordName: String) {
    guard let fault = Fault.allCases.first(where: { $0.recordName == recordName }) else { return nil }
    self = fault
  }
}
