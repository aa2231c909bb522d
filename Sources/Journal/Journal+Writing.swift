import GRDB

extension Journal {
  /// Records what is about to be delivered; it is on the disk when this returns.
  ///
  /// Refused while the train before is open or unresolved, with a wall clock behind the newest record, and for a plan
  /// that does not have the digest given.
  public func recordIntent(_ intent: TrainIntent) throws(JournalError) -> TrainID {
    if let defect = intent.defect { throw .refused(defect) }
    return try append { writer in
      if intent.time.wall.microseconds < writer.newestWall {
        throw JournalError.wallClockBehind(newest: .microseconds(writer.newestWall), given: intent.time.wall)
      }
      let last = try Self.lastTrain(writer.db)
      if let last, try Self.standing(last, writer.db) != .settled { throw JournalError.trainOpen(last) }
      let (number, overflow) = (last?.number ?? 0).addingReportingOverflow(1)
      if overflow { throw JournalError.refused("there are no more numbers for trains") }
      let train = TrainID(number: number)
      try writer.append(intent.cells(train), to: .trains, wall: intent.time.wall)
      return train
    }
  }

  /// Records one pulse. Each index of a train is recorded once.
  public func recordPulse(_ pulse: PulseRecord, of train: TrainID) throws(JournalError) {
    try record([.pulse(train, pulse)])
  }

  /// Records one pulse's waveform. Each index of a train is recorded once.
  public func recordWaveform(_ waveform: WaveformRecord, of train: TrainID) throws(JournalError) {
    try record([.waveform(train, waveform)])
  }

  /// Records a word on a train's end. Once settled, only a person may correct it.
  public func recordOutcome(_ outcome: OutcomeRecord, of train: TrainID) throws(JournalError) {
    try record([.outcome(train, outcome)])
  }

  /// Records an event.
  public func recordEvent(_ event: EventRecord) throws(JournalError) {
    try record([.event(event)])
  }

  /// Records several rows in one transaction: all of them or none.
  public func record(_ entries: [JournalEntry]) throws(JournalError) {
    try append { writer in
      for entry in entries {
        switch entry {
        case .pulse(let train, let pulse):
          try Self.requireTrain(train, writer.db)
          try writer.append(pulse.cells(train), to: .pulses, wall: nil)
        case .waveform(let train, let waveform):
          if let defect = waveform.defect { throw JournalError.refused(defect) }
          try Self.requireTrain(train, writer.db)
          try writer.append(waveform.cells(train), to: .waveforms, wall: nil)
        case .outcome(let train, let outcome):
          if let defect = outcome.defect { throw JournalError.refused(defect) }
          try Self.requireTrain(train, writer.db)
          try Self.requireRoom(for: outcome, of: train, writer.db)
          try writer.append(outcome.cells(train), to: .outcomes, wall: outcome.time.wall)
        case .event(let event):
          if let defect = event.defect { throw JournalError.refused(defect) }
          if let train = event.train { try Self.requireTrain(train, writer.db) }
          try writer.append(event.cells, to: .events, wall: event.time.wall)
        }
      }
    }
  }

  /// Whether the last word on a train settled it.
  enum Standing {
    /// There is no word.
    case open
    /// The last word is that nobody knows.
    case unresolved
    /// The last word is an outcome.
    case settled
  }

  /// The last train's number.
  static func lastTrain(_ db: Database) throws -> TrainID? {
    let statement = try db.cachedStatement(sql: "SELECT max(id) FROM trains")
    return try Int64.fetchOne(statement).map(TrainID.init(number:))
  }

  /// How a train stands.
  static func standing(_ train: TrainID, _ db: Database) throws -> Standing {
    let statement = try db.cachedStatement(
      sql: "SELECT settled_by FROM outcomes WHERE train = ? ORDER BY seq DESC LIMIT 1")
    guard let word = try String.fetchOne(statement, arguments: [train.number]) else { return .open }
    return word == "nobody" ? .unresolved : .settled
  }

  private static func requireTrain(_ train: TrainID, _ db: Database) throws {
    let statement = try db.cachedStatement(sql: "SELECT 1 FROM trains WHERE id = ?")
    if try Int.fetchOne(statement, arguments: [train.number]) == nil { throw JournalError.unknownTrain(train) }
  }

  /// A settled train stays settled: a second word needs a person, so that a repeated call records nothing twice.
  private static func requireRoom(for outcome: OutcomeRecord, of train: TrainID, _ db: Database) throws {
    if case .settled(_, by: .person) = outcome.conclusion { return }
    if try standing(train, db) == .settled { throw JournalError.alreadySettled(train) }
  }
}
