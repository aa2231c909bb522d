import GeneratorLink

/// The reports and waveforms of the last train, kept until the next commit.
struct PulseMemory: Sendable {
  /// Millivolts of one count: ±4096 V fit.
  static let voltageScale: UInt16 = 125
  /// Milliamperes of one count: ±164 A fit.
  static let currentScale: UInt16 = 5

  private(set) var nonce: UInt64 = 0
  private(set) var reports: [PulseReportMessage] = []
  private var samples: [WaveformSample] = []
  private var ends: [Int] = []
  /// From when on waveforms are sent unasked, or nil.
  private(set) var unaskedSince_ns: Int64?
  private var unaskedPulse = 0
  private var unaskedOffset = 0
  private let fragmentSamples: Int

  /// Below 921600 baud a fragment has at most 8 samples, so that telemetry waits less.
  init(baud: Int) { fragmentSamples = baud < 921_600 ? 8 : WaveformMessage.capacity }

  mutating func open(_ nonce: UInt64) {
    self.nonce = nonce
    reports.removeAll(keepingCapacity: true)
    samples.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    unaskedSince_ns = nil
    unaskedPulse = 0
    unaskedOffset = 0
  }

  mutating func append(_ sample: WaveformSample) { samples.append(sample) }

  /// Closes the waveform of a pulse with its report.
  mutating func append(_ report: PulseReportMessage) {
    reports.append(report)
    ends.append(samples.count)
  }

  /// The train is over: waveforms may go out.
  mutating func beginUnasked(at time_ns: Int64) {
    if !reports.isEmpty { unaskedSince_ns = time_ns }
  }

  /// The next fragment that goes out unasked, each once.
  mutating func nextUnasked() -> WaveformMessage? {
    while unaskedPulse < reports.count {
      if let fragment = fragment(UInt16(clamping: unaskedPulse), from: UInt16(clamping: unaskedOffset)) {
        unaskedOffset += Int(fragment.count)
        return fragment
      }
      unaskedPulse += 1
      unaskedOffset = 0
    }
    unaskedSince_ns = nil
    return nil
  }

  /// A part of a pulse's waveform, or nil where there is none.
  func fragment(_ index: UInt16, from offset: UInt16) -> WaveformMessage? {
    let pulse = Int(index)
    guard pulse < ends.count else { return nil }
    let first = pulse == 0 ? 0 : ends[pulse - 1]
    let total = ends[pulse] - first
    guard Int(offset) < total else { return nil }
    var message = WaveformMessage(
      nonce: nonce, index: index, offset: offset, total: UInt16(clamping: total),
      voltageScaleMillivolts: Self.voltageScale, currentScaleMilliamperes: Self.currentScale)
    var place = Int(offset)
    while place < total, place - Int(offset) < fragmentSamples, message.append(samples[first + place]) { place += 1 }
    return message
  }
}
