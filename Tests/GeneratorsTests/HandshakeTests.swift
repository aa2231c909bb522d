import GeneratorLink
import Generators
import Quantities
import SafetyKernel
import Testing

@Suite struct HandshakeTests {
  @Test func `The link comes up, and a discharge is the first thing the generator is told`() {
    let rig = DriverRig()
    #expect(rig.run { rig.isUp })
    guard rig.generator.log.count >= 2, case .hello = rig.generator.log[0].message else {
      Issue.record("no hello came first")
      return
    }
    #expect(rig.generator.log[1].message == .discharge)
    #expect(rig.driver.identity?.serial == DeviceSerial(ascii: "SCRIPTED-1"))
    #expect(rig.driver.identity?.simulated == true)
    #expect(rig.driver.identity?.firmware == "scripted-1")
    #expect(rig.input.telemetry.pulseCounter == 1000)
    #expect(rig.driver.trouble == .none)
  }

  @Test func `Without telemetry the link is not up`() {
    let rig = DriverRig()
    rig.generator.sendsTelemetry = false
    rig.ticks(300)
    #expect(rig.driver.identity != nil)
    #expect(rig.input.link == .opening)
    #expect(rig.driver.lines == nil)
  }

  @Test func `Telemetry whose device time stands still grows old, and does not open a link anew`() {
    let rig = DriverRig()
    #expect(rig.run { rig.isUp })
    rig.ticks(100)
    #expect(rig.input.telemetryAge < .milliseconds(12))
    rig.generator.frozenAt = rig.generator.now
    rig.ticks(300)
    #expect(rig.isUp)
    #expect(rig.input.telemetryAge >= .milliseconds(280))
    #expect(rig.driver.counters.staleTelemetry >= 28)
    // The same over a new link to the same start of the generator: never newer, never up.
    rig.driver.attach(.memory(rig.channel), baud: 921_600, now: .nanoseconds(rig.now))
    rig.ticks(300)
    #expect(rig.driver.identity != nil)
    #expect(!rig.isUp)
    rig.generator.frozenAt = nil
    #expect(rig.run { rig.isUp })
  }

  @Test func `A generator that started anew begins its clock anew`() {
    let rig = DriverRig()
    #expect(rig.run { rig.isUp })
    rig.ticks(100)
    let before = rig.input.telemetry.deviceTime
    rig.generator.restart()
    rig.generator.frozenAt = 1
    #expect(rig.run(2000) { rig.input.telemetry.boot.value == rig.generator.boot && rig.isUp })
    #expect(rig.input.telemetry.deviceTime < before)
  }

  @Test func `A silent generator is greeted again at a bounded rate`() {
    let rig = DriverRig()
    rig.generator.isSilent = true
    rig.ticks(1000)
    let hellos = rig.generator.count { if case .hello = $0 { true } else { false } }
    #expect(hellos >= 4 && hellos <= 6)
    #expect(rig.input.link == .opening)
    #expect(rig.driver.trouble == .noAnswer)
  }

  @Test func `Another generator than the configured one is not used`() {
    let rig = DriverRig { $0.serial = DeviceSerial(ascii: "MINE") }
    rig.ticks(500)
    #expect(rig.input.link == .opening)
    #expect(rig.driver.trouble == .otherGenerator)
    guard case .stranger(let identity)? = rig.driver.takeNotice() else {
      Issue.record("nobody was told of the stranger")
      return
    }
    #expect(identity.serial.ascii == "SCRIPTED-1")
    #expect(rig.driver.takeNotice() == nil)
    // Exchanged for the right one, it is found without anybody's help.
    rig.generator.serial = Bytes16(ascii: "MINE") ?? .zero
    #expect(rig.run(2000) { rig.isUp })
  }

  @Test func `A generator that refuses the protocol's version is named as such`() {
    let rig = DriverRig()
    rig.generator.isSilent = true
    rig.tick()
    rig.tick()
    rig.generator.send(.rejected(reason: .notSupported), request: 0)
    rig.tick()
    #expect(rig.driver.trouble == .otherVersion)
    #expect(rig.input.link == .opening)
  }

  @Test func `A generator that started anew is greeted under a fresh link id, and its old state is not taken over`() {
    let rig = DriverRig()
    #expect(rig.arm(Nonce(value: 5)))
    let before = rig.generator.log.count
    rig.generator.restart()
    #expect(rig.run { rig.input.link == .opening })
    #expect(rig.driver.lines == nil)
    #expect(rig.input.readBack == nil)
    #expect(rig.run { rig.isUp })
    let since = rig.generator.log[before...]
    let hello = since.firstIndex { if case .hello = $0.message { true } else { false } }
    let discharge = since.firstIndex { $0.message == .discharge }
    let charge = since.firstIndex { if case .charge = $0.message { true } else { false } }
    #expect(hello != nil && discharge != nil && charge == nil)
    #expect(rig.input.telemetry.boot.value == rig.generator.boot)
  }

  @Test func `A cut line is down at once, and a new channel begins with a discharge`() {
    let rig = DriverRig()
    #expect(rig.run { rig.isUp })
    rig.channel.cut()
    rig.tick()
    #expect(rig.input.link == .down)
    #expect(rig.driver.trouble == .noChannel)
    rig.channel.join()
    rig.ticks(50)
    #expect(rig.input.link == .down)
    rig.generator.log.removeAll()
    rig.driver.attach(.memory(rig.channel), baud: 921_600, now: .nanoseconds(rig.now))
    #expect(rig.run { rig.isUp })
    #expect(rig.generator.log.count >= 2)
    #expect(rig.generator.log[1].message == .discharge)
  }

  @Test func `A generator that falls silent is greeted anew`() {
    let rig = DriverRig()
    #expect(rig.run { rig.isUp })
    let handshakes = rig.driver.counters.handshakes
    rig.generator.isSilent = true
    #expect(rig.run { rig.input.link == .opening })
    #expect(rig.driver.counters.handshakes == handshakes + 1)
    rig.generator.isSilent = false
    #expect(rig.run { rig.isUp })
  }
}
