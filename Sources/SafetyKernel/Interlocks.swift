/// A set of interlocks, by their place in the configuration; place 0 is the generator's own chain.
public struct InterlockSet: Hashable, Sendable {
  /// One bit for each interlock.
  public var bits: UInt16

  /// A set from its bits.
  @_noAllocation @_noLocks
  public init(bits: UInt16) { self.bits = bits }

  /// The generator's own chain, which every configuration requires.
  public static var generatorChain: InterlockSet { @_noAllocation @_noLocks get { InterlockSet(bits: 1) } }

  /// Those of this set that are not in the other.
  @_noAllocation @_noLocks
  public func subtracting(_ other: InterlockSet) -> InterlockSet { InterlockSet(bits: bits & ~other.bits) }

  /// This set and the other together.
  @_noAllocation @_noLocks
  public func union(_ other: InterlockSet) -> InterlockSet { InterlockSet(bits: bits | other.bits) }

  /// Whether it has no member.
  public var isEmpty: Bool { @_noAllocation @_noLocks get { bits == 0 } }

  /// Equality by members.
  @_noAllocation @_noLocks
  public static func == (left: InterlockSet, right: InterlockSet) -> Bool { left.bits == right.bits }
}

/// The two-stage pedal, debounced.
public enum PedalReading: UInt8, Hashable, Sendable {
  /// No pedal is configured, or it does not answer.
  case absent = 0
  /// Not touched.
  case released = 1
  /// Pressed to its first stage.
  case first = 2
  /// Pressed through to its second stage.
  case second = 3
  /// Its contacts contradict each other.
  case implausible = 4

  /// The raw value; written out because the synthesised getter is not proven free of allocation in other files.
  public var code: UInt8 { @_noAllocation @_noLocks get { rawValue } }

  /// The case of a raw value, or nil if there is none.
  @_noAllocation @_noLocks
  public static func coded(_ code: UInt8) -> PedalReading? { PedalReading(rawValue: code) }
}

/// Part the pedal plays; each stricter than the one before is chosen in the configuration.
public enum PedalRule: UInt8, Hashable, Sendable {
  /// There is none: the console fires.
  case notUsed = 0
  /// The second stage fires; arming is the console's.
  case fires = 1
  /// The first stage arms the prepared plan anew, the second fires.
  case armsAndFires = 2
}

#if !hasFeature(Embedded)
// An array of all cases allocates; firmware has no use for it.
extension PedalReading: CaseIterable {}
extension PedalRule: CaseIterable {}
#endif
