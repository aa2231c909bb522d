import ControlInterface
import Journal
import Quantities
import SHA256
import SafetyKernel
import Testing

@testable import ControlService
@testable import PulseDispatch

@Suite struct DeliveryTests {
  @Test func `a plan shows each pair's wanted and planned voltage with the limit, its number and its file`() throws {
    var scene = try Scene()
    let client = scene.connect()
    let (token, _) = try scene.acquire(client)
    let wide = Control.Plan(array: "plates", protocolName: "plates-1khz", gap: .millimetres(8))
    let (id, effects) = try scene.call(Control.Prepare.self, .init(token: token, plan: wide), from: client)
    guard case .prepare(let number, _, let plan)? = effects.inbox.first else {
      Issue.record("\(effects)")
      return
    }
    let digest = try #require(CanonicalPlan(plan)).digest()
    let prepared = try #require(scene.loop(.prepared(digest), number).reply(Control.Prepare.self, to: id)).plan
    let pair = try #require(prepared.pairs.first)
    #expect(pair.wanted == .volts(1040))
    #expect(pair.planned == .volts(1000))
    #expect(pair.ceiling == .volts(1000))
    #expect(pair.binding == .machine)
    #expect(pair.limitFile.hasSuffix("porated.yaml"))
    #expect(prepared.lowered && pair.lowered)
    #expect(prepared.digest == digest.value.hex)
    #expect(prepared.confirmArray)
  }

  @Test func `a lowered plan is refused where the caller does not accept it, before the loop hears of it`() throws {
    var scene = try Scene()
    let client = scene.connect()
    let (token, _) = try scene.acquire(client)
    let plan = Control.Plan(
      array: "plates", protocolName: "plates-1khz", gap: .millimetres(8), acceptLowered: false)
    let (id, effects) = try scene.call(Control.Prepare.self, .init(token: token, plan: plan), from: client)
    #expect(effects.failure(Control.PlanLowered.self, of: id)?.pairs.first?.planned == .volts(1000))
    #expect(effects.inbox.isEmpty)
  }

  @Test func `a typed voltage above a limit names limit, both numbers and file`() throws {
    var scene = try Scene()
    let client = scene.connect()
    let (token, _) = try scene.acquire(client)
    let plan = Control.Plan(
      array: "plates", protocolName: "plates-1khz", gap: .millimetres(8), voltage: .volts(1040))
    let (id, effects) = try scene.call(Control.Prepare.self, .init(token: token, plan: plan), from: client)
    let error = try #require(effects.failure(Control.PlanRefused.self, of: id))
    #expect(error.name == "voltageAboveLimit")
    #expect(error.limit == "the machine limit max_voltage")
    #expect(error.value == "1040 V" && error.bound == "1000 V")
    #expect(error.file.hasSuffix("porated.yaml"))
  }

  @Test func `a misspelt array gets a suggestion`() throws {
    var scene = try Scene()
    let client = scene.connect()
    let (token, _) = try scene.acquire(client)
    let plan = Control.Plan(array: "platse", protocolName: "plates-1khz")
    let (id, effects) = try scene.call(Control.Prepare.self, .init(token: token, plan: plan), from: client)
    let error = try #require(effects.failure(Control.NoSuchArray.self, of: id))
    #expect(error.remedy == "did you mean plates?")
    #expect(error.known.contains("hexagonal"))
  }

  @Test func `an arming writes its intent, and only its durability is told to the loop`() throws {
    var scene = try Scene()
    let client = scene.connect()
    let (token, _) = try scene.acquire(client)
    let plan = try scene.prepare(token, client)
    let parameters = Control.Arm.Parameters(token: token, digest: plan.digest, confirmedArray: "plates")
    let (_, effects) = try scene.call(Control.Arm.self, parameters, from: client, more: true)
    guard case .arm(let number, _, let digest, let confirmed)? = effects.inbox.first else {
      Issue.record("\(effects)")
      return
    }
    #expect(confirmed.ascii == "PLATES")
    scene.loop(.accepted, number)
    let intending = scene.loop(
      .intent(Scene.nonce, digest, Scene.serial, BootIdentity(value: 5), counterBefore: 100, plannedPulses: 8), number)
    guard case .intent(let intent)? = intending.jobs.first else {
      Issue.record("\(intending)")
      return
    }
    #expect(intent.nonce == Scene.nonce && intent.counterBefore == 100 && intent.plannedPulses == 8)
    #expect(intent.operatorUID == Scene.daemonUser)
    #expect(intending.inbox.isEmpty)
    let durable = scene.take(.journal(.durable(Scene.nonce, TrainID(number: 3))))
    guard case .recordDurable(Scene.nonce)? = durable.inbox.first else {
      Issue.record("\(durable)")
      return
    }
  }

  /// A scene in which a train is armed; the token and the nonce as it travels.
  private func armed(_ scene: inout Scene, _ client: ClientID) throws -> (token: String, nonce: String) {
    let (token, _) = try scene.acquire(client)
    let plan = try scene.prepare(token, client)
    let arming = try scene.beginArming(token, plan.digest, client)
    scene.loop(.entered(.charging, .none))
    scene.take(.journal(.durable(Scene.nonce, TrainID(number: 3))))
    let effects = scene.loop(.armed(Scene.nonce))
    #expect(effects.ended(arming))
    let armed = try #require(effects.reply(Control.Arm.self, to: arming)?.armed)
    #expect(armed.expiresMilliseconds == 30_000)
    return (token, armed.nonce)
  }

  @Test func `a fresh ticket fires, an old one and an unknown one never reach the loop`() throws {
    var scene = try Scene()
    let client = scene.connect()
    let (token, nonce) = try armed(&scene, client)
    let (renewal, renewed) = try scene.call(Control.RenewControl.self, .init(token: token, hold: false), from: client)
    let ticket = try #require(renewed.reply(Control.RenewControl.self, to: renewal)).ticket
    let issued = scene.now
    let unknown = try scene.call(
      Control.Fire.self, .init(token: token, nonce: nonce, ticket: "0123456789abcdef"), from: client, more: true)
    #expect(unknown.effects.failure(Control.TicketTooOld.self, of: unknown.id)?.allowedMilliseconds == 500)
    #expect(unknown.effects.inbox.isEmpty)
    scene.pass(.milliseconds(500))
    let good = try scene.call(
      Control.Fire.self, .init(token: token, nonce: nonce, ticket: ticket), from: client, more: true)
    guard case .fire(_, _, Scene.nonce, let stamp)? = good.effects.inbox.first else {
      Issue.record("\(good.effects)")
      return
    }
    #expect(stamp == issued, "the kernel judges the age itself, from the moment the ticket was given")
    scene.pass(.milliseconds(1))
    let old = try scene.call(
      Control.Fire.self, .init(token: token, nonce: nonce, ticket: ticket), from: client, more: true)
    #expect(old.effects.failure(Control.TicketTooOld.self, of: old.id) != nil)
    #expect(old.effects.inbox.isEmpty)
  }

  @Test func `a train tells accepted, each pulse, and its outcome in one sentence`() throws {
    var scene = try Scene()
    let client = scene.connect()
    let (token, nonce) = try armed(&scene, client)
    let (renewal, renewed) = try scene.call(Control.RenewControl.self, .init(token: token, hold: false), from: client)
    let ticket = try #require(renewed.reply(Control.RenewControl.self, to: renewal)).ticket
    let (fire, effects) = try scene.call(
      Control.Fire.self, .init(token: token, nonce: nonce, ticket: ticket), from: client, more: true)
    guard case .fire(let number, _, _, _)? = effects.inbox.first else {
      Issue.record("\(effects)")
      return
    }
    #expect(scene.loop(.accepted, number).replies(Control.Fire.self, to: fire).map(\.phase) == [.accepted])
    scene.loop(.fired(Scene.nonce), number)
    for index in 0..<8 as Range<UInt16> {
      let told = scene.loop(.judged(Scene.report(index), nil))
      #expect(told.reply(Control.Fire.self, to: fire)?.pulse?.index == Int64(index))
      guard case .pulse(Scene.nonce, let row)? = told.jobs.first else {
        Issue.record("\(told)")
        return
      }
      #expect(row.index == index)
    }
    let settled = scene.loop(.settled(Scene.nonce, .delivered, .completed))
    #expect(settled.ended(fire))
    let outcome = try #require(settled.reply(Control.Fire.self, to: fire)?.outcome)
    #expect(outcome.sentence == "8 of 8 pulses delivered, 780 V, 9.0 A")
    #expect(outcome.train == 3 && outcome.pulses == 8 && outcome.name == .delivered)
    guard case .outcome(_, let row)? = settled.jobs.first else {
      Issue.record("\(settled)")
      return
    }
    #expect(row.conclusion == .settled(.delivered, by: .reports))
  }

  @Test func `an arming that ends is told with its cause, and its outcome is recorded`() throws {
    var scene = try Scene()
    let client = scene.connect()
    let (token, _) = try scene.acquire(client)
    let plan = try scene.prepare(token, client)
    let arming = try scene.beginArming(token, plan.digest, client)
    let ended = scene.loop(.entered(.discharging, .probeOpen))
    let error = try #require(ended.failure(Control.ArmingEnded.self, of: arming))
    #expect(error.cause == "probeOpen")
    #expect(!error.remedy.isEmpty)
    let settled = scene.loop(.settled(Scene.nonce, .notDelivered, .probeOpen))
    guard case .outcome(Scene.nonce, let row)? = settled.jobs.first else {
      Issue.record("\(settled)")
      return
    }
    #expect(row.conclusion == .settled(.notDelivered, by: .reports))
  }

  @Test func `a command that a stop overtook is given up with an error`() throws {
    var scene = try Scene()
    let client = scene.connect()
    let (token, _) = try scene.acquire(client)
    let (id, _) = try scene.call(Control.Disarm.self, .init(token: token), from: client)
    scene.pass(.milliseconds(900))
    _ = try scene.call(Control.RenewControl.self, .init(token: token, hold: false), from: client)
    scene.pass(.milliseconds(900))
    _ = try scene.call(Control.RenewControl.self, .init(token: token, hold: false), from: client)
    scene.pass(.milliseconds(201))
    let effects = scene.take(.timer)
    #expect(effects.failure(Control.Refused.self, of: id)?.name == "notAnswered")
  }

  @Test func `the self-test prepares, arms and fires under the caller's lease`() throws {
    var scene = try Scene()
    let client = scene.connect()
    let (token, _) = try scene.acquire(client)
    let (id, effects) = try scene.call(Control.SelfTest.self, .init(token: token), from: client, more: true)
    guard case .prepare(let first, let lease, let plan)? = effects.inbox.first else {
      Issue.record("\(effects)")
      return
    }
    #expect(plan.kind == .selfTest)
    let digest = try #require(CanonicalPlan(plan)).digest()
    guard case .arm(let second, lease, digest, _)? = scene.loop(.prepared(digest), first).inbox.first else {
      Issue.record("no arm")
      return
    }
    scene.loop(.accepted, second)
    scene.loop(
      .intent(Scene.nonce, digest, Scene.serial, BootIdentity(value: 5), counterBefore: 0, plannedPulses: 2), second)
    guard case .fire(let third, lease, Scene.nonce, _)? = scene.loop(.armed(Scene.nonce)).inbox.first else {
      Issue.record("no fire")
      return
    }
    scene.loop(.accepted, third)
    scene.loop(.fired(Scene.nonce), third)
    let end = scene.loop(.settled(Scene.nonce, .delivered, .completed))
    #expect(end.ended(id))
    #expect(end.reply(Control.SelfTest.self, to: id)?.outcome?.name == .delivered)
  }
}
