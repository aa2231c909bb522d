public import ControlInterface

/// How a command of `porate` ended. The raw value is its exit code, and this is the one place that sets them.
public enum Ending: Int32, CaseIterable, Sendable {
  /// The train was delivered, or the command did what it says.
  case done = 0
  /// Something failed that no other code names: a damaged reply, a file that cannot be written.
  case failed = 1
  /// A train ended early; some of its pulses were given.
  case partial = 2
  /// The machine or the console refused; nothing was given by this command.
  case refused = 3
  /// A latched fault stands in the way, or ended the arming; nothing was given by this command.
  case faulted = 4
  /// Nobody knows how many pulses were given, by this train or the last one.
  case unresolved = 5
  /// The train was fired and no pulse was given.
  case notDelivered = 6
  /// There is no connection to porated, or it ended.
  case noConnection = 7
  /// All pulses were given, by a generator that measures none.
  case deliveredUnmeasured = 8
  /// The command line makes no sense (EX_USAGE).
  case usage = 64
  /// Interrupted from the keyboard (128 and SIGINT).
  case interrupted = 130

  /// What the code means, for help and documentation.
  public var meaning: String {
    switch self {
    case .done: "delivered, or done"
    case .failed: "failed otherwise"
    case .partial: "partial: some pulses were given, not all"
    case .refused: "refused: nothing was given"
    case .faulted: "a latched fault: nothing was given"
    case .unresolved: "unresolved: nobody knows how many pulses were given"
    case .notDelivered: "fired, but no pulse was given"
    case .noConnection: "no connection to porated"
    case .deliveredUnmeasured: "all pulses given, none measured"
    case .usage: "the command line makes no sense"
    case .interrupted: "interrupted from the keyboard"
    }
  }

  /// All codes with their meanings, one a line, for `porate --help`.
  public static var table: String {
    allCases.map { ending in
      let code = String(ending.rawValue)
      return String(repeating: " ", count: max(0, 5 &- code.count)) + code + "  " + ending.meaning
    }.joined(separator: "\n")
  }

  /// The ending of a command whose train had this outcome.
  public init(_ outcome: Control.OutcomeName) {
    switch outcome {
    case .delivered: self = .done
    case .partial: self = .partial
    case .notDelivered: self = .notDelivered
    case .unresolved: self = .unresolved
    case .deliveredUnmeasured: self = .deliveredUnmeasured
    }
  }
}
