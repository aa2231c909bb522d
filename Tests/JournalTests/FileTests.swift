import Foundation
import GRDB
import Journal
import SafetyKernel
import Testing

@Suite struct FileTests {
  @Test func `a second opener is refused and told who holds the journal, until it is let go`() throws {
    try Sample.inFolder { folder in
      let location = JournalLocation.file(path: folder + "/j.sqlite")
      do {
        let journal = try Journal(at: location, now: Sample.time(0))
        #expect(throws: JournalError.locked(holder: ProcessInfo.processInfo.processIdentifier)) {
          try Journal(at: location, now: Sample.time(1))
        }
        try Sample.fill(journal, trains: 1)
        try journal.close()
      }
      #expect(try Journal(at: location, now: Sample.time(1)).countTrains() == 1)
    }
  }

  @Test func `every commit reaches the disk: WAL, synchronous FULL, foreign keys, STRICT`() throws {
    try Sample.inFolder { folder in
      let journal = try Journal(at: .file(path: folder + "/j.sqlite"), now: Sample.time(0))
      let settings = try journal.connectionSettings()
      #expect(settings == ["wal", "2", "1"])
      try Sample.fill(journal, trains: 1)
      let tables = try DatabaseQueue(path: folder + "/j.sqlite").read { db in
        try Row.fetchAll(db, sql: "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
          .map { ($0[0] as String, $0[1] as Bool) }
      }
      let loose = tables.filter { !$0.1 }.map(\.0)
      #expect(Set(loose) == ["grdb_migrations", "sqlite_schema"])
      #expect(tables.count == 10)
    }
  }

  @Test(arguments: ["journal", "trains", "outcomes", "pulses", "waveforms", "events"])
  func `rows of a table are neither changed, deleted nor replaced by anybody`(table: String) throws {
    try Sample.inFolder { folder in
      let journal = try Journal(at: .file(path: folder + "/j.sqlite"), now: Sample.time(0))
      try Sample.fill(journal, trains: 1)
      try journal.recordEvent(EventRecord(kind: "x", body: "{}", time: Sample.time(1)))
      let other = try DatabaseQueue(path: folder + "/j.sqlite")
      let column = table == "journal" ? "identity" : "hash"
      for sql in [
        "UPDATE \(table) SET \(column) = zeroblob(16)", "DELETE FROM \(table)",
        "INSERT OR REPLACE INTO \(table) SELECT * FROM \(table)",
      ] {
        #expect(throws: DatabaseError.self) { try other.write { try $0.execute(sql: sql) } }
      }
      #expect(try journal.verify().finding == nil)
      #expect(try journal.countTrains() == 1)
    }
  }

  @Test func `the head row moves forward only`() throws {
    try Sample.inFolder { folder in
      let journal = try Journal(at: .file(path: folder + "/j.sqlite"), now: Sample.time(0))
      try Sample.fill(journal, trains: 1)
      let other = try DatabaseQueue(path: folder + "/j.sqlite")
      for sql in [
        "UPDATE head SET seq = seq - 1", "UPDATE head SET seq = seq", "DELETE FROM head",
        "INSERT OR REPLACE INTO head SELECT * FROM head",
      ] {
        #expect(throws: DatabaseError.self) { try other.write { try $0.execute(sql: sql) } }
      }
      #expect(try journal.verify().finding == nil)
    }
  }

  @Test func `a database that can no longer be written to is told by each write and by the probe`() throws {
    try Sample.inFolder { folder in
      let journal = try Journal(at: .file(path: folder + "/j.sqlite"), now: Sample.time(0))
      try Sample.fill(journal, trains: 1)
      try journal.refuseWrites()
      #expect(throws: JournalError.readOnly) { try journal.probe(at: Sample.time(1)) }
      #expect(throws: JournalError.readOnly) { try journal.recordIntent(Sample.intent(1, at: 1)) }
      #expect(try journal.countTrains() == 1)
    }
  }

  @Test func `a journal from a later program is refused and not touched`() throws {
    try Sample.inFolder { folder in
      let location = JournalLocation.file(path: folder + "/j.sqlite")
      do { try Journal(at: location, now: Sample.time(0)).close() }
      let other = try DatabaseQueue(path: folder + "/j.sqlite")
      try other.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('v99')") }
      try other.close()
      #expect(throws: JournalError.newerSchema("v99")) { try Journal(at: location, now: Sample.time(1)) }
    }
  }

  @Test func `a folder that does not exist is an error with its path`() throws {
    do {
      _ = try Journal(at: .file(path: "/nonexistent/j.sqlite"), now: Sample.time(0))
      Issue.record("it opened")
    } catch {
      #expect(error.description.contains("/nonexistent/j.sqlite.lock"))
    }
  }

  @Test func `writers and readers on several threads leave one whole chain`() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("journal-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let journal = try Journal(at: .file(path: folder.path + "/j.sqlite"), now: Sample.time(0))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<3 {
        group.addTask {
          for number in 0..<50 {
            let body = "{\"writer\":\(writer),\"number\":\(number)}"
            try journal.recordEvent(EventRecord(kind: "test", body: body, time: Sample.time(1)))
          }
        }
      }
      group.addTask {
        for _ in 0..<10 {
          let verification = try journal.verify()
          #expect(verification.finding == nil)
        }
      }
      try await group.waitForAll()
    }
    let events = try journal.events(limit: 1000)
    #expect(Set(events.map(\.event.body)).count == 150)
    let verification = try journal.verify()
    #expect(verification.goodRows == 150 && verification.finding == nil)
  }
}
