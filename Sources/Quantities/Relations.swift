// The laws that join one quantity to another. Each returns nil where the result does not fit, never a wrapped value.

extension TimeSpan {
  /// A span given in µs as a 64-bit number, or nil where it overflows.
  @_noAllocation @_noLocks
  public static func microsecondsExactly(_ value: Int64) -> TimeSpan? { TimeSpan.microseconds(1).multiplied(by: value) }
}

extension FieldStrength {
  /// The voltage of this field over a gap, rounded down to whole millivolts so that rounding never adds field.
  ///
  /// A negative field has no such voltage and gives nil.
  ///
  /// - Parameter gap: the distance between the electrodes; a negative one gives nil.
  @_noAllocation @_noLocks
  public func voltage(across gap: Distance) -> Voltage? {
    guard voltsPerMetre >= 0, gap.micrometres >= 0 else { return nil }
    let (microvolts, overflow) = voltsPerMetre.multipliedReportingOverflow(by: gap.micrometres)
    return overflow ? nil : .millivolts(microvolts / 1000)
  }
}

extension Voltage {
  /// The field `U/d` that this voltage's magnitude makes over a gap, rounded down to whole volts per metre.
  ///
  /// - Parameter gap: the distance between the electrodes; zero or less gives nil.
  @_noAllocation @_noLocks
  public func field(over gap: Distance) -> FieldStrength? {
    guard gap.micrometres > 0, let size = magnitude() else { return nil }
    let (scaled, overflow) = size.millivolts.multipliedReportingOverflow(by: 1000)
    return overflow ? nil : .voltsPerMetre(scaled / gap.micrometres)
  }

  /// The resistance that draws a current at this voltage, by magnitude, rounded down to whole milliohms.
  ///
  /// Nil for no current or where it does not fit.
  @_noAllocation @_noLocks
  public func resistance(at current: Current) -> Resistance? {
    guard let voltage = magnitude(), let flow = current.magnitude(), flow.milliamperes > 0 else { return nil }
    let (scaled, overflow) = voltage.millivolts.multipliedReportingOverflow(by: 1000)
    return overflow ? nil : .milliohms(scaled / flow.milliamperes)
  }

  /// The energy given off at this voltage and a current over a time, by magnitude, rounded up to whole microjoules.
  ///
  /// Rounded up because every use of it is a bound on heat.
  @_noAllocation @_noLocks
  public func energy(at current: Current, for time: TimeSpan) -> Energy? {
    guard let voltage = magnitude(), let flow = current.magnitude(), time.nanoseconds >= 0 else { return nil }
    let (microwatts, overflow) = voltage.millivolts.multipliedReportingOverflow(by: flow.milliamperes)
    guard !overflow else { return nil }
    // µW × ns = fJ, of which 10⁹ make 1 µJ. A pulse of 3 kV and 50 A exceeds 64 bits of fJ after 61 ms, so both factors
    // are split at 10⁹ and only the rest of each, below 10⁹, is multiplied before dividing. Nothing is lost by it.
    let (power, powerRest) = microwatts.quotientAndRemainder(dividingBy: 1_000_000_000)
    let (seconds, timeRest) = time.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    let (bySeconds, first) = microwatts.multipliedReportingOverflow(by: seconds)
    let (byPower, second) = power.multipliedReportingOverflow(by: timeRest)
    let rest = (powerRest &* timeRest &+ 999_999_999) / 1_000_000_000
    let (partial, third) = bySeconds.addingReportingOverflow(byPower)
    let (sum, fourth) = partial.addingReportingOverflow(rest)
    return first || second || third || fourth ? nil : .microjoules(sum)
  }
}

extension Current {
  /// The charge that this current carries in a time, signed, rounded towards zero to whole nanocoulombs.
  @_noAllocation @_noLocks
  public func charge(over time: TimeSpan) -> Charge? {
    let (product, overflow) = milliamperes.multipliedReportingOverflow(by: time.nanoseconds)
    return overflow ? nil : .nanocoulombs(product / 1000)
  }
}
