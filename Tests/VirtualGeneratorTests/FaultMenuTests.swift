import GeneratorLink
import Quantities
import Testing
import VirtualGenerator

@Suite struct FaultMenuTests {
  private func opened() -> Host {
    var host = Host(array: Bench.plates)
    host.open()
    return host
  }

  @Test func `a line that loses, flips or doubles bytes damages frames, both ways, until it is cleared`() {
    for entry in [FaultEntry.dropBytes, .corruptBytes, .duplicateBytes] {
      var host = opened()
      host.isBeating = false
      let share = Proportion.partsPerMillion(20_000)
      let fault: SimulatedFault =
        switch entry {
        case .dropBytes: .dropBytes(share, .both)
        case .corruptBytes: .corruptBytes(share, .both)
        case _: .duplicateBytes(share, .both)
        }
      host.device.schedule(.fault(fault))
      host.run(2_000)
      #expect(host.damaged > 50 && host.damaged < 200, "\(entry)")
      #expect(host.device.activeFaults == [entry])
      host.device.schedule(.clear(entry))
      host.run(20)
      let before = host.damaged
      host.run(1_000)
      #expect(host.damaged == before)
    }
  }

  @Test func `delayed bytes come later, a stuck buffer gives everything at once, and neither keeps a permit alive`() {
    var host = opened()
    host.device.schedule(.fault(.delayBytes(.milliseconds(30), .toHost)))
    host.run(100)
    let late = host.device.deviceTime.nanoseconds / 1_000 - host.newest.microseconds
    #expect(late >= 30_000 && late < 42_000)
    host.device.clearFaults()
    host.run(100)
    host.device.schedule(.fault(.stuckBuffer(.milliseconds(1_000), .toDevice)))
    host.run(900)
    #expect(!host.device.isPermitLive)
    #expect(host.device.activeFaults == [.stuckBuffer])
    host.run(99)
    host.isBeating = false
    host.run(10)
    // The newest of the stuck heartbeats is a little older than its time to live is long.
    host.run(60)
    #expect(!host.device.isPermitLive && host.device.activeFaults.isEmpty)
  }

  @Test func `mute, babble and a cut line are heard as such`() {
    for entry in [SimulatedFault.mute, .babble, .cutLine] {
      var host = opened()
      host.isBeating = false
      host.device.schedule(.fault(entry))
      let before = host.bytesHeard
      host.run(100)
      if entry == .babble {
        #expect(host.bytesHeard - before > 9_000)
      } else {
        #expect(host.bytesHeard == before)
      }
      if entry == .cutLine { #expect(host.ask(.identityRead) == nil) }
      host.device.schedule(.clear(entry.entry))
      host.run(20)
      guard case .identity = host.ask(.identityRead) else {
        Issue.record("no identity behind \(entry)")
        continue
      }
    }
  }

  @Test(arguments: [SimulatedFault.reboot, .hang])
  func `a restart and a hang end everything; the device is silent until a new hello, with a new boot identity`(
    fault: SimulatedFault
  ) throws {
    var host = Host(array: Bench.plates)
    try #require(try host.arm(Bench.program([Bench.step(period: .seconds(1))])) == true)
    let boot = host.device.boot
    host.device.schedule(.fault(fault), at: .pulse(3, .start))
    _ = host.fire()
    host.run(2_010)
    let before = host.bytesHeard
    host.run(3_000)
    #expect(host.starts.count == 3 && host.ends.count == 3)
    #expect(host.bytesHeard == before)
    #expect(host.device.boot != boot && host.device.memory.pulseCounter == 1_003)
    #expect(host.device.state == .idle && host.device.bankVoltage < .volts(42))
    host.isBeating = false
    host.link = 4_711
    host.open()
    #expect(host.fate()?.state == .unknown)
    #expect(host.lastTelemetry?.flags.startedByWatchdog == (fault == .hang))
    #expect(host.lastTelemetry?.pulseCounter == 1_003)
  }

  @Test func `stale telemetry repeats its numbers, so that the permit lapses`() {
    var host = opened()
    host.device.schedule(.fault(.staleTelemetry))
    host.run(200)
    let times = host.heard.suffix(5).compactMap { one -> DeviceInstant? in
      if case .telemetry(let telemetry) = one.message { telemetry.deviceTime } else { nil }
    }
    #expect(times.count == 5 && Set(times).count == 1)
    #expect(!host.device.isPermitLive)
  }

  @Test func `a wrong read-back differs in one bit from what was uploaded`() throws {
    var host = opened()
    #expect(try host.upload(Bench.program(), nonce: 4) == .accepted)
    guard case .programBytes(_, _, let good) = host.ask(.programRead(nonce: 4, offset: 0, count: 72)) else {
      throw Missing.answer
    }
    host.device.schedule(.fault(.wrongReadBack))
    guard case .programBytes(_, _, let bad) = host.ask(.programRead(nonce: 4, offset: 0, count: 72)) else {
      throw Missing.answer
    }
    #expect((0..<72).filter { good.byte(at: $0) != bad.byte(at: $0) } == [41])
  }

  @Test func `a broken dump path leaves the bank charged, and the device faults`() throws {
    var host = Host(array: Bench.plates)
    try #require(try host.arm(Bench.program()) == true)
    host.device.schedule(.fault(.refusesDischarge))
    #expect(host.ask(.discharge) == .accepted)
    host.run(10_500)
    #expect(host.device.fault == .dischargeFailed && host.device.bankVoltage > .volts(900))
    host.device.clearFaults()
    host.run(2_000)
    #expect(host.device.fault == .none && host.device.state == .idle)
  }

  @Test func `a device that ignores stop goes on`() throws {
    var host = Host(array: Bench.plates)
    try #require(try host.arm(Bench.program([Bench.step(pulses: 4, period: .milliseconds(100))])) == true)
    host.device.schedule(.fault(.ignoresStop))
    _ = host.fire()
    host.isBeating = false
    _ = host.ask(.discharge)
    host.device.schedule(.line(.chain, isClosed: false))
    host.run(500)
    #expect(host.starts.count == 4)
  }

  @Test func `bank channels that drift or stick are found by their disagreement`() throws {
    for fault in [SimulatedFault.bankDrift(.a, .percent(20)), .bankStuck(.b, .volts(12))] {
      var host = Host(array: Bench.plates)
      try #require(try host.arm(Bench.program()) == true)
      host.device.schedule(.fault(fault))
      host.run(20)
      #expect(host.device.fault == .bankChannelsDisagree, "\(fault)")
      host.run(2_000)
      #expect(host.device.fault == .none && host.device.state == .idle)
      host.device.clearFaults()
      #expect(host.device.activeFaults.isEmpty)
    }
  }

  @Test func `a dead supply fails to charge; a removed or another array is told and refused`() throws {
    var host = opened()
    #expect(try host.upload(Bench.program(), nonce: 4) == .accepted)
    host.device.schedule(.fault(.removedArray))
    host.run(20)
    #expect(host.lastTelemetry?.flags.arrayPresent == false)
    #expect(host.ask(.charge(nonce: 4)) == .rejected(reason: .arrayDiffers))
    host.device.clearFaults()
    host.device.schedule(.fault(.wrongArray))
    host.run(20)
    #expect(host.lastTelemetry?.arrayIdentity.ascii == "ANOTHER-ARRAY")
    #expect(host.ask(.charge(nonce: 4)) == .rejected(reason: .arrayDiffers))
    host.device.clearFaults()
    host.device.schedule(.fault(.deadSupply))
    #expect(host.ask(.charge(nonce: 4)) == .accepted)
    host.run(91_000)
    #expect(host.truth.contains { $0.fact == .deviceFault(.chargeFailed) })
  }

  @Test func `triggers come once, in order, and notices reach the outside`() throws {
    let order = Order()
    var host = Host(array: Bench.plates)
    host.device.hooks.notice = { order.add("\($0)") }
    host.device.schedule(.notice(1), at: .pulse(3, .end))
    host.device.schedule(.notice(2), at: .pulse(3, .start))
    host.device.schedule(.notice(3), at: .entering(.charging))
    host.device.schedule(.notice(4), at: .time(.nanoseconds(5_000_000)))
    #expect(host.device.pendingActions == 4)
    try #require(try host.arm(Bench.program()) == true)
    _ = host.fire()
    host.run(50)
    #expect(order.all == ["4", "3", "2", "1"])
    #expect(host.device.pendingActions == 0)
  }
}
