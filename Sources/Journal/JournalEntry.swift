/// One row to be written after a train's intent; several go into one transaction.
public enum JournalEntry: Hashable, Sendable {
  /// A pulse of a train.
  case pulse(TrainID, PulseRecord)
  /// A pulse's waveform.
  case waveform(TrainID, WaveformRecord)
  /// A word on a train's end.
  case outcome(TrainID, OutcomeRecord)
  /// An event.
  case event(EventRecord)
}
