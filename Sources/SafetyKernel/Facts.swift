import Quantities

/// What this tick's input comes down to, judged once and used by every rule.
struct Facts: Sendable {
  /// Telemetry is there, of the configured generator, and not stale.
  var fresh: Bool
  /// Somebody holds a lease that has not lapsed.
  var leaseLive: Bool
  /// All required interlocks are closed.
  var interlocksClosed: Bool
  /// Both channels measure the bank below 42 V, freshly.
  var bankSafe: Bool
  /// The two bank channels agree.
  var banksAgree: Bool
  /// No voltage stands at the electrodes.
  var outputQuiet: Bool

  @_noAllocation @_noLocks
  init(_ input: TickInput, _ configuration: KernelConfiguration) {
    let age = input.telemetryAge
    let up: Bool
    switch input.link {
    case .up: up = true
    case .down, .opening: up = false
    }
    fresh = up && age >= .zero && age <= configuration.telemetryStale
    switch input.lease {
    case .none: leaseLive = false
    case .held(_, _, let age, _): leaseLive = age >= .zero && age <= configuration.leaseLapse
    }
    interlocksClosed = configuration.requiredInterlocks.subtracting(input.closedInterlocks).isEmpty
    banksAgree = Facts.agree(input.telemetry.bankA, input.telemetry.bankB, configuration)
    let safe = KernelConfiguration.safeVoltage
    bankSafe = fresh && Facts.below(input.telemetry.bankA, safe) && Facts.below(input.telemetry.bankB, safe)
    outputQuiet = Facts.below(input.telemetry.outputVoltage, configuration.stuckVoltage)
  }

  /// Whether a tick came later than its budget.
  @_noAllocation @_noLocks
  static func isLate(_ input: TickInput, budget: TimeSpan) -> Bool {
    input.lateness < .zero || input.lateness > budget
  }

  /// Whether a voltage is below a bound by magnitude; false where it has no magnitude.
  @_noAllocation @_noLocks
  static func below(_ voltage: Voltage, _ bound: Voltage) -> Bool {
    guard let size = voltage.magnitude() else { return false }
    return size < bound
  }

  @_noAllocation @_noLocks
  private static func agree(_ one: Voltage, _ other: Voltage, _ configuration: KernelConfiguration) -> Bool {
    guard let difference = one.subtracting(other)?.magnitude(), let first = one.magnitude(),
      let second = other.magnitude(), let share = max(first, second).multiplied(by: configuration.bankAgreement),
      let allowed = Voltage.millivolts(share.millivolts / 1000).adding(configuration.bankOffset)
    else { return false }
    return difference <= allowed
  }

  /// Whether a measured voltage is within some thousandths of a wanted one.
  @_noAllocation @_noLocks
  static func within(_ measured: Voltage, of wanted: Voltage, thousandths: Int64) -> Bool {
    guard let difference = measured.subtracting(wanted)?.magnitude(),
      let allowed = wanted.multiplied(by: thousandths), let scaled = difference.multiplied(by: 1000)
    else { return false }
    return scaled <= allowed
  }
}
