import GeneratorLink
import Quantities
import SHA256
import Testing
import VirtualGenerator

@Suite struct RefusalTests {
  private func opened(_ array: SimulatedArray? = Bench.plates) -> Host {
    var host = Host(array: array)
    host.open()
    return host
  }

  @Test func `nothing is said before the first hello, and a wrong link is not heard`() {
    var host = Host(array: nil)
    host.run(50)
    host.say(.identityRead, request: 4)
    host.run(50)
    #expect(host.bytesHeard == 0)
    #expect(host.ask(.hello(linkID: host.link, protocolVersion: 2)) == .rejected(reason: .notSupported))
    host.open()
    let own = host.link
    host.link = 99
    #expect(host.ask(.identityRead) == nil)
    host.link = own
    guard case .identity(let identity) = host.ask(.identityRead) else {
      Issue.record("no identity")
      return
    }
    #expect(identity.simulated && identity.serial.ascii == "SIM-TEST-1" && identity.pulseCounter == 1_000)
    #expect(identity.boot == host.device.boot && identity.maximumVoltage == .volts(3_000))
  }

  @Test(
    arguments: [
      ("voltage", 3_001_000, 20_000, 100_000, 1_000_000), ("current", 1_000_000, 50_001, 100_000, 1_000_000),
      ("width", 1_000_000, 20_000, 200_001, 1_000_000), ("short width", 1_000_000, 20_000, 9_999, 1_000_000),
      ("rate", 1_000_000, 20_000, 100_000, 199_000),
    ] as [(String, Int64, Int64, Int64, Int64)])
  func `a program beyond a limit is refused with its step`(
    what: String, millivolts: Int64, milliamperes: Int64, width: Int64, period: Int64
  ) throws {
    var host = opened()
    var step = Bench.step()
    step.voltage = .millivolts(millivolts)
    step.voltageHigh = step.voltage
    step.currentHigh = .milliamperes(milliamperes)
    step.width = .nanoseconds(width)
    step.widthHigh = .nanoseconds(width)
    step.period = .nanoseconds(period)
    #expect(
      try host.upload(Bench.program([Bench.step(), step]), nonce: 5) == .rejected(reason: .aboveLimit(step: 1)))
    #expect(host.ask(.charge(nonce: 5)) == .rejected(reason: .unknownNonce))
  }

  @Test func `too many pulses and too much energy are refused`() throws {
    var host = opened()
    #expect(
      try host.upload(Bench.program([Bench.step(pulses: 1_025)]), nonce: 5)
        == .rejected(reason: .aboveLimit(step: 0)))
    // 1040 V × 33 A × 100 µs are 3.43 J; 2000 J are 582 pulses.
    #expect(try host.upload(Bench.program([Bench.step(pulses: 582)]), nonce: 5) == .accepted)
    #expect(
      try host.upload(Bench.program([Bench.step(pulses: 583)]), nonce: 6) == .rejected(reason: .aboveLimit(step: 0)))
  }

  @Test func `an upload with the wrong hash, out of order or without begin is refused`() throws {
    var host = opened()
    #expect(try host.upload(Bench.program(), nonce: 5, spoiled: true) == .rejected(reason: .programDigest))
    #expect(host.ask(.programCommit(nonce: 6)) == .rejected(reason: .unknownNonce))
    var chunk = ProgramChunk()
    _ = chunk.append(1)
    #expect(host.ask(.programData(nonce: 6, offset: 0, chunk: chunk)) == .rejected(reason: .unknownNonce))
    #expect(host.ask(.programData(nonce: 5, offset: 200, chunk: chunk)) == .rejected(reason: .badRequest))
    #expect(
      host.ask(.programBegin(nonce: 5, bytes: 71, sha256: .zero)) == .rejected(reason: .badRequest))
    #expect(try host.upload(Bench.program(), nonce: 8) == .accepted)
    #expect(host.ask(.programCommit(nonce: 8)) == .accepted)
    #expect(host.ask(.programRead(nonce: 8, offset: 72, count: 4)) == .rejected(reason: .badRequest))
  }

  @Test func `charging needs program, chain, permit and array, and is judged in that order`() throws {
    var host = opened()
    #expect(host.ask(.charge(nonce: 5)) == .rejected(reason: .unknownNonce))
    #expect(try host.upload(Bench.program(), nonce: 5) == .accepted)
    host.isBeating = false
    host.run(60)
    host.device.schedule(.line(.door, isClosed: false))
    host.device.schedule(.array(nil))
    #expect(host.ask(.charge(nonce: 5)) == .rejected(reason: .interlockOpen))
    host.device.schedule(.line(.door, isClosed: true))
    #expect(host.ask(.charge(nonce: 5)) == .rejected(reason: .noPermit))
    #expect(host.ask(.probe(nonce: 5, step: 0)) == .rejected(reason: .noPermit))
    host.isBeating = true
    host.run(20)
    #expect(host.ask(.charge(nonce: 5)) == .rejected(reason: .arrayDiffers))
    host.device.schedule(.array(Bench.plates))
    #expect(host.ask(.probe(nonce: 5, step: 1)) == .rejected(reason: .badRequest))
    #expect(host.ask(.charge(nonce: 5)) == .accepted)
    #expect(host.ask(.charge(nonce: 5)) == .accepted)
    #expect(host.ask(.probe(nonce: 5, step: 0)) == .rejected(reason: .badState))
    #expect(try host.upload(Bench.program(), nonce: 6) == .rejected(reason: .badState))
  }

  @Test func `a release is refused for each thing that is wrong with it, and changes nothing`() throws {
    var host = Host(array: Bench.plates)
    try #require(try host.arm(Bench.program()) == true)
    func refused(_ host: inout Host, _ reason: RejectReason, _ message: HostMessage) {
      #expect(host.ask(message) == .rejected(reason: reason))
      #expect(host.device.state == .armed)
    }
    let now = host.device.deviceTime.nanoseconds / 1_000
    let late = DeviceInstant.microseconds(now + 1_000_000)
    func release(
      _ nonce: UInt64 = 77, step: UInt8 = 0, pulse: UInt16 = 0, fireAt: DeviceInstant = .zero,
      notAfter: DeviceInstant
    ) -> HostMessage {
      .release(nonce: nonce, step: step, pulse: pulse, fireAt: fireAt, notAfter: notAfter)
    }
    refused(&host, .unknownNonce, release(78, notAfter: late))
    refused(&host, .badRequest, release(step: 1, notAfter: late))
    refused(&host, .badRequest, release(pulse: 1, notAfter: late))
    refused(&host, .badRequest, release(fireAt: .microseconds(now + 2_000_000), notAfter: late))
    refused(&host, .tooLate, release(notAfter: .microseconds(now - 1)))
    refused(&host, .tooLate, release(fireAt: .microseconds(now - 1), notAfter: late))
    #expect(host.ask(release(fireAt: .microseconds(now + 500_000), notAfter: late)) == .accepted)
    refused(&host, .busy, release(notAfter: late))
    #expect(host.starts.isEmpty)
    host.run(800)
    // Exactly then.
    #expect(host.starts.first?.event.deviceTime == .nanoseconds((now + 500_000) * 1_000))
    #expect(host.run(until: .idle) == true)
    #expect(host.ask(release(notAfter: late)) == .rejected(reason: .badState))
    #expect(host.ask(.charge(nonce: 77)) == .rejected(reason: .nonceSpent))
    #expect(try host.upload(Bench.program(), nonce: 77) == .rejected(reason: .nonceSpent))
    #expect(host.starts.count == 8)
  }

  @Test func `a repeated or older frame is not heard, and a repeated release gives no second train`() throws {
    var host = Host(array: Bench.plates)
    try #require(try host.arm(Bench.program()) == true)
    let release = HostMessage.release(
      nonce: 77, step: 0, pulse: 0, fireAt: .zero, notAfter: .microseconds(10_000_000))
    let bytes = host.say(release, request: 900)
    host.device.receive(bytes, at: host.device.time)
    host.run(200)
    host.device.receive(bytes, at: host.device.time)
    host.run(200)
    #expect(host.heard.filter { $0.request == 900 }.count == 1)
    #expect(host.starts.count == 8)
  }

  @Test func `a request of an unknown type or with bad fields is answered so`() {
    var host = opened()
    var payload = Payload()
    payload.append(1)
    for (type, reason) in [(0x09, RejectReason.badRequest), (0x33, .notSupported)] as [(UInt8, RejectReason)] {
      let frame = Frame(type: type, link: host.link, sequence: 20_000 + UInt16(type), request: 5, payload: payload)
        .encoded()
      host.device.receive((0..<frame.count).map { frame.byte(at: $0) }, at: host.device.time)
      host.run(5)
      #expect(host.heard.last { $0.request == 5 }?.message == .rejected(reason: reason))
    }
  }
}
