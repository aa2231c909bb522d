public import Quantities

/// What a plan is for; each kind has caps of its own.
public enum PlanKind: UInt8, Hashable, Sendable {
  /// Pulses into tissue.
  case treatment = 0
  /// Pulses into the declared test load, for calibration and checks.
  case testLoad = 1
  /// Pulses into the generator's own internal load.
  case selfTest = 2

  /// The raw value; written out because the synthesised getter is not proven free of allocation in other files.
  public var code: UInt8 { @_noAllocation @_noLocks get { rawValue } }

  /// The case of a raw value, or nil if there is none.
  @_noAllocation @_noLocks
  public static func coded(_ code: UInt8) -> PlanKind? { PlanKind(rawValue: code) }
}

/// Whether pulses wait for the heart.
public enum Synchronisation: UInt8, Hashable, Sendable {
  /// They do not.
  case none = 0
  /// Each step waits for a beat and is given whole after it.
  case eachStep = 1
  /// Each pulse waits for a beat of its own.
  case eachPulse = 2

  /// The raw value; written out because the synthesised getter is not proven free of allocation in other files.
  public var code: UInt8 { @_noAllocation @_noLocks get { rawValue } }

  /// The case of a raw value, or nil if there is none.
  @_noAllocation @_noLocks
  public static func coded(_ code: UInt8) -> Synchronisation? { Synchronisation(rawValue: code) }
}

/// The limits by which a pulse is judged: by the kernel as they stand, by the generator widened (``deviceLimits``).
public struct PulseLimits: Sendable {
  /// Lowest mean voltage of a good pulse, as a magnitude.
  public var voltageLow: Voltage
  /// Highest mean voltage of a good pulse, as a magnitude.
  public var voltageHigh: Voltage
  /// Lowest mean current of a good pulse, as a magnitude.
  public var currentLow: Current
  /// Highest current of a good pulse, as a magnitude.
  public var currentHigh: Current
  /// How far a pulse's width may be from the planned one, either way.
  public var widthTolerance: TimeSpan

  /// The limits of one step's pulses.
  @_noAllocation @_noLocks
  public init(
    voltageLow: Voltage, voltageHigh: Voltage, currentLow: Current, currentHigh: Current, widthTolerance: TimeSpan
  ) {
    self.voltageLow = voltageLow
    self.voltageHigh = voltageHigh
    self.currentLow = currentLow
    self.currentHigh = currentHigh
    self.widthTolerance = widthTolerance
  }
}

/// Where a step's voltage came from: a field over a gap, which may be lowered to fit, or a person's own number, which may not.
public enum VoltageOrigin: Sendable {
  /// Typed by a person: refused above a limit.
  case typed
  /// Computed from a field; below `minimum` the plan is refused. `lowered` marks that a limit made it less than wanted.
  case field(wanted: FieldStrength, minimum: FieldStrength, lowered: Bool)
}

/// Equal pulses on one pair of electrodes: the unit a train is made of.
public struct TrainStep: Sendable {
  /// The electrode that is positive; swapping it with `negative` reverses the polarity.
  public var positive: UInt8
  /// The electrode that is negative.
  public var negative: UInt8
  /// The voltage, a magnitude above zero.
  public var voltage: Voltage
  /// Where the voltage came from.
  public var origin: VoltageOrigin
  /// Number of pulses, at least one.
  public var pulses: UInt16
  /// Width of each pulse.
  public var width: TimeSpan
  /// From one pulse's start to the next one's.
  public var period: TimeSpan
  /// Whether pulses wait for the heart.
  public var synchronisation: Synchronisation
  /// How its pulses are judged.
  public var limits: PulseLimits

  /// A step of a train.
  @_noAllocation @_noLocks
  public init(
    positive: UInt8, negative: UInt8, voltage: Voltage, origin: VoltageOrigin, pulses: UInt16, width: TimeSpan,
    period: TimeSpan, synchronisation: Synchronisation, limits: PulseLimits
  ) {
    self.positive = positive
    self.negative = negative
    self.voltage = voltage
    self.origin = origin
    self.pulses = pulses
    self.width = width
    self.period = period
    self.synchronisation = synchronisation
    self.limits = limits
  }

  /// A tenth of a voltage, rounded down.
  @_noAllocation @_noLocks
  static func tenth(of voltage: Voltage) -> Voltage? { .millivolts(voltage.millivolts / 10) }

  /// A step that no check accepts, to fill unused places.
  public static var unused: TrainStep {
    @_noAllocation @_noLocks get {
      TrainStep(
        positive: 0, negative: 0, voltage: .zero, origin: .typed, pulses: 0, width: .zero, period: .zero,
        synchronisation: .none,
        limits: PulseLimits(
          voltageLow: .zero, voltageHigh: .zero, currentLow: .zero, currentHigh: .zero, widthTolerance: .zero))
    }
  }
}

/// A train to be given: steps in order on one electrode array. Immutable once prepared; any edit is another plan.
public struct Plan: Sendable {
  /// How many steps a plan may have at most: a hexagonal array with reversed polarity needs 24.
  public static var stepCapacity: Int { @_noAllocation @_noLocks get { 32 } }

  /// What the plan is for.
  public var kind: PlanKind
  /// The array it is for, with its limits.
  public var array: ElectrodeArray
  /// The spot whose heat it adds to.
  public var site: SiteIdentity
  /// Number of steps in use, at most ``stepCapacity``.
  public var stepCount: UInt8
  /// The steps; entries from `stepCount` on mean nothing.
  public var steps: InlineArray<32, TrainStep>

  /// A plan without steps, which no check accepts.
  @_noAllocation @_noLocks
  public init(kind: PlanKind, array: ElectrodeArray, site: SiteIdentity) {
    self.kind = kind
    self.array = array
    self.site = site
    stepCount = 0
    steps = InlineArray(repeating: .unused)
  }

  /// Adds a step; false if the plan is full.
  @_noAllocation @_noLocks
  public mutating func append(_ step: TrainStep) -> Bool {
    guard Int(stepCount) < Plan.stepCapacity else { return false }
    steps[Int(stepCount)] = step
    stepCount &+= 1
    return true
  }

  /// The step at an index, or nil beyond the last.
  @_noAllocation @_noLocks
  public borrowing func step(_ index: UInt8) -> TrainStep? {
    guard index < stepCount, Int(index) < Plan.stepCapacity else { return nil }
    return steps[Int(index)]
  }

  /// All pulses of all steps, saturating at `UInt16.max`.
  public var pulseCount: UInt16 {
    @_noAllocation @_noLocks get {
      var sum: UInt32 = 0
      for index in 0..<min(Int(stepCount), Plan.stepCapacity) { sum = sum &+ UInt32(steps[index].pulses) }
      return sum > UInt32(UInt16.max) ? UInt16.max : UInt16(truncatingIfNeeded: sum)
    }
  }
}

#if !hasFeature(Embedded)
// An array of all cases allocates; firmware has no use for it.
extension PlanKind: CaseIterable {}
extension Synchronisation: CaseIterable {}
#endif
