import Plant
import Testing

@Suite struct `Faults of load, switch and channel` {
  private let hardware = GeneratorHardware()

  private func pulse(
    _ voltage_V: Double, _ fault: LoadFault, limits: PulseLimits = PulseLimits(), stage: OutputStage? = nil,
    stop_s: Double? = nil, width_s: Double = 100e-6
  ) throws -> (result: PulseResult, waveform: PulseWaveform, bank: CapacitorBank) {
    var bank = hardware.bank
    bank.voltage_V = voltage_V
    var load = try platesInTumour()
    load.fault = fault
    var waveform = PulseWaveform(capacity: 500)
    let result = PulseSimulation.deliver(
      PulseCommand(width_s: width_s, stop_s: stop_s), limits: limits, bank: &bank, stage: stage ?? hardware.stage,
      load: &load, waveform: &waveform)
    return (result, waveform, bank)
  }

  @Test func `an open load carries the voltage and no current`() throws {
    let run = try pulse(1040, .open(from_s: 0))
    #expect(close(run.result.meanVoltage_V, 1040, within: 1e-3))
    #expect(run.result.peakCurrent_A < 0.01)
  }

  @Test func `contact lost within the pulse ends the current at that time`() throws {
    let run = try pulse(1040, .open(from_s: 40e-6))
    #expect(run.waveform.current_A[39] > 20)
    #expect(run.waveform.current_A[41] < 0.01)
    #expect(run.waveform.voltage_V[41] > 1000)
  }

  @Test func `an arc draws what source and arc allow, unless the comparator stops it within its reaction`() throws {
    let arc = LoadFault.arc(from_s: 30e-6, resistance_ohm: 1.5)
    let free = try pulse(1000, arc)
    #expect(close(free.result.peakCurrent_A, 500, within: 0.06))
    #expect(free.waveform.current_A[29] < 30)
    #expect(free.waveform.current_A[32] > 480)
    let guarded = try pulse(1000, arc, limits: PulseLimits(overCurrent_A: 50, reaction_s: 2e-6))
    #expect(guarded.result.end == .overCurrent)
    #expect(guarded.result.width_s > 31e-6 && guarded.result.width_s < 33.5e-6)
    #expect(guarded.waveform.current_A[36] < 1)
    #expect(guarded.result.charge_C < free.result.charge_C / 10)
    #expect(guarded.waveform.count < 50)
  }

  @Test func `a short at the start trips at once`() throws {
    let run = try pulse(
      1000, .short(from_s: 0, resistance_ohm: 0.2), limits: PulseLimits(overCurrent_A: 50, reaction_s: 2e-6))
    #expect(run.result.end == .overCurrent)
    #expect(run.result.width_s < 3e-6)
    #expect(run.bank.voltage_V > 990)
  }

  @Test func `rising current reaches the limit late in the pulse`() throws {
    let run = try pulse(
      1040, .risingCurrent(perMicrosecond: 0.02), limits: PulseLimits(overCurrent_A: 50, reaction_s: 2e-6))
    #expect(run.result.end == .overCurrent)
    #expect(run.result.width_s > 30e-6 && run.result.width_s < 60e-6)
    #expect(run.result.meanVoltage_V > 900)
    #expect(run.result.meanCurrent_A > 25 && run.result.meanCurrent_A < 50)
  }

  @Test func `blanking lets a capacitive peak pass`() {
    var bank = stiffBank(1000)
    var load = TissueLoad.resistor(100, membrane: MembraneBranch(resistance_ohm: 50, capacitance_F: 0.1e-6))
    var waveform = PulseWaveform(capacity: 200)
    var ends: [PulseEnd] = []
    for blanking_s in [0, 10e-6] {
      let result = PulseSimulation.deliver(
        PulseCommand(width_s: 100e-6), limits: PulseLimits(overCurrent_A: 15, blanking_s: blanking_s), bank: &bank,
        stage: idealStage(), load: &load, waveform: &waveform)
      ends.append(result.end)
      PulseSimulation.rest(for: 1, bank: &bank, stage: idealStage(), load: &load)
    }
    #expect(ends == [.overCurrent, .width])
  }

  @Test func `over-voltage, over-width and an outside stop end the pulse`() throws {
    let voltage = try pulse(1040, .none, limits: PulseLimits(overVoltage_V: 900))
    #expect(voltage.result.end == .overVoltage && voltage.result.width_s < 5e-6)
    let width = try pulse(1040, .none, limits: PulseLimits(maximumWidth_s: 110e-6), width_s: 300e-6)
    #expect(width.result.end == .overWidth)
    #expect(abs(width.result.width_s - 112e-6) < 0.3e-6)
    let stop = try pulse(1040, .none, stop_s: 25e-6)
    #expect(stop.result.end == .stopped && abs(stop.result.width_s - 25e-6) < 0.3e-6)
    let sound = try pulse(
      1040, .none, limits: PulseLimits(overCurrent_A: 50, overVoltage_V: 1100, maximumWidth_s: 110e-6))
    #expect(sound.result.end == .width && abs(sound.result.width_s - 100e-6) < 0.3e-6)
  }

  @Test func `a switch that is stuck on empties the bank into the load whatever the limits say`() throws {
    var stage = hardware.stage
    stage.fault = .stuckOn
    var bank = bareBank(100e-6, 1000)
    var load = TissueLoad.resistor(50)
    var waveform = PulseWaveform(capacity: 500)
    let result = PulseSimulation.deliver(
      PulseCommand(width_s: 100e-6, tail_s: 100e-6), limits: PulseLimits(overCurrent_A: 5), bank: &bank, stage: stage,
      load: &load, waveform: &waveform)
    #expect(result.isSwitchStillClosed && result.end == .overCurrent)
    #expect(waveform.voltage_V[100] > 900)
    #expect(result.width_s > 99e-6)
    let before_V = bank.voltage_V
    let reading = PulseSimulation.rest(for: 5.05e-3, bank: &bank, stage: stage, load: &load)
    #expect(close(bank.voltage_V, before_V * 0.3679, within: 0.01))
    #expect(close(reading.current_A, bank.voltage_V / 50.5, within: 1e-3))
    let relayOpen = bank.voltage_V
    PulseSimulation.rest(for: 5.05e-3, bank: &bank, stage: stage, load: &load, connected: false)
    #expect(bank.voltage_V > relayOpen * 0.999)
  }

  @Test func `a stuck-off switch gives no pulse, and a leak shows at the terminals`() throws {
    var stage = hardware.stage
    stage.fault = .stuckOff
    let missing = try pulse(1000, .none, stage: stage)
    #expect(missing.result.peakVoltage_V == 0 && missing.result.width_s == 0 && missing.result.charge_C == 0)
    #expect(missing.bank.voltage_V > 999.9)
    stage.fault = .leakage(resistance_ohm: 10_000)
    var bank = hardware.bank
    bank.voltage_V = 1000
    var load = try platesInTumour()
    let reading = PulseSimulation.rest(for: 1e-3, bank: &bank, stage: stage, load: &load)
    #expect(close(reading.voltage_V, 1000 * 133.3 / 10_133, within: 1e-3))
    #expect(bank.voltage_V < 1000)
    let sound = PulseSimulation.rest(for: 1e-3, bank: &bank, stage: hardware.stage, load: &load)
    #expect(sound == RestReading())
  }

  @Test func `the default bank keeps a train of the plates within 5 % and 100 µF does not`() throws {
    for (capacitance_F, isWithin) in [(GeneratorHardware().bank.capacitance_F, true), (100e-6, false)] {
      let hardware = GeneratorHardware(capacitance_F: capacitance_F)
      var bank = hardware.bank
      bank.voltage_V = 1040
      var load = try platesInTumour()
      let pulses = train(recharging: 1040, bank: &bank, stage: hardware.stage, load: &load)
      #expect(pulses[0].meanVoltage_V > 0.95 * 1040)
      #expect((pulses[7].meanVoltage_V > 0.95 * 1040) == isWithin)
    }
  }

  @Test func `nothing happens without width, capacitance or finite numbers`() throws {
    for (width_s, capacitance_F) in [(0.0, 1e-3), (-1, 1e-3), (.nan, 1e-3), (1e-4, 0), (.infinity, 0)] {
      var bank = bareBank(capacitance_F, 500)
      var load = try platesInTumour()
      var waveform = PulseWaveform(capacity: 20)
      let result = PulseSimulation.deliver(
        PulseCommand(width_s: width_s), limits: PulseLimits(), bank: &bank, stage: hardware.stage, load: &load,
        waveform: &waveform)
      #expect(result.charge_C == 0 && result.width_s == 0 && bank.voltage_V == 500)
    }
  }

  @Test func `100 Ω at 3 kV stay below a limit of 30 A`() {
    // A-P3: liver treatments with up to 3000 V and 30 A (BioMed Eng OnLine 14 (2015) S3:S5).
    var ends: [PulseEnd] = []
    for resistance_ohm in [100.0, 95] {
      var bank = hardware.bank
      bank.voltage_V = 3000
      var load = TissueLoad.resistor(resistance_ohm)
      var waveform = PulseWaveform(capacity: 200)
      ends.append(
        PulseSimulation.deliver(
          PulseCommand(width_s: 100e-6), limits: PulseLimits(overCurrent_A: 30), bank: &bank, stage: hardware.stage,
          load: &load, waveform: &waveform
        ).end)
    }
    #expect(ends == [.width, .overCurrent])
  }

  @Test func `a train repeats to the last bit`() throws {
    func run() throws -> [PulseResult] {
      var bank = hardware.bank
      bank.voltage_V = 1040
      var load = try platesInTumour()
      return train(recharging: 1040, bank: &bank, stage: hardware.stage, load: &load)
    }
    #expect(try run() == run())
  }

  @Test func `the seeded sequence is SplitMix64`() {
    // First numbers of the reference implementation (Vigna, splitmix64.c) for the seeds 0 and 1234567.
    var zero = SeededNoise(seed: 0)
    #expect(zero.next() == 0xE220_A839_7B1D_CDAF)
    var other = SeededNoise(seed: 1_234_567)
    #expect(other.next() == 6_457_827_717_110_365_317)
    #expect((0..<1000).allSatisfy { _ in (0..<1).contains(other.uniform()) })
  }

  @Test func `a measuring channel saturates, has steps, and repeats with its seed`() {
    var channel = MeasuringChannel(fullScale: 3000, bits: 12, seed: 1)
    #expect(close(channel.step, 6000.0 / 4096, within: 1e-12))
    #expect(abs(channel.measure(1000) - 1000) <= channel.step / 2)
    #expect(channel.measure(9999) == 3000 - channel.step)
    #expect(channel.measure(-9999) == -3000)
    #expect(channel.measure(.nan) == 0)
    var wrong = MeasuringChannel(fullScale: 3000, bits: 16, gain: 1.03, offset: 5, seed: 1)
    #expect(abs(wrong.measure(1000) - 1035) <= wrong.step)
    wrong.fault = .stuck(at: 0)
    #expect(wrong.measure(1000) == 0)
    wrong.fault = .disconnected
    #expect(abs(wrong.measure(1000) - 5) <= wrong.step)
    func noisy(_ seed: UInt64) -> [Double] {
      var channel = MeasuringChannel(fullScale: 100, bits: 16, noise: 2, seed: seed)
      return (0..<20_000).map { _ in channel.measure(10) }
    }
    let samples = noisy(7)
    #expect(samples == noisy(7) && samples != noisy(8))
    let mean = samples.reduce(0, +) / 20_000
    let deviation = (samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000).squareRoot()
    #expect(abs(mean - 10) < 0.06 && abs(deviation - 2) < 0.05)
  }
}
