public import ControlInterface
internal import Varlink

/// Why a command did not do what it says: cause and remedy for a person, a name and an exit code for programs.
public struct ConsoleError: Error, Hashable, Sendable {
  /// The exit code.
  public var ending: Ending
  /// A fixed name for programs: that of the interface's error, or one of this program's own.
  public var name: String
  /// The cause, one sentence without a final stop.
  public var explanation: String
  /// What to do about it; empty where nothing can be done.
  public var remedy: String

  /// An error of this program's own.
  public init(_ ending: Ending, _ name: String, _ explanation: String, remedy: String = "") {
    self.ending = ending
    self.name = name
    self.explanation = explanation
    self.remedy = remedy
  }

  /// From what porated or the connection to it said.
  public init(_ error: ControlClientError) {
    switch error {
    case .refused(let complaint): self.init(complaint)
    case .connection(let reason): self.init(reason)
    }
  }

  /// From any error of a call or a stream of replies.
  public init(any error: any Error) {
    switch error {
    case let error as ConsoleError: self = error
    case let error as ControlClientError: self.init(error)
    case is CancellationError: self.init(.interrupted, "interrupted", "interrupted")
    case _: self.init(.failed, "failed", "\(error)")
    }
  }

  private init(_ complaint: any Complaint) {
    let name = type(of: complaint).name.split(separator: ".").last.map(String.init) ?? type(of: complaint).name
    self.init(Self.ending(of: complaint), name, complaint.explanation, remedy: complaint.remedy)
  }

  /// The names that porated gives to these two blockers decide; every other refusal is a plain one.
  private static func ending(of complaint: any Complaint) -> Ending {
    guard let blocked = complaint as? Control.Blocked else { return .refused }
    let names = blocked.blockers.map(\.name)
    if names.contains("faultLatched") { return .faulted }
    return names.contains("trainUnresolved") ? .unresolved : .refused
  }

  private init(_ reason: VarlinkClientError) {
    let start =
      "start it with `systemctl start porated` or `porated --config FILE`, or name another socket with --socket"
    switch reason {
    case .absent(let path):
      self.init(.noConnection, "noConnection", "porated does not run: there is no socket at \(path)", remedy: start)
    case .refused(let path):
      self.init(.noConnection, "noConnection", "porated does not run: nobody serves \(path)", remedy: start)
    case .notPermitted(let path):
      self.init(
        .noConnection, "noConnection", "this user may not connect to \(path)",
        remedy: "ask for a role in `access:` of porated.yaml and for the socket's group")
    case .cannotConnect(let path, let text):
      self.init(.noConnection, "noConnection", "cannot connect to \(path): \(text)", remedy: start)
    case .closed:
      self.init(
        .noConnection, "connectionEnded", "the connection to porated ended before its answer",
        remedy: "see with `porate status` what became of it")
    case .cancelled: self.init(.interrupted, "interrupted", "interrupted")
    case .protocolDamage, .unsendable, .unexpectedReply, .overrun, .failed:
      self.init(
        .failed, "protocol", reason.description, remedy: "see that porate and porated are of the same version")
    }
  }

  /// As it is printed on standard error: the cause, and on a line of its own the remedy.
  public func text(_ style: Style) -> String {
    let cause = "\(style.bad("porate:")) \(explanation)"
    return remedy.isEmpty ? cause : "\(cause)\n  -> \(remedy)"
  }

  /// As `--json` prints it: `error` with `name`, `explanation`, `remedy`, and `exitCode`.
  public var report: ErrorReport {
    ErrorReport(
      error: .init(name: name, explanation: explanation, remedy: remedy), exitCode: Int64(ending.rawValue))
  }
}

/// What every command prints with `--json` where it fails.
public struct ErrorReport: Codable, Hashable, Sendable {
  /// The cause.
  public var error: Control.Notice
  /// The exit code.
  public var exitCode: Int64
}
