import GeneratorLink
import Quantities
import Testing
import VirtualGenerator

@Suite struct WithdrawalTests {
  /// A train at 1 Hz that has given some pulses.
  private func delivering(_ pulses: Int) throws -> Host {
    var host = Host(array: Bench.plates)
    try #require(try host.arm(Bench.program([Bench.step(period: .seconds(1))])) == true)
    #expect(host.fire() == .accepted)
    for _ in 0..<20_000 where host.ends.count < pulses { host.run(1) }
    #expect(host.ends.count == pulses)
    return host
  }

  @Test func `the permit lapses at the echo plus its time to live, and no pulse starts then`() throws {
    var host = try delivering(3)
    host.isBeating = false
    let until = try #require(host.lastTelemetry?.deviceTime)
    host.say(.heartbeat(ttl: .milliseconds(777), echo: until))
    host.run(3_000)
    let lapse = try #require(host.truth.last { $0.fact == .permitLapsed })
    #expect(lapse.deviceTime == .nanoseconds(until.microseconds * 1_000 + 777_000_000))
    #expect(host.starts.count == 3)
    #expect(host.endReasons == [.permitLapsed])
    #expect(host.device.state == .idle && host.device.bankVoltage < .volts(42))
  }

  @Test(arguments: [0, 1])
  func `a pulse due at the very moment of the lapse is not given, one due a microsecond earlier is`(spare: Int64) throws
  {
    var host = try delivering(3)
    let third = try #require(host.starts.last?.event.deviceTime.nanoseconds)
    // Whole µs: the release came on a whole ms.
    let due = third / 1_000 + 1_000_000
    host.run(900)
    host.isBeating = false
    let echo = host.newest
    host.say(.heartbeat(ttl: .nanoseconds((due - echo.microseconds + spare) * 1_000), echo: echo))
    host.run(500)
    #expect(host.starts.count == (spare == 0 ? 3 : 4))
    #expect(host.endReasons == [.permitLapsed])
  }

  @Test func `a heartbeat echoing a time from before the revoke does not revive the permit`() throws {
    var host = try delivering(2)
    host.isBeating = false
    let echo = host.newest
    #expect(host.ask(.discharge) == .accepted)
    #expect(!host.device.isPermitLive)
    host.say(.heartbeat(ttl: .milliseconds(2_000), echo: echo))
    #expect(!host.device.isPermitLive)
    host.say(.heartbeat(ttl: .milliseconds(2_000), echo: .microseconds(host.newest.microseconds + 9_000_000)))
    #expect(!host.device.isPermitLive)
    host.run(30)
    host.say(.heartbeat(ttl: .milliseconds(2_000), echo: host.newest))
    #expect(host.device.isPermitLive)
    host.run(1_500)
    #expect(host.starts.count == 2 && host.endReasons == [.discharged])
  }

  @Test func `an older echo never shortens the permit`() {
    var host = Host(array: Bench.plates)
    host.open()
    host.isBeating = false
    host.run(100)
    let newest = host.newest
    host.say(.heartbeat(ttl: .milliseconds(500), echo: newest))
    host.say(.heartbeat(ttl: .milliseconds(100), echo: newest))
    host.run(450)
    #expect(host.device.isPermitLive)
    host.run(100)
    #expect(!host.device.isPermitLive)
  }

  @Test(arguments: [InputLine.chain, .emergencyStop, .door, .auxiliary])
  func `an opened line of the chain ends the train behind the pulse under way`(line: InputLine) throws {
    var host = Host(array: Bench.plates)
    try #require(try host.arm(Bench.program([Bench.step(period: .seconds(1))])) == true)
    host.device.schedule(.line(line, isClosed: false), at: .pulse(3, .start))
    _ = host.fire()
    host.run(4_000)
    #expect(host.starts.count == 3 && host.ends.count == 3)
    #expect(abs((host.ends.last?.width.nanoseconds ?? 0) - 100_000) < 1_000)
    #expect(host.endReasons == [.interlock])
    #expect(host.device.bankVoltage < .volts(42))
  }

  @Test(arguments: [DeviceState.probing, .charging, .armed, .delivering, .waiting])
  func `in each energised state the chain's opening leads to an empty bank`(state: DeviceState) throws {
    var host = Host(array: Bench.plates, supply_W: 2_000)
    host.open()
    let steps = [Bench.step(.volts(1_000), pulses: 2), Bench.step(.volts(900), pulses: 2)]
    #expect(try host.upload(Bench.program(steps), nonce: 77) == .accepted)
    host.device.schedule(.line(.chain, isClosed: false), at: .entering(state))
    if state == .probing {
      #expect(host.ask(.probe(nonce: 77, step: 0)) == .rejected(reason: .interlockOpen))
    } else {
      _ = host.ask(.charge(nonce: 77))
      if host.run(until: .armed, atMost: 1_000) { _ = host.fire() }
    }
    host.run(2_000)
    #expect(host.device.state == .idle && host.device.bankVoltage < .volts(42))
    #expect(host.starts.count == (state == .waiting ? 2 : 0))
    #expect(host.truth.contains { $0.fact == .entered(state, from: state == .probing ? .idle : before(state)) })
    #expect(host.lastTelemetry?.flags.chainClosed == false)
  }

  private func before(_ state: DeviceState) -> DeviceState {
    switch state {
    case .charging: .idle
    case .armed: .charging
    case .delivering: .armed
    case .waiting: .delivering
    case .idle, .probing, .discharging, .fault: .idle
    }
  }

  @Test func `a hello with another link id revokes and ends the train`() throws {
    var host = try delivering(2)
    host.link = 123
    host.isBeating = false
    guard case .identity = host.ask(.hello(linkID: 123, protocolVersion: 1)) else { throw Missing.answer }
    host.run(1_500)
    #expect(host.starts.count == 2 && host.endReasons == [.linkChanged])
    #expect(host.fate()?.endReason == .linkChanged)
  }
}
