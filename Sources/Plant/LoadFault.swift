/// What goes wrong at the electrodes. Times count in seconds from the start of each pulse.
public enum LoadFault: Sendable, Equatable {
  /// Nothing.
  case none
  /// The electrodes lose contact at this time; with 0 they have none, and the probe sees it, too.
  case open(from_s: Double)
  /// A metallic short at this time; with 0 it is there before, and the probe sees it, too.
  case short(from_s: Double, resistance_ohm: Double)
  /// An arc: from this time the gap's conductance grows within 1 µs to that of the arc, usually 0.1–5 Ω. The arc dies
  /// with the pulse, and the probe does not see it.
  case arc(from_s: Double, resistance_ohm: Double)
  /// The tissue conducts more and more within each pulse: its conductance grows by this fraction each microsecond.
  case risingCurrent(perMicrosecond: Double)

  /// Time in seconds in which an arc forms.
  static let arcFormation_s = 1e-6

  /// Conductance across the terminals in siemens at a time of the pulse.
  func shuntConductance_S(at time_s: Double) -> Double {
    switch self {
    case .none, .open, .risingCurrent: 0
    case .short(let from_s, let resistance_ohm):
      time_s >= from_s ? 1 / max(resistance_ohm, 1e-3) : 0
    case .arc(let from_s, let resistance_ohm):
      min(1, max(0, (time_s - from_s) / Self.arcFormation_s)) / max(resistance_ohm, 1e-3)
    }
  }

  /// Whether the contact is lost at a time of the pulse.
  func isOpen(at time_s: Double) -> Bool {
    switch self {
    case .open(let from_s): time_s >= from_s
    case .none, .short, .arc, .risingCurrent: false
    }
  }

  /// Growth of the tissue's conductance for each second of the pulse.
  var conductanceRise_per_s: Double {
    switch self {
    case .risingCurrent(let perMicrosecond): perMicrosecond * 1e6
    case .none, .open, .short, .arc: 0
    }
  }

  /// The conductance across the terminals between pulses.
  var restingShunt_S: Double {
    switch self {
    case .short(let from_s, let resistance_ohm): from_s <= 0 ? 1 / max(resistance_ohm, 1e-3) : 0
    case .none, .open, .arc, .risingCurrent: 0
    }
  }
}
