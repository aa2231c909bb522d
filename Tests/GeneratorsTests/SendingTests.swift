import GeneratorLink
import Generators
import Quantities
import SafetyKernel
import Testing

@Suite struct SendingTests {
  @Test func `A release is sent once, answered or not`() {
    let rig = DriverRig { $0.requestTimeout = .milliseconds(10) }
    #expect(rig.arm(Nonce(value: 3)))
    rig.generator.withheldAnswers = 1
    rig.release(Nonce(value: 3))
    rig.ticks(300)
    #expect(rig.generator.count { if case .release = $0 { true } else { false } } == 1)
    #expect(rig.generator.pulses.isEmpty)
  }

  @Test func `A release that the generator refuses is counted and not sent again`() {
    let rig = DriverRig()
    #expect(rig.arm(Nonce(value: 3)))
    rig.tick(
      .release(Nonce(value: 4), step: 0, pulse: 0, fireAt: .zero, notAfter: .microseconds(Int64.max)))
    rig.ticks(100)
    #expect(rig.driver.counters.releasesRejected == 1)
    #expect(rig.generator.count { if case .release = $0 { true } else { false } } == 1)
  }

  @Test func `A release that is late already is not sent at all`() {
    let rig = DriverRig()
    #expect(rig.arm(Nonce(value: 3)))
    rig.release(Nonce(value: 3), notAfterIn: -1)
    rig.ticks(100)
    #expect(rig.generator.count { if case .release = $0 { true } else { false } } == 0)
  }

  /// Ticks until the line's budget is used up, so that what is said next has to wait.
  private func rigWithFullLine() -> DriverRig? {
    let rig = DriverRig { $0.baud = 57_600 }
    rig.plan = examplePlan(steps: 8)
    guard rig.run(until: { rig.isUp }) else { return nil }
    rig.ticks(300)
    rig.heartbeat = true
    rig.tick(.load(Nonce(value: 3)))
    let isUploading = { rig.generator.log.contains { if case .programData = $0.message { true } else { false } } }
    return rig.run(until: isUploading) ? rig : nil
  }

  @Test func `A release that waits for the line goes out with the heartbeat allowed and is dropped without`() throws {
    for allowed in [true, false] {
      let rig = try #require(rigWithFullLine())
      rig.generator.log.removeAll()
      rig.release(Nonce(value: 3), notAfterIn: 500_000)
      rig.tick()
      #expect(rig.generator.count { if case .release = $0 { true } else { false } } == 0)
      rig.heartbeat = allowed
      rig.tick()
      rig.heartbeat = true
      rig.ticks(300)
      #expect(rig.generator.count { if case .release = $0 { true } else { false } } == (allowed ? 1 : 0))
    }
  }

  @Test func `Probe and charge that wait for the line are dropped in a tick without heartbeat`() throws {
    for (command, allowed) in [
      (GeneratorCommand.probe(Nonce(value: 3), step: 0), true), (.probe(Nonce(value: 3), step: 0), false),
      (.charge(Nonce(value: 3)), true), (.charge(Nonce(value: 3)), false),
    ] {
      let rig = try #require(rigWithFullLine())
      rig.tick(command)
      rig.heartbeat = allowed
      rig.tick()
      rig.heartbeat = true
      rig.ticks(3000)
      let sent = rig.generator.count {
        switch $0 {
        case .probe, .charge: true
        default: false
        }
      }
      #expect((sent > 0) == allowed)
    }
  }

  @Test(arguments: [true, false])
  func `The rest of a release that the line took only in part is not written without heartbeat`(allowed: Bool) {
    let rig = DriverRig()
    #expect(rig.arm(Nonce(value: 3)))
    rig.ticks(9)
    // Room for twenty bytes more, behind delimiters that mean nothing.
    while rig.channel.toDevice.waiting < MemoryLine.capacity - 20 { _ = rig.channel.toDevice.put(0) }
    let latest = rig.input.telemetry.deviceTime.microseconds + 50_000
    let release = GeneratorCommand.release(
      Nonce(value: 3), step: 0, pulse: 0, fireAt: .zero, notAfter: .microseconds(latest))
    rig.driver.act(on: release, query: nil, heartbeat: true, now: .nanoseconds(rig.now))
    #expect(rig.channel.toDevice.waiting == MemoryLine.capacity)
    while rig.channel.toDevice.waiting > 20 { _ = rig.channel.toDevice.take() }
    rig.driver.act(on: .none, query: nil, heartbeat: allowed, now: .nanoseconds(rig.now))
    rig.ticks(5)
    #expect(rig.generator.count { if case .release = $0 { true } else { false } } == (allowed ? 1 : 0))
  }

  @Test func `A probe without answer is not asked again once the heartbeat is denied`() {
    let rig = DriverRig { $0.requestTimeout = .milliseconds(10) }
    #expect(rig.run { rig.isUp })
    rig.tick(.load(Nonce(value: 3)))
    #expect(rig.run { rig.input.readBack != nil })
    rig.heartbeat = true
    rig.ticks(20)
    rig.generator.withheldAnswers = 100
    rig.tick(.probe(Nonce(value: 3), step: 0))
    rig.ticks(5)
    rig.heartbeat = false
    rig.ticks(100)
    #expect(rig.generator.count { if case .probe = $0 { true } else { false } } == 1)
  }

  @Test func `Heartbeats are sent five times in their time to live, echo the newest device time, and end when told`() {
    let rig = DriverRig()
    #expect(rig.run { rig.isUp })
    rig.ticks(200)
    let none = rig.generator.count { if case .heartbeat = $0 { true } else { false } }
    #expect(none == 0)
    rig.heartbeat = true
    rig.ticks(100)
    rig.heartbeat = false
    rig.ticks(100)
    var echoes: [Int64] = []
    for entry in rig.generator.log {
      guard case .heartbeat(let ttl, let echo) = entry.message else { continue }
      #expect(ttl == .milliseconds(50))
      #expect(entry.time - echo.microseconds < 12_000)
      echoes.append(echo.microseconds)
    }
    #expect(echoes.count == 10)
    #expect(echoes == echoes.sorted())
  }

  @Test func `A discharge is repeated at a bounded rate while it is asked for`() {
    let rig = DriverRig()
    #expect(rig.run { rig.isUp })
    rig.ticks(50)
    rig.generator.log.removeAll()
    for _ in 0..<100 { rig.tick(.discharge) }
    rig.tick()
    let count = rig.generator.count { $0 == .discharge }
    #expect(count >= 19 && count <= 21)
  }

  @Test func `On a slow line a discharge waits behind one frame at most`() {
    let rig = DriverRig { $0.baud = 9600 }
    #expect(rig.run { rig.isUp })
    rig.tick(.load(Nonce(value: 3)))
    // Half-way through the upload, with the line's budget used up by a long frame.
    #expect(rig.run { rig.generator.log.contains { if case .programData = $0.message { true } else { false } } })
    rig.generator.log.removeAll()
    rig.tick(.discharge)
    rig.tick(.discharge)
    #expect(rig.generator.log.first?.message == .discharge)
  }

  @Test func `No more is written than the line drains`() {
    let rig = DriverRig { $0.baud = 9600 }
    rig.generator.sendsTelemetry = true
    #expect(rig.run { rig.isUp })
    rig.ticks(1000)
    rig.tick(.load(Nonce(value: 3)))
    rig.heartbeat = true
    var bytes = 0
    var most = 0
    for _ in 0..<2000 {
      rig.now += 1_000_000
      bytes += rig.channel.toDevice.waiting
      most = max(most, rig.channel.toDevice.waiting)
      rig.now -= 1_000_000
      rig.tick()
    }
    // 9600 baud carry 960 bytes a second; one frame may be under way.
    #expect(bytes <= 2 * 960 + 256)
    #expect(bytes > 500)
    #expect(most <= 256)
  }

  @Test func `Twice the same frame, and an old one, are dropped`() {
    let rig = DriverRig()
    #expect(rig.run { rig.isUp })
    rig.ticks(100)
    let before = rig.driver.counters.notNewer
    let beat = DeviceMessage.beat(time: .microseconds(5), interval: .milliseconds(800), number: 1)
    let old = beat.encode(link: 0, sequence: 1, request: 0)
    rig.generator.send(old)
    rig.tick()
    rig.tick()
    #expect(rig.driver.counters.otherLink > 0)
    #expect(rig.input.beat == nil)
    rig.generator.send(beat, request: 0)
    rig.tick()
    #expect(rig.input.beat?.interval == .milliseconds(800))
    rig.tick()
    #expect(rig.input.beat == nil)
    #expect(rig.driver.counters.notNewer == before)
  }

  @Test func `Bytes that are no frame are counted and change nothing`() {
    let rig = DriverRig()
    #expect(rig.run { rig.isUp })
    for byte in [1, 2, 3, 4, 5, 0, 9, 0] as [UInt8] { _ = rig.channel.toHost.put(byte) }
    rig.tick()
    #expect(rig.driver.counters.damaged == 2)
    rig.ticks(30)
    #expect(rig.isUp)
  }
}
