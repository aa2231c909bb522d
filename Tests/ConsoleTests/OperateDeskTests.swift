import ControlInterface
import Quantities
import Testing

@testable import Console

@Suite struct OperateDeskTests {
  private func desk(armed: Bool = false, _ plan: Control.PreparedPlan? = Samples.plan()) -> OperateDesk {
    var desk = OperateDesk()
    desk.state = Samples.state(armed ? .armed : .standby, prepared: plan)
    if armed { desk.state?.armed = Control.Armed(nonce: "7", expiresMilliseconds: 30_000) }
    desk.arrays = Samples.arrays
    desk.protocols = Samples.protocols
    return desk
  }

  @Test func `firing comes only after arming`() {
    var desk = desk()
    #expect(desk.take("f") == nil)
    #expect(desk.remark.contains("not armed"))
  }

  @Test func `a lowered plan or an array without a chip is asked about, and only y arms`() {
    var desk = desk()
    #expect(desk.take("a") == nil)
    #expect(desk.take("f") == nil)
    #expect(desk.take("y") == nil, "f answered the question with no")
    #expect(desk.take("a") == nil)
    #expect(desk.take("y") == .arm(digest: Samples.plan().digest, confirmed: "plates"))
    #expect(desk.take("a") == nil, "one arming at a time")
  }

  @Test func `a lowered plan alone is asked about as well`() {
    var desk = desk(Samples.plan(lowered: true, confirmArray: false))
    #expect(desk.take("a") == nil)
    #expect(desk.take("y") == .arm(digest: Samples.plan().digest, confirmed: nil))
  }

  @Test func `a plan with nothing to ask about arms at once, and names no array`() {
    var desk = desk(Samples.plan(lowered: false, confirmArray: false))
    #expect(desk.take("a") == .arm(digest: Samples.plan().digest, confirmed: nil))
  }

  @Test(arguments: [Character(" "), "s"])
  func `stop is one key at any time`(key: Character) {
    var quiet = desk()
    #expect(quiet.take(key) == .stop)
    var asked = desk()
    _ = asked.take("a")
    #expect(asked.take(key) == .stop)
    #expect(asked.question == .none)
    var choosing = desk()
    _ = choosing.take("p")
    #expect(choosing.take(key) == .stop)
    var holding = desk(armed: true, Samples.plan(needsHold: true))
    _ = holding.take("f")
    #expect(holding.take(key) == .stop)
    var lost = desk()
    lost.lost = "the lease lapsed"
    #expect(lost.take(key) == .stop)
  }

  @Test func `a long train is held until any key`() {
    var desk = desk(armed: true, Samples.plan(needsHold: true))
    #expect(desk.take("f") == .fire(Control.Armed(nonce: "7", expiresMilliseconds: 30_000), hold: true))
    #expect(desk.isHolding)
    #expect(desk.take("x") == .letGo)
    #expect(!desk.isHolding)
    #expect(desk.take("f") == nil, "the train is still under way")
  }

  @Test func `a short train is not held`() {
    var desk = desk(armed: true)
    #expect(desk.take("f") == .fire(Control.Armed(nonce: "7", expiresMilliseconds: 30_000), hold: false))
    #expect(desk.take("x") == nil)
  }

  @Test func `without control only stop and quit are left`() {
    var desk = desk(armed: true)
    desk.lost = "anna took control"
    #expect(desk.take("f") == nil)
    #expect(desk.take("a") == nil)
    #expect(desk.take("q") == .quit)
  }

  @Test func `array, protocol and gap are chosen by a key each`() {
    var desk = desk()
    #expect(desk.take("p") == nil)
    #expect(desk.take("1") == nil)
    #expect(desk.take("1") == nil)
    #expect(
      desk.take("3") == .prepare(.init(array: "plates", protocolName: "plates-1khz", gap: .micrometres(8000))))
    _ = desk.take("p")
    _ = desk.take("2")
    #expect(desk.take("1") == .prepare(.init(array: "hexagonal", protocolName: "needles-5khz")))
    _ = desk.take("p")
    #expect(desk.take("9") == nil, "no such array: nothing changes")
    #expect(desk.question == .none)
  }
}
