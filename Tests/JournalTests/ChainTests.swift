import Foundation
import GRDB
import Journal
import SafetyKernel
import Testing

@Suite struct ChainTests {
  /// Three trains of 11 rows each in a closed file; then `tamper`, with no trigger in the way; then what a walk finds.
  private func finding(
    after tamper: (Database) throws -> Void, keepHeadFile: Bool = true
  ) throws -> (opening: ChainFinding?, verified: ChainFinding?) {
    var result: (ChainFinding?, ChainFinding?)
    try Sample.inFolder { folder in
      let path = folder + "/j.sqlite"
      let journal = try Journal(at: .file(path: path), now: Sample.time(0))
      try Sample.fill(journal, trains: 3)
      try journal.close()
      try withExtendedLifetime(journal) { try withoutTriggers(path, tamper) }
    }
    return result

    func withoutTriggers(_ path: String, _ tamper: (Database) throws -> Void) throws {
      // The first journal still holds its lock, so the tampered file is walked under another name.
      let copy = path + ".tampered"
      try FileManager.default.copyItem(atPath: path, toPath: copy)
      if keepHeadFile { try FileManager.default.copyItem(atPath: path + ".head", toPath: copy + ".head") }
      var configuration = Configuration()
      configuration.foreignKeysEnabled = false
      let queue = try DatabaseQueue(path: copy, configuration: configuration)
      try queue.write { db in
        let triggers = try Row.fetchAll(db, sql: "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        for trigger in triggers { try db.execute(sql: "DROP TRIGGER \(trigger[0] as String)") }
        try tamper(db)
        for trigger in triggers { try db.execute(sql: trigger[1] as String) }
      }
      try queue.close()
      let journal = try Journal(at: .file(path: copy), now: Sample.time(10))
      result = (journal.openingFinding, try journal.verify().finding)
    }
  }

  @Test func `an untouched journal has no finding`() throws {
    let found = try finding(after: { _ in })
    #expect(found.opening == nil && found.verified == nil)
  }

  @Test(arguments: [
    ("UPDATE trains SET plan = x'010204' WHERE id = 2", ChainFinding.altered(sequence: 12, .trains)),
    ("UPDATE trains SET calibration = x'00' WHERE id = 1", .altered(sequence: 1, .trains)),
    ("UPDATE pulses SET voltage_mV = voltage_mV + 1 WHERE seq = 5", .altered(sequence: 5, .pulses)),
    ("UPDATE pulses SET verdict = 'linkLost' WHERE seq = 5", .altered(sequence: 5, .pulses)),
    ("UPDATE waveforms SET samples = x'00000000' WHERE seq = 10", .altered(sequence: 10, .waveforms)),
    ("UPDATE outcomes SET outcome = 'notDelivered' WHERE seq = 11", .altered(sequence: 11, .outcomes)),
    ("UPDATE outcomes SET hash = zeroblob(32) WHERE seq = 11", .altered(sequence: 11, .outcomes)),
    ("DELETE FROM pulses WHERE seq = 14", .missing(sequence: 14)),
    ("DELETE FROM trains WHERE seq = 1", .missing(sequence: 1)),
    ("INSERT INTO events VALUES (7, x'00', 'x', NULL, '{}', 0, 0)", .doubled(sequence: 7, .events)),
    ("UPDATE journal SET identity = randomblob(16)", .altered(sequence: 1, .trains)),
  ])
  func `a changed, missing or doubled row is named`(sql: String, expected: ChainFinding) throws {
    #expect(try finding(after: { try $0.execute(sql: sql) }).verified == expected)
  }

  @Test func `rows cut off the end are found by the head row, at opening and forever after`() throws {
    let found = try finding(after: { db in
      for table in ["trains", "outcomes", "pulses", "waveforms", "events"] {
        try db.execute(sql: "DELETE FROM \(table) WHERE seq > 30")
      }
    })
    #expect(found.opening == .cutOff(last: 30, expected: 33, .headRow))
    // The opening itself recorded an event, so that the gap stays visible.
    #expect(found.verified == .missing(sequence: 31))
  }

  private func cutWithHeadRow(_ db: Database) throws {
    for table in ["trains", "outcomes", "pulses", "waveforms", "events"] {
      try db.execute(sql: "DELETE FROM \(table) WHERE seq > 22")
    }
    try db.execute(sql: "UPDATE head SET seq = 22, hash = (SELECT hash FROM outcomes WHERE seq = 22)")
  }

  @Test func `rows cut off together with the head row are found by the head file`() throws {
    #expect(try finding(after: cutWithHeadRow).opening == .cutOff(last: 22, expected: 33, .headFile))
  }

  @Test func `a missing head file is told; what was cut can then not be seen from inside`() throws {
    let found = try finding(after: cutWithHeadRow, keepHeadFile: false)
    #expect(found.opening == .headFileMissing)
    #expect(found.verified == nil)
  }

  @Test func `a head row that contradicts the rows leaves nothing to go on from`() throws {
    #expect(throws: JournalError.corrupt("its head row contradicts its rows")) {
      try finding(after: { try $0.execute(sql: "UPDATE head SET seq = 32") })
    }
  }

  @Test func `a trigger that was dropped or a table that was changed is named`() throws {
    let table = try finding(after: { try $0.execute(sql: "ALTER TABLE events ADD COLUMN extra TEXT") })
    #expect(table.verified == .schemaChanged(name: "events"))
    try Sample.inFolder { folder in
      let journal = try Journal(at: .file(path: folder + "/j.sqlite"), now: Sample.time(0))
      try Sample.fill(journal, trains: 1)
      try DatabaseQueue(path: folder + "/j.sqlite").write { try $0.execute(sql: "DROP TRIGGER pulses_keeps_all") }
      #expect(try journal.verify().finding == .schemaChanged(name: "pulses_keeps_all"))
    }
  }

  @Test func `a finding at opening is itself recorded`() throws {
    try Sample.inFolder { folder in
      let path = folder + "/j.sqlite"
      do {
        let journal = try Journal(at: .file(path: path), now: Sample.time(0))
        try Sample.fill(journal, trains: 1)
        try journal.close()
      }
      try FileManager.default.removeItem(atPath: path + ".head")
      let journal = try Journal(at: .file(path: path), now: Sample.time(5))
      #expect(journal.openingFinding == .headFileMissing)
      let event = try #require(try journal.events().first?.event)
      #expect(event.kind == Journal.openingFindingKind && event.time == Sample.time(5))
      #expect(event.body == "{\"finding\":\"the head file beside the journal is missing\"}")
      #expect(try journal.verify().finding == nil)
    }
  }

  @Test func `an older copy restored whole is not seen from inside; its head shows it from outside`() throws {
    try Sample.inFolder { folder in
      let path = folder + "/j.sqlite"
      let newest: ChainHead
      do {
        let journal = try Journal(at: .file(path: path), now: Sample.time(0))
        try Sample.fill(journal, trains: 1)
        try journal.close()
      }
      for name in ["", ".head"] { try FileManager.default.copyItem(atPath: path + name, toPath: path + ".old" + name) }
      do {
        let journal = try Journal(at: .file(path: path), now: Sample.time(1))
        try Sample.fill(journal, trains: 1, from: 1)
        newest = try journal.head()
        try journal.close()
      }
      let old = try Journal(at: .file(path: path + ".old"), now: Sample.time(2))
      #expect(old.openingFinding == nil)
      #expect(try old.verify().finding == nil)
      #expect(try old.head().sequence < newest.sequence)
      // With the newer head file left in place, the same copy is found.
      try FileManager.default.copyItem(atPath: path + ".old", toPath: path + ".copy")
      try FileManager.default.copyItem(atPath: path + ".head", toPath: path + ".copy.head")
      let copy = try Journal(at: .file(path: path + ".copy"), now: Sample.time(2))
      #expect(copy.openingFinding == .cutOff(last: 11, expected: 22, .headFile))
    }
  }
}
