public import Quantities
public import SafetyKernel

/// An electrode array as its file describes it: geometry, limits, what its load looks like, and where the numbers are from.
public struct ElectrodeArrayDefinition: Hashable, Sendable {
  /// What stands at the ends of the leads.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Two plates on the skin.
    case plates
    /// Two rows of needles, each row one electrode.
    case needleRows = "needle-rows"
    /// Six needles around one, each its own electrode.
    case hexagonal
    /// A resistor outside the generator, for checks and calibration.
    case testLoad = "test-load"
    /// The generator's own resistor, for its self-test.
    case internalLoad = "internal-load"

    /// The kind of plan that such an array takes, and no other.
    public var planKind: PlanKind {
      switch self {
      case .plates, .needleRows, .hexagonal: .treatment
      case .testLoad: .testLoad
      case .internalLoad: .selfTest
      }
    }
  }

  /// One electrode.
  public struct Electrode: Hashable, Sendable {
    /// Its name in messages, as `rim 1`.
    public var name: String
    /// Its own highest voltage against any other, if it has one.
    public var maximumVoltage: Voltage?

    /// An electrode with its name and its own limit.
    public init(name: String, maximumVoltage: Voltage? = nil) {
      self.name = name
      self.maximumVoltage = maximumVoltage
    }
  }

  /// How far apart the electrodes of a pair are.
  public enum Gap: Hashable, Sendable {
    /// As far as the operator set the array: one of its gaps.
    case chosen
    /// Always this far; for a hexagonal array the effective distance.
    case fixed(Distance)
  }

  /// Two electrodes that get pulses, in the order of the train.
  public struct Pair: Hashable, Sendable {
    /// Index of the electrode that is positive first.
    public var positive: UInt8
    /// Index of the electrode that is negative first.
    public var negative: UInt8
    /// How far apart they are.
    public var gap: Gap

    /// A pair from two indices and a gap.
    public init(positive: UInt8, negative: UInt8, gap: Gap) {
      self.positive = positive
      self.negative = negative
      self.gap = gap
    }
  }

  /// Name in files and commands, as `plates`.
  public var name: String
  /// Name for people.
  public var title: String
  /// What stands at the ends of the leads.
  public var kind: Kind
  /// The identity that the array's chip carries, or under which the operator confirms it.
  public var identity: ArrayIdentity
  /// Whether such arrays carry an identity chip.
  public var carriesIdentity: Bool
  /// The gaps that the operator may choose from; empty if none of the pairs has a chosen gap.
  public var gaps: [Distance]
  /// The electrodes, at most 16.
  public var electrodes: [Electrode]
  /// The pairs in the order of the train, at most 24.
  public var pairs: [Pair]
  /// Highest voltage on any pair.
  public var maximumVoltage: Voltage
  /// Highest `U/d` on any pair.
  public var maximumField: FieldStrength
  /// What the low-voltage probe may find: below is a short, above an open contact.
  public var impedance: ClosedRange<Resistance>
  /// The current that a good pulse has.
  public var current: ClosedRange<Current>
  /// Where the numbers come from.
  public var source: LiteratureSource
  /// The file it was read from, for messages about its limits.
  public var file: String

  /// An array from all of its parts; whether they fit together is checked when a train is planned.
  public init(
    name: String, title: String, kind: Kind, identity: ArrayIdentity, carriesIdentity: Bool, gaps: [Distance],
    electrodes: [Electrode], pairs: [Pair], maximumVoltage: Voltage, maximumField: FieldStrength,
    impedance: ClosedRange<Resistance>, current: ClosedRange<Current>, source: LiteratureSource, file: String
  ) {
    self.name = name
    self.title = title
    self.kind = kind
    self.identity = identity
    self.carriesIdentity = carriesIdentity
    self.gaps = gaps
    self.electrodes = electrodes
    self.pairs = pairs
    self.maximumVoltage = maximumVoltage
    self.maximumField = maximumField
    self.impedance = impedance
    self.current = current
    self.source = source
    self.file = file
  }

  /// The kernel's view of this array, set to a gap.
  ///
  /// - Parameter gap: the chosen gap; it is not used if every pair has a fixed one.
  func kernelArray(gap: Distance) throws(TreatmentError) -> ElectrodeArray {
    guard electrodes.count <= ElectrodeArray.electrodeCapacity, pairs.count <= ElectrodeArray.pairCapacity,
      !pairs.isEmpty
    else { throw .arrayShape(array: name, file: file) }
    var array = ElectrodeArray(identity: identity)
    array.use = kind.planKind
    array.carriesIdentity = carriesIdentity
    array.maximumVoltage = maximumVoltage
    array.maximumField = maximumField
    array.lowestImpedance = impedance.lowerBound
    array.highestImpedance = impedance.upperBound
    array.electrodeCount = UInt8(truncatingIfNeeded: electrodes.count)
    for (index, electrode) in electrodes.enumerated() {
      array.electrodeMaximum[index] = electrode.maximumVoltage ?? maximumVoltage
    }
    array.pairCount = UInt8(truncatingIfNeeded: pairs.count)
    for (index, pair) in pairs.enumerated() {
      guard Int(pair.positive) < electrodes.count, Int(pair.negative) < electrodes.count,
        pair.positive != pair.negative
      else { throw .arrayShape(array: name, file: file) }
      array.pairs[index] = ElectrodePair(
        first: pair.positive, second: pair.negative, gap: distance(of: pair, chosen: gap))
    }
    return array
  }

  /// The distance between a pair's electrodes when the array is set to a gap.
  func distance(of pair: Pair, chosen: Distance) -> Distance {
    switch pair.gap {
    case .chosen: chosen
    case .fixed(let distance): distance
    }
  }
}
