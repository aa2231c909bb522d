import ControlInterface
import Journal
import Quantities
import SafetyKernel
import Testing

@testable import ControlService
@testable import PulseDispatch

@Suite struct RecordTests {
  private static func word(_ effects: [ControlEffect]) -> (healthy: Bool, clockGood: Bool)? {
    effects.inbox.compactMap { message -> (healthy: Bool, clockGood: Bool)? in
      if case .recordState(let healthy, let clockGood) = message { (healthy, clockGood) } else { nil }
    }.last
  }

  @Test func `the record counts as good only after a probe that was`() throws {
    var scene = try Scene()
    let first = scene.take(.timer)
    #expect(Self.word(first)?.healthy == false)
    #expect(first.jobs.contains { if case .probe = $0 { true } else { false } })
    let good = scene.take(.journal(.probed(nil)))
    #expect(Self.word(good)?.healthy == true && Self.word(good)?.clockGood == true)
    scene.pass(.seconds(2))
    let again = scene.take(.timer)
    #expect(again.jobs.contains { if case .probe = $0 { true } else { false } })
    let behind = scene.take(
      .journal(.probed(.wallClockBehind(newest: .microseconds(9), given: .microseconds(1)))))
    #expect(Self.word(behind)?.healthy == true && Self.word(behind)?.clockGood == false)
  }

  @Test func `a disk that hangs takes the record's word back, and Stop still comes first`() throws {
    var scene = try Scene()
    scene.take(.timer)
    scene.take(.journal(.probed(nil)))
    scene.pass(.seconds(2))
    #expect(!scene.take(.timer).jobs.isEmpty)
    scene.pass(.milliseconds(3_001))
    #expect(Self.word(scene.take(.timer))?.healthy == false)
    let (id, effects) = try scene.call(Control.Stop.self, .init(), from: scene.connect(uid: 3))
    guard case .stop? = effects.first else {
      Issue.record("\(effects)")
      return
    }
    #expect(effects.ended(id))
    let back = scene.take(.journal(.probed(nil)))
    #expect(Self.word(back)?.healthy == true)
  }

  @Test func `an intent that was not written takes the record's word back`() throws {
    var scene = try Scene()
    scene.take(.timer)
    scene.take(.journal(.probed(nil)))
    let effects = scene.take(.journal(.failed(.diskFull, of: .intent(Scene.nonce))))
    #expect(Self.word(effects)?.healthy == false)
    #expect(!effects.inbox.contains { if case .recordDurable = $0 { true } else { false } })
  }

  @Test func `one bad row neither spoils the others nor the record's word`() throws {
    let journal = try Journal(
      at: .memory(JournalIdentity(high: 1, low: 2)), now: RecordTime(wall: .microseconds(1), monotonic: .zero))
    var desk = JournalDesk(journal, open: nil)
    let time = RecordTime(wall: .microseconds(10), monotonic: .zero)
    let long = String(repeating: "x", count: EventRecord.longestBody + 1)
    let answer = desk.perform(rows: [
      .event(kind: "good", body: "{}", nil, time), .event(kind: "bad", body: long, nil, time),
      .event(kind: "good", body: "{}", nil, time),
    ])
    guard case .failed(.refused, of: .rows(3)) = answer else {
      Issue.record("\(answer)")
      return
    }
    #expect(try journal.events().filter { $0.event.kind == "good" }.count == 2)
    var scene = try Scene()
    scene.take(.timer)
    scene.take(.journal(.probed(nil)))
    #expect(Self.word(scene.take(.journal(answer))) == nil)
  }

  @Test func `a train is read with its pulses, and none is told so`() throws {
    var scene = try Scene()
    let client = scene.connect()
    let (id, effects) = try scene.call(Record.GetTrain.self, .init(), from: client)
    guard case .readTrain(id, nil, waveforms: false)? = effects.jobs.last else {
      Issue.record("\(effects)")
      return
    }
    #expect(scene.take(.journal(.train(id, nil))).failure(Record.NoSuchTrain.self, of: id) != nil)
    let (second, refused) = try scene.call(Record.GetTrain.self, .init(waveforms: true), from: client)
    #expect(refused.failure(Record.ExpectedMore.self, of: second) != nil)
  }

  @Test func `lost events are recorded before the loop may go on`() throws {
    var scene = try Scene()
    scene.status.overrun = true
    scene.status.lostEvents = 4
    let noted = scene.take(.timer).jobs.contains { if case .noteOverrun = $0 { true } else { false } }
    #expect(noted)
    // More are lost before the answer comes: those are noted on their own, and the answer speaks of the first alone.
    scene.status.lostEvents = 6
    let again = scene.take(.timer).jobs.contains { if case .noteOverrun(6, _, _) = $0 { true } else { false } }
    #expect(again)
    let effects = scene.take(.journal(.overrunNoted(lostEvents: 4)))
    #expect(effects.inbox.contains { if case .overrunNoted(lostEvents: 4) = $0 { true } else { false } })
  }
}

@Suite struct NoteTests {
  @Test func `a flood of stops is all heard, and noted some times only`() throws {
    var scene = try Scene()
    let client = scene.connect(uid: 3)
    var stops = 0
    var notes = 0
    for _ in 0..<100 {
      let (_, effects) = try scene.call(Control.Stop.self, .init(), from: client)
      if case .stop? = effects.first { stops += 1 }
      notes += effects.jobs.count { if case .event(kind: "stop", _, _, _) = $0 { true } else { false } }
    }
    #expect(stops == 100)
    #expect(notes == NoteLimiter.most)
    scene.pass(NoteLimiter.window)
    let (_, later) = try scene.call(Control.Stop.self, .init(), from: client)
    #expect(later.jobs.contains { if case .event(kind: "stop", _, _, _) = $0 { true } else { false } })
  }
}
