public import Quantities

/// Two electrodes of an array between which pulses may be given, and how far apart they are.
public struct ElectrodePair: Sendable {
  /// Index of one electrode, from 0.
  public var first: UInt8
  /// Index of the other electrode.
  public var second: UInt8
  /// The distance that `U/d` divides by: for a hexagonal array the effective one.
  public var gap: Distance

  /// A pair of electrodes a gap apart.
  @_noAllocation @_noLocks
  public init(first: UInt8, second: UInt8, gap: Distance) {
    self.first = first
    self.second = second
    self.gap = gap
  }
}

/// An electrode array as far as safety is concerned: its electrodes, their limits and the pairs that may be used.
public struct ElectrodeArray: Sendable {
  /// How many electrodes an array may have at most.
  public static var electrodeCapacity: Int { @_noAllocation @_noLocks get { 16 } }
  /// How many pairs an array may have at most: six free needles make 15, a hexagonal array 12.
  public static var pairCapacity: Int { @_noAllocation @_noLocks get { 24 } }

  /// The kind of array, as its identity chip or the operator names it.
  public var identity: ArrayIdentity
  /// The kind of plan that it is for: tissue, the test load, or the generator's own load.
  public var use: PlanKind
  /// Whether arrays of this kind carry an identity chip; without one the operator confirms the array at each arming.
  public var carriesIdentity: Bool
  /// Highest voltage on any pair of this array.
  public var maximumVoltage: Voltage
  /// Highest `U/d` on any pair.
  public var maximumField: FieldStrength
  /// Lowest impedance that the low-voltage probe may find; below it is a short.
  public var lowestImpedance: Resistance
  /// Highest impedance that the low-voltage probe may find; above it is an open contact.
  public var highestImpedance: Resistance
  /// Number of electrodes in use, at most ``electrodeCapacity``.
  public var electrodeCount: UInt8
  /// Highest voltage of each electrode against any other; entries from `electrodeCount` on mean nothing.
  public var electrodeMaximum: InlineArray<16, Voltage>
  /// Number of pairs in use, at most ``pairCapacity``.
  public var pairCount: UInt8
  /// The pairs that may be used; entries from `pairCount` on mean nothing.
  public var pairs: InlineArray<24, ElectrodePair>

  /// An array without electrodes, on which no plan is valid.
  @_noAllocation @_noLocks
  public init(identity: ArrayIdentity) {
    self.identity = identity
    use = .treatment
    carriesIdentity = false
    maximumVoltage = .zero
    maximumField = .zero
    lowestImpedance = .zero
    highestImpedance = .zero
    electrodeCount = 0
    electrodeMaximum = InlineArray(repeating: .zero)
    pairCount = 0
    pairs = InlineArray(repeating: ElectrodePair(first: 0, second: 0, gap: .zero))
  }

  /// The distance between two electrodes, whichever is named first, or nil if they are no pair of this array.
  @_noAllocation @_noLocks
  public borrowing func gap(_ one: UInt8, _ other: UInt8) -> Distance? {
    for index in 0..<min(Int(pairCount), ElectrodeArray.pairCapacity) {
      let pair = pairs[index]
      if (pair.first == one && pair.second == other) || (pair.first == other && pair.second == one) { return pair.gap }
    }
    return nil
  }

  /// The limit of one electrode, or nil if the array has no such electrode.
  @_noAllocation @_noLocks
  public borrowing func maximum(of electrode: UInt8) -> Voltage? {
    guard electrode < electrodeCount, Int(electrode) < ElectrodeArray.electrodeCapacity else { return nil }
    return electrodeMaximum[Int(electrode)]
  }
}
