import GRDB
import SHA256

/// Reads the rows of all tables in the order of their places, and hashes them anew.
struct ChainWalk {
  private var tables: [(table: ChainedTable, cursor: RowCursor, row: Row?, sequence: Int64?)] = []
  /// The end of the good part so far.
  private(set) var head: ChainHead

  /// Before the first row.
  init(_ db: Database, from start: ChainHead) throws {
    head = start
    for table in ChainedTable.allCases {
      let cursor = try Row.fetchCursor(db, sql: table.selectSQL + " ORDER BY seq")
      tables.append((table, cursor, nil, nil))
      try advance(tables.count - 1)
    }
  }

  /// Takes the next row; true if there was one, and it was good. After a finding it must not be called again.
  mutating func step() throws -> Result<Bool, Finding> {
    let next = tables.indices.min { (tables[$0].sequence ?? .max) < (tables[$1].sequence ?? .max) }
    guard let next, let row = tables[next].row, let sequence = tables[next].sequence else { return .success(false) }
    let table = tables[next].table
    // `head.sequence` is that of a row that exists, so its successor exists wherever a later row does.
    let expected = head.sequence &+ 1
    if sequence > expected { return .failure(Finding(.missing(sequence: expected))) }
    if sequence < expected { return .failure(Finding(.doubled(sequence: sequence, table))) }
    var cells: [DatabaseValue] = []
    for column in 2..<row.count { cells.append(row[column]) }
    let stored: DatabaseValue = row[1]
    guard case .blob(let data) = stored.storage, let hash = SHA256Digest(bytes: data),
      let extended = head.extended(by: cells, in: table), extended.hash == hash
    else { return .failure(Finding(.altered(sequence: sequence, table))) }
    head = extended
    try advance(next)
    return .success(true)
  }

  /// A finding as an error, so that a step's result can carry it.
  struct Finding: Error {
    let value: ChainFinding
    init(_ value: ChainFinding) { self.value = value }
  }

  private mutating func advance(_ index: Int) throws {
    let row = try tables[index].cursor.next()
    tables[index].row = row
    guard let row else {
      tables[index].sequence = nil
      return
    }
    let value: DatabaseValue = row[0]
    guard case .int64(let sequence) = value.storage else { throw JournalError.corrupt("a row without a place") }
    tables[index].sequence = sequence
  }
}
