extension Simulator {
  /// No such name; known lists those that are.
  public struct NoSuchName: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Simulator.NoSuchName"

    /// The field.
    public var field: String
    /// A short fixed name.
    public var name: String
    /// The names that there are.
    public var known: [String]

    /// All fields; what is optional may be left out.
    public init(field: String, name: String, known: [String]) {
      self.field = field
      self.name = name
      self.known = known
    }
  }

  /// The number is out of range.
  public struct OutOfRange: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Simulator.OutOfRange"

    /// The field.
    public var field: String
    /// The least.
    public var least: Int64
    /// The most.
    public var most: Int64

    /// All fields; what is optional may be left out.
    public init(field: String, least: Int64, most: Int64) {
      self.field = field
      self.least = least
      self.most = most
    }
  }

  /// No such process, or this user may not signal it.
  public struct CannotSignal: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Simulator.CannotSignal"

    /// The pid.
    public var pid: Int64
    /// One sentence for a person.
    public var explanation: String

    /// All fields; what is optional may be left out.
    public init(pid: Int64, explanation: String) {
      self.pid = pid
      self.explanation = explanation
    }
  }

  /// The call names nothing to do, or things that exclude each other.
  public struct Unclear: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Simulator.Unclear"

    /// One sentence for a person.
    public var explanation: String

    /// All fields; what is optional may be left out.
    public init(explanation: String) {
      self.explanation = explanation
    }
  }
}
