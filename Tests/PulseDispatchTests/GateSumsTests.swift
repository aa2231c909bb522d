import Quantities
import Testing

@testable import PulseDispatch

@Suite struct `The sums of the second gate` {
  /// Numbers that look random and are the same in every run.
  struct Sequence {
    var state: UInt64
    mutating func next(below bound: Int64) -> Int64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int64(state >> 33) % bound
    }
  }

  @Test(arguments: [0, -1, -630, 630, 63_000, 60_000_000_000] as [Int64])
  func `a window holds the slice being filled and the 63 before it`(length: Int64) {
    let slice = max(1, length / 63 + 1)
    for seed in 1...40 as ClosedRange<UInt64> {
      var random = Sequence(state: seed)
      var window = GateWindow(length: .nanoseconds(length))
      var booked: [(slice: Int64, pulses: UInt64, energy: Int64)] = []
      var newest: Int64 = 0
      for _ in 0..<120 {
        let pulses = random.next(below: 5)
        let energy = random.next(below: 1_000)
        window.count(UInt32(pulses), energy: .microjoules(energy))
        booked.append((newest, UInt64(pulses), energy))
        // Mostly a slice or two further, now and then by about a whole window, now and then back.
        let leap = [0, 1, 2, 30, 62, 63, 64, 65, 127, -3][Int(random.next(below: 10))]
        let now = max(0, newest + Int64(leap))
        window.advance(to: .nanoseconds(now * slice + random.next(below: slice)))
        newest = max(newest, now)
        let there = booked.filter { newest - $0.slice < 64 }
        #expect(window.pulseSum == there.reduce(0) { $0 + $1.pulses })
        #expect(window.energySum == there.reduce(0) { $0 + $1.energy })
      }
    }
  }

  @Test func `an empty window is empty, and one that jumps to the end of time ends at once`() {
    var window = GateWindow(length: .zero)
    #expect(window.pulseSum == 0 && window.energySum == 0)
    window.count(3, energy: .microjoules(4))
    window.advance(to: .nanoseconds(.max))
    #expect(window.pulseSum == 0 && window.energySum == 0)
  }

  @Test func `sums that no number holds stay at the most, and no time that stands still makes them less`() {
    var window = GateWindow(length: .seconds(60))
    for _ in 0..<2 { window.count(.max, energy: .microjoules(.max)) }
    let pulses = window.pulseSum
    #expect(pulses == 2 * UInt64(UInt32.max) && window.energySum == .max)
    window.advance(to: .zero)
    #expect(window.pulseSum == pulses && window.energySum == .max)
    window.advance(to: .nanoseconds(2_000_000_000))
    #expect(window.pulseSum >= UInt64(UInt32.max) && window.energySum == .max)
  }

  static func read(_ bytes: [UInt8]) -> GateProgram? {
    bytes.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.flatMap { GateProgram.read($0, count: buffer.count) }
    }
  }

  @Test(arguments: [1, 2, 31, 32])
  func `each pulse is booked at its own step's energy, those beyond at the dearest`(steps: Int) throws {
    // 1200 V for 111 µs at so many milliamperes, in µJ.
    let currents = (0..<steps).map { UInt32(1_000 + 500 * (($0 * 7) % 32)) }
    let each = currents.map { 1_200 * Int64($0) * 111 / 1_000 }
    let program = try #require(
      Self.read(
        HandProgram(currents.enumerated().map { .init(pulses: UInt16($0 % 3 + 1), currentHigh: $1) }).bytes))
    let pulses = each.enumerated().flatMap { Array(repeating: $1, count: $0 % 3 + 1) }
    #expect(program.pulses == UInt32(pulses.count))
    #expect(program.pulseEnergy == .microjoules(each.max() ?? 0))
    #expect(program.trainEnergy == .microjoules(pulses.reduce(0, +)))
    for first in 0...pulses.count + 2 {
      for count in 0...pulses.count + 2 {
        let wanted = (first..<first + count).reduce(Int64(0)) {
          $0 + ($1 < pulses.count ? pulses[$1] : each.max() ?? 0)
        }
        #expect(program.energy(from: UInt32(first), count: UInt32(count)) == .microjoules(wanted))
      }
    }
  }

  @Test func `a program without steps has no energy, and one whose energy no number holds is none`() throws {
    #expect(GateProgram().energy(from: 0, count: 7) == .zero && GateProgram().pulses == 0)
    let (most, high) = (UInt32.max, UInt32(3_000_000_000))
    #expect(Self.read(HandProgram([.init(voltageHigh: most, currentHigh: most, widthHigh: most)]).bytes) == nil)
    // One such pulse fits, so many do not; nor do the pulses beyond the last.
    let one = HandProgram.Step(pulses: 1, voltageHigh: high, currentHigh: high, widthHigh: 600_000_000)
    let many = HandProgram.Step(pulses: 3, voltageHigh: high, currentHigh: high, widthHigh: 600_000_000)
    let single = try #require(Self.read(HandProgram([one]).bytes))
    #expect(Self.read(HandProgram([many]).bytes) == nil && Self.read(HandProgram([one, one]).bytes) == nil)
    #expect(single.energy(from: 0, count: 1) == single.pulseEnergy)
    #expect(single.energy(from: 1, count: 1) == single.pulseEnergy)
    #expect(single.energy(from: 0, count: 2) == nil && single.energy(from: 1, count: 2) == nil)
  }

  @Test func `each field is read from its own four bytes`() {
    // 1 mV at its own bounds, a current whose lowest bytes are zero, a period that only just exceeds its width.
    var bytes = HandProgram([.init(voltage: 1, voltageHigh: 1)]).bytes
    bytes.replaceSubrange(32 + 20..<32 + 24, with: [1, 0, 0, 0])
    #expect(Self.read(bytes)?.highestVoltage == .millivolts(1))
    #expect(Self.read(HandProgram([.init(currentHigh: 1 << 24)]).bytes)?.highestCurrent == .milliamperes(1 << 24))
    #expect(Self.read(HandProgram([.init(width: 1_000_000, period: 1_001, widthHigh: 1_000_000)]).bytes) != nil)
    #expect(Self.read(HandProgram([.init(width: 1_000_000, period: 1_000, widthHigh: 1_000_000)]).bytes) == nil)
    for (step, name) in [
      (HandProgram.Step(voltage: 1_000_001), "voltage"), (.init(currentHigh: 23_456), "current"),
      (.init(widthHigh: 123_456), "width"),
    ] as [(HandProgram.Step, String)] {
      for steps in [[step, .init()], [.init(), step]] {
        let program = Self.read(HandProgram(steps).bytes)
        let isWorst =
          program?.highestVoltage == .millivolts(1_040_000) && program?.highestCutVoltage == .millivolts(1_200_000)
          && program?.highestCurrent == .milliamperes(name == "current" ? 23_456 : 22_000)
          && program?.longestWidth == .nanoseconds(name == "width" ? 123_456 : 111_000)
        #expect(isWorst, "\(name)")
      }
    }
  }
}
