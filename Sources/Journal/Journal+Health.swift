import GRDB
import Synchronization

extension Journal {
  /// Shows that the record can take another train: writes a row to the disk and asks for the room left.
  ///
  /// Fails with ``JournalError/diskFull`` when less than ``JournalBounds/smallestRoom`` is left, with
  /// ``JournalError/wallClockBehind(newest:given:)`` when all else is well but the clock, and with whatever the write
  /// met. It blocks as long as the disk does.
  public func probe(at time: RecordTime) throws(JournalError) {
    if let failure = headFileFailure.withLock({ $0 }) {
      let end = try head()
      noteHead(end)
      if headFileFailure.withLock({ $0 }) != nil { throw failure }
    }
    try requireRoom()
    try touchHealth(time)
    if let newest = try newestWallTime(), time.wall < newest {
      throw .wallClockBehind(newest: newest, given: time.wall)
    }
  }

  /// Writes a row that is not part of the chain: the disk is asked, the record does not grow.
  func touchHealth(_ time: RecordTime) throws(JournalError) {
    do {
      try database.write { db in
        try db.execute(
          sql: "UPDATE health SET probes = probes + 1, wall_us = ?", arguments: [time.wall.microseconds])
        if db.changesCount != 1 { throw JournalError.corrupt("the health row is missing") }
      }
    } catch {
      throw JournalError(error)
    }
  }

  private func requireRoom() throws(JournalError) {
    if let lock, try lock.freeBytes() < UInt64(clamping: bounds.smallestRoom) { throw .diskFull }
    guard let largest = bounds.largestSize else { return }
    let used = try read { db in
      let pages = try Int64.fetchOne(db, sql: "PRAGMA page_count") ?? 0
      let free = try Int64.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
      let size = try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 0
      return (pages &- free).multipliedReportingOverflow(by: size).partialValue  // SQLite's own files: below 2^48
    }
    let (left, overflow) = largest.subtractingReportingOverflow(used)
    if overflow || left < bounds.smallestRoom { throw .diskFull }
  }
}
