extension Control {
  /// The method replies more than once, and the call did not say more.
  public struct ExpectedMore: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Control.ExpectedMore"

    /// All fields; what is optional may be left out.
    public init() {}
  }

  /// The caller's user has none of the roles that may do this.
  public struct NotAllowed: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Control.NotAllowed"

    /// The needed.
    public var needed: [Role]
    /// One sentence for a person.
    public var explanation: String
    /// What to do about it.
    public var remedy: String

    /// All fields; what is optional may be left out.
    public init(needed: [Role], explanation: String, remedy: String) {
      self.needed = needed
      self.explanation = explanation
      self.remedy = remedy
    }
  }

  /// The token is not that of the lease that is held.
  public struct NoLease: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Control.NoLease"

    /// One sentence for a person.
    public var explanation: String
    /// What to do about it.
    public var remedy: String

    /// All fields; what is optional may be left out.
    public init(explanation: String, remedy: String) {
      self.explanation = explanation
      self.remedy = remedy
    }
  }

  /// Somebody else holds the lease.
  public struct LeaseHeld: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Control.LeaseHeld"

    /// The holder.
    public var holder: Holder
    /// One sentence for a person.
    public var explanation: String
    /// What to do about it.
    public var remedy: String

    /// All fields; what is optional may be left out.
    public init(holder: Holder, explanation: String, remedy: String) {
      self.holder = holder
      self.explanation = explanation
      self.remedy = remedy
    }
  }

  /// The lease ended: lapsed, takenOver, released or stopped. by: who took it over, and why.
  public struct LeaseEnded: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Control.LeaseEnded"

    /// The reason.
    public var reason: String
    /// The by.
    public var by: Holder?
    /// One sentence for a person.
    public var explanation: String

    /// All fields; what is optional may be left out.
    public init(reason: String, by: Holder? = nil, explanation: String) {
      self.reason = reason
      self.by = by
      self.explanation = explanation
    }
  }
}
