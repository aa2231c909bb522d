import Quantities
import SafetyKernel

/// The section `limits:`: caps for each kind of plan, and sums for minute and site.
enum LimitsReader {
  static func read(_ value: Value, into kernel: inout KernelConfiguration) -> Void? {
    guard let section = value.section() else { return nil }
    kernel.treatment = section.required("treatment", or: MachineLimits(), machine)
    kernel.testLoad = section.required("test_load", or: MachineLimits(), machine)
    kernel.selfTest = section.required("self_test", or: MachineLimits(), machine)
    kernel.budget = section.required("budget", or: WindowBudget(), budget)
    section.finish()
    return ()
  }

  private static func machine(_ value: Value) -> MachineLimits? {
    guard let section = value.section() else { return nil }
    let before = section.log.count
    var limits = MachineLimits()
    limits.minimumVoltage = section.required("min_voltage", or: .zero) { $0.voltage(in: Bounds.voltage) }
    limits.maximumVoltage = section.required("max_voltage", or: .zero) { $0.voltage(in: Bounds.voltage) }
    limits.maximumField = section.required("max_field", or: .zero) { $0.field(in: Bounds.field) }
    limits.maximumCurrent = section.required("max_current", or: .zero) { $0.current(in: Bounds.current) }
    limits.minimumWidth = section.required("min_width", or: .zero) { $0.time(in: Bounds.width) }
    limits.maximumWidth = section.required("max_width", or: .zero) { $0.time(in: Bounds.width) }
    limits.minimumPeriod = section.required("min_period", or: .zero) { $0.time(in: Bounds.period) }
    limits.maximumPeriod = section.required("max_period", or: .zero) { $0.time(in: Bounds.period) }
    limits.maximumStepPulses = pulses("max_step_pulses", section)
    limits.maximumTrainPulses = pulses("max_train_pulses", section)
    limits.maximumPulseEnergy = section.required("max_pulse_energy", or: .zero) { $0.energy(in: Bounds.energy) }
    limits.maximumTrainEnergy = section.required("max_train_energy", or: .zero) { $0.energy(in: Bounds.energy) }
    limits.maximumTrainDuration = section.required("max_train_duration", or: .zero) { value in
      value.time(in: TimeSpan.milliseconds(1)...TimeSpan.seconds(600))
    }
    section.finish()
    // After a problem a limit may be a placeholder, which is not to be compared.
    guard section.log.count == before else { return nil }
    ordered(limits.minimumVoltage, limits.maximumVoltage, "max_voltage", in: section, with: "min_voltage")
    ordered(limits.minimumWidth, limits.maximumWidth, "max_width", in: section, with: "min_width")
    ordered(limits.minimumPeriod, limits.maximumPeriod, "max_period", in: section, with: "min_period")
    return limits
  }

  /// Reports an upper limit that is not above its lower one, where both are there.
  private static func ordered<T: Comparable>(
    _ low: T, _ high: T, _ key: String, in section: Section, with other: String
  ) {
    guard low >= high else { return }
    section.log.add(section.place(of: key), "`\(key)` is not above `\(other)`", "correct one of them")
  }

  private static func pulses(_ key: String, _ section: Section) -> UInt16 {
    UInt16(truncatingIfNeeded: section.required(key, or: 1) { $0.count(in: Bounds.pulses) })
  }

  private static func budget(_ value: Value) -> WindowBudget? {
    guard let section = value.section() else { return nil }
    var budget = WindowBudget()
    budget.pulsesPerMinute = many("pulses_per_minute", section)
    budget.energyPerMinute = section.required("energy_per_minute", or: .zero) { $0.energy(in: Bounds.energy) }
    budget.pulsesPerSite = many("pulses_per_site", section)
    budget.energyPerSite = section.required("energy_per_site", or: .zero) { $0.energy(in: Bounds.energy) }
    section.finish()
    return budget
  }

  private static func many(_ key: String, _ section: Section) -> UInt32 {
    UInt32(truncatingIfNeeded: section.required(key, or: 1) { $0.count(in: 1...1_000_000) })
  }
}
