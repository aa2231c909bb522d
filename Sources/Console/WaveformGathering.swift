public import ControlInterface
internal import Quantities

/// Puts the pieces of a train's waveforms together.
public struct WaveformGathering: Sendable {
  /// The longest waveform that is put together, in samples: 20 ms at 1 MS/s.
  static let maximumSamples: Int64 = 20_000
  private var pieces: [Int64: [Record.Waveform]] = [:]

  /// None yet.
  public init() {}

  /// Takes a piece.
  public mutating func add(_ piece: Record.Waveform) {
    guard piece.first >= 0, piece.total > 0, piece.total <= Self.maximumSamples else { return }
    pieces[piece.index, default: []].append(piece)
  }

  /// The voltage of a pulse in mV from sample to sample, or nil while pieces of it are missing.
  public func voltages(ofPulse index: Int64) -> [Int64]? {
    guard let parts = pieces[index]?.sorted(by: { $0.first < $1.first }), let total = parts.first?.total else {
      return nil
    }
    var samples: [Int64] = []
    for part in parts where part.first == Int64(samples.count) {
      samples += part.voltage.map { count in
        let (microvolts, overflow) = count.multipliedReportingOverflow(by: part.perCountMicrovolts)
        return overflow ? 0 : (microvolts / 1000).addingReportingOverflow(part.voltageOffset.millivolts).partialValue
      }
    }
    return Int64(samples.count) == total ? samples : nil
  }
}
