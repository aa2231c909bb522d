extension Control {
  /// Something for a person: a short fixed name for programs, one sentence, and what to do about it.
  public struct Notice: Codable, Hashable, Sendable {
    /// Never changes, whatever the words become.
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

  /// A latched fault.
  public struct LatchedFault: Codable, Hashable, Sendable {
    /// A short fixed name.
    public var name: String
    /// One sentence for a person.
    public var explanation: String
    /// What to do about it.
    public var remedy: String
    /// The first cause: the one to show.
    public var first: Bool

    /// All fields; what is optional may be left out.
    public init(name: String, explanation: String, remedy: String, first: Bool) {
      self.name = name
      self.explanation = explanation
      self.remedy = remedy
      self.first = first
    }
  }

  /// A place in a file that is wrong.
  public struct Problem: Codable, Hashable, Sendable {
    /// The file that says so.
    public var file: String
    /// From 1; 0 where the whole file is meant.
    public var line: Int64
    /// From 1, in characters; 0 where the whole line is meant.
    public var column: Int64
    /// The message.
    public var message: String

    /// All fields; what is optional may be left out.
    public init(file: String, line: Int64, column: Int64, message: String) {
      self.file = file
      self.line = line
      self.column = column
      self.message = message
    }
  }

  /// One required interlock.
  public struct Interlock: Codable, Hashable, Sendable {
    /// A short fixed name.
    public var name: String
    /// The closed.
    public var closed: Bool

    /// All fields; what is optional may be left out.
    public init(name: String, closed: Bool) {
      self.name = name
      self.closed = closed
    }
  }

  /// Who holds the control lease.
  public struct Holder: Codable, Hashable, Sendable {
    /// The user's id, and name where the system knows one.
    public var uid: Int64
    /// The user, as the system names it.
    public var user: String
    /// The process.
    public var pid: Int64
    /// The role.
    public var role: Role
    /// Since when it holds the lease; in ms.
    public var heldMilliseconds: Int64

    private enum CodingKeys: String, CodingKey {
      case uid
      case user
      case pid
      case role
      case heldMilliseconds = "held_ms"
    }

    /// All fields; what is optional may be left out.
    public init(uid: Int64, user: String, pid: Int64, role: Role, heldMilliseconds: Int64) {
      self.uid = uid
      self.user = user
      self.pid = pid
      self.role = role
      self.heldMilliseconds = heldMilliseconds
    }
  }

  /// What happened, one line for people and a name for programs.
  public struct Event: Codable, Hashable, Sendable {
    /// A short fixed name.
    public var name: String
    /// All of it in one sentence.
    public var sentence: String
    /// The pulse.
    public var pulse: Pulse?
    /// The outcome.
    public var outcome: Outcome?

    /// All fields; what is optional may be left out.
    public init(name: String, sentence: String, pulse: Pulse? = nil, outcome: Outcome? = nil) {
      self.name = name
      self.sentence = sentence
      self.pulse = pulse
      self.outcome = outcome
    }
  }

  /// A number of the daemon's own, for engineers.
  public struct Counter: Codable, Hashable, Sendable {
    /// A short fixed name.
    public var name: String
    /// The value.
    public var value: Int64

    /// All fields; what is optional may be left out.
    public init(name: String, value: Int64) {
      self.name = name
      self.value = value
    }
  }
}
