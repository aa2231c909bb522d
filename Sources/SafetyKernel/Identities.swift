// Opaque values: rules may ask whether two are equal, and nothing else, so that exploration needs three of each.

/// Names one arming; a firing carries it, and it is spent once.
public struct Nonce: Hashable, Sendable {
  /// The number as it travels; it has no meaning but being equal or not.
  public let value: UInt64

  /// Wraps a number.
  @_noAllocation @_noLocks
  public init(value: UInt64) { self.value = value }

  /// Equality, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: Nonce, right: Nonce) -> Bool { left.value == right.value }
}

/// Names one holder's control lease.
public struct LeaseIdentity: Hashable, Sendable {
  /// The number as it travels; it has no meaning but being equal or not.
  public let value: UInt64

  /// Wraps a number.
  @_noAllocation @_noLocks
  public init(value: UInt64) { self.value = value }

  /// Equality, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: LeaseIdentity, right: LeaseIdentity) -> Bool { left.value == right.value }
}

/// Chosen anew by the generator at each of its starts.
public struct BootIdentity: Hashable, Sendable {
  /// The number as it travels; it has no meaning but being equal or not.
  public let value: UInt64

  /// Wraps a number.
  @_noAllocation @_noLocks
  public init(value: UInt64) { self.value = value }

  /// Equality, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: BootIdentity, right: BootIdentity) -> Bool { left.value == right.value }
}

/// Names the spot on the body whose heat is summed; zero is the spot nobody named.
public struct SiteIdentity: Hashable, Sendable {
  /// The number as it travels; it has no meaning but being equal or not.
  public let value: UInt64

  /// Wraps a number.
  @_noAllocation @_noLocks
  public init(value: UInt64) { self.value = value }

  /// Equality, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: SiteIdentity, right: SiteIdentity) -> Bool { left.value == right.value }
}
