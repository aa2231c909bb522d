/// Everything the journal has of one train.
public struct TrainRecord: Hashable, Sendable {
  /// Its number.
  public var train: TrainID
  /// What was to be delivered.
  public var intent: TrainIntent
  /// Every word on its end, oldest first; the last one holds.
  public var outcomes: [OutcomeRecord]
  /// Its pulses, by index.
  public var pulses: [PulseRecord]
  /// Its waveforms, by index; empty if they were not asked for.
  public var waveforms: [WaveformRecord]

  /// Whether its outcome is not known: no word, or the last word is that nobody knows.
  public var isOpen: Bool {
    guard let last = outcomes.last else { return true }
    if case .unresolved = last.conclusion { return true }
    return false
  }
}
