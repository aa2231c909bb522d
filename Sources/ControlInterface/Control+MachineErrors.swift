extension Control {
  /// The machine refuses; name is fixed.
  public struct Refused: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Control.Refused"

    /// A short fixed name.
    public var name: String
    /// One sentence for a person.
    public var explanation: String
    /// What to do about it.
    public var remedy: String

    /// All fields; what is optional may be left out.
    public init(name: String, explanation: String, remedy: String) {
      self.name = name
      self.explanation = explanation
      self.remedy = remedy
    }
  }

  /// A required interlock is open.
  public struct InterlockOpen: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Control.InterlockOpen"

    /// A short fixed name.
    public var name: String
    /// The since, in µs.
    public var sinceMicroseconds: Int64
    /// One sentence for a person.
    public var explanation: String
    /// What to do about it.
    public var remedy: String

    private enum CodingKeys: String, CodingKey {
      case name
      case sinceMicroseconds = "since_us"
      case explanation
      case remedy
    }

    /// All fields; what is optional may be left out.
    public init(name: String, sinceMicroseconds: Int64, explanation: String, remedy: String) {
      self.name = name
      self.sinceMicroseconds = sinceMicroseconds
      self.explanation = explanation
      self.remedy = remedy
    }
  }

  /// The permit's conditions do not hold; all of them.
  public struct Blocked: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Control.Blocked"

    /// The blockers.
    public var blockers: [Notice]

    /// All fields; what is optional may be left out.
    public init(blockers: [Notice]) {
      self.blockers = blockers
    }
  }

  /// The arming ended before it was armed.
  public struct ArmingEnded: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Control.ArmingEnded"

    /// The cause.
    public var cause: String
    /// One sentence for a person.
    public var explanation: String
    /// What to do about it.
    public var remedy: String

    /// All fields; what is optional may be left out.
    public init(cause: String, explanation: String, remedy: String) {
      self.cause = cause
      self.explanation = explanation
      self.remedy = remedy
    }
  }

  /// The machine is in a state where this makes no sense.
  public struct WrongState: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Control.WrongState"

    /// The mode.
    public var mode: Mode
    /// One sentence for a person.
    public var explanation: String
    /// What to do about it.
    public var remedy: String

    /// All fields; what is optional may be left out.
    public init(mode: Mode, explanation: String, remedy: String) {
      self.mode = mode
      self.explanation = explanation
      self.remedy = remedy
    }
  }

  /// No generator is configured, or the configuration is bad.
  public struct NotConfigured: Complaint, Codable, Hashable {
    /// The error's qualified name.
    public static let name = "io.porate.Control.NotConfigured"

    /// The problems.
    public var problems: [Problem]
    /// One sentence for a person.
    public var explanation: String
    /// The command that a person should give next.
    public var nextCommand: String

    /// All fields; what is optional may be left out.
    public init(problems: [Problem], explanation: String, nextCommand: String) {
      self.problems = problems
      self.explanation = explanation
      self.nextCommand = nextCommand
    }
  }
}
