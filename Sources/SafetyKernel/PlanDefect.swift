/// The limit that binds a voltage, or that a plan breaks.
public enum VoltageLimit: UInt8, Hashable, Sendable {
  /// The plan's own voltage is below every limit.
  case plan = 0
  /// The machine's.
  case machine
  /// The electrode array's.
  case array
  /// The limit of the step's positive electrode.
  case positiveElectrode
  /// The limit of the step's negative electrode.
  case negativeElectrode
  /// The array's or machine's field limit times the gap.
  case field

  /// The raw value; written out because the synthesised getter is not proven free of allocation in other files.
  public var code: UInt8 { @_noAllocation @_noLocks get { rawValue } }

  /// The case of a raw value, or nil if there is none.
  @_noAllocation @_noLocks
  public static func coded(_ code: UInt8) -> VoltageLimit? { VoltageLimit(rawValue: code) }
}

/// The rule that a plan breaks, and at which step.
public enum PlanDefect: Hashable, Sendable {
  /// It has no step, or more than fit.
  case stepCount
  /// The step's electrodes are no pair of the array.
  case pair(step: UInt8)
  /// The step's voltage is above a limit.
  case voltage(step: UInt8, limit: VoltageLimit)
  /// The step's voltage is zero or below the least that the generator controls.
  case voltageTooLow(step: UInt8)
  /// The step's field was lowered below the least that the protocol allows.
  case fieldBelowMinimum(step: UInt8)
  /// The step has no pulse or too many.
  case pulses(step: UInt8)
  /// The pulse width is out of range.
  case width(step: UInt8)
  /// The period is out of range or not longer than the width.
  case period(step: UInt8)
  /// The current limit is above the machine's, or the limits exclude each other.
  case limits(step: UInt8)
  /// A pulse could hold more energy than one pulse may.
  case pulseEnergy(step: UInt8)
  /// The train could hold more energy than one train may.
  case trainEnergy
  /// The train has more pulses than one train may.
  case trainPulses
  /// The train takes longer than one train may.
  case trainDuration
  /// The kind of plan does not fit the array: a self-test on a patient's array, or the other way round.
  case kind
}

#if !hasFeature(Embedded)
// An array of all cases allocates; firmware has no use for it.
extension VoltageLimit: CaseIterable {}
#endif
