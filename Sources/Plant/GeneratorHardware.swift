/// The electrical side of the simulated generator, with the defaults of this project.
public struct GeneratorHardware: Sendable {
  /// Largest bank voltage in volts.
  public var maximumVoltage_V: Double
  /// Largest pulse current in amperes.
  public var maximumCurrent_A: Double
  /// The bank, discharged.
  public var bank: CapacitorBank
  /// The switch.
  public var stage: OutputStage

  /// A generator of the 3000 V, 50 A class of clinical devices, with a supply of 100 W.
  ///
  /// The default bank of 1.5 mF keeps a train in tolerance by capacitance alone, without help of the supply: 8 pulses
  /// of 100 µs between plates 8 mm apart in tumour draw 27 A at 1040 V in the electroporated state, that is 22 mC
  /// and 14 V of sag, and 14 V more stay in the 0.5 Ω of the source: 2.7 % together. Two rows of needles at
  /// 400 V and at most 16 A need 4.1 %; 50 A at 1040 V would need 5.0 %. Recharging cannot do this: between pulses at 1 kHz
  /// 100 W add 0.1 J to the 3 J that each pulse takes. With 100 µF the same plates sag by about 20 % until the eighth
  /// pulse: an under-voltage. Charging to 1040 V takes 8 s at 100 W.
  ///
  /// The dump resistor of 500 Ω brings 3000 V below 42 V within 3.2 s; the bleed resistor of 1 MΩ alone takes
  /// almost two hours.
  public init(
    maximumVoltage_V: Double = 3000, maximumCurrent_A: Double = 50, capacitance_F: Double = 1.5e-3,
    sourceResistance_ohm: Double = 0.5, riseTime_s: Double = 0.5e-6, supplyPower_W: Double = 100,
    supplyCurrent_A: Double? = nil, bleedResistance_ohm: Double = 1e6, dumpResistance_ohm: Double = 500
  ) {
    self.maximumVoltage_V = maximumVoltage_V
    self.maximumCurrent_A = maximumCurrent_A
    bank = CapacitorBank(
      capacitance_F: capacitance_F, supply: ChargingSupply(power_W: supplyPower_W, current_A: supplyCurrent_A),
      bleedResistance_ohm: bleedResistance_ohm, dumpResistance_ohm: dumpResistance_ohm)
    stage = OutputStage(sourceResistance_ohm: sourceResistance_ohm, riseTime_s: riseTime_s)
  }
}
