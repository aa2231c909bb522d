public import SHA256

/// The SHA-256 of a plan's canonical bytes: what a person confirms, what the generator must have read back.
public struct PlanDigest: Hashable, Sendable {
  /// The 32 bytes.
  public let value: SHA256Digest

  /// Wraps a hash.
  @_noAllocation @_noLocks
  public init(value: SHA256Digest) { self.value = value }

  /// Equality, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: PlanDigest, right: PlanDigest) -> Bool { left.value == right.value }
}
