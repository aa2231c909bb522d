public import Journal
public import SafetyKernel

/// What the record is asked to do. Trains are named by their arming, because their numbers come later.
public enum JournalJob: Sendable {
  /// Make what is about to be given durable.
  case intent(TrainIntent)
  /// One pulse.
  case pulse(Nonce, PulseRecord)
  /// One pulse's waveform.
  case waveform(Nonce, WaveformRecord)
  /// A word on a train's end.
  case outcome(Nonce, OutcomeRecord)
  /// Something that happened; with the train it belongs to.
  case event(kind: String, body: String, Nonce?, RecordTime)
  /// The same, but the loop lost events and waits until that is noted.
  case noteOverrun(lostEvents: UInt64, body: String, RecordTime)
  /// Show that the record can take another train.
  case probe(RecordTime)
  /// Read a train, the last one without a number.
  case readTrain(CallID, TrainID?, waveforms: Bool)
  /// Read trains below a number, the newest first.
  case readList(CallID, below: Int64?, limit: Int64)
}

/// What the record answers.
public enum JournalAnswer: Sendable {
  /// The intent of an arming is on the disk.
  case durable(Nonce, TrainID)
  /// A row, or several in one transaction, are on the disk.
  case written(jobs: Int)
  /// That so many events were lost is on the disk.
  case overrunNoted(lostEvents: UInt64)
  /// A job was not done.
  case failed(JournalError, of: JobKind)
  /// What the probe found.
  case probed(JournalError?)
  /// A train was read; nil if there is none.
  case train(CallID, TrainRecord?)
  /// Trains were read.
  case list(CallID, [TrainRecord])
  /// Reading failed.
  case unreadable(CallID, JournalError)

  /// Which job failed.
  public enum JobKind: Hashable, Sendable {
    /// The intent of an arming: it must not be armed.
    case intent(Nonce)
    /// So many rows after that.
    case rows(Int)
    /// The note of lost events.
    case overrun
  }
}
