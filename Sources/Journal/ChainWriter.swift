import GRDB
import SHA256
import Synchronization

/// Appends rows to the chain within one transaction.
struct ChainWriter {
  /// The connection, within its transaction.
  let db: Database
  /// The head after the rows appended so far.
  private(set) var head: ChainHead
  /// The newest wall time in the journal, in µs since 1970; the least number if it has no rows.
  private(set) var newestWall: Int64

  /// At the end of the chain as it is in the database.
  init(_ db: Database) throws {
    self.db = db
    (head, newestWall) = try Self.end(db)
  }

  /// The head row.
  static func end(_ db: Database) throws -> (head: ChainHead, newestWall: Int64) {
    let statement = try db.cachedStatement(sql: "SELECT seq, hash, wall_us FROM head")
    guard let row = try Row.fetchOne(statement) else { throw JournalError.corrupt("the head row is missing") }
    let values: [DatabaseValue] = [row[0], row[1], row[2]]
    guard case .int64(let sequence) = values[0].storage, case .blob(let data) = values[1].storage,
      case .int64(let wall) = values[2].storage, let hash = SHA256Digest(bytes: data)
    else { throw JournalError.corrupt("the head row") }
    return (ChainHead(sequence: sequence, hash: hash), wall)
  }

  /// Appends a row; `wall` is its time, if it has one.
  mutating func append(_ cells: [DatabaseValue], to table: ChainedTable, wall: WallTime?) throws {
    guard let next = head.extended(by: cells, in: table) else {
      throw JournalError.refused("a row of \(table.rawValue) that cannot be hashed")
    }
    let statement = try db.cachedStatement(sql: table.insertSQL)
    var values = [next.sequence.databaseValue, Cell.digest(next.hash)]
    values.append(contentsOf: cells)
    try statement.execute(arguments: StatementArguments(values))
    head = next
    if let wall { newestWall = Swift.max(newestWall, wall.microseconds) }
  }

  /// Moves the head row to the new end.
  func finish() throws {
    let statement = try db.cachedStatement(sql: "UPDATE head SET seq = ?, hash = ?, wall_us = ?")
    let values = [head.sequence.databaseValue, Cell.digest(head.hash), newestWall.databaseValue]
    try statement.execute(arguments: StatementArguments(values))
  }
}

extension Journal {
  /// Runs what appends, in one transaction that is on the disk when this returns; nothing of it is if this fails.
  func append<Value>(_ body: (inout ChainWriter) throws -> Value) throws(JournalError) -> Value {
    do {
      return try database.writeWithoutTransaction { db in
        var result: Value?
        var end: ChainHead?
        try db.inTransaction(.immediate) {
          var writer = try ChainWriter(db)
          let before = writer.head
          result = try body(&writer)
          guard writer.head != before else { return .commit }
          try writer.finish()
          end = writer.head
          return .commit
        }
        if let end { noteHead(end) }
        guard let result else { throw JournalError.io("the transaction ended without a result") }
        return result
      }
    } catch {
      throw JournalError(error)
    }
  }

  /// Tells the head file. The rows are on the disk already, so a failure here must not look like theirs: the next probe
  /// tells it.
  func noteHead(_ head: ChainHead) {
    guard let headFile else { return }
    do {
      try headFile.write(head)
      headFileFailure.withLock { $0 = nil }
    } catch {
      headFileFailure.withLock { $0 = error }
    }
  }
}
