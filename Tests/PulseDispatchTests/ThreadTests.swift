import CRealtime
import CSerialPort
import GeneratorLink
import Generators
import Glibc
import Quantities
import SafetyKernel
import Testing

@testable import PulseDispatch

@Suite(.serialized) struct ThreadTests {
  private func makeLoop(_ ends: LoopEnds, _ driver: NativeDriver) -> DispatchLoop {
    DispatchLoop(
      kernel: SafetyKernel(configuration: KernelConfiguration(interlocks: InterlockSet(bits: 0)), openTrain: nil),
      gate: SecondGate(
        caps: AbsoluteCaps(), rules: SecondGateRules(requiredLines: 2, telemetryStale: .milliseconds(500))),
      lines: LineMap(), driver: .native(driver), ends: ends, seed: 1)
  }

  @Test func `A thread that stands still within a tick is late in the next one`() {
    var schedule = TickSchedule(first: 1_000_000)
    // It began in time and stood still for 100 ms; the next one begins after that, and is as much later than it was due.
    schedule.began(at: 1_020_000, period: 1_000_000)
    #expect(schedule.due == 2_000_000)
    let late: Int64 = 101_020_000
    #expect(late - schedule.due == 99_020_000)
    // The grid begins anew there: missed ticks are not made up for.
    schedule.began(at: late, period: 1_000_000)
    #expect(schedule.due == 102_020_000)
    // Less than a period late, the grid stays.
    schedule.began(at: 102_900_000, period: 10_000_000)
    #expect(schedule.due == 112_020_000)
  }

  @Test func `All that a tick touches is named for locking`() {
    let ends = LoopEnds()
    defer { ends.destroy() }
    let driver = NativeDriver(settings: NativeDriverSettings(), seed: 1)
    defer { driver.destroy() }
    let parts = makeLoop(ends, driver).memory
    func holds(_ address: UnsafeRawPointer) -> Bool {
      parts.contains { part in
        guard let start = part.baseAddress else { return false }
        return address >= start && address < start + part.count
      }
    }
    #expect(holds(UnsafeRawPointer(driver.readBackBytes)))
    #expect(driver.memory.count == 4)
    #expect(ends.snapshot.memory.count == 3)
    for part in driver.memory + ends.snapshot.memory + ends.inbox.memory + ends.outbox.memory + ends.waveforms.memory {
      #expect(part.count > 0)
      if let start = part.baseAddress { #expect(holds(start)) }
    }
  }

  @Test func `The thread ticks, says what it was granted, and ends when asked`() throws {
    let ends = LoopEnds()
    defer { ends.destroy() }
    let driver = NativeDriver(settings: NativeDriverSettings(), seed: 1)
    defer { driver.destroy() }
    var settings = RealTimeSettings()
    settings.priority = 0
    let thread = try RealTimeThread(loop: makeLoop(ends, driver), settings: settings)
    while ends.signals.ticks < 20 { usleep(1000) }
    let grants = try #require(thread.grants)
    #expect(grants.priority != 0)
    // The loop itself is locked too, with kernel and gate.
    #expect(thread.memory.count == makeLoop(ends, driver).memory.count + 1)
    #expect((thread.memory.last?.count ?? 0) >= MemoryLayout<DispatchLoop>.stride)
    #expect(!ends.snapshot.read().realtime)
    thread.end()
    #expect(ends.signals.hasEnded)
    let after = ends.signals.ticks
    usleep(20_000)
    #expect(ends.signals.ticks == after)
    #expect(ends.lateness.read().reduce(0, +) == after)
  }

  @Test func `Realtime priority is told as it was granted`() throws {
    let ends = LoopEnds()
    defer { ends.destroy() }
    let driver = NativeDriver(settings: NativeDriverSettings(), seed: 1)
    defer { driver.destroy() }
    var settings = RealTimeSettings()
    settings.priority = 20
    let thread = try RealTimeThread(loop: makeLoop(ends, driver), settings: settings)
    while ends.signals.ticks < 5 { usleep(1000) }
    let grants = try #require(thread.grants)
    #expect(ends.snapshot.read().realtime == (grants.priority == 0))
    thread.end()
  }

  @Test func `Over a terminal in real time the link comes up, and the end is a discharge`() throws {
    var controller: Int32 = -1
    var device: Int32 = -1
    var path = [CChar](repeating: 0, count: 64)
    try #require(cserialport_make_pair(&controller, &device, &path, path.count) == 0)
    let channel = MemoryChannel()
    let generator = ScriptedGenerator(channel: channel)
    let ends = LoopEnds()
    let driver = NativeDriver(settings: NativeDriverSettings(), seed: 1)
    defer {
      driver.destroy()
      ends.destroy()
      channel.destroy()
      close(controller)
      close(device)
    }
    let start = crealtime_clock_monotonic_ns()
    func serve() {
      var buffer = [UInt8](repeating: 0, count: 4096)
      let got = read(controller, &buffer, buffer.count)
      if got > 0 { for byte in buffer[..<got] { _ = channel.toDevice.put(byte) } }
      generator.advance(to: (crealtime_clock_monotonic_ns() - start) / 1000)
      var out: [UInt8] = []
      while let byte = channel.toHost.take() { out.append(byte) }
      if !out.isEmpty { _ = write(controller, out, out.count) }
      usleep(500)
    }
    let thread = try RealTimeThread(loop: makeLoop(ends, driver), settings: RealTimeSettings())
    #expect(ends.inbox.offer(.attach(descriptor: device, baud: 921_600)))
    var rounds = 0
    while ends.snapshot.read().state.mode.name != .standby, rounds < 20_000 {
      serve()
      rounds += 1
    }
    #expect(ends.snapshot.read().state.mode.name == .standby)
    let before = generator.count { $0 == .discharge }
    ends.signals.callEnd()
    rounds = 0
    while !ends.signals.hasEnded, rounds < 20_000 {
      serve()
      rounds += 1
    }
    thread.end()
    #expect(ends.signals.hasEnded)
    #expect(generator.count { $0 == .discharge } > before)
  }
}
