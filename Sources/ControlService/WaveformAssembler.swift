import Generators
import Journal
import Quantities
import SafetyKernel

/// Puts the pieces of one train's waveforms together. Pieces of another train are dropped.
struct WaveformAssembler: Sendable {
  /// The most samples of one pulse that are gathered: 100 µs pulses have some 130.
  static let mostSamples = 4_096
  /// The most pulses that are gathered at once.
  static let mostPulses = 128

  private struct Partial: Sendable {
    var voltages: [Int32]
    var currents: [Int32]
    var have: [Bool]
    var missing: Int
  }

  private let nonce: Nonce?
  private var partial: [UInt16: Partial] = [:]
  private var done: Set<UInt16> = []

  /// For no train at all.
  init() { nonce = nil }

  /// For the train of an arming.
  init(nonce: Nonce) { self.nonce = nonce }

  /// Takes a piece; the pulse's whole waveform once it is complete.
  mutating func add(_ fragment: WaveformFragment) -> WaveformRecord? {
    let total = Int(fragment.total)
    guard let nonce, fragment.nonce == nonce, total > 0, total <= Self.mostSamples, !done.contains(fragment.pulse),
      Int(fragment.offset) + Int(fragment.count) <= total
    else { return nil }
    guard partial[fragment.pulse] != nil || partial.count < Self.mostPulses else { return nil }
    var gathered =
      partial[fragment.pulse]
      ?? Partial(
        voltages: Array(repeating: 0, count: total), currents: Array(repeating: 0, count: total),
        have: Array(repeating: false, count: total), missing: total)
    guard gathered.have.count == total else { return nil }
    for place in 0..<Int(fragment.count) {
      guard let voltage = fragment.voltage(at: place), let current = fragment.current(at: place) else { return nil }
      let index = Int(fragment.offset) + place
      gathered.voltages[index] = Int32(clamping: voltage.millivolts)
      gathered.currents[index] = Int32(clamping: current.milliamperes)
      if !gathered.have[index] {
        gathered.have[index] = true
        gathered.missing -= 1
      }
    }
    guard gathered.missing == 0 else {
      partial[fragment.pulse] = gathered
      return nil
    }
    partial[fragment.pulse] = nil
    done.insert(fragment.pulse)
    return Self.record(fragment.pulse, gathered)
  }

  /// Counts of 16 bits with the smallest whole scale that holds the greatest value.
  private static func record(_ pulse: UInt16, _ gathered: Partial) -> WaveformRecord {
    let voltageScale = scale(gathered.voltages)
    let currentScale = scale(gathered.currents)
    let samples = zip(gathered.voltages, gathered.currents).map { voltage, current in
      WaveformSample(voltage: counts(voltage, voltageScale), current: counts(current, currentScale))
    }
    return WaveformRecord(
      index: pulse, firstSample: .microseconds(-10), interval: .microseconds(1), microvoltsPerCount: voltageScale,
      microamperesPerCount: currentScale, voltageOffset: .zero, currentOffset: .zero, samples: samples)
  }

  /// µ-units for one count, at least one.
  private static func scale(_ values: [Int32]) -> Int64 {
    let greatest = Int64(values.map(\.magnitude).max() ?? 0)
    // At most 2³¹ × 1000, far within 64 bits; rounded up so that the greatest value fits 32767 counts.
    return max(1, (greatest * 1_000 + 32_766) / 32_767)
  }

  private static func counts(_ value: Int32, _ scale: Int64) -> Int16 {
    let micro = Int64(value) * 1_000
    // Rounded half away from zero; the scale is at least 1, and half of it far from overflow.
    let half = micro < 0 ? -scale / 2 : scale / 2
    return Int16(clamping: (micro + half) / scale)
  }
}
