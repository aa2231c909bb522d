/// One thing that is wrong with a file, where, and what to do about it.
public struct SettingsProblem: Hashable, Sendable, CustomStringConvertible {
  /// The file as it was named.
  public var file: String
  /// The line, from 1.
  public var line: Int
  /// The column, from 1, counted in characters.
  public var column: Int
  /// What is wrong, in one sentence without a full stop.
  public var message: String
  /// What to do, or empty if the message says it.
  public var remedy: String

  /// A problem at a place of a file.
  public init(file: String, line: Int, column: Int, message: String, remedy: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
    self.remedy = remedy
  }

  /// `file:line:column: message (remedy)`.
  public var description: String {
    "\(file):\(line):\(column): \(message)" + (remedy.isEmpty ? "" : " (\(remedy))")
  }
}

/// All that is wrong with the files that were read; at least one problem, in the order of files and lines.
public struct SettingsFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The problems.
  public let problems: [SettingsProblem]

  /// A failure with all of its problems.
  public init(problems: [SettingsProblem]) { self.problems = problems }

  /// One problem a line.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// A place in a file, both numbers from 1.
struct Place: Hashable, Comparable {
  var line: Int
  var column: Int

  static let start = Place(line: 1, column: 1)

  static func < (left: Place, right: Place) -> Bool { (left.line, left.column) < (right.line, right.column) }
}

/// Collects what is wrong with one file, so that a technician sees all of it at once.
final class ProblemLog {
  /// The most problems that are kept of one file: nobody reads more, and a file made of mistakes must not cost time and
  /// memory without bound.
  static let mostProblems = 200

  let file: String
  private var found: [(place: Place, problem: SettingsProblem)] = []

  init(file: String) { self.file = file }

  func add(_ place: Place, _ message: String, _ remedy: String) {
    guard found.count < Self.mostProblems else { return }
    found.append(
      (
        place,
        SettingsProblem(file: file, line: place.line, column: place.column, message: message, remedy: remedy)
      ))
  }

  /// How many problems were added so far.
  var count: Int { found.count }

  /// The problems by line and column; equal ones once.
  var problems: [SettingsProblem] {
    var seen: Set<SettingsProblem> = []
    return found.sorted { $0.place < $1.place }.map(\.problem).filter { seen.insert($0).inserted }
  }

  /// A failure with a single problem.
  func failure(_ place: Place, _ message: String, _ remedy: String) -> SettingsFailure {
    SettingsFailure(problems: [
      SettingsProblem(file: file, line: place.line, column: place.column, message: message, remedy: remedy)
    ])
  }

  /// Throws if anything was found.
  func check() throws(SettingsFailure) {
    if !found.isEmpty { throw SettingsFailure(problems: problems) }
  }
}
