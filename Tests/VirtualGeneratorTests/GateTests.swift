import GeneratorLink
import Quantities
import Testing
import VirtualGenerator

@Suite struct GateTests {
  @Test(arguments: [(600, 1_000), (1_000, 600)] as [(Int32, Int32)])
  func `before a step of another voltage the device waits until the bank is there and the release comes`(
    first: Int32, second: Int32
  ) throws {
    var host = Host(array: Bench.plates, supply_W: 3_000)
    let steps = [Bench.step(.volts(first), pulses: 2), Bench.step(.volts(second), pulses: 2)]
    try #require(try host.arm(Bench.program(steps)) == true)
    _ = host.fire()
    #expect(host.run(until: .waiting) == true)
    #expect(host.fire(step: 1) == .rejected(reason: .busy))
    #expect(host.fire(step: 0) == .rejected(reason: .badRequest))
    host.run(600)
    #expect(host.starts.count == 2)
    #expect(host.fire(step: 1) == .accepted)
    host.run(30)
    #expect(host.endReasons == [.completed])
    let voltages = host.ends.map(\.voltage.millivolts)
    #expect(voltages.count == 4)
    #expect(abs(voltages[3] - Int64(second) * 1_000) < Int64(second) * 30)
  }

  @Test func `a step of the same voltage follows by itself, one period behind the last pulse`() throws {
    var host = Host(array: Bench.plates)
    let steps = [
      Bench.step(pulses: 2, period: .milliseconds(2)), Bench.step(pulses: 2, positive: 1, negative: 0),
    ]
    try #require(try host.arm(Bench.program(steps)) == true)
    _ = host.fire()
    host.run(30)
    let begun = host.starts.map(\.event.time.nanoseconds)
    try #require(begun.count == 4)
    #expect(begun.map { $0 - begun[0] } == [0, 2_000_000, 4_000_000, 5_000_000])
    #expect(host.starts.map(\.pulse.positive) == [0, 0, 1, 1])
  }

  @Test func `waiting before a gate ends after 15 s`() throws {
    var host = Host(array: Bench.plates)
    let steps = [Bench.step(.volts(600), pulses: 1), Bench.step(.volts(700), pulses: 1)]
    try #require(try host.arm(Bench.program(steps)) == true)
    _ = host.fire()
    #expect(host.run(until: .waiting) == true)
    host.run(14_900)
    #expect(host.device.state == .waiting)
    host.run(200)
    #expect(host.endReasons == [.gateTimeout])
    #expect(host.starts.count == 1)
  }

  @Test func `a step with a release before each pulse waits for each`() throws {
    var host = Host(array: Bench.plates)
    try #require(try host.arm(Bench.program([Bench.step(pulses: 3, sync: .eachPulse)])) == true)
    for pulse in 0..<3 as Range<UInt16> {
      #expect(host.fire(pulse: pulse) == .accepted)
      host.run(20)
      #expect(host.starts.count == Int(pulse) + 1)
      #expect(host.device.state == (pulse < 2 ? .waiting : .discharging) || host.device.state == .idle)
    }
    #expect(host.endReasons == [.completed])
  }

  @Test func `beats are told with time, interval and running number`() {
    var host = Host(array: nil)
    host.open()
    host.device.setHeart(interval: .milliseconds(800))
    host.run(4_500)
    host.device.setHeart(interval: nil)
    host.run(2_000)
    let beats: [(DeviceInstant, TimeSpan, UInt32)] = host.heard.compactMap {
      if case .beat(let time, let interval, let number) = $0.message { (time, interval, number) } else { nil }
    }
    #expect(beats.map(\.2) == [1, 2, 3, 4, 5])
    #expect(beats.first?.1 == .zero)
    for (one, next) in zip(beats, beats.dropFirst()) {
      // Both times are cut to whole µs, the interval too: it may be 1 µs more than their difference.
      #expect(abs(next.0.microseconds - one.0.microseconds - next.1.nanoseconds / 1_000) <= 1)
      #expect(next.1 > .milliseconds(650) && next.1 < .milliseconds(950))
    }
  }
}
