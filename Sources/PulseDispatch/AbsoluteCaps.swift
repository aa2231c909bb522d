public import Quantities

/// The caps of the second gate, from a file of its own (`config/absolute-caps`) that the kernel never sees.
public struct AbsoluteCaps: Hashable, Sendable {
  /// Highest voltage of any step.
  public var maximumVoltage: Voltage
  /// Highest current at which the generator must cut a pulse.
  public var maximumCurrent: Current
  /// Longest width at which the generator must cut a pulse.
  public var maximumWidth: TimeSpan
  /// Most pulses in one train.
  public var maximumTrainPulses: UInt32
  /// How long ``maximumWindowPulses`` and ``maximumWindowEnergy`` look back.
  public var window: TimeSpan
  /// Most pulses in any window.
  public var maximumWindowPulses: UInt32
  /// Most energy in any window, each pulse counted at the limits at which the generator cuts it.
  public var maximumWindowEnergy: Energy

  /// Caps given one by one.
  public init(
    maximumVoltage: Voltage, maximumCurrent: Current, maximumWidth: TimeSpan, maximumTrainPulses: UInt32,
    window: TimeSpan, maximumWindowPulses: UInt32, maximumWindowEnergy: Energy
  ) {
    self.maximumVoltage = maximumVoltage
    self.maximumCurrent = maximumCurrent
    self.maximumWidth = maximumWidth
    self.maximumTrainPulses = maximumTrainPulses
    self.window = window
    self.maximumWindowPulses = maximumWindowPulses
    self.maximumWindowEnergy = maximumWindowEnergy
  }

  /// Caps under which no program is allowed.
  @_noAllocation @_noLocks
  public init() {
    maximumVoltage = .zero
    maximumCurrent = .zero
    maximumWidth = .zero
    maximumTrainPulses = 0
    window = .zero
    maximumWindowPulses = 0
    maximumWindowEnergy = .zero
  }
}

/// What is wrong with a file of absolute caps, and where.
public struct AbsoluteCapsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kinds of mistakes.
  public enum Problem: Hashable, Sendable {
    /// The file is longer than ``AbsoluteCaps/maximumFileBytes``.
    case fileTooLong
    /// A byte that is no printable ASCII, tab or line feed.
    case unreadableByte(UInt8)
    /// No cap has this name.
    case unknownName(String)
    /// This cap was given before, in that line.
    case repeated(String, firstLine: Int)
    /// This cap is not in the file.
    case missing(String)
    /// No value follows the name.
    case noValue(String)
    /// A bare number: the unit is missing.
    case noUnit(String, expected: String)
    /// Another unit than this cap's.
    case wrongUnit(String, found: String, expected: String)
    /// The value is no whole number of digits alone.
    case notWhole(String)
    /// The value is zero or above the most that this cap can be.
    case outOfRange(String, most: Int64)
    /// More words than name, value and unit.
    case tooManyWords(String)
  }

  /// The line, from 1; 0 where the whole file is meant.
  public let line: Int
  /// The first character of the mistake in its line, from 1; 0 where the whole file is meant.
  public let column: Int
  /// The mistake.
  public let problem: Problem

  /// A mistake at a place.
  public init(line: Int, column: Int, problem: Problem) {
    self.line = line
    self.column = column
    self.problem = problem
  }

  /// `line:column: what is wrong and what belongs there`, to be put behind the file's name.
  public var description: String { line == 0 ? explanation : "\(line):\(column): \(explanation)" }

  private var explanation: String {
    switch problem {
    case .fileTooLong: "the file is longer than \(AbsoluteCaps.maximumFileBytes) bytes"
    case .unreadableByte(let byte): "byte \(byte) is no printable ASCII"
    case .unknownName(let name): "there is no cap named \(name)"
    case .repeated(let name, let firstLine): "\(name) was given before, in line \(firstLine)"
    case .missing(let name): "\(name) is missing"
    case .noValue(let name): "\(name) has no value"
    case .noUnit(let name, let expected): "\(name) is a bare number: write its unit, \(expected)"
    case .wrongUnit(let name, let found, let expected): "\(name) is given in \(found), it belongs in \(expected)"
    case .notWhole(let text): "\(text) is no whole number"
    case .outOfRange(let name, let most): "\(name) must be between 1 and \(most)"
    case .tooManyWords(let word): "\(word) is one word too many: a line is name, value and unit"
    }
  }
}
