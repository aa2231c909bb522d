/// A rule of program bytes.
public enum ProgramRule: UInt8, Hashable, Sendable {
  /// Shorter or longer than header and steps together.
  case length = 1
  /// The first four bytes are not "PPG1".
  case magic = 2
  /// The version is not 1.
  case version = 3
  /// The kind does not exist.
  case kind = 4
  /// No step, or more than 32.
  case stepCount = 5
  /// Fewer than two electrodes.
  case electrodeCount = 6
  /// The array's identity is no name.
  case arrayIdentity = 7
  /// The header's number of pulses is not the sum of the steps', or that is more than 65,535.
  case totalPulses = 8
  /// A byte that must be zero is not.
  case reserved = 9
  /// The electrodes are one and the same, or beyond the array.
  case pair = 10
  /// The synchronisation does not exist.
  case sync = 11
  /// The gate is not the one that the rule of gates gives.
  case gate = 12
  /// No pulse in the step.
  case pulses = 13
  /// The voltage is zero, or does not fit its field.
  case voltage = 14
  /// The width is zero, or does not fit its field.
  case width = 15
  /// The period is not longer than the width, or does not fit its field.
  case period = 16
  /// The voltage is not within its limits, or they do not fit their fields.
  case voltageLimits = 17
  /// The current limits exclude each other, or do not fit their fields.
  case currentLimits = 18
  /// The width is above its limit, or the limit does not fit its field.
  case widthLimit = 19

  /// The number on the wire; the same as `rawValue`, which is not proven free of allocation outside its own file.
  public var code: UInt8 { @_noAllocation @_noLocks get { rawValue } }

  /// The value of a number on the wire, or nil if there is none.
  @_noAllocation @_noLocks
  public static func decoded(_ code: UInt8) -> ProgramRule? { ProgramRule(rawValue: code) }

  /// Equality, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: ProgramRule, right: ProgramRule) -> Bool { left.rawValue == right.rawValue }
}

/// The first rule that program bytes break, and at which step.
public struct ProgramDefect: Error, Hashable, Sendable {
  /// The broken rule.
  public let rule: ProgramRule
  /// The step, from 0; 0 also for a rule of the header.
  public let step: UInt8

  /// A defect.
  @_noAllocation @_noLocks
  public init(_ rule: ProgramRule, step: UInt8 = 0) {
    self.rule = rule
    self.step = step
  }
}

// A list of all cases allocates: for the desk and the tests, not for firmware.
#if !hasFeature(Embedded)
extension ProgramRule: CaseIterable {}
#endif
