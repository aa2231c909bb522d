internal import ControlInterface
internal import Quantities
internal import QuantityText

/// How quantities and names are said to operators, once for all screens.
enum Words {
  /// A field strength, said to be voltage by distance: `1250 V/cm (U/d)`.
  static func field(_ field: FieldStrength) -> String { "\(QuantityText.text(field)) (U/d)" }

  /// A measured voltage in whole volts.
  static func measured(_ voltage: Voltage) -> String { "\(QuantityText.fixed(voltage, decimals: 0)) V" }

  /// A measured resistance; open where there is none.
  static func probe(_ resistance: Resistance?) -> String {
    resistance.map { "\(QuantityText.fixed($0, decimals: 1)) \u{3A9}" } ?? "open"
  }

  /// What made a voltage what it is.
  static func binding(_ pair: Control.PlannedPair) -> String {
    switch pair.binding {
    case .plan: "as asked"
    case .machine, .array, .positiveElectrode, .negativeElectrode, .field:
      "\(pair.limit) \(QuantityText.text(pair.ceiling)) (\(fileName(pair.limitFile)))"
    }
  }

  /// The last part of a path.
  static func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  /// A number with its noun in the right number.
  static func count(_ number: Int64, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  /// The state of the machine for an operator.
  static func mode(_ mode: Control.Mode) -> String {
    switch mode {
    case .notConfigured: "not configured"
    case .starting: "starting"
    case .standby: "ready"
    case .probing: "checking the electrodes"
    case .charging: "charging"
    case .armed: "armed"
    case .waitingForBeat: "waiting for the heart"
    case .delivering: "delivering"
    case .settling: "settling to the next voltage"
    case .discharging: "discharging"
    }
  }

  /// Shown wherever data of a simulation are.
  static let simulated = "SIMULATED"
}
