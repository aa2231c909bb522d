/// What is broken in the series switch.
public enum SwitchFault: Sendable, Equatable {
  /// Nothing.
  case none
  /// The switch conducts all the time and no command, limit or stop opens it: the bank discharges into the load.
  case stuckOn
  /// The switch never conducts: pulses are missing.
  case stuckOff
  /// The open switch leaks through this resistance in ohms.
  case leakage(resistance_ohm: Double)
}

/// The series switch between bank and electrodes.
///
/// Stray inductance has no element of its own: the rise time stands for it (`t_r ≈ 2.2 L/R`).
public struct OutputStage: Sendable, Equatable {
  /// Switch on-resistance, capacitor series resistance, leads and shunt together, in ohms; 0 is allowed.
  public var sourceResistance_ohm: Double
  /// Rise time from 10 to 90 % in seconds, the time in which the current falls when the switch opens, too;
  /// 0 is an ideal switch.
  public var riseTime_s: Double
  /// Voltage divider across the terminals in ohms; it carries the current when no electrode is connected.
  public var dividerResistance_ohm: Double
  /// What is broken.
  public var fault: SwitchFault

  /// An output stage, sound unless told otherwise.
  public init(
    sourceResistance_ohm: Double, riseTime_s: Double = 0.5e-6, dividerResistance_ohm: Double = 10e6,
    fault: SwitchFault = .none
  ) {
    self.sourceResistance_ohm = sourceResistance_ohm
    self.riseTime_s = riseTime_s
    self.dividerResistance_ohm = dividerResistance_ohm
    self.fault = fault
  }

  var dividerConductance_S: Double { dividerResistance_ohm > 0 ? 1 / dividerResistance_ohm : 0 }

  var leakageConductance_S: Double {
    switch fault {
    case .leakage(let resistance_ohm): resistance_ohm > 0 ? 1 / resistance_ohm : 0
    case .none, .stuckOn, .stuckOff: 0
    }
  }
}
