import ControlInterface
import Quantities
import Testing

@testable import ControlService
@testable import PulseDispatch
@testable import SafetyKernel

@Suite struct MonitorTests {
  @Test func `the full state comes first, then changes whose numbers grow by one`() throws {
    var scene = try Scene()
    let client = scene.connect()
    let (id, effects) = try scene.call(Control.Monitor.self, .init(), from: client, more: true)
    let first = try #require(effects.reply(Control.Monitor.self, to: id))
    #expect(first.state?.mode == .standby)
    #expect(!effects.ended(id))
    var numbers: [Int64] = []
    scene.status.state.mode = .charging(ticksLeft: 9, probeTicks: 9)
    numbers += scene.loop(.entered(.charging, .none)).replies(Control.Monitor.self, to: id).map(\.number)
    scene.status.state.mode = .armed(released: false, ticksLeft: 9, probeTicks: 9)
    let armed = scene.take(.timer).replies(Control.Monitor.self, to: id)
    #expect(armed.last?.state?.mode == .armed)
    numbers += armed.map(\.number)
    #expect(numbers.count == 3)
    #expect(numbers == Array((first.number + 1)...(first.number + 3)))
  }

  @Test func `what did not change is not told`() throws {
    var scene = try Scene()
    let (id, _) = try scene.call(Control.Monitor.self, .init(), from: scene.connect(), more: true)
    for _ in 0..<5 {
      scene.pass(.milliseconds(50))
      #expect(scene.take(.timer).replies(Control.Monitor.self, to: id).isEmpty)
    }
  }

  @Test func `every monitor hears the same numbers, and one that left hears nothing`() throws {
    var scene = try Scene()
    let one = scene.connect()
    let other = scene.connect()
    let (first, _) = try scene.call(Control.Monitor.self, .init(), from: one, more: true)
    let (second, _) = try scene.call(Control.Monitor.self, .init(), from: other, more: true)
    let told = scene.loop(.beatSkipped)
    #expect(told.replies(Control.Monitor.self, to: first).map(\.number) == [1])
    #expect(told.replies(Control.Monitor.self, to: second).map(\.number) == [1])
    scene.take(.closed(one))
    let later = scene.loop(.beatSkipped)
    #expect(later.replies(Control.Monitor.self, to: first).isEmpty)
    #expect(later.replies(Control.Monitor.self, to: second).map(\.number) == [2])
  }

  @Test func `a monitor without more is told to ask for it`() throws {
    var scene = try Scene()
    let (id, effects) = try scene.call(Control.Monitor.self, .init(), from: scene.connect())
    #expect(effects.failure(Control.ExpectedMore.self, of: id) != nil)
  }

  @Test func `an open interlock is named with the time since it was seen open`() throws {
    var scene = try Scene()
    let client = scene.connect()
    let (token, _) = try scene.acquire(client)
    let plan = try scene.prepare(token, client)
    // Chain and emergency stop closed, the door open.
    scene.status.closedInterlocks = InterlockSet(bits: 0b011)
    scene.take(.timer)
    let arm = Control.Arm.Parameters(token: token, digest: plan.digest, confirmedArray: "plates")
    let (id, effects) = try scene.call(Control.Arm.self, arm, from: client, more: true)
    guard case .arm(let number, _, _, _)? = effects.inbox.first else {
      Issue.record("\(effects)")
      return
    }
    let refused = scene.loop(.refused(.blocked(.interlockOpen)), number)
    #expect(refused.failure(Control.InterlockOpen.self, of: id)?.name == "door")
  }

  @Test func `without a generator everything says so and names the next command`() throws {
    var scene = try Scene(configured: false)
    let client = scene.connect()
    let (id, effects) = try scene.call(Control.GetState.self, .init(), from: client)
    let state = try #require(effects.reply(Control.GetState.self, to: id)).state
    #expect(state.mode == .notConfigured)
    #expect(state.nextCommand?.contains("porated check") == true)
    let (lease, refused) = try scene.call(Control.AcquireControl.self, .init(), from: client, more: true)
    #expect(refused.failure(Control.NotConfigured.self, of: lease)?.nextCommand.isEmpty == false)
  }

  @Test func `monitors beyond the bound are refused, and one that ends makes room`() throws {
    var scene = try Scene()
    var watching: [ClientID] = []
    for _ in 0..<ControlLogic.maximumMonitors {
      let client = scene.connect()
      let (id, effects) = try scene.call(Control.Monitor.self, .init(), from: client, more: true)
      #expect(effects.reply(Control.Monitor.self, to: id) != nil)
      watching.append(client)
    }
    let late = scene.connect()
    let (refused, answer) = try scene.call(Control.Monitor.self, .init(), from: late, more: true)
    #expect(answer.failure(Control.Refused.self, of: refused)?.name == "tooManyMonitors")
    scene.take(.closed(watching[0]))
    let (taken, effects) = try scene.call(Control.Monitor.self, .init(), from: late, more: true)
    #expect(effects.reply(Control.Monitor.self, to: taken) != nil)
  }
}
