public import Quantities

/// One sample of a pulse: counts of the scale that the fragment tells.
public struct WaveformSample: Hashable, Sendable {
  /// Voltage in counts, signed as in the pulse's report.
  public var voltage: Int16
  /// Current in counts, signed as the voltage.
  public var current: Int16

  /// A sample.
  @_noAllocation @_noLocks
  public init(voltage: Int16, current: Int16) {
    self.voltage = voltage
    self.current = current
  }
}

/// A part of one pulse's waveform: up to 32 samples, 1 µs apart. Raw, for the host to calibrate.
public struct WaveformMessage: Sendable {
  /// The most samples of a fragment.
  public static var capacity: Int { @_noAllocation @_noLocks get { 32 } }

  /// Samples before the pulse's start: sample 0 was taken 10 µs before it.
  public static var leadSamples: Int { @_noAllocation @_noLocks get { 10 } }

  /// The arming, never 0.
  public var nonce: UInt64
  /// The pulse's index within the whole train, from 0.
  public var index: UInt16
  /// Which sample of the waveform is this fragment's first.
  public var offset: UInt16
  /// Samples of the whole waveform, at least 1.
  public var total: UInt16
  /// Millivolts of one count of voltage, at least 1.
  public var voltageScaleMillivolts: UInt16
  /// Milliamperes of one count of current, at least 1.
  public var currentScaleMilliamperes: UInt16
  /// How many samples count, 1 to ``capacity`` in a good message.
  public private(set) var count: UInt8
  private var samples: InlineArray<32, WaveformSample>

  /// A fragment without samples.
  @_noAllocation @_noLocks
  public init(
    nonce: UInt64, index: UInt16, offset: UInt16, total: UInt16, voltageScaleMillivolts: UInt16,
    currentScaleMilliamperes: UInt16
  ) {
    self.nonce = nonce
    self.index = index
    self.offset = offset
    self.total = total
    self.voltageScaleMillivolts = voltageScaleMillivolts
    self.currentScaleMilliamperes = currentScaleMilliamperes
    count = 0
    samples = InlineArray(repeating: WaveformSample(voltage: 0, current: 0))
  }

  /// Adds a sample; false, and nothing added, if the fragment is full.
  @_noAllocation @_noLocks
  public mutating func append(_ sample: WaveformSample) -> Bool {
    guard count < 32 else { return false }
    samples[Int(count)] = sample
    count &+= 1
    return true
  }

  /// The counts of one sample of this fragment, or nil beyond the last.
  @_noAllocation @_noLocks
  public func sample(at place: Int) -> WaveformSample? {
    guard place >= 0, place < Int(count), place < 32 else { return nil }
    return samples[place]
  }

  /// The voltage of one sample of this fragment, or nil beyond the last.
  @_noAllocation @_noLocks
  public func voltage(at place: Int) -> Voltage? {
    guard let sample = sample(at: place) else { return nil }
    // At most 2¹⁵ × 2¹⁶, far within an Int64.
    return .millivolts(Int64(sample.voltage) &* Int64(voltageScaleMillivolts))
  }

  /// The current of one sample of this fragment, or nil beyond the last.
  @_noAllocation @_noLocks
  public func current(at place: Int) -> Current? {
    guard let sample = sample(at: place) else { return nil }
    // At most 2¹⁵ × 2¹⁶, far within an Int64.
    return .milliamperes(Int64(sample.current) &* Int64(currentScaleMilliamperes))
  }
}

extension WaveformMessage: Equatable {
  /// Equality of all fields and of the samples that count.
  @_noAllocation @_noLocks
  public static func == (left: WaveformMessage, right: WaveformMessage) -> Bool {
    guard left.nonce == right.nonce, left.index == right.index, left.offset == right.offset,
      left.total == right.total, left.voltageScaleMillivolts == right.voltageScaleMillivolts,
      left.currentScaleMilliamperes == right.currentScaleMilliamperes, left.count == right.count
    else { return false }
    var place = 0
    while place < Int(left.count), place < 32 {
      guard left.samples[place].voltage == right.samples[place].voltage,
        left.samples[place].current == right.samples[place].current
      else { return false }
      place &+= 1
    }
    return true
  }
}
