import PulseDispatch
import Quantities
import QuantityText
import SafetyKernel
import Settings

/// Whether the second gate leaves room for what the kernel's budget allows.
///
/// The gate counts a pulse at the limits at which the generator cuts it: voltage, current and width a tenth above the
/// plan's, 1.1³ = 1.331 times the kernel's energy. With less room than 1.4 times it would refuse trains that the kernel
/// permits, in the midst of a treatment.
enum CapsAgainstBudget {
  /// The least that the gate's energy may be, as a proportion of the kernel's.
  static let leastEnergy = Proportion.percent(140)

  static func problems(_ caps: AbsoluteCaps, configuration: Configuration) -> [SettingsProblem] {
    problems(
      caps, budget: configuration.settings.kernel.budget, file: configuration.settings.absoluteCapsPath,
      bytes: configuration.absoluteCaps)
  }

  static func problems(
    _ caps: AbsoluteCaps, budget: WindowBudget, file: String, bytes: [UInt8]
  ) -> [SettingsProblem] {
    var problems: [SettingsProblem] = []
    func refuse(_ name: String, _ message: String, _ remedy: String) {
      problems.append(
        SettingsProblem(file: file, line: line(of: name, in: bytes), column: 1, message: message, remedy: remedy))
    }
    let budgetEnergy = budget.energyPerMinute.microjoules
    let (product, overflow) = budgetEnergy.multipliedReportingOverflow(by: leastEnergy.partsPerMillion)
    let least = Energy.microjoules(overflow ? Int64.max : product / 1_000_000)
    if caps.maximumWindowEnergy < least {
      refuse(
        "max_window_energy",
        "`max_window_energy` is \(QuantityText.text(caps.maximumWindowEnergy)), less than 1.4 times the "
          + "\(QuantityText.text(budget.energyPerMinute)) of `energy_per_minute`",
        "allow \(QuantityText.text(least)) or more, or lower `energy_per_minute`")
    }
    if caps.maximumWindowPulses < budget.pulsesPerMinute {
      refuse(
        "max_window_pulses",
        "`max_window_pulses` is \(caps.maximumWindowPulses), less than the \(budget.pulsesPerMinute) of "
          + "`pulses_per_minute`",
        "allow \(budget.pulsesPerMinute) or more, or lower `pulses_per_minute`")
    }
    return problems
  }

  /// The line in which a cap is given, from 1; the caps were read, so it is there.
  private static func line(of name: String, in bytes: [UInt8]) -> Int {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let place = lines.firstIndex { line in
      line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.starts(with: name.utf8)
    }
    return place.map { $0 + 1 } ?? 1
  }
}
