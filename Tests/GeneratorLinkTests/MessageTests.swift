import GeneratorLink
import Quantities
import Testing

@Suite struct MessageTests {
  @Test func `Every message from the host comes back as it was`() throws {
    var random = Seeded(11)
    for round in 0..<14_000 {
      let message = random.hostMessage(round)
      let link: UInt32 = random.edgy(0...UInt32.max)
      let sequence: UInt16 = random.edgy(0...UInt16.max)
      let frame = try #require(onlyFrame(in: message.encode(link: link, sequence: sequence, request: 3).all))
      #expect(try HostMessage.decode(frame) == message)
      #expect(frame.sequence == sequence && frame.request == 3)
      if case .hello(let linkID, _) = message { #expect(frame.link == linkID) } else { #expect(frame.link == link) }
      #expect(throws: MessageDefect.unknownType) { try DeviceMessage.decode(frame) }
    }
  }

  @Test func `Every message from the device comes back as it was`() throws {
    var random = Seeded(12)
    for round in 0..<10_000 {
      let message = random.deviceMessage(round)
      let link: UInt32 = random.edgy(0...UInt32.max)
      let sequence: UInt16 = random.edgy(0...UInt16.max)
      let frame = try #require(onlyFrame(in: message.encode(link: link, sequence: sequence, request: 3).all))
      #expect(try DeviceMessage.decode(frame) == message)
      #expect(frame.link == link && frame.sequence == sequence && frame.request == 3)
      #expect(throws: MessageDefect.unknownType) { try HostMessage.decode(frame) }
    }
  }

  @Test func `A payload that is one byte shorter or longer is no message`() throws {
    var random = Seeded(13)
    for kind in 0..<24 {
      let line =
        kind < 14
        ? random.hostMessage(kind).encode(link: 1, sequence: 1, request: 1)
        : random.deviceMessage(kind - 14).encode(link: 1, sequence: 1, request: 1)
      let frame = try #require(onlyFrame(in: line.all))
      for length in 0..<min(frame.payload.count + 2, 192) where length != frame.payload.count {
        var other = frame
        other.payload = Payload()
        for index in 0..<length { other.payload.append(frame.payload.byte(at: index)) }
        #expect(throws: MessageDefect.self) {
          if frame.type < 0x80 { _ = try HostMessage.decode(other) } else { _ = try DeviceMessage.decode(other) }
        }
      }
    }
  }

  @Test func `A heartbeat asks for no more than two seconds and for no less than nothing`() throws {
    func sent(_ ttl: TimeSpan) throws -> HostMessage {
      let line = HostMessage.heartbeat(ttl: ttl, echo: .zero).encode(link: 1, sequence: 1, request: 0)
      return try HostMessage.decode(try #require(onlyFrame(in: line.all)))
    }
    #expect(try sent(.seconds(9)) == .heartbeat(ttl: .seconds(2), echo: .zero))
    #expect(try sent(.nanoseconds(-1)) == .heartbeat(ttl: .zero, echo: .zero))
    #expect(try sent(.nanoseconds(1_999)) == .heartbeat(ttl: .microseconds(1), echo: .zero))
  }

  @Test func `A release before the device's start is refused, not taken as at once`() throws {
    let release = HostMessage.release(
      nonce: 1, step: 0, pulse: 0, fireAt: .microseconds(-1), notAfter: .microseconds(5))
    let frame = try #require(onlyFrame(in: release.encode(link: 1, sequence: 1, request: 1).all))
    #expect(throws: MessageDefect.valueOutOfRange) { try HostMessage.decode(frame) }
  }

  @Test func `A measured value beyond its field is sent as the field's nearer end`() throws {
    var telemetry = TelemetryMessage()
    telemetry.bankA = .millivolts(Int64.max)
    telemetry.bankB = .millivolts(Int64.min)
    let line = DeviceMessage.telemetry(telemetry).encode(link: 1, sequence: 1, request: 0)
    let back = try DeviceMessage.decode(try #require(onlyFrame(in: line.all)))
    guard case .telemetry(let read) = back else {
      Issue.record("no telemetry")
      return
    }
    #expect(read.bankA == .millivolts(Int64(Int32.max)))
    #expect(read.bankB == .millivolts(Int64(Int32.min)))
    let probe = DeviceMessage.probeResult(nonce: 1, step: 0, impedance: .measured(.milliohms(Int64.max)))
    let probed = try DeviceMessage.decode(
      try #require(onlyFrame(in: probe.encode(link: 1, sequence: 2, request: 0).all)))
    #expect(probed == .probeResult(nonce: 1, step: 0, impedance: .measured(.milliohms(0xffff_fffe))))
  }

  @Test func `Each end reason that names a cut names the one it was made of`() {
    for cut in PulseCut.allCases { #expect(EndReason(cut: cut).cut == cut) }
    for reason in EndReason.allCases where reason.code >= 17 { #expect(EndReason(cut: reason.cut) == reason) }
    for reason in EndReason.allCases where reason.code < 17 { #expect(reason.cut == .none) }
  }

  @Test func `Waveform counts become volts and amperes by the fragment's scales`() {
    var waveform = WaveformMessage(
      nonce: 1, index: 0, offset: 0, total: 40, voltageScaleMillivolts: 100, currentScaleMilliamperes: 10)
    for _ in 0..<32 {
      #expect(waveform.append(WaveformSample(voltage: -13_000, current: 250)) == true)
    }
    #expect(waveform.append(WaveformSample(voltage: 0, current: 0)) == false)
    #expect(waveform.voltage(at: 31) == .volts(-1_300))
    #expect(waveform.current(at: 31) == .milliamperes(2_500))
    #expect(waveform.voltage(at: 32) == nil)
    #expect(waveform.current(at: -1) == nil)
  }
}
