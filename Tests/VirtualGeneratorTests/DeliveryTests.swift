import GeneratorLink
import Quantities
import Testing

@testable import VirtualGenerator

@Suite struct DeliveryTests {
  @Test func `a train of eight is given as programmed, reported raw, and counted`() throws {
    var host = Host(array: Bench.plates)
    try #require(try host.arm(Bench.program()) == true)
    #expect(host.fire() == .accepted)
    host.run(60)
    #expect(host.run(until: .idle) == true)
    let starts = host.starts
    #expect(starts.map(\.pulse.index) == Array(0..<8))
    for (one, next) in zip(starts, starts.dropFirst()) {
      #expect(next.event.time.since(one.event.time) == .milliseconds(1))
    }
    #expect(starts.map(\.pulse.counter) == Array(1_001...1_008))
    #expect(host.device.memory.pulseCounter == 1_008)
    #expect(host.reports.map(\.index) == Array(0..<8))
    for (report, truth) in zip(host.reports, host.ends) {
      // The channels read 2.5 % too much voltage, 3 % too little current, 120 ns too much width.
      let voltage = Double(report.voltage.millivolts) / Double(truth.voltage.millivolts)
      #expect(abs(voltage - 1.025) < 0.004)
      #expect(abs(Double(report.current.milliamperes) / Double(truth.current.milliamperes) - 0.97) < 0.01)
      #expect(abs(report.width.nanoseconds - truth.width.nanoseconds - 120) < 150)
      #expect(abs(truth.width.nanoseconds - 100_000) < 1_000)
      #expect(abs(truth.voltage.millivolts - 1_040_000) < 1_040_000 / 25)
      #expect(truth.cut == .none)
    }
    #expect(host.endReasons == [.completed])
    let fate = host.fate()
    #expect(fate?.state == .ended && fate?.pulses == 8 && fate?.reportsKept == 8 && fate?.endReason == .completed)
  }

  @Test func `waveforms follow the train once each, oldest pulse first, 120 samples a pulse`() throws {
    var host = Host(array: Bench.plates)
    try #require(try host.arm(Bench.program()) == true)
    _ = host.fire()
    host.run(300)
    var next: [UInt16: UInt16] = [:]
    var order: [UInt16] = []
    for one in host.heard {
      guard case .waveform(let fragment) = one.message else { continue }
      #expect(fragment.total == 120)
      #expect(fragment.offset == next[fragment.index] ?? 0)
      next[fragment.index] = fragment.offset + UInt16(fragment.count)
      if order.last != fragment.index { order.append(fragment.index) }
    }
    #expect(order == Array(0..<8))
    #expect(next.values.allSatisfy { $0 == 120 })
    let again = host.ask(.waveformRead(nonce: 77, index: 3, offset: 32))
    guard case .waveform(let fragment) = again else { throw Missing.answer }
    #expect(fragment.index == 3 && fragment.offset == 32 && fragment.count == 32)
    // Sample 62 lies in the middle of the pulse.
    #expect(abs((fragment.voltage(at: 30)?.millivolts ?? 0) - 1_060_000) < 40_000)
    #expect(host.ask(.waveformRead(nonce: 77, index: 3, offset: 120)) == .rejected(reason: .badRequest))
    #expect(host.ask(.reportRead(nonce: 77, index: 8)) == .rejected(reason: .badRequest))
    #expect(host.ask(.reportRead(nonce: 77, index: 7)) == host.reports.last.map { .pulseReport($0) })
  }

  @Test func `the bank passes 42 V up and down in the log, and is empty in the end`() throws {
    var host = Host(array: Bench.plates)
    try #require(try host.arm(Bench.program()) == true)
    #expect(host.truth.contains { $0.fact == .bankAbove42V })
    #expect(!host.truth.contains { $0.fact == .bankBelow42V })
    _ = host.fire()
    host.run(60)
    #expect(host.run(until: .idle) == true)
    #expect(host.truth.contains { $0.fact == .bankBelow42V })
    #expect(host.device.bankVoltage < .volts(42))
    let numbers = host.truth.map(\.number)
    #expect(numbers == Array(1...UInt64(numbers.count)))
    for (one, next) in zip(host.truth, host.truth.dropFirst()) { #expect(one.time <= next.time) }
  }

  @Test func `the probe tells the impedance of each pair and open contacts`() throws {
    var host = Host(array: Bench.testLoad)
    host.open()
    let three = Bench.program(
      [Bench.step(.volts(400)), Bench.step(.volts(400), positive: 0, negative: 2)], identity: "TEST-LOAD-50",
      electrodes: 3)
    #expect(try host.upload(three, nonce: 9) == .accepted)
    #expect(
      host.ask(.probe(nonce: 9, step: 0))
        == .probeResult(nonce: 9, step: 0, impedance: .measured(.milliohms(50_500))))
    #expect(host.ask(.probe(nonce: 9, step: 1)) == .probeResult(nonce: 9, step: 1, impedance: .open))
    #expect(host.truth.contains { $0.fact == .entered(.probing, from: .idle) })
    #expect(host.device.state == .idle)
  }

  @Test func `a hexagonal array gives every pair in turn, the symmetrical ones alike`() throws {
    var host = Host(array: Bench.hexagonal)
    let pairs: [(UInt8, UInt8)] = [(0, 1), (1, 2), (5, 0), (0, 6), (5, 6)]
    let steps = pairs.map { Bench.step(.volts(730), pulses: 2, positive: $0.0, negative: $0.1) }
    try #require(try host.arm(Bench.program(steps, identity: "HEXAGONAL-7", electrodes: 7)) == true)
    _ = host.fire()
    host.run(100)
    #expect(host.starts.map(\.pulse.positive) == [0, 0, 1, 1, 5, 5, 0, 0, 5, 5])
    #expect(host.starts.map(\.pulse.negative) == [1, 1, 2, 2, 0, 0, 6, 6, 6, 6])
    #expect(host.endReasons == [.completed])
    let currents = host.ends.map(\.current.milliamperes)
    #expect(currents.allSatisfy { $0 > 2_000 && $0 < 15_000 })
    #expect(abs(currents[0] - currents[2]) < currents[0] / 50)
  }

  @Test func `the same seed gives the same truth and the same bytes, another one does not`() throws {
    func run(_ seed: UInt64) throws -> ([TruthEvent], [Host.Heard]) {
      var host = Host(array: Bench.plates, seed: seed)
      host.device.schedule(.fault(.dropBytes(.partsPerMillion(2_000), .toHost)))
      host.device.setHeart(interval: .milliseconds(800))
      _ = try host.arm(Bench.program())
      _ = host.fire()
      host.run(1_500)
      return (host.truth, host.heard)
    }
    let (first, heard) = try run(5)
    let (second, heardAgain) = try run(5)
    let (other, _) = try run(6)
    #expect(first == second)
    #expect(heard.map(\.message) == heardAgain.map(\.message))
    #expect(first != other)
  }
}

enum Missing: Error { case answer }
