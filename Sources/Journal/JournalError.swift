/// Why the record could not do what it was asked. Nothing was written, unless a case says otherwise.
public enum JournalError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No room: on the disk, or below the size that was set for this journal.
  case diskFull
  /// The file, its folder or its file system cannot be written to.
  case readOnly
  /// What was read is no journal of Porate, or is damaged; the text says where.
  case corrupt(String)
  /// Another process holds this journal; its id if the lock file names one.
  case locked(holder: Int32?)
  /// A later program wrote this journal; the text names what this program does not know.
  case newerSchema(String)
  /// The wall clock shows an earlier time than the newest record, so that the order of records could not be trusted.
  case wallClockBehind(newest: WallTime, given: WallTime)
  /// The train before is still open or unresolved, so that no other may start.
  case trainOpen(TrainID)
  /// The train's outcome is known already; only a person may correct it, with a reason.
  case alreadySettled(TrainID)
  /// The journal has no such train.
  case unknownTrain(TrainID)
  /// The row breaks a rule of the record: too long, twice, or contradicting itself.
  case refused(String)
  /// Anything else that the operating system or SQLite reported.
  case io(String)

  /// The error as a sentence.
  public var description: String {
    switch self {
    case .diskFull: "the journal has no room left on its disk"
    case .readOnly: "the journal cannot be written to: the file, its folder or its file system is read-only"
    case .corrupt(let text): "the journal is damaged: \(text)"
    case .locked(let holder):
      if let holder {
        "the journal is in use by process \(holder)"
      } else {
        "the journal is in use by another process"
      }
    case .newerSchema(let text):
      "the journal was written by a later version of Porate (\(text)); this one must not touch it"
    case .wallClockBehind(let newest, let given):
      "the wall clock is behind the newest record: \(given.microseconds) µs against \(newest.microseconds) µs since 1970"
    case .trainOpen(let train): "train \(train.number) has no settled outcome yet"
    case .alreadySettled(let train): "the outcome of train \(train.number) is settled; only a person may correct it"
    case .unknownTrain(let train): "the journal has no train \(train.number)"
    case .refused(let text): "the journal refused the row: \(text)"
    case .io(let text): "the journal's disk or database failed: \(text)"
    }
  }
}
