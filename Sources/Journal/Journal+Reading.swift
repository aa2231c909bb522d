import GRDB

extension Journal {
  /// Trains in the journal.
  public func countTrains() throws(JournalError) -> Int {
    try read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM trains") ?? 0 }
  }

  /// The newest wall time of any row; nil for an empty journal.
  public func newestWallTime() throws(JournalError) -> WallTime? {
    let newest = try read { db in try ChainWriter.end(db).newestWall }
    return newest == .min ? nil : .microseconds(newest)
  }

  /// The end of the chain.
  public func head() throws(JournalError) -> ChainHead {
    try read { db in try ChainWriter.end(db).head }
  }

  /// A train with its outcomes and pulses, and its waveforms if asked for; nil if there is none of that number.
  public func train(_ train: TrainID, waveforms: Bool = true) throws(JournalError) -> TrainRecord? {
    try read { db in try Self.train(train, waveforms: waveforms, db) }
  }

  /// The last train, without its waveforms; nil if there is none.
  public func lastTrain() throws(JournalError) -> TrainRecord? {
    try read { db in
      guard let last = try Self.lastTrain(db) else { return nil }
      return try Self.train(last, waveforms: false, db)
    }
  }

  /// The train whose outcome is not known, without its waveforms: what a start must settle before another may begin.
  /// It is always the last one, because no intent is taken while it stands.
  public func openTrain() throws(JournalError) -> TrainRecord? {
    guard let last = try lastTrain(), last.isOpen else { return nil }
    return last
  }

  /// Up to `limit` events after a place in the chain, oldest first, each with its place; page on with the last one's.
  public func events(after sequence: Int64 = 0, limit: Int = 100) throws(JournalError) -> [(
    sequence: Int64, event: EventRecord
  )] {
    try read { db in
      try Row.fetchAll(
        db, sql: ChainedTable.events.selectSQL + " WHERE seq > ? ORDER BY seq LIMIT ?", arguments: [sequence, limit]
      ).map(EventRecord.read)
    }
  }

  private static func train(_ train: TrainID, waveforms: Bool, _ db: Database) throws -> TrainRecord? {
    let rows = try fetch(.trains, "id = ?", train, db)
    guard let row = rows.first else { return nil }
    return TrainRecord(
      train: train, intent: try TrainIntent.read(row).intent,
      outcomes: try fetch(.outcomes, "train = ? ORDER BY seq", train, db).map { try OutcomeRecord.read($0).outcome },
      pulses: try fetch(.pulses, "train = ? ORDER BY pulse", train, db).map(PulseRecord.read),
      waveforms: waveforms
        ? try fetch(.waveforms, "train = ? ORDER BY pulse", train, db).map(WaveformRecord.read) : [])
  }

  private static func fetch(_ table: ChainedTable, _ condition: String, _ train: TrainID, _ db: Database) throws
    -> [Row]
  {
    try Row.fetchAll(db, sql: "\(table.selectSQL) WHERE \(condition)", arguments: [train.number])
  }
}
