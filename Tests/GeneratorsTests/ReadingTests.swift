import GeneratorLink
import Generators
import Quantities
import SafetyKernel
import Testing

@Suite struct `What the driver makes of readings` {
  /// A link that is up, and on which only the test sends telemetry from here on.
  private func quietRig() -> DriverRig? {
    let rig = DriverRig()
    guard rig.run(until: { rig.isUp }) else { return nil }
    rig.generator.sendsTelemetry = false
    rig.ticks(2)
    return rig
  }

  private func telemetry(_ rig: DriverRig, later: Int64 = 0) -> TelemetryMessage {
    var message = TelemetryMessage()
    message.deviceTime = .microseconds(rig.generator.now + later)
    message.bootLow = UInt32(truncatingIfNeeded: rig.generator.boot)
    message.pulseCounter = rig.generator.counter
    message.flags = rig.generator.flags
    message.arrayIdentity = rig.generator.arrayIdentity
    return message
  }

  private func linkID(_ rig: DriverRig) -> UInt32? {
    var found: UInt32?
    for entry in rig.generator.log { if case .hello(let id, _) = entry.message { found = id } }
    return found
  }

  @Test func `each state of the generator is told as that state`() throws {
    let rig = try #require(quietRig())
    for code in 0..<8 as Range<UInt8> {
      var message = telemetry(rig)
      message.state = try #require(DeviceState.decoded(code))
      if message.state == .fault {
        message.fault = .supplyFailed
        message.flags.hasFault = true
      }
      rig.generator.send(.telemetry(message), request: 0)
      rig.tick()
      #expect(rig.input.telemetry.state == GeneratorState.coded(code))
      #expect(rig.input.telemetry.hasFault == (code == 7))
    }
  }

  @Test func `an array is absent, without a chip or named, as its flags say`() throws {
    let rig = try #require(quietRig())
    for (isPresent, isIdentified, expected) in [
      (false, false, ArrayReading.absent), (true, false, .unidentified),
      (true, true, .identified(try #require(ArrayIdentity(ascii: "plates-8")))),
    ] {
      var message = telemetry(rig)
      message.flags.arrayPresent = isPresent
      message.flags.arrayIdentified = isIdentified
      message.arrayIdentity = isIdentified ? rig.generator.arrayIdentity : .zero
      rig.generator.send(.telemetry(message), request: 0)
      rig.tick()
      #expect(rig.input.telemetry.array == expected)
    }
  }

  @Test func `each raw line has its bit`() throws {
    let rig = try #require(quietRig())
    let flags: [(WritableKeyPath<TelemetryFlags, Bool>, UInt16)] = [
      (\.chainClosed, RawLines.chain), (\.estopClosed, RawLines.emergencyStop), (\.doorClosed, RawLines.door),
      (\.auxClosed, RawLines.auxiliary), (\.pedalFirst, RawLines.pedalFirst), (\.pedalSecond, RawLines.pedalSecond),
      (\.pedalContactsValid, RawLines.pedalValid),
    ]
    for (flag, bit) in flags {
      var message = telemetry(rig)
      message.flags = TelemetryFlags()
      message.flags[keyPath: flag] = true
      message.arrayIdentity = .zero
      rig.generator.send(.telemetry(message), request: 0)
      rig.tick()
      #expect(rig.driver.lines == bit)
    }
  }

  @Test func `telemetry that is older than what came before is not used`() throws {
    let rig = try #require(quietRig())
    var message = telemetry(rig, later: 100)
    message.pulseCounter = 1_001
    rig.generator.send(.telemetry(message), request: 0)
    rig.tick()
    let stale = rig.driver.counters.staleTelemetry
    message = telemetry(rig, later: -2_000)
    message.pulseCounter = 77
    rig.generator.send(.telemetry(message), request: 0)
    rig.tick()
    #expect(rig.input.telemetry.pulseCounter == 1_001 && rig.driver.counters.staleTelemetry == stale + 1)
  }

  @Test func `telemetry of another start over the same link is not used, and the link is opened anew`() throws {
    let rig = try #require(quietRig())
    let handshakes = rig.driver.counters.handshakes
    var message = telemetry(rig, later: 100)
    message.bootLow &+= 1
    message.pulseCounter = 77
    rig.generator.send(.telemetry(message), request: 0)
    rig.tick()
    #expect(rig.input.telemetry.pulseCounter == rig.generator.counter && rig.input.link == .opening)
    #expect(rig.driver.counters.handshakes == handshakes + 1 && rig.driver.trouble == .noAnswer)
  }

  private func report(_ index: UInt16, nonce: UInt64 = 3, cut: PulseCut = .none) -> DeviceMessage {
    .pulseReport(
      PulseReportMessage(
        nonce: nonce, step: 0, index: index, start: .microseconds(Int64(index) + 1), startNanoseconds: 0,
        width: .microseconds(100), voltage: .volts(1040), current: .amperes(5), peakCurrent: .amperes(5), cut: cut))
  }

  @Test func `each reason for a cut is told as that reason`() throws {
    let rig = try #require(quietRig())
    rig.tick(.load(Nonce(value: 3)))
    let cuts: [(PulseCut, DeviceCut)] = [
      (.none, .none), (.currentHigh, .currentHigh), (.voltageHigh, .voltageHigh), (.voltageLow, .voltageLow),
      (.currentLow, .currentLow), (.widthHigh, .widthHigh),
    ]
    for (index, (cut, _)) in cuts.enumerated() {
      rig.generator.send(report(UInt16(index), cut: cut), request: 0)
      rig.tick()
    }
    #expect(rig.reports.map(\.cut) == cuts.map(\.1))
  }

  @Test func `a report of another train or far ahead is a stray one, one that comes again is not`() throws {
    let rig = try #require(quietRig())
    rig.tick(.load(Nonce(value: 3)))
    rig.generator.send(report(0), request: 0)
    rig.tick()
    #expect(rig.reports.count == 1 && rig.driver.counters.strayReports == 0)
    rig.generator.send(report(0), request: 0)
    rig.tick()
    #expect(rig.driver.counters.strayReports == 0)
    rig.generator.send(report(1, nonce: 4), request: 0)
    rig.generator.send(report(257), request: 0)
    rig.ticks(3)
    #expect(rig.reports.count == 1 && rig.driver.counters.strayReports == 2)
    rig.generator.send(report(1), request: 0)
    rig.tick()
    #expect(rig.reports.map(\.index) == [0, 1])
  }

  @Test func `a report that does not fit after correction is lost, and the train's end unreported`() {
    let rig = DriverRig()
    #expect(rig.arm(Nonce(value: 3)))
    var calibration = Calibration()
    calibration.pulseCurrent = ChannelCorrection(gain: .zero, offset: .max)
    rig.driver.calibrate(calibration)
    rig.release(Nonce(value: 3))
    rig.query = Nonce(value: 3)
    #expect(rig.run(3000) { rig.fates.last == .endedUnreported(pulses: 8) })
    #expect(rig.reports.isEmpty && rig.driver.counters.invalidReadings >= 8)
  }

  @Test func `an open contact is told as the largest impedance, and a probe that nobody asked for as none`() {
    let rig = DriverRig()
    #expect(rig.loadAndFallSilent(Nonce(value: 9)))
    func answer(_ nonce: UInt64, _ step: UInt8) -> ProbeReading? {
      rig.generator.send(.probeResult(nonce: nonce, step: step, impedance: .open), request: 0)
      rig.tick()
      return rig.input.probe
    }
    #expect(answer(9, 0) == nil)
    rig.tick(.probe(Nonce(value: 9), step: 0))
    #expect(answer(8, 0) == nil)
    #expect(answer(9, 1) == nil)
    let found = answer(9, 0)
    #expect(found?.impedance == .milliohms(.max) && found?.step == 0)
    #expect(answer(9, 0) == nil)
  }

  @Test func `a frame that comes twice is heard once`() throws {
    let rig = try #require(quietRig())
    let link = try #require(linkID(rig))
    func send(_ number: UInt16, at time: Int64) -> BeatReading? {
      let beat = DeviceMessage.beat(time: .microseconds(time), interval: .milliseconds(800), number: 1)
      rig.generator.send(beat.encode(link: link, sequence: number, request: 0))
      rig.tick()
      return rig.input.beat
    }
    let before = rig.driver.counters.notNewer
    #expect(send(20_000, at: 5)?.time == .microseconds(5))
    #expect(send(20_000, at: 6) == nil)
    #expect(send(19_999, at: 7) == nil)
    #expect(rig.driver.counters.notNewer == before + 2)
    #expect(send(20_001, at: 8)?.time == .microseconds(8))
  }

  @Test func `a good frame that is no message is counted and changes nothing`() throws {
    let rig = try #require(quietRig())
    let link = try #require(linkID(rig))
    let before = rig.driver.counters.framesReceived
    rig.generator.send(Frame(type: 0xff, link: link, sequence: 20_000, request: 0, payload: Payload()).encoded())
    rig.tick()
    #expect(rig.driver.counters.notMessages == 1 && rig.driver.counters.framesReceived == before)
    #expect(rig.isUp && rig.driver.trouble == .none)
  }

  @Test func `a generator that answers a hello in another version is named as such`() throws {
    let rig = DriverRig()
    rig.generator.isSilent = true
    rig.ticks(3)
    var frame = Frame(type: 0x81, link: try #require(linkID(rig)), sequence: 1, request: 1, payload: Payload())
    frame.version = 9
    rig.generator.send(frame.encoded())
    rig.tick()
    #expect(rig.driver.trouble == .otherVersion && rig.input.link == .opening)
    #expect(rig.driver.counters.notMessages == 1)
  }
}
