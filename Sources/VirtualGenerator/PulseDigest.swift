import GeneratorLink
import Plant
import Quantities

/// What the device's converters made of one pulse.
struct PulseReading {
  var voltage: Voltage
  var current: Current
  var peakCurrent: Current
  var width: TimeSpan
}

extension Meters {
  /// Samples a pulse at 1 MS/s into the memory; the means are over the middle 80 % of the time the switch was closed.
  mutating func read(_ pulse: PulseResult, _ waveform: PulseWaveform, closed_s: Double, into memory: inout PulseMemory)
    -> PulseReading
  {
    let count = waveform.count
    let first = Int((closed_s * 0.1e6).rounded(.up))
    let last = min(Int(closed_s * 0.9e6), count - 1)
    var voltage_V = 0.0
    var current_A = 0.0
    var peak_A = 0.0
    for _ in 0..<WaveformMessage.leadSamples { memory.append(sample(0, 0).counts) }
    // The last sample would be the 121st of a pulse of 100 µs; the link's document shows 120.
    for index in 0..<max(0, count - 1) {
      let reading = sample(waveform.voltage_V[index], waveform.current_A[index])
      memory.append(reading.counts)
      if index >= first, index <= last {
        voltage_V += reading.voltage_V
        current_A += reading.current_A
      }
      peak_A = max(peak_A, abs(reading.current_A))
    }
    let number = Double(max(1, last - first + 1))
    return PulseReading(
      voltage: Self.volts(voltage_V / number), current: Self.amperes(current_A / number),
      peakCurrent: Self.amperes(max(peak_A, pulseCurrent.measure(pulse.peakCurrent_A))), width: width(pulse.width_s))
  }

  private mutating func sample(
    _ true_V: Double, _ true_A: Double
  ) -> (voltage_V: Double, current_A: Double, counts: WaveformSample) {
    let voltage_V = pulseVoltage.measure(true_V)
    let current_A = pulseCurrent.measure(true_A)
    return (
      voltage_V, current_A,
      WaveformSample(
        voltage: Int16(clamping: Int((voltage_V * 1e3 / Double(PulseMemory.voltageScale)).rounded())),
        current: Int16(clamping: Int((current_A * 1e3 / Double(PulseMemory.currentScale)).rounded())))
    )
  }
}
