import GeneratorLink
import Plant
import Quantities

/// The device's measuring channels, each with errors of its own: what they say goes over the line raw.
struct Meters: Sendable {
  var bankA: MeasuringChannel
  var bankB: MeasuringChannel
  var pulseVoltage: MeasuringChannel
  var pulseCurrent: MeasuringChannel
  private var timer: MeasuringChannel
  private let currentGain: Double
  private let currentOffset_A: Double

  init(_ errors: ChannelErrors, seed: UInt64) {
    bankA = Self.channel(errors.bankA, fullScale: 3_500, bits: 16, seed: seed)
    bankB = Self.channel(errors.bankB, fullScale: 3_500, bits: 16, seed: seed &+ 1)
    pulseVoltage = Self.channel(errors.pulseVoltage, fullScale: 3_500, bits: 14, seed: seed &+ 2)
    pulseCurrent = Self.channel(errors.pulseCurrent, fullScale: 80, bits: 14, seed: seed &+ 3)
    // Counts of 10 ns up to 0.33 s; the unit of the errors is the ns.
    timer = Self.channel(errors.width, fullScale: 0.32768, bits: 26, seed: seed &+ 4, unit: 1e-9)
    currentGain = pulseCurrent.gain
    currentOffset_A = pulseCurrent.offset
  }

  private static func channel(
    _ error: ChannelError, fullScale: Double, bits: Int, seed: UInt64, unit: Double = 1e-3
  ) -> MeasuringChannel {
    MeasuringChannel(
      fullScale: fullScale, bits: bits, gain: 1 + Double(error.gainPartsPerMillion) * 1e-6,
      offset: Double(error.offset) * unit, noise: Double(error.noiseThousandths) * unit * 1e-3, seed: seed)
  }

  mutating func bank(_ true_V: Double) -> (a: Voltage, b: Voltage) {
    (Self.volts(bankA.measure(true_V)), Self.volts(bankB.measure(true_V)))
  }

  mutating func output(_ true_V: Double) -> Voltage { Self.volts(pulseVoltage.measure(true_V)) }

  mutating func width(_ true_s: Double) -> TimeSpan {
    .nanoseconds(max(0, wholeNumber(timer.measure(true_s) * 1e9)))
  }

  /// The true current at which the comparator trips that is set to this reading.
  func trueCurrent_A(atReading limit: Current) -> Double {
    let reading_A = Double(limit.milliamperes) * 1e-3
    return currentGain > 0 ? (reading_A - currentOffset_A) / currentGain : reading_A
  }

  static func volts(_ value_V: Double) -> Voltage { .millivolts(wholeNumber(value_V * 1e3)) }
  static func amperes(_ value_A: Double) -> Current { .milliamperes(wholeNumber(value_A * 1e3)) }
}
