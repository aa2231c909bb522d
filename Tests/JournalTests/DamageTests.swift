import Foundation
import GRDB
import Journal
import SafetyKernel
import Testing

@Suite struct DamageTests {
  /// A closed journal with 20 trains, and the bytes of its file.
  private func closedJournal(_ folder: String) throws -> (path: String, bytes: [UInt8]) {
    let path = folder + "/j.sqlite"
    let journal = try Journal(at: .file(path: path), now: Sample.time(0))
    try Sample.fill(journal, trains: 20)
    try journal.close()
    return (path, try Array(Data(contentsOf: URL(fileURLWithPath: path))))
  }

  @Test func `one flipped bit in a row is named, wherever in the row it is`() throws {
    try Sample.inFolder { folder in
      let (path, bytes) = try closedJournal(folder)
      let text = Array("esope-hexagonal-1hz".utf8)
      let places = bytes.indices.filter { bytes[$0...].starts(with: text) }
      #expect(places.count == 20)
      for (count, place) in places.enumerated() {
        var flipped = bytes
        flipped[place + count % text.count] ^= 1 << UInt8(count % 5)
        let copy = "\(path).\(count)"
        try Data(flipped).write(to: URL(fileURLWithPath: copy))
        try FileManager.default.copyItem(atPath: path + ".head", toPath: copy + ".head")
        let finding = try Journal(at: .file(path: copy), now: Sample.time(30)).verify().finding
        let named = if case .altered(let row, .trains) = finding { row % 11 == 1 } else { false }
        #expect(named, "\(count): \(String(describing: finding))")
      }
    }
  }

  @Test func `a page of rubbish is found, at opening or by the walk`() throws {
    try Sample.inFolder { folder in
      let (path, bytes) = try closedJournal(folder)
      for page in 1..<(bytes.count / 4096) {
        var damaged = bytes
        for place in (page * 4096)..<(page * 4096 + 4096) { damaged[place] ^= 0x5a }
        let copy = "\(path).\(page)"
        try Data(damaged).write(to: URL(fileURLWithPath: copy))
        try FileManager.default.copyItem(atPath: path + ".head", toPath: copy + ".head")
        do {
          let journal = try Journal(at: .file(path: copy), now: Sample.time(30))
          #expect(try journal.verify().finding != nil, "page \(page)")
        } catch JournalError.corrupt {
          continue
        }
      }
    }
  }

  @Test func `a file that is no database, or another program's, is refused and left alone`() throws {
    try Sample.inFolder { folder in
      let rubbish = folder + "/rubbish"
      let bytes = Data((0..<8192).map { UInt8(truncatingIfNeeded: $0 &* 7) })
      try bytes.write(to: URL(fileURLWithPath: rubbish))
      #expect(corrupt { try Journal(at: .file(path: rubbish), now: Sample.time(0)) })
      #expect(try Data(contentsOf: URL(fileURLWithPath: rubbish)) == bytes)
      let other = folder + "/other"
      let queue = try DatabaseQueue(path: other)
      try queue.write { try $0.execute(sql: "CREATE TABLE notes (text TEXT)") }
      try queue.close()
      #expect(corrupt { try Journal(at: .file(path: other), now: Sample.time(0)) })
      let tables = try DatabaseQueue(path: other).read { db in
        try String.fetchAll(db, sql: "SELECT name FROM sqlite_master")
      }
      #expect(tables == ["notes"])
    }
  }

  private func corrupt(_ body: () throws -> Journal) -> Bool {
    do {
      _ = try body()
      return false
    } catch JournalError.corrupt {
      return true
    } catch {
      return false
    }
  }

  @Test func `a full journal says so, keeps what it had, and goes on when there is room`() throws {
    let bounds = JournalBounds(largestSize: 400_000, smallestRoom: 100_000)
    let journal = try Journal(at: Sample.memory, bounds: bounds, now: Sample.time(0))
    var written = 0
    #expect(throws: JournalError.diskFull) {
      while written < 10_000 {
        try Sample.fill(journal, trains: 1, from: Int64(written))
        written += 1
      }
    }
    #expect(written > 10)
    // An outcome may be among what found no room: then the intent stands open, as it must.
    let open = try journal.openTrain()
    #expect(try journal.countTrains() - written == (open == nil ? 0 : 1))
    #expect(try journal.verify().finding == nil)
    try journal.allow(pages: 1000)
    let outcome = Sample.outcome(.settled(.notDelivered, by: .counter), at: Int64(written))
    if let open { try journal.recordOutcome(outcome, of: open.train) }
    try Sample.fill(journal, trains: 1, from: Int64(written))
    #expect(try journal.verify().finding == nil)
  }

  @Test func `the probe refuses while there is still room for the train that is under way`() throws {
    let bounds = JournalBounds(largestSize: 400_000, smallestRoom: 100_000)
    let journal = try Journal(at: Sample.memory, bounds: bounds, now: Sample.time(0))
    var written = 0
    #expect(throws: JournalError.diskFull) {
      while written < 10_000 {
        try journal.probe(at: Sample.time(Int64(written)))
        try Sample.fill(journal, trains: 1, from: Int64(written))
        written += 1
      }
    }
    try Sample.fill(journal, trains: 1, from: Int64(written))
    #expect(try journal.countTrains() == written + 1)
  }

  @Test func `a disk with less room than a train may need is told by the probe`() throws {
    try Sample.inFolder { folder in
      let bounds = JournalBounds(smallestRoom: .max)
      let journal = try Journal(at: .file(path: folder + "/j.sqlite"), bounds: bounds, now: Sample.time(0))
      #expect(throws: JournalError.diskFull) { try journal.probe(at: Sample.time(1)) }
    }
  }
}
