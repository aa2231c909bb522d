import GRDB
import SHA256

extension Journal {
  /// Walks the whole chain and names the first thing wrong: a changed, missing or doubled row, an end cut off, a changed
  /// schema, damaged pages. It reads every row, so it takes time in proportion.
  ///
  /// What it cannot find, because everything within the computer agrees with itself: a journal that was restored whole
  /// together with its head file, and one that was rewritten from some row on with new hashes. The first shows by the
  /// generator's counter, the second by a ``ChainHead`` kept elsewhere.
  public func verify() throws(JournalError) -> ChainVerification {
    // Before the snapshot: a commit in between then makes the file older than the snapshot, which is no finding.
    let witness = headFile?.read()
    return try read { db in
      var result = ChainVerification(goodRows: 0, head: ChainHead.start(of: identity), finding: nil)
      do {
        result.finding = try Self.findInChain(db, witness, &result.head)
      } catch {
        result.finding = .damaged(after: result.head.sequence, JournalError(error).description)
      }
      result.goodRows = result.head.sequence
      return result
    }
  }

  private static func findInChain(_ db: Database, _ witness: HeadFile.Reading?, _ head: inout ChainHead) throws
    -> ChainFinding?
  {
    let (headRow, _) = try ChainWriter.end(db)
    var walk = try ChainWalk(db, from: head)
    var agrees: Bool?
    if case .head(let kept) = witness, kept.sequence == 0 { agrees = kept == head }
    walking: while true {
      switch try walk.step() {
      case .failure(let finding): return finding.value
      case .success(false): break walking
      case .success(true): head = walk.head
      }
      if case .head(let kept) = witness, kept.sequence == head.sequence { agrees = kept == head }
    }
    if headRow.sequence > head.sequence {
      return .cutOff(last: head.sequence, expected: headRow.sequence, .headRow)
    }
    if headRow != head { return .headDiffers(sequence: headRow.sequence, .headRow) }
    switch witness {
    case nil: break
    case .missing: return .headFileMissing
    case .unreadable: return .headFileUnreadable
    case .head(let kept):
      if kept.sequence > head.sequence { return .cutOff(last: head.sequence, expected: kept.sequence, .headFile) }
      if agrees != true { return .headDiffers(sequence: kept.sequence, .headFile) }
    }
    if let name = try changedSchema(db) { return .schemaChanged(name: name) }
    let pages = try String.fetchOne(db, sql: "PRAGMA integrity_check(1)") ?? "no answer"
    return pages == "ok" ? nil : .damaged(after: head.sequence, pages)
  }

  /// A table, index or trigger that differs from a new journal's.
  private static func changedSchema(_ db: Database) throws -> String? {
    let fresh = try DatabaseQueue()
    try Schema.migrator(for: JournalIdentity(high: 0, low: 0)).migrate(fresh)
    let wanted = try fresh.read(schema)
    let found = try schema(db)
    return Set(wanted.keys).union(found.keys).sorted().first { wanted[$0] != found[$0] }
  }

  private static func schema(_ db: Database) throws -> [String: String] {
    let rows = try Row.fetchAll(
      db, sql: "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
    return Dictionary(rows.map { ($0[0] as String, $0[1] as String) }, uniquingKeysWith: { first, _ in first })
  }

  /// Compares only the ends, as every opening does: the head row, the last row, and the head file.
  static func compareEnds(_ database: any DatabaseWriter, _ headFile: HeadFile?, _ identity: JournalIdentity) throws
    -> ChainFinding?
  {
    try database.read { db in
      let (headRow, _) = try ChainWriter.end(db)
      var last = ChainHead.start(of: identity)
      for table in ChainedTable.allCases {
        let row = try Row.fetchOne(db, sql: table.selectSQL + " ORDER BY seq DESC LIMIT 1")
        guard let row, let end = try storedHead(row, table), end.sequence > last.sequence else { continue }
        last = end
      }
      if headRow.sequence > last.sequence {
        return .cutOff(last: last.sequence, expected: headRow.sequence, .headRow)
      }
      if headRow != last { return .headDiffers(sequence: headRow.sequence, .headRow) }
      switch headFile?.read() {
      case nil: return nil
      case .missing: return last.sequence == 0 ? nil : .headFileMissing
      case .unreadable: return .headFileUnreadable
      case .head(let kept):
        if kept.sequence > last.sequence { return .cutOff(last: last.sequence, expected: kept.sequence, .headFile) }
        let found = try storedHead(at: kept.sequence, db) ?? ChainHead.start(of: identity)
        return found == kept ? nil : .headDiffers(sequence: kept.sequence, .headFile)
      }
    }
  }

  private static func storedHead(at sequence: Int64, _ db: Database) throws -> ChainHead? {
    for table in ChainedTable.allCases {
      let row = try Row.fetchOne(db, sql: table.selectSQL + " WHERE seq = ?", arguments: [sequence])
      if let row { return try storedHead(row, table) }
    }
    return nil
  }

  private static func storedHead(_ row: Row, _ table: ChainedTable) throws -> ChainHead? {
    let reader = try RowReader(row, of: table)
    let stored: DatabaseValue = row[1]
    guard case .blob(let data) = stored.storage, let hash = SHA256Digest(bytes: data) else { return nil }
    return ChainHead(sequence: reader.sequence, hash: hash)
  }
}
