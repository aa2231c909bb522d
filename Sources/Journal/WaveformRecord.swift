public import Quantities

/// One moment of a waveform, in counts of the generator's converters.
public struct WaveformSample: Hashable, Sendable {
  /// Counts of the voltage channel.
  public var voltage: Int16
  /// Counts of the current channel.
  public var current: Int16

  /// A sample.
  public init(voltage: Int16, current: Int16) {
    self.voltage = voltage
    self.current = current
  }
}

/// Voltage and current over one pulse: counts as they came, and the scale that makes them quantities.
public struct WaveformRecord: Hashable, Sendable {
  /// The most samples of one pulse.
  public static let mostSamples = 65_536

  /// The pulse's index within the whole train, from 0.
  public var index: UInt16
  /// The first sample's time after the pulse's start; negative for one before it.
  public var firstSample: TimeSpan
  /// Time from sample to sample.
  public var interval: TimeSpan
  /// µV for one count of voltage, with the calibration's gain.
  public var microvoltsPerCount: Int64
  /// µA for one count of current, with the calibration's gain.
  public var microamperesPerCount: Int64
  /// The voltage at count 0, which is the calibration's offset.
  public var voltageOffset: Voltage
  /// The current at count 0, which is the calibration's offset.
  public var currentOffset: Current
  /// The samples, at most ``mostSamples``.
  public var samples: [WaveformSample]

  /// A waveform.
  public init(
    index: UInt16, firstSample: TimeSpan, interval: TimeSpan, microvoltsPerCount: Int64, microamperesPerCount: Int64,
    voltageOffset: Voltage, currentOffset: Current, samples: [WaveformSample]
  ) {
    self.index = index
    self.firstSample = firstSample
    self.interval = interval
    self.microvoltsPerCount = microvoltsPerCount
    self.microamperesPerCount = microamperesPerCount
    self.voltageOffset = voltageOffset
    self.currentOffset = currentOffset
    self.samples = samples
  }

  /// The samples as they are kept: voltage, current, voltage, …, each 16 bits, low byte first.
  var sampleBytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(samples.count &* 4)  // at most 65,536 samples: `defect` is asked first
    for sample in samples {
      for count in [sample.voltage, sample.current] {
        let word = UInt16(bitPattern: count)
        bytes.append(UInt8(truncatingIfNeeded: word))
        bytes.append(UInt8(truncatingIfNeeded: word &>> 8))
      }
    }
    return bytes
  }

  /// The samples of bytes made by `sampleBytes`; nil if they are not whole samples, or too many.
  static func samples(of bytes: [UInt8]) -> [WaveformSample]? {
    guard bytes.count.isMultiple(of: 4), bytes.count <= mostSamples * 4 else { return nil }
    return stride(from: 0, to: bytes.count, by: 4).map { start in
      let voltage = UInt16(bytes[start]) | UInt16(bytes[start + 1]) &<< 8
      let current = UInt16(bytes[start + 2]) | UInt16(bytes[start + 3]) &<< 8
      return WaveformSample(voltage: Int16(bitPattern: voltage), current: Int16(bitPattern: current))
    }
  }

  /// What breaks a bound of the record, or nil.
  var defect: String? { samples.count > Self.mostSamples ? "a waveform of \(samples.count) samples" : nil }
}
