import ControlInterface
import Quantities
import Settings
import Testing

@testable import ControlService
@testable import PulseDispatch
@testable import SafetyKernel

@Suite struct AccessTests {
  private static let ids: [String: UInt32] = ["anna": 11, "olga": 12, "tom": 13, "erik": 14, "staff": 50]

  private static let table = AccessTable(
    rules: [
      AccessRule(subject: .user("anna"), role: .observer), AccessRule(subject: .user("olga"), role: .operator),
      AccessRule(subject: .user("tom"), role: .technician), AccessRule(subject: .user("erik"), role: .engineer),
      AccessRule(subject: .group("staff"), role: .observer), AccessRule(subject: .user("ghost"), role: .operator),
    ], userID: { ids[$0] }, groupID: { ids[$0] })

  private static func peer(_ uid: UInt32, groups: Set<UInt32> = []) -> Peer {
    Peer(uid: uid, groups: groups, pid: 1, user: "u\(uid)")
  }

  @Test func `each role may what the design says, and nothing else`() {
    let expected: [(UInt32, Set<Action>)] = [
      (11, [.stop, .read]),
      (12, Set(Action.allCases)),
      (13, [.stop, .read, .diagnose, .lease, .testLoad, .selfTest, .acknowledge, .resolveLoad]),
      (14, [.stop, .read, .diagnose, .lease, .selfTest]),
      (99, [.stop]),
    ]
    for (uid, allowed) in expected {
      let may = Set(Action.allCases.filter { Self.table.may(Self.peer(uid), $0) })
      #expect(may == allowed, "uid \(uid)")
    }
  }

  @Test func `a role comes from any of the peer's groups as well`() {
    #expect(Self.table.roles(of: Self.peer(99, groups: [3, 50])) == [.observer])
    #expect(Self.table.roles(of: Self.peer(12, groups: [50])) == [.observer, .operator])
  }

  @Test func `a name that the system does not know is told and gives nobody a role`() {
    #expect(Self.table.unknown == ["user ghost"])
  }

  @Test func `without rules the daemon's own user has every role, and nobody else any, root included`() {
    let table = AccessTable(daemonUser: 1_000)
    #expect(table.roles(of: Self.peer(1_000)) == Set(Control.Role.allCases))
    #expect(table.roles(of: Self.peer(0, groups: [0, 1_000])).isEmpty)
  }

  @Test func `a caller without a role is refused by name, and can stop`() throws {
    var scene = try Scene()
    let stranger = scene.connect(uid: 5)
    let (id, effects) = try scene.call(Control.GetState.self, .init(), from: stranger)
    let error = try #require(effects.failure(Control.NotAllowed.self, of: id))
    #expect(error.needed == Action.read.allowed)
    let (stop, stopping) = try scene.call(Control.Stop.self, .init(), from: stranger)
    guard case .stop? = stopping.first else {
      Issue.record("Stop is not the first effect")
      return
    }
    #expect(stopping.ended(stop))
  }

  @Test func `an engineer holds a lease and may not prepare, a technician not for tissue`() throws {
    for uid in [13, 14] as [UInt32] {
      var scene = try Scene(access: Self.table)
      let client = scene.connect(uid: uid)
      let (token, _) = try scene.acquire(client)
      let plan = Control.Plan(array: "plates", protocolName: "plates-1khz", gap: .millimetres(6))
      let (id, effects) = try scene.call(Control.Prepare.self, .init(token: token, plan: plan), from: client)
      #expect(effects.failure(Control.NotAllowed.self, of: id) != nil, "uid \(uid)")
      #expect(effects.inbox.isEmpty)
      let load = Control.Plan(array: "test-load", protocolName: "test-load")
      let (second, answer) = try scene.call(Control.Prepare.self, .init(token: token, plan: load), from: client)
      #expect((answer.failure(Control.NotAllowed.self, of: second) == nil) == (uid == 13), "uid \(uid)")
    }
  }

  @Test func `what somebody else prepared is armed by nobody who could not have prepared it`() throws {
    var scene = try Scene(access: Self.table)
    let operating = scene.connect(uid: 12)
    let (token, _) = try scene.acquire(operating)
    let load = Control.Plan(array: "test-load", protocolName: "test-load")
    let (id, effects) = try scene.call(Control.Prepare.self, .init(token: token, plan: load), from: operating)
    guard case .prepare(let number, _, let proposal)? = effects.inbox.first else {
      throw SceneError.unexpected("no prepare")
    }
    let bytes = try #require(CanonicalPlan(proposal))
    let plan = try #require(scene.loop(.prepared(bytes.digest()), number).reply(Control.Prepare.self, to: id)).plan
    scene.take(.closed(operating))
    for (uid, mayArm) in [(14, false), (13, true)] as [(UInt32, Bool)] {
      let client = scene.connect(uid: uid)
      let (taken, _) = try scene.acquire(client)
      let parameters = Control.Arm.Parameters(token: taken, digest: plan.digest, confirmedArray: "test-load")
      let (arm, answer) = try scene.call(Control.Arm.self, parameters, from: client, more: true)
      #expect((answer.failure(Control.NotAllowed.self, of: arm) == nil) == mayArm, "uid \(uid)")
      #expect(answer.inbox.isEmpty != mayArm, "uid \(uid)")
      scene.take(.closed(client))
    }
  }
}
