/// Lets a frame pass only if its sequence number is newer than that of the last frame passed; one for each direction.
///
/// "Newer" is 1 to 32,767 steps ahead, modulo 2¹⁶: a duplicate and a frame that was overtaken are dropped.
public struct SequenceFilter: Sendable {
  /// The sequence number of the last frame passed, or nil before the first.
  public private(set) var last: UInt16?

  /// A filter that passes the first frame whatever its number.
  @_noAllocation @_noLocks
  public init() { last = nil }

  /// Whether the frame passes; if it does, older ones will not any more.
  @_noAllocation @_noLocks
  public mutating func accept(_ sequence: UInt16) -> Bool {
    if let last {
      let ahead = sequence &- last
      guard ahead >= 1, ahead < 0x8000 else { return false }
    }
    last = sequence
    return true
  }

  /// Forgets everything, as a new link does.
  @_noAllocation @_noLocks
  public mutating func reset() { last = nil }
}
