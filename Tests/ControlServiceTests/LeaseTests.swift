import ControlInterface
import PulseDispatch
import Quantities
import SafetyKernel
import Settings
import Testing

@testable import ControlService

@Suite struct LeaseTests {
  @Test func `a second console is refused and told who has control`() throws {
    var scene = try Scene()
    let first = scene.connect()
    _ = try scene.acquire(first)
    scene.pass(.milliseconds(300))
    let second = scene.connect()
    let (id, effects) = try scene.call(Control.AcquireControl.self, .init(), from: second, more: true)
    let error = try #require(effects.failure(Control.LeaseHeld.self, of: id))
    #expect(error.holder.pid == 7)
    #expect(error.holder.heldMilliseconds == 300)
    #expect(effects.inbox.isEmpty)
  }

  @Test func `taking over tells the former holder, ends its lease first, and is recorded with the reason`() throws {
    var scene = try Scene()
    let first = scene.connect()
    let (token, stream) = try scene.acquire(first)
    let second = scene.connect()
    let (id, effects) = try scene.call(
      Control.AcquireControl.self, .init(takeOver: "the other console is broken"), from: second, more: true)
    let told = try #require(effects.failure(Control.LeaseEnded.self, of: stream))
    #expect(told.reason == "takenOver")
    #expect(told.explanation.contains("the other console is broken"))
    guard effects.inbox.count == 2, case .leaseEnded(let old) = effects.inbox[0],
      case .leaseGranted(let new, _, _) = effects.inbox[1]
    else {
      Issue.record("\(effects.inbox)")
      return
    }
    #expect(!(old == new))
    #expect(effects.reply(Control.AcquireControl.self, to: id) != nil)
    let kinds = effects.jobs.compactMap {
      if case .event(let kind, let body, _, _) = $0 { "\(kind) \(body)" } else { nil }
    }
    #expect(kinds.contains { $0.hasPrefix("lease.takenOver") && $0.contains("broken") })
    let (late, refused) = try scene.call(Control.Disarm.self, .init(token: token), from: first)
    #expect(refused.failure(Control.NoLease.self, of: late) != nil)
  }

  @Test func `a takeover without a reason is refused`() throws {
    var scene = try Scene()
    _ = try scene.acquire(scene.connect())
    let second = scene.connect()
    let (id, effects) = try scene.call(Control.AcquireControl.self, .init(takeOver: ""), from: second, more: true)
    #expect(effects.failure(Control.BadValue.self, of: id)?.field == "takeOver")
    #expect(effects.inbox.isEmpty)
  }

  @Test func `the end of the lease's connection ends the lease`() throws {
    var scene = try Scene()
    let client = scene.connect()
    _ = try scene.acquire(client)
    let effects = scene.take(.closed(client))
    guard case .leaseEnded? = effects.inbox.first else {
      Issue.record("\(effects.inbox)")
      return
    }
  }

  @Test func `a frozen console loses the lease at its lapse, and is told`() throws {
    var scene = try Scene()
    let client = scene.connect()
    let (token, stream) = try scene.acquire(client)
    for _ in 0..<8 {
      scene.pass(.milliseconds(250))
      let (id, effects) = try scene.call(Control.RenewControl.self, .init(token: token, hold: false), from: client)
      #expect(effects.reply(Control.RenewControl.self, to: id) != nil)
    }
    scene.pass(.milliseconds(1_000))
    #expect(!scene.take(.timer).failed(stream))
    scene.pass(.milliseconds(1))
    let lapsed = scene.take(.timer)
    #expect(lapsed.failure(Control.LeaseEnded.self, of: stream)?.reason == "lapsed")
    let ended = lapsed.inbox.contains { if case .leaseEnded = $0 { true } else { false } }
    #expect(ended)
    let (id, effects) = try scene.call(Control.RenewControl.self, .init(token: token, hold: true), from: client)
    #expect(effects.failure(Control.NoLease.self, of: id) != nil)
    #expect(effects.inbox.isEmpty, "a renewal after the lapse revives nothing")
  }

  @Test func `hold and the moment of the renewal reach the loop`() throws {
    var scene = try Scene()
    let client = scene.connect()
    let (token, _) = try scene.acquire(client)
    scene.pass(.milliseconds(200))
    let (_, effects) = try scene.call(Control.RenewControl.self, .init(token: token, hold: true), from: client)
    guard case .leaseRenewed(_, let time, let hold)? = effects.inbox.first else {
      Issue.record("\(effects.inbox)")
      return
    }
    #expect(time == scene.now)
    #expect(hold)
  }

  @Test func `a token in another user's hands is worth nothing`() throws {
    let rules = AccessTable(
      rules: [.init(subject: .user("a"), role: .operator), .init(subject: .user("b"), role: .operator)],
      userID: { $0 == "a" ? 1 : 2 }, groupID: { _ in nil })
    var scene = try Scene(access: rules)
    let (token, _) = try scene.acquire(scene.connect(uid: 1))
    let thief = scene.connect(uid: 2)
    let (id, effects) = try scene.call(Control.RenewControl.self, .init(token: token, hold: true), from: thief)
    #expect(effects.failure(Control.NoLease.self, of: id) != nil)
    #expect(effects.inbox.isEmpty)
  }
}
