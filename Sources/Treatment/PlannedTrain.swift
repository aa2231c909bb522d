public import Quantities
public import SafetyKernel

/// A train as it would be given: the kernel's plan, and for people what became of each pair's voltage.
public struct PlannedTrain: Sendable {
  /// The plan that the kernel judges, digests and arms.
  public let plan: Plan
  /// The pairs in the order of the train.
  public let pairs: [PlannedPair]
  /// The array's name.
  public let array: String
  /// The protocol's name.
  public let protocolName: String
  /// The gap that was chosen, or nil for an array whose gaps are all fixed.
  public let gap: Distance?
  /// The energy of all pulses at the lowest and the highest good current.
  public let expectedEnergy: ClosedRange<Energy>
  /// Whether every number comes from sources that somebody compared with their text.
  public let isVerified: Bool

  /// Whether a limit lowered any pair: such a plan is confirmed as lowered.
  public var isLowered: Bool { pairs.contains { $0.isLowered } }
}

/// What one pair of electrodes gets.
public struct PlannedPair: Hashable, Sendable {
  /// Name of the electrode that is positive first.
  public let positive: String
  /// Name of the electrode that is negative first.
  public let negative: String
  /// The distance that `U/d` divides by.
  public let gap: Distance
  /// The voltage that the protocol, or the operator, asked for.
  public let wanted: Voltage
  /// The voltage that is planned.
  public let planned: Voltage
  /// The smallest of the limits on this pair, whether or not it binds.
  public let ceiling: NamedLimit
  /// The field `U/d` that the planned voltage makes.
  public let field: FieldStrength
  /// Pulses of both polarities.
  public let pulses: UInt16
  /// Index of its first step in the plan.
  public let firstStep: UInt8
  /// Number of its steps: two if the polarity is reversed, else one.
  public let stepCount: UInt8
  /// The energy of its pulses at the lowest and the highest good current.
  public let expectedEnergy: ClosedRange<Energy>

  /// Whether a limit made the voltage less than wanted.
  public var isLowered: Bool { planned < wanted }
  /// The limit that binds: `plan` if the voltage is the one that was asked for.
  public var binding: VoltageLimit { isLowered ? ceiling.limit : .plan }
}
