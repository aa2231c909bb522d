import PulseDispatch
import Quantities
import SafetyKernel
import Testing

@Suite struct DebouncerTests {
  private func debouncer() -> Debouncer {
    var map = LineMap()
    map.interlocks[0] = 1
    map.interlocks[1] = 2
    map.pedalFirst = 16
    map.pedalSecond = 32
    map.pedalValid = 64
    return Debouncer(map: map)
  }

  private func at(_ milliseconds: Int64) -> HostInstant { .nanoseconds(milliseconds * 1_000_000) }

  @Test func `Closing an interlock takes its rest, opening it none`() {
    var lines = debouncer()
    lines.update(lines: 3, now: at(0))
    #expect(lines.closed.isEmpty)
    lines.update(lines: 3, now: at(19))
    #expect(lines.closed.isEmpty)
    lines.update(lines: 3, now: at(20))
    #expect(lines.closed == InterlockSet(bits: 3))
    lines.update(lines: 1, now: at(21))
    #expect(lines.closed == InterlockSet(bits: 1))
    lines.update(lines: 3, now: at(22))
    #expect(lines.closed == InterlockSet(bits: 1))
    lines.update(lines: nil, now: at(23))
    #expect(lines.closed.isEmpty)
  }

  @Test func `An interlock that no line belongs to is open for ever`() {
    var lines = debouncer()
    for time in 0..<100 as Range<Int64> { lines.update(lines: .max, now: at(time)) }
    #expect(lines.closed == InterlockSet(bits: 3))
  }

  @Test func `Pressing the pedal takes its rest, letting it go none`() {
    var lines = debouncer()
    lines.update(lines: 64, now: at(0))
    #expect(lines.pedal == .released)
    lines.update(lines: 64 | 16, now: at(1))
    #expect(lines.pedal == .released)
    lines.update(lines: 64 | 16, now: at(21))
    #expect(lines.pedal == .first)
    lines.update(lines: 64 | 48, now: at(22))
    #expect(lines.pedal == .first)
    lines.update(lines: 64 | 48, now: at(42))
    #expect(lines.pedal == .second)
    lines.update(lines: 64 | 16, now: at(43))
    #expect(lines.pedal == .first)
    lines.update(lines: 64, now: at(44))
    #expect(lines.pedal == .released)
  }

  @Test func `With the second contact welded, a bounce of the first is no edge`() {
    var lines = debouncer()
    lines.update(lines: 64, now: at(0))
    lines.update(lines: 64 | 48, now: at(1))
    lines.update(lines: 64 | 48, now: at(31))
    #expect(lines.pedal == .second)
    var seen: Set<PedalReading> = []
    // The first stage opens for 40 ms and closes again; the second never opens.
    for tick in 32..<72 {
      lines.update(lines: 64 | 32, now: at(Int64(tick)))
      seen.insert(lines.pedal)
    }
    for tick in 72..<200 {
      lines.update(lines: 64 | 48, now: at(Int64(tick)))
      seen.insert(lines.pedal)
    }
    #expect(!seen.contains(.released))
  }

  @Test func `Contacts that contradict each other end a hold at once, are no release, and a fault when it lasts`() {
    var lines = debouncer()
    lines.update(lines: 64 | 48, now: at(0))
    lines.update(lines: 64 | 48, now: at(30))
    #expect(lines.pedal == .second)
    lines.update(lines: 48, now: at(31))
    #expect(lines.pedal == .absent)
    lines.update(lines: 48, now: at(130))
    #expect(lines.pedal == .absent)
    lines.update(lines: 48, now: at(131))
    #expect(lines.pedal == .implausible)
    // The second stage without the first is a contradiction too.
    lines.update(lines: 64, now: at(132))
    #expect(lines.pedal == .released)
    lines.update(lines: 64 | 32, now: at(133))
    lines.update(lines: 64 | 32, now: at(233))
    #expect(lines.pedal == .implausible)
  }

  @Test func `Without a pedal in the map the pedal is absent`() {
    var lines = Debouncer(map: LineMap())
    lines.update(lines: .max, now: at(0))
    #expect(lines.pedal == .absent)
  }
}
