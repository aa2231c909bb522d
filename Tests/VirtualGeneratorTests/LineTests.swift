import GeneratorLink
import Quantities
import Testing
import VirtualGenerator

@Suite struct LineTests {
  @Test func `telemetry comes every 10 ms, also while answers and waveforms fill the line`() throws {
    var host = Host(array: Bench.plates)
    try #require(try host.arm(Bench.program()) == true)
    let begin = host.heard.count
    _ = host.fire()
    host.run(100)
    let times = host.heard[begin...].compactMap { one -> Int64? in
      if case .telemetry(let telemetry) = one.message { telemetry.deviceTime.microseconds } else { nil }
    }
    for (one, next) in zip(times, times.dropFirst()) { #expect(next - one <= 10_000) }
    // A telemetry waits for at most one frame of 164 bytes and is 76 bytes itself: 2.6 ms; it is heard on whole ms.
    for one in host.heard[begin...] {
      guard case .telemetry(let telemetry) = one.message else { continue }
      #expect(one.time.nanoseconds / 1_000 - telemetry.deviceTime.microseconds <= 3_700)
    }
  }

  @Test(arguments: [115_200, 921_600])
  func `no more bytes come than the baud rate carries, and each frame whole and in order`(baud: Int) throws {
    var host = Host(array: Bench.plates, baud: baud)
    try #require(try host.arm(Bench.program()) == true)
    let before = host.bytesHeard
    _ = host.fire()
    host.run(100)
    #expect(host.bytesHeard - before <= baud / 10 * 400 / 1_000)
    host.run(3_900)
    #expect(host.damaged == 0)
    for (one, next) in zip(host.heard.dropFirst(), host.heard.dropFirst(2)) {
      #expect(next.sequence == one.sequence &+ 1)
    }
    var samples = 0
    for one in host.heard {
      guard case .waveform(let fragment) = one.message else { continue }
      #expect(fragment.count <= (baud < 921_600 ? 8 : 32))
      samples += Int(fragment.count)
    }
    #expect(samples == 960)
  }

  @Test func `a change of state is told before answers, reports and waveforms that wait`() throws {
    var host = Host(array: Bench.plates, baud: 115_200)
    try #require(try host.arm(Bench.program()) == true)
    // Ten answers of 76 bytes fill the line for 66 ms.
    for number in 0..<10 as Range<UInt16> { host.say(.identityRead, request: 500 + number) }
    host.say(
      .release(nonce: 77, step: 0, pulse: 0, fireAt: .zero, notAfter: .microseconds(100_000_000)), request: 600)
    host.run(1_500)
    let told = try #require(
      host.heard.firstIndex {
        if case .telemetry(let telemetry) = $0.message { telemetry.state == .delivering } else { false }
      })
    let answers = host.heard.indices.filter { (500..<510).contains(host.heard[$0].request) }
    #expect(answers.count == 10 && answers.filter { $0 < told }.count <= 1)
    let released = try #require(host.heard.firstIndex { $0.request == 600 })
    let report = try #require(host.heard.firstIndex { if case .pulseReport = $0.message { true } else { false } })
    let wave = try #require(host.heard.firstIndex { if case .waveform = $0.message { true } else { false } })
    #expect(answers.allSatisfy { $0 < released } && released < report && report < wave)
  }
}

@Suite struct RepeatedDischargeTests {
  @Test func `a discharge repeated in each tick fills neither the line nor the log`() {
    var host = Host(array: nil)
    host.open()
    host.isBeating = false
    host.run(100)
    let bytes = host.bytesHeard
    for _ in 0..<500 {
      host.say(.discharge)
      host.run(1)
    }
    // Fifty telemetries of 76 bytes.
    #expect(host.bytesHeard - bytes <= 51 * 76)
    #expect(host.truth.filter { $0.fact == .dischargeReceived }.count == 0)
  }
}
