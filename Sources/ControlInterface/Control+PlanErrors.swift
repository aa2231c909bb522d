extension Control {
  /// The plan breaks a rule. limit names it in words; file sets it. value and bound are the two numbers with their
  /// units.
  public struct PlanRefused: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Control.PlanRefused"

    /// A short fixed name.
    public var name: String
    /// The limit in words.
    public var limit: String
    /// The value.
    public var value: String
    /// The bound.
    public var bound: String
    /// The file that says so.
    public var file: String
    /// One sentence for a person.
    public var explanation: String
    /// What to do about it.
    public var remedy: String

    /// All fields; what is optional may be left out.
    public init(
      name: String, limit: String, value: String, bound: String, file: String, explanation: String, remedy: String
    ) {
      self.name = name
      self.limit = limit
      self.value = value
      self.bound = bound
      self.file = file
      self.explanation = explanation
      self.remedy = remedy
    }
  }

  /// A limit lowered the plan, and the call said that this is not accepted. Nothing was prepared.
  public struct PlanLowered: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Control.PlanLowered"

    /// The pairs.
    public var pairs: [PlannedPair]
    /// One sentence for a person.
    public var explanation: String
    /// What to do about it.
    public var remedy: String

    /// All fields; what is optional may be left out.
    public init(pairs: [PlannedPair], explanation: String, remedy: String) {
      self.pairs = pairs
      self.explanation = explanation
      self.remedy = remedy
    }
  }

  /// No plan is prepared.
  public struct NothingPrepared: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Control.NothingPrepared"

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

  /// The library has no such electrode array.
  public struct NoSuchArray: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Control.NoSuchArray"

    /// A short fixed name.
    public var name: String
    /// The names that there are.
    public var known: [String]
    /// What to do about it.
    public var remedy: String

    /// All fields; what is optional may be left out.
    public init(name: String, known: [String], remedy: String) {
      self.name = name
      self.known = known
      self.remedy = remedy
    }
  }

  /// The library has no such protocol.
  public struct NoSuchProtocol: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Control.NoSuchProtocol"

    /// A short fixed name.
    public var name: String
    /// The names that there are.
    public var known: [String]
    /// What to do about it.
    public var remedy: String

    /// All fields; what is optional may be left out.
    public init(name: String, known: [String], remedy: String) {
      self.name = name
      self.known = known
      self.remedy = remedy
    }
  }

  /// A name or number in the call is not one: which, and why.
  public struct BadValue: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Control.BadValue"

    /// The field.
    public var field: String
    /// One sentence for a person.
    public var explanation: String

    /// All fields; what is optional may be left out.
    public init(field: String, explanation: String) {
      self.field = field
      self.explanation = explanation
    }
  }
}
