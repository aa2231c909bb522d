internal import Glibc
internal import Journal
public import PulseDispatch
internal import Quantities
public import Settings

/// A configuration with the second gate's caps, both checked.
public struct CheckedConfiguration: Sendable {
  /// The configuration.
  public let configuration: Configuration
  /// The second gate's caps.
  public let caps: AbsoluteCaps

  /// Reads everything that a configuration names; throws all that is wrong.
  public static func read(_ path: String) throws(SettingsFailure) -> CheckedConfiguration {
    let configuration = try Configuration.read(path)
    let caps: AbsoluteCaps
    do throws(AbsoluteCapsError) { caps = try AbsoluteCaps(reading: configuration.absoluteCaps) } catch {
      throw SettingsFailure(problems: [
        SettingsProblem(
          file: configuration.settings.absoluteCapsPath, line: error.line, column: error.column,
          message: error.problem.sentence, remedy: "")
      ])
    }
    let problems = CapsAgainstBudget.problems(caps, configuration: configuration)
    if !problems.isEmpty { throw SettingsFailure(problems: problems) }
    return CheckedConfiguration(configuration: configuration, caps: caps)
  }
}

extension AbsoluteCapsError.Problem {
  /// What is wrong, without its place.
  var sentence: String { AbsoluteCapsError(line: 0, column: 0, problem: self).description }
}

/// The record as the daemon opened it, or why it could not.
struct OpenedRecord {
  var journal: Journal?
  var path: String?
  var open: TrainRecord?
  var last: TrainRecord?
  /// Why nothing can be armed.
  var trouble: String?
  var failure: JournalError = .io("it was not opened")
  /// Another daemon has it.
  var isLocked = false

  /// Opens the record of a configuration; without one there is none.
  init(_ settings: DaemonSettings?) {
    guard let settings else {
      trouble = "the configuration is bad"
      return
    }
    guard let path = DaemonPaths.journal(settings: settings) else {
      trouble = "neither journal: path, XDG_STATE_HOME nor HOME says where it is"
      return
    }
    self.path = path
    DaemonPaths.makeFolder(of: path)
    do throws(JournalError) {
      let journal = try Journal(at: .file(path: path), now: SystemClock.now)
      open = try journal.openTrain()
      last = try journal.lastTrain()
      self.journal = journal
      if let finding = journal.openingFinding { trouble = "records were lost or changed: \(finding)" }
    } catch {
      failure = error
      trouble = error.description
      if case .locked = error { isLocked = true }
    }
  }
}
