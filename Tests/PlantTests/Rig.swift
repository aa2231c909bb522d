import Plant

// Numbers like A-C4 (exact mathematics) and A-P9 (published set-ups) name the acceptance cases of the simulated plant;
// each test repeats its case's set-up and answer.

/// A bank so large that its voltage does not move.
func stiffBank(_ voltage_V: Double) -> CapacitorBank {
  CapacitorBank(
    capacitance_F: 1e3, supply: ChargingSupply(power_W: 0), bleedResistance_ohm: .infinity,
    dumpResistance_ohm: .infinity, voltage_V: voltage_V)
}

/// A bank of this capacitance without supply and bleed resistor.
func bareBank(_ capacitance_F: Double, _ voltage_V: Double, power_W: Double = 0) -> CapacitorBank {
  CapacitorBank(
    capacitance_F: capacitance_F, supply: ChargingSupply(power_W: power_W), bleedResistance_ohm: .infinity,
    dumpResistance_ohm: .infinity, voltage_V: voltage_V)
}

/// A switch without rise time, and without a divider.
func idealStage(_ source_ohm: Double = 0, fault: SwitchFault = .none) -> OutputStage {
  OutputStage(sourceResistance_ohm: source_ohm, riseTime_s: 0, dividerResistance_ohm: .infinity, fault: fault)
}

/// Plates 10 × 30 mm, 8 mm apart, in tumour.
func platesInTumour() throws -> TissueLoad {
  TissueLoad(pair: try .plates(width_m: 0.01, length_m: 0.03, gap_m: 0.008), tissue: .tumour)
}

/// Delivers a train and returns every pulse's result.
func train(
  pulses: Int = 8, width_s: Double = 100e-6, period_s: Double = 1e-3, limits: PulseLimits = PulseLimits(),
  recharging target_V: Double? = nil, bank: inout CapacitorBank, stage: OutputStage, load: inout TissueLoad
) -> [PulseResult] {
  var waveform = PulseWaveform(capacity: 200)
  return (0..<pulses).map { _ in
    let result = PulseSimulation.deliver(
      PulseCommand(width_s: width_s, tail_s: 0), limits: limits, bank: &bank, stage: stage, load: &load,
      waveform: &waveform)
    bank.advance(by: period_s - result.duration_s, charging: target_V)
    PulseSimulation.rest(for: period_s - result.duration_s, bank: &bank, stage: stage, load: &load)
    return result
  }
}
