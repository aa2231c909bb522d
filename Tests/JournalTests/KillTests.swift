import Foundation
import GRDB
import Journal
import Quantities
import SafetyKernel
import Testing

/// What the writer program was acknowledged, as it said.
private struct Acknowledged {
  var intents: [Int64: UInt64] = [:]
  var outcomes: [Int64: Int] = [:]
  var pulses: Set<[Int64]> = []
  var waveforms: Set<[Int64]> = []
  var events: Set<String> = []
  var opened = 0

  mutating func take(_ output: String) {
    // What follows the last line's end was cut by the kill and acknowledges nothing.
    for line in output.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      let words = line.split(separator: " ").map(String.init)
      let numbers = words.dropFirst().compactMap { Int64($0) }
      switch words.first {
      case "opened": opened += 1
      case "intent": intents[numbers[0]] = UInt64(numbers[1])
      case "outcome": outcomes[numbers[0], default: 0] += 1
      case "pulse": #expect(pulses.insert(numbers).inserted)
      case "waveform": #expect(waveforms.insert(numbers).inserted)
      case "event": events.insert("{\"seed\":\(numbers[0]),\"count\":\(numbers[1])}")
      default: Issue.record("the writer said: \(line)")
      }
    }
  }
}

@Suite(.serialized) struct KillTests {
  private static let kills = 30

  @Test func `after kill -9 at any moment nothing acknowledged is lost and nothing is doubled`() throws {
    try Sample.inFolder { folder in
      let path = folder + "/j.sqlite"
      var acknowledged = Acknowledged()
      var random = SystemRandomNumberGenerator()
      for kill in 1...Self.kills {
        // A small number of bytes, then a moment more: from the opening up to some trains.
        let lines = kill.isMultiple(of: 6) ? 0 : Int.random(in: 1...120, using: &random)
        acknowledged.take(
          try Writer.killed([path, "\(kill)"], afterLines: lines, microseconds: .random(in: 0...4000, using: &random)))
        // Each kill may have swallowed one acknowledgement of an intent, no more.
        try check(path, acknowledged, unheard: kill)
      }
      #expect(acknowledged.opened >= Self.kills / 2)
      #expect(acknowledged.intents.count >= 20)
    }
  }

  private func check(_ path: String, _ acknowledged: Acknowledged, unheard: Int) throws {
    let now = RecordTime(wall: .microseconds(Int64(Date().timeIntervalSince1970 * 1e6)), monotonic: .zero)
    let journal = try Journal(at: .file(path: path), now: now)
    #expect(journal.openingFinding == nil)
    #expect(try journal.verify().finding == nil)
    let count = try journal.countTrains()
    #expect((0...unheard).contains(count - acknowledged.intents.count))
    for (number, nonce) in acknowledged.intents {
      let record = try #require(try journal.train(TrainID(number: number)))
      #expect(record.intent.nonce.value == nonce)
      let indices = record.pulses.map { Int64($0.index) }
      #expect(Set(indices).count == indices.count)
      for pulse in acknowledged.pulses where pulse[0] == number {
        let found = record.pulses.first { Int64($0.index) == pulse[1] }
        #expect(found?.voltage.millivolts == number * 100 + pulse[1])
      }
      #expect(record.pulses.count >= acknowledged.pulses.count { $0[0] == number })
      #expect(record.waveforms.count >= acknowledged.waveforms.count { $0[0] == number })
      #expect(record.outcomes.count >= acknowledged.outcomes[number] ?? 0 && record.outcomes.count <= 1)
      if count > Int(number) { #expect(!record.isOpen) }
    }
    var bodies: [String] = []
    var place: Int64 = 0
    while let page = Optional(try journal.events(after: place)), let last = page.last {
      bodies += page.map(\.event.body)
      place = last.sequence
    }
    #expect(Set(bodies).count == bodies.count)
    #expect(acknowledged.events.isSubset(of: bodies))
    try journal.close()
  }

  @Test func `a journal held by another process is refused with that process's id`() throws {
    try Sample.inFolder { folder in
      let path = folder + "/j.sqlite"
      let writer = try Writer(["\(path)", "1"])
      defer { writer.kill() }
      try writer.read(lines: 1)
      #expect(throws: JournalError.locked(holder: writer.process.processIdentifier)) {
        try Journal(at: .file(path: path), now: Sample.time(0))
      }
    }
  }

  @Test(.enabled(if: Writer.runsUnprivileged))
  func `a journal that this user may not write is refused as read-only`() throws {
    try Sample.inFolder { folder in
      let path = folder + "/j.sqlite"
      do {
        let journal = try Journal(at: .file(path: path), now: Sample.time(0))
        try Sample.fill(journal, trains: 1)
        try journal.close()
      }
      for name in ["", ".lock", ".head"] {
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path + name)
      }
      try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder)
      defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder) }
      let asNobody = Writer.unprivileged
      #expect(try Writer.output([path, "1", "1"], under: asNobody) == "error readOnly\n")
      // The lock and the folder writable, the database alone not.
      try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: path + ".lock")
      try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder)
      #expect(try Writer.output([path, "1", "1"], under: asNobody) == "error readOnly\n")
    }
  }

  @Test(.enabled(if: FullDisk.isPossible))
  func `a disk that runs full stops the writer with diskFull, and loses nothing acknowledged`() throws {
    try Sample.inFolder { folder in
      try FullDisk.mount(folder, bytes: 3 << 20)
      defer { FullDisk.unmount(folder) }
      let path = folder + "/j.sqlite"
      let output = try Writer.output([path, "1", "100000", "0"], under: [])
      let lines = output.split(separator: "\n").map(String.init)
      #expect(lines.last == "error diskFull")
      var acknowledged = Acknowledged()
      acknowledged.take(lines.dropLast().joined(separator: "\n") + "\n")
      #expect(acknowledged.intents.count > 20)
      // On a bigger disk everything is there, and the journal goes on.
      try Sample.inFolder { roomy in
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
          try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: "\(roomy)/\(name)")
        }
        try check(roomy + "/j.sqlite", acknowledged, unheard: 0)
      }
    }
  }
}
