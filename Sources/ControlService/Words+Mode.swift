import ControlInterface
import SafetyKernel

extension StateName {
  /// The mode as it travels.
  var mode: Control.Mode {
    switch self {
    case .starting: .starting
    case .standby: .standby
    case .probing: .probing
    case .charging: .charging
    case .armed: .armed
    case .waitingForBeat: .waitingForBeat
    case .delivering: .delivering
    case .settling: .settling
    case .discharging: .discharging
    }
  }

  /// The mode in one sentence.
  var sentence: String {
    switch self {
    case .starting: "waiting until the generator's bank is measured below 42 V"
    case .standby: "standby, the bank is measured below 42 V"
    case .probing: "checking each pair of electrodes at low voltage"
    case .charging: "charging the bank"
    case .armed: "armed: firing gives pulses"
    case .waitingForBeat: "waiting for a heart beat"
    case .delivering: "giving pulses"
    case .settling: "moving the bank to the next pair's voltage"
    case .discharging: "discharging the bank"
    }
  }
}

extension LinkReading {
  /// The link as it travels.
  var wire: Control.Link {
    switch self {
    case .down: .down
    case .opening: .opening
    case .up: .up
    }
  }
}

extension PedalReading {
  /// The pedal as it travels.
  var wire: Control.Pedal {
    switch self {
    case .absent: .absent
    case .released: .released
    case .first: .first
    case .second: .second
    case .implausible: .implausible
    }
  }
}

extension PlanKind {
  /// The kind as it travels.
  var wire: Control.PlanKind {
    switch self {
    case .treatment: .treatment
    case .testLoad: .testLoad
    case .selfTest: .selfTest
    }
  }

  /// The kind's name in the record's interface.
  var name: String { wire.rawValue }
}

extension VoltageLimit {
  /// The limit as it travels.
  var wire: Control.LimitName {
    switch self {
    case .plan: .plan
    case .machine: .machine
    case .array: .array
    case .positiveElectrode: .positiveElectrode
    case .negativeElectrode: .negativeElectrode
    case .field: .field
    }
  }
}
