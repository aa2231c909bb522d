import Foundation
import GRDB
import Journal
import SafetyKernel
import Testing

@Suite struct MigrationTests {
  /// A journal of version 1, frozen as text: two trains and an event.
  private static let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures/v1.sql")

  private func restore(_ path: String) throws {
    let sql = try String(contentsOf: Self.fixture, encoding: .utf8)
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
  }

  @Test func `a journal of version 1 opens, is whole, and takes more`() throws {
    try Sample.inFolder { folder in
      let path = folder + "/j.sqlite"
      try restore(path)
      let journal = try Journal(at: .file(path: path), now: Sample.time(100))
      #expect(journal.openingFinding == .headFileMissing)
      #expect(journal.identity == JournalIdentity(high: 0x37fe_5291_baf8_1078, low: 0x760f_36c0_d6ce_c61c))
      #expect(try journal.countTrains() == 2)
      let train = try #require(try journal.train(TrainID(number: 2)))
      #expect(try train.intent == Sample.intent(1, at: 1))
      #expect(train.pulses == (0..<8).map { Sample.pulse($0) })
      #expect(train.waveforms == [Sample.waveform(0)])
      #expect(train.outcomes == [Sample.outcome(.settled(.delivered, by: .reports), at: 1)])
      #expect(try journal.events().first?.event.kind == "fixture")
      try Sample.fill(journal, trains: 1, from: 100)
      #expect(try journal.verify().finding == nil)
      // 22 rows of trains, the fixture's event, the finding at opening, 11 rows more.
      #expect(try journal.verify().goodRows == 35)
    }
  }

  @Test func `the schema of version 1 is what was frozen`() throws {
    try Sample.inFolder { folder in
      try restore(folder + "/old.sqlite")
      try Journal(at: .file(path: folder + "/new.sqlite"), now: Sample.time(0)).close()
      let schemas = try ["old", "new"].map { name in
        try DatabaseQueue(path: "\(folder)/\(name).sqlite").read { db in
          try String.fetchSet(db, sql: "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        }
      }
      #expect(schemas[0] == schemas[1])
    }
  }

  @Test func `a creation that was cut off before its tables is taken up again`() throws {
    try Sample.inFolder { folder in
      let path = folder + "/j.sqlite"
      let queue = try DatabaseQueue(path: path)
      try queue.write { db in
        try db.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
      }
      try queue.close()
      let journal = try Journal(at: .file(path: path), now: Sample.time(0))
      try Sample.fill(journal, trains: 1)
      #expect(try journal.verify() == ChainVerification(goodRows: 11, head: journal.head(), finding: nil))
    }
  }
}
