import GeneratorLink
import Quantities
import SafetyKernel
import Testing

@testable import Generators

@Suite struct `The line and its ends` {
  @Test func `a channel that is closed or broken moves nothing`() {
    var byte: UInt8 = 1
    let channel = MemoryChannel()
    defer { channel.destroy() }
    channel.cut()
    for end in [ByteChannel.closed, .descriptor(DescriptorChannel(descriptor: -1)), .memory(channel)] {
      guard case .broken = end.write(&byte, count: 1), case .broken = end.read(into: &byte, capacity: 1) else {
        Issue.record("bytes moved")
        continue
      }
    }
    ByteChannel.closed.flush()
    #expect(!ByteChannel.closed.isOpen && ByteChannel.closed.bytesToSend() == 0 && ByteChannel.closed.number == -1)
  }

  @Test func `a line that is cut towards the generator alone is down at the next write`() {
    let rig = DriverRig()
    #expect(rig.run { rig.isUp })
    while let _ = rig.driver.takeNotice() {}
    rig.channel.toDevice.cut()
    rig.tick(.discharge)
    rig.tick()
    #expect(rig.input.link == .down && rig.driver.trouble == .noChannel && rig.driver.lines == nil)
    guard case .channelLost(-1)? = rig.driver.takeNotice() else {
      Issue.record("nobody was told")
      return
    }
  }

  /// An armed rig whose line has taken only part of a heartbeat.
  private func rigWithPartialFrame() -> DriverRig? {
    let rig = DriverRig()
    guard rig.arm(Nonce(value: 3)) else { return nil }
    rig.ticks(9)
    while rig.channel.toDevice.waiting < MemoryLine.capacity - 7 { _ = rig.channel.toDevice.put(0) }
    rig.now += 20_000_000
    rig.driver.act(on: .none, query: nil, heartbeat: true, now: .nanoseconds(rig.now))
    return rig.channel.toDevice.waiting == MemoryLine.capacity && rig.driver.isBusy ? rig : nil
  }

  private func makeRoom(_ rig: DriverRig, _ bytes: Int) { for _ in 0..<bytes { _ = rig.channel.toDevice.take() } }

  @Test func `the rest of a frame goes first, and nothing goes between its parts`() throws {
    let rig = try #require(rigWithPartialFrame())
    let sent = rig.driver.counters.framesSent
    // Room for two bytes of it at a time; each tick another frame is due.
    for _ in 0..<3 {
      makeRoom(rig, 2)
      rig.now += 20_000_000
      rig.driver.act(on: .none, query: Nonce(value: 3), heartbeat: true, now: .nanoseconds(rig.now))
      #expect(rig.channel.toDevice.waiting == MemoryLine.capacity)
    }
    #expect(rig.driver.counters.framesSent == sent)
    makeRoom(rig, MemoryLine.capacity - 13)
    rig.driver.act(on: .none, query: nil, heartbeat: true, now: .nanoseconds(rig.now))
    #expect(rig.driver.counters.framesSent > sent)
    let refused = rig.generator.framesRefused
    let beats = rig.generator.count { if case .heartbeat = $0 { true } else { false } }
    rig.ticks(1)
    #expect(rig.generator.framesRefused == refused)
    #expect(rig.generator.count { if case .heartbeat = $0 { true } else { false } } > beats)
  }

  @Test func `a line that breaks within a frame is down`() throws {
    let rig = try #require(rigWithPartialFrame())
    rig.channel.toDevice.cut()
    rig.driver.act(on: .none, query: nil, heartbeat: true, now: .nanoseconds(rig.now))
    rig.driver.receive(now: .nanoseconds(rig.now), into: &rig.input)
    #expect(rig.input.link == .down && rig.driver.trouble == .noChannel && !rig.driver.isBusy)
  }

  @Test func `a line without a rate, or a time that no span reaches, leaves no room`() {
    for (baud, now, room) in [
      (0 as Int32, HostInstant.zero, 0 as Int64), (-1, .zero, 0), (9_600, .zero, 224), (9_600, .nanoseconds(.min), 0),
    ] {
      #expect(LinePacer(baud: baud).room(now: now, urgent: false) == room)
    }
    #expect(LinePacer(baud: 9_600).room(now: .zero, urgent: true) == 256)
  }

  @Test func `of more notices than are kept the oldest are dropped`() {
    var notices = LinkNotices()
    for number in 0..<6 as Range<Int32> { notices.add(.channelLost(number)) }
    var kept: [Int32] = []
    while let notice = notices.take() { if case .channelLost(let number) = notice { kept.append(number) } }
    #expect(kept == [2, 3, 4, 5])
  }

  @Test func `a seed of zero makes link ids as any other does`() {
    let channel = MemoryChannel()
    let generator = ScriptedGenerator(channel: channel)
    var driver = NativeDriver(settings: NativeDriverSettings(), seed: 0)
    defer {
      driver.destroy()
      channel.destroy()
    }
    var ids: Set<UInt32> = []
    var input = TickInput()
    for attempt in 1...3 as ClosedRange<Int64> {
      driver.attach(.memory(channel), baud: 921_600, now: .nanoseconds(attempt * 1_000_000_000))
      for tick in 0..<50 as Range<Int64> {
        let now = attempt * 1_000_000_000 + tick * 1_000_000
        generator.advance(to: now / 1_000)
        driver.receive(now: .nanoseconds(now), into: &input)
        driver.act(on: .none, query: nil, heartbeat: false, now: .nanoseconds(now))
      }
      #expect(input.link == .up)
    }
    for entry in generator.log { if case .hello(let id, _) = entry.message { ids.insert(id) } }
    #expect(ids.count == 3 && !ids.contains(0))
  }

  @Test func `numbers of requests begin anew at 1, because 0 means none`() {
    var core = NativeCore(settings: NativeDriverSettings(), seed: 1)
    defer {
      core.scratch.deallocate()
      core.outgoing.deallocate()
      core.readBackBytes.deallocate()
    }
    core.requestNumber = UInt16.max - 1
    let numbers = (0..<3).map { _ in core.nextRequestNumber() }
    #expect(numbers == [.max, 1, 2])
  }

  @Test func `nobody has no name, no pulses and no voltage`() {
    let nobody = DeviceIdentity()
    #expect(nobody.serial.ascii.isEmpty && nobody.firmware.isEmpty && nobody.boot.value == 0)
    #expect(!nobody.simulated && nobody.pulseCounter == 0 && nobody.bankCapacitanceNanofarads == 0)
    #expect(nobody.maximumVoltage == .zero && nobody.maximumCurrent == .zero)
  }

  @Test func `corrections are the same only in each gain and each offset`() {
    let same = Calibration()
    #expect(same == Calibration())
    let channels: [WritableKeyPath<Calibration, ChannelCorrection>] = [
      \.bankA, \.bankB, \.pulseVoltage, \.pulseCurrent, \.width,
    ]
    for channel in channels {
      var other = same
      other[keyPath: channel].offset = 1
      #expect(other != same)
      other = same
      other[keyPath: channel].gain = .partsPerMillion(1)
      #expect(other != same)
    }
  }

  @Test func `a current or width that does not fit after correction is none`() {
    let far = ChannelCorrection(gain: .zero, offset: .max)
    #expect(far.apply(Current.milliamperes(1)) == nil && far.apply(Current.zero) == .milliamperes(.max))
    #expect(far.apply(TimeSpan.nanoseconds(1)) == nil)
    let negative = ChannelCorrection(gain: .zero, offset: -10)
    #expect(negative.apply(TimeSpan.nanoseconds(9)) == nil && negative.apply(TimeSpan.nanoseconds(10)) == .zero)
    #expect(negative.apply(Current.milliamperes(9)) == .milliamperes(-1))
  }
}
