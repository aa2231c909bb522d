import Quantities

/// What a file may say at all. These bounds catch slips of unit; what a machine may do is said by its own limits.
///
/// Voltage and current reach what electrochemotherapy of deep tumours needs, 3000 V and 50 A (Edhemovic 2014, J Surg
/// Oncol; Bertacchini 2007, TCRT 6:313).
enum Bounds {
  static let voltage = Voltage.volts(1)...Voltage.volts(3000)
  static let current = Current.milliamperes(1)...Current.amperes(50)
  static let field = FieldStrength.voltsPerCentimetre(1)...FieldStrength.voltsPerCentimetre(5000)
  static let width = TimeSpan.microseconds(1)...TimeSpan.milliseconds(1)
  static let period = TimeSpan.microseconds(100)...TimeSpan.seconds(60)
  static let energy = Energy.millijoules(1)...Energy.joules(100_000)
  static let pulses = 1...10_000
}
