import Glibc
import Plant
import Testing

@Suite struct `Pulse circuit` {
  @Test func `a train without recharge falls by the exponential`() {
    // A-C18: 1000 V, 100 µF, 50 Ω, 8 × 100 µs at 1 kHz. V_n = V0 exp(-n tp / RC).
    var bank = bareBank(100e-6, 1000)
    var load = TissueLoad.resistor(50)
    let pulses = train(bank: &bank, stage: idealStage(), load: &load)
    #expect(pulses[0].bankBefore_V == 1000)
    #expect(abs(pulses[0].bankAfter_V - 980.20) < 0.01)
    #expect(abs(pulses[7].bankBefore_V - 869.36) < 0.01)
    #expect(abs(pulses[7].bankAfter_V - 852.14) < 0.01)
    #expect(close(pulses[0].peakCurrent_A, 20, within: 1e-3))
    #expect(close(pulses[0].energy_J, 1.96, within: 5e-3))
  }

  @Test(arguments: [(0.0, 888.84), (100.0, 894.90)])
  func `a supply of 100 W hardly helps within a train`(power_W: Double, eighth_V: Double) {
    // A-C19: 1040 V, 100 µF, Rs 1 Ω, 50 Ω; load voltage at the start of pulse 8.
    var bank = bareBank(100e-6, 1040, power_W: power_W)
    var load = TissueLoad.resistor(50)
    let pulses = train(recharging: 1040, bank: &bank, stage: idealStage(1), load: &load)
    #expect(abs(pulses[7].peakVoltage_V - eighth_V) < 0.02)
  }

  @Test func `load voltage is the bank's share`() {
    // A-C20: 1300 V, 50 µF, Rs 2 Ω, 65 Ω: load voltage 1261.19 → 1224.10 V; pulse 8 ends at 993.28 V.
    var bank = bareBank(50e-6, 1300)
    var load = TissueLoad.resistor(65)
    let pulses = train(bank: &bank, stage: idealStage(2), load: &load)
    #expect(abs(pulses[0].peakVoltage_V - 1261.19) < 0.1)
    #expect(abs(pulses[0].bankAfter_V * 65 / 67 - 1224.10) < 0.05)
    #expect(abs(pulses[7].bankAfter_V * 65 / 67 - 993.28) < 0.05)
  }

  @Test func `droop of a 2 kV pulse stays below 5 % with the default bank`() {
    // A-P6: 2 kV, 100 µs, voltage drop < 5 % (Electronics 2020, 9(6), 1053); at the current limit of 50 A.
    let hardware = GeneratorHardware()
    var bank = hardware.bank
    bank.voltage_V = 2000
    var load = TissueLoad.resistor(40)
    var waveform = PulseWaveform(capacity: 200)
    let result = PulseSimulation.deliver(
      PulseCommand(width_s: 100e-6), limits: PulseLimits(), bank: &bank, stage: hardware.stage, load: &load,
      waveform: &waveform)
    #expect(result.meanCurrent_A > 48)
    #expect((waveform.voltage_V[5] - waveform.voltage_V[99]) / waveform.voltage_V[5] < 0.05)
    #expect(waveform.voltage_V[5] > waveform.voltage_V[99])
  }

  @Test func `the capacitive front peak is Re parallel to Ri and decays with Ri Cm`() {
    // A-C23: Re 100 Ω, Ri 50 Ω, Cm 0.1 µF, ideal source of 1000 V: 30 A, 10 A, 5.0 µs.
    var bank = stiffBank(1000)
    var load = TissueLoad.resistor(100, membrane: MembraneBranch(resistance_ohm: 50, capacitance_F: 0.1e-6))
    var waveform = PulseWaveform(capacity: 200)
    let result = PulseSimulation.deliver(
      PulseCommand(width_s: 100e-6), limits: PulseLimits(), bank: &bank, stage: idealStage(), load: &load,
      waveform: &waveform)
    #expect(close(result.peakCurrent_A, 30, within: 0.04))
    for microseconds in [1, 2, 5, 10, 20] {
      let exact_A = 10 + 20 * exp(-Double(microseconds) / 5)
      #expect(close(waveform.current_A[microseconds], exact_A, within: 0.02))
    }
    #expect(close(waveform.current_A[90], 10, within: 1e-4))
  }

  @Test(arguments: [PulsePolarity.positive, .negative])
  func `energy out of the bank is what the load, the switch and the bleed resistor got`(
    polarity: PulsePolarity
  ) throws {
    let hardware = GeneratorHardware(capacitance_F: 200e-6, sourceResistance_ohm: 2, bleedResistance_ohm: 1e4)
    var bank = hardware.bank
    bank.voltage_V = 1040
    var load = try platesInTumour()
    var waveform = PulseWaveform(capacity: 200)
    let before_J = bank.energy_J
    let result = PulseSimulation.deliver(
      PulseCommand(width_s: 100e-6, polarity: polarity), limits: PulseLimits(), bank: &bank, stage: hardware.stage,
      load: &load, waveform: &waveform)
    let bled_J = 1000.0 * 1000 / 1e4 * result.duration_s
    #expect(close(before_J - bank.energy_J, result.energy_J + result.switchLoss_J + bled_J, within: 1e-3))
    #expect(result.meanVoltage_V > 900 && result.meanCurrent_A > 20 && result.charge_C > 2e-3)
    #expect((waveform.voltage_V[50] < 0) == (polarity == .negative))
    #expect((waveform.current_A[50] < 0) == (polarity == .negative))
  }

  @Test func `measured width is the commanded width whatever the rise time`() {
    for rise_s in [0, 0.3e-6, 1e-6, 2e-6] {
      var bank = stiffBank(1000)
      var load = TissueLoad.resistor(50)
      var waveform = PulseWaveform(capacity: 200)
      let stage = OutputStage(sourceResistance_ohm: 0.5, riseTime_s: rise_s)
      for width_s in [20e-6, 99e-6, 100e-6, 100.4e-6] {
        let result = PulseSimulation.deliver(
          PulseCommand(width_s: width_s), limits: PulseLimits(), bank: &bank, stage: stage, load: &load,
          waveform: &waveform)
        #expect(abs(result.width_s - width_s) < 0.21e-6, "\(rise_s) \(width_s)")
      }
    }
  }

  @Test func `the waveform has one sample each microsecond and says when it is cut`() {
    var bank = stiffBank(1000)
    var load = TissueLoad.resistor(50)
    var waveform = PulseWaveform(capacity: 200)
    var short = PulseWaveform(capacity: 50)
    let command = PulseCommand(width_s: 100e-6, tail_s: 10e-6)
    let full = PulseSimulation.deliver(
      command, limits: PulseLimits(), bank: &bank, stage: idealStage(), load: &load, waveform: &waveform)
    let cut = PulseSimulation.deliver(
      command, limits: PulseLimits(), bank: &bank, stage: idealStage(), load: &load, waveform: &short)
    #expect(waveform.count == 111 && !waveform.isTruncated)
    #expect(waveform.voltage_V[0] == 0 && waveform.voltage_V[100] > 999 && waveform.voltage_V[105] == 0)
    #expect(short.count == 50 && short.isTruncated)
    #expect(close(full.meanVoltage_V, 1000, within: 1e-6) && close(cut.meanVoltage_V, 1000, within: 1e-6))
    #expect(close(full.charge_C, 2e-3, within: 1e-6))
  }

  @Test func `OpenEP case 3, plates with a constant conductivity`() throws {
    // A-P9: OpenEP (Universidad de Buenos Aires), case 3: plates 19 × 7 mm, gap 8 mm, 0.504 S/m, 200 V: at least
    // 1.676 A without fringing. The pulse is shortened: conductivity is constant there.
    let pair = try ElectrodePair.plates(width_m: 0.019, length_m: 0.007, gap_m: 0.008)
    let current_A = deliveredCurrent_A(pair, 0.504, 200)
    #expect(current_A > 1.675 && current_A < 2.6)
  }

  @Test func `OpenEP case 1, needle pair with a constant conductivity`() throws {
    // A-P10: OpenEP case 1: needles 7 mm long, 0.35 mm square, gap 8 mm, 0.504 S/m, 200 V: 0.58 A in two dimensions.
    let pair = try ElectrodePair.needlePair(distance_m: 0.008, radius_m: 0.175e-3, length_m: 0.007)
    let current_A = deliveredCurrent_A(pair, 0.504, 200)
    #expect(current_A > 0.575 && current_A < 0.85)
  }

  private func deliveredCurrent_A(_ pair: ElectrodePair, _ conductivity: Double, _ voltage_V: Double) -> Double {
    var load = TissueLoad.resistor(pair.resistance_ohm(conductivity_S_per_m: conductivity))
    var bank = stiffBank(voltage_V)
    var waveform = PulseWaveform(capacity: 200)
    return PulseSimulation.deliver(
      PulseCommand(width_s: 100e-6), limits: PulseLimits(), bank: &bank, stage: idealStage(), load: &load,
      waveform: &waveform
    ).meanCurrent_A
  }
}
