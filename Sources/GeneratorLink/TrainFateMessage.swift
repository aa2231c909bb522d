/// Where a train stands.
public enum FateState: UInt8, Hashable, Sendable {
  /// The device knows nothing of this nonce.
  case unknown = 0
  /// No pulse was given, and a release can still take effect.
  case waitingForTrigger = 1
  /// At least one pulse was given and the train is not over.
  case running = 2
  /// The train is over; at least one pulse was given.
  case ended = 3
  /// No pulse was given, and no release can take effect any more.
  case neverStarted = 4

  /// The number on the wire; the same as `rawValue`, which is not proven free of allocation outside its own file.
  public var code: UInt8 { @_noAllocation @_noLocks get { rawValue } }

  /// The value of a number on the wire, or nil if there is none.
  @_noAllocation @_noLocks
  public static func decoded(_ code: UInt8) -> FateState? { FateState(rawValue: code) }

  /// Equality, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: FateState, right: FateState) -> Bool { left.rawValue == right.rawValue }
}

/// The answer to a query: what became of a train.
public struct TrainFateMessage: Sendable {
  /// The arming, never 0.
  public var nonce: UInt64
  /// Where it stands.
  public var state: FateState
  /// Pulses given.
  public var pulses: UInt16
  /// Reports that can still be read: those of index 0 up to this number less one.
  public var reportsKept: UInt16
  /// Why it is over; ``EndReason/none`` unless it ended or never started.
  public var endReason: EndReason

  /// A fate.
  @_noAllocation @_noLocks
  public init(nonce: UInt64, state: FateState, pulses: UInt16, reportsKept: UInt16, endReason: EndReason) {
    self.nonce = nonce
    self.state = state
    self.pulses = pulses
    self.reportsKept = reportsKept
    self.endReason = endReason
  }
}

extension TrainFateMessage: Equatable {
  /// Equality of all fields.
  @_noAllocation @_noLocks
  public static func == (left: TrainFateMessage, right: TrainFateMessage) -> Bool {
    left.nonce == right.nonce && left.state == right.state && left.pulses == right.pulses
      && left.reportsKept == right.reportsKept && left.endReason == right.endReason
  }
}

// A list of all cases allocates: for the desk and the tests, not for firmware.
#if !hasFeature(Embedded)
extension FateState: CaseIterable {}
#endif
