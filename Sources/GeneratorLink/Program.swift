import Quantities

/// What a program is for; each kind has caps of its own in the kernel.
public enum ProgramKind: UInt8, Hashable, Sendable {
  /// Pulses into tissue.
  case treatment = 0
  /// Pulses into the declared test load.
  case testLoad = 1
  /// Pulses into the device's own internal load.
  case selfTest = 2

  /// The number on the wire; the same as `rawValue`, which is not proven free of allocation outside its own file.
  public var code: UInt8 { @_noAllocation @_noLocks get { rawValue } }

  /// The value of a number on the wire, or nil if there is none.
  @_noAllocation @_noLocks
  public static func decoded(_ code: UInt8) -> ProgramKind? { ProgramKind(rawValue: code) }

  /// Equality, written out because the synthesised one is not proven free of allocation.
  @_noAllocation @_noLocks
  public static func == (left: ProgramKind, right: ProgramKind) -> Bool { left.rawValue == right.rawValue }
}

/// A train as the device holds it. Its bytes are the canonical plan's: one and the same plan always gives the same bytes.
public struct Program: Sendable {
  /// The most steps.
  public static var stepCapacity: Int { @_noAllocation @_noLocks get { 32 } }

  /// What it is for.
  public var kind: ProgramKind
  /// The electrode array that it is for: a name in ASCII.
  public var arrayIdentity: Bytes16
  /// How many electrodes the array has, at least 2.
  public var electrodeCount: UInt8
  /// How many steps count, 1 to ``stepCapacity`` in a good program.
  public private(set) var stepCount: UInt8
  private var steps: InlineArray<32, ProgramStep>

  /// A program without steps, which no check accepts.
  @_noAllocation @_noLocks
  public init(kind: ProgramKind, arrayIdentity: Bytes16, electrodeCount: UInt8) {
    self.kind = kind
    self.arrayIdentity = arrayIdentity
    self.electrodeCount = electrodeCount
    stepCount = 0
    steps = InlineArray(repeating: ProgramStep())
  }

  /// Adds a step and sets its gate by the rule; false, and nothing added, if the program is full.
  @_noAllocation @_noLocks
  public mutating func append(_ step: ProgramStep) -> Bool {
    guard Int(stepCount) < Program.stepCapacity else { return false }
    var gated = step
    gated.gate = gate(before: step)
    steps[Int(stepCount)] = gated
    stepCount &+= 1
    return true
  }

  /// The step at an index, or nil beyond the last.
  @_noAllocation @_noLocks
  public func step(_ index: UInt8) -> ProgramStep? {
    guard index < stepCount, Int(index) < Program.stepCapacity else { return nil }
    return steps[Int(index)]
  }

  /// All pulses of all steps: at most 32 × 65,535, so it cannot overflow.
  public var pulseCount: UInt32 {
    @_noAllocation @_noLocks get {
      var sum: UInt32 = 0
      var index = 0
      while index < Int(stepCount), index < 32 {
        sum = sum &+ UInt32(steps[index].pulses)
        index &+= 1
      }
      return sum
    }
  }

  /// The rule of gates: before the first step, before a synchronised one, and where the voltage changes.
  @_noAllocation @_noLocks
  func gate(before next: ProgramStep) -> Bool {
    guard stepCount > 0, let last = step(stepCount &- 1) else { return true }
    switch next.sync {
    case .eachStep, .eachPulse: return true
    case .none: return !(next.voltage == last.voltage)
    }
  }
}

extension Program: Equatable {
  /// Equality of all fields and of the steps that count.
  @_noAllocation @_noLocks
  public static func == (left: Program, right: Program) -> Bool {
    guard left.kind == right.kind, left.arrayIdentity == right.arrayIdentity,
      left.electrodeCount == right.electrodeCount, left.stepCount == right.stepCount
    else { return false }
    var index = 0
    while index < Int(left.stepCount), index < 32 {
      guard left.steps[index] == right.steps[index] else { return false }
      index &+= 1
    }
    return true
  }
}

// A list of all cases allocates: for the desk and the tests, not for firmware.
#if !hasFeature(Embedded)
extension ProgramKind: CaseIterable {}
#endif
