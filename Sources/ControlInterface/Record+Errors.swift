extension Record {
  /// The method replies more than once, and the call did not say more.
  public struct ExpectedMore: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Record.ExpectedMore"

    /// All fields; what is optional may be left out.
    public init() {}
  }

  /// The caller's user has none of the roles that may read the record.
  public struct NotAllowed: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Record.NotAllowed"

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

  /// The record has no such train, or none at all.
  public struct NoSuchTrain: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Record.NoSuchTrain"

    /// The id.
    public var id: Int64?

    /// All fields; what is optional may be left out.
    public init(id: Int64? = nil) {
      self.id = id
    }
  }

  /// The record cannot be read now.
  public struct RecordUnavailable: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Record.RecordUnavailable"

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
}
