import Plant
import Testing

@Suite struct `Tissue load` {
  @Test func `plates in tumour draw what the two conductivities allow`() throws {
    // 133 Ω at low field, 38 Ω electroporated (0.2 → 0.7 S/m): 7.8 → 27 A at 1040 V.
    var load = try platesInTumour()
    #expect(close(load.resistance_ohm, 133.3, within: 1e-3))
    var bank = stiffBank(1040)
    let pulses = train(pulses: 1, bank: &bank, stage: idealStage(), load: &load)
    #expect(close(pulses[0].meanCurrent_A, 27.3, within: 0.02))
  }

  @Test func `current grows within a pulse and from pulse to pulse, and pauses let it fall`() throws {
    var load = try platesInTumour()
    var bank = stiffBank(600)
    let pulses = train(bank: &bank, stage: idealStage(0.5), load: &load)
    for (former, latter) in zip(pulses, pulses.dropFirst()) { #expect(latter.meanCurrent_A > former.meanCurrent_A) }
    let afterTrain_ohm = load.resistance_ohm
    load.relax(for: 0.02)
    let afterFast_ohm = load.resistance_ohm
    load.relax(for: 3600)
    #expect(afterTrain_ohm < afterFast_ohm && afterFast_ohm < load.resistance_ohm)
    #expect(afterFast_ohm < 0.9 * 133.3)
    #expect(close(load.resistance_ohm, 133.33, within: 1e-3))
  }

  @Test func `below the threshold nothing grows`() throws {
    var load = try platesInTumour()
    var bank = stiffBank(300)
    let pulses = train(bank: &bank, stage: idealStage(), load: &load)
    #expect(load.growth == 0)
    #expect(close(pulses[7].meanCurrent_A, 300 / 133.33, within: 0.03))
  }

  /// A-C21 and A-C22: adiabatic rise of tissue between plates, `(exp(α σE² n tp/(ρc)) - 1)/α`, heat constants of OpenEP.
  @Test(arguments: [
    (1300.0, 0.5, 3.78e6, 0.015, 1, 0.2235), (1300, 0.5, 3.78e6, 0, 8, 1.788), (1300, 0.5, 3.78e6, 0.015, 8, 1.813),
    (1000, 0.03, 4.158e6, 0, 8, 0.058),
  ])
  func `adiabatic heating is exact between plates`(
    field_V_per_cm: Double, conductivity: Double, heat: Double, alpha: Double, pulses: Int, rise_K: Double
  ) throws {
    let tissue = Tissue(
      name: "constant",
      conductivity: FieldConductivity(
        low_S_per_m: conductivity, high_S_per_m: conductivity, lowerThreshold_V_per_m: 0, upperThreshold_V_per_m: 1,
        law: .constant),
      thermal: ThermalProperties(
        conductivityPerKelvin: alpha, heatCapacity_J_per_m3_K: heat, heatConductivity_W_per_m_K: 0,
        perfusion_per_s: 0), intracellularRatio: 0)
    let pair = try ElectrodePair.plates(width_m: 0.1, length_m: 0.1, gap_m: 0.01)
    var load = TissueLoad(pair: pair, tissue: tissue)
    // Tolerance 1.5 %: the double layers take up to 4 V of 1000–1300 V, and 0.058 K has two digits only.
    var bank = stiffBank(field_V_per_cm)
    _ = train(pulses: pulses, bank: &bank, stage: idealStage(), load: &load)
    #expect(close(load.temperatureRise_K, rise_K, within: 0.015))
  }

  @Test func `ten kelvins raise the current in liver by twelve per cent`() throws {
    // A-P2: pig liver, 1.2 % per kelvin (Beitel-White et al. 2021). Heated by many pulses below the threshold.
    let pair = try ElectrodePair.plates(width_m: 0.02, length_m: 0.02, gap_m: 0.01)
    var load = TissueLoad(pair: pair, tissue: .liver)
    let cold_ohm = load.resistance_ohm
    var bank = stiffBank(340)
    var pulses = 0
    while load.temperatureRise_K < 10, pulses < 5000 {
      _ = train(pulses: 1, width_s: 5e-3, period_s: 5.1e-3, bank: &bank, stage: idealStage(), load: &load)
      pulses += 1
    }
    #expect(load.growth == 0)
    #expect(close(cold_ohm / load.resistance_ohm, 1 + 0.012 * load.temperatureRise_K, within: 1e-6))
    #expect(close(cold_ohm / load.resistance_ohm, 1.12, within: 0.005))
  }

  @Test func `skin breaks down above 30 V for each layer and stays intact below`() {
    // A-C17 as a circuit: 800 Ω of skin, 378 Ω below: 0.883 A, after breakdown 2.745 A (Chizmadzhev et al. 1998).
    let skin = SkinContact(resistance_ohm: 800, capacitance_F: 25e-9)
    var load = TissueLoad.resistor(378, skin: skin)
    var bank = stiffBank(1040)
    let broken = train(pulses: 1, bank: &bank, stage: idealStage(), load: &load)
    #expect(close(broken[0].meanCurrent_A, 2.745, within: 0.01))
    #expect(load.skinBreakdown > 0.9)
    var intact = TissueLoad.resistor(378, skin: skin)
    bank.voltage_V = 80
    let low = train(pulses: 1, width_s: 500e-6, bank: &bank, stage: idealStage(), load: &intact)
    #expect(close(low[0].meanCurrent_A, 80.0 / 1178, within: 0.01))
    #expect(intact.skinBreakdown == 0)
  }

  @Test func `the double layer never holds more than its clamp`() {
    var load = TissueLoad.resistor(10, doubleLayer: DoubleLayer(contactArea_m2: 1e-4))
    var bank = stiffBank(100)
    let pulses = train(pulses: 1, width_s: 1e-3, period_s: 2e-3, bank: &bank, stage: idealStage(), load: &load)
    // 10 A would charge 10 µF to 1000 V within 1 ms; 4 V are held.
    #expect(close(pulses[0].meanCurrent_A, 9.6, within: 1e-3))
  }

  @Test func `a probe sees tissue and faults and changes nothing`() throws {
    var load = try platesInTumour()
    let before = load.probe()
    #expect(before.resistance_ohm > 110 && before.resistance_ohm < 134)
    #expect(before.reactance_ohm < 0)
    #expect(close(before.current_A, 5 / before.impedance_ohm, within: 1e-9))
    #expect(load.growth == 0)
    let resistor = TissueLoad.resistor(50).probe()
    #expect(close(resistor.impedance_ohm, 50, within: 1e-9) && abs(resistor.reactance_ohm) < 1e-9)
    load.fault = .open(from_s: 0)
    #expect(load.probe().impedance_ohm == .infinity && load.probe().current_A == 0)
    load.fault = .open(from_s: 20e-6)
    #expect(load.probe() == before)
    load.fault = .short(from_s: 0, resistance_ohm: 0.5)
    #expect(close(load.probe().impedance_ohm, 0.5, within: 0.01))
    load.fault = .arc(from_s: 0, resistance_ohm: 0.5)
    #expect(load.probe() == before)
    load.fault = .none
    var bank = stiffBank(1040)
    _ = train(bank: &bank, stage: idealStage(), load: &load)
    #expect(load.probe().resistance_ohm < 0.8 * before.resistance_ohm)
  }

  @Test func `a spread of the resistance scales the current`() throws {
    let pair = try ElectrodePair.plates(width_m: 0.01, length_m: 0.03, gap_m: 0.008)
    let load = TissueLoad(pair: pair, tissue: .tumour, resistanceFactor: 1.3)
    #expect(close(load.resistance_ohm, 133.33 * 1.3, within: 1e-3))
  }
}
