import GeneratorLink
import Generators
import Quantities
import SafetyKernel

/// A generator that answers what it likes: the driver may not fall for it, and not fall over it.
///
/// The first byte says where the driver stands when it begins: at the handshake, armed, or in the midst of a train, with
/// or without a good generator that goes on. The rest are orders, one after the other: bytes on the line, frames with a
/// good checksum, messages that look right, ticks with a command of the kernel, and ticks in which a good generator does
/// what it should.
enum DeviceTarget {
  /// So that no input takes long.
  private static let mostOrders = 120

  static func run(_ bytes: [UInt8]) {
    var input = Reading(bytes)
    let start = input.byte()
    guard start % 5 < 3 else {
      let (wire, moment) = start % 5 == 3 ? armed : delivering
      wire.restore(moment)
      return orders(&input, wire)
    }
    let wire = DeviceWire()
    defer { wire.destroy() }
    if start % 5 >= 1 { wire.arm() }
    if start % 5 == 2 { wire.deliver(reports: 3) }
    orders(&input, wire)
  }

  /// Made once. One thread runs all inputs.
  nonisolated(unsafe) private static let armed = prepared(reports: 0)
  nonisolated(unsafe) private static let delivering = prepared(reports: 3)

  private static func prepared(reports: Int) -> (DeviceWire, DeviceWire.Moment) {
    let wire = DeviceWire()
    wire.arm()
    if reports > 0 { wire.deliver(reports: reports) }
    return (wire, wire.moment())
  }

  private static func orders(_ input: inout Reading, _ wire: DeviceWire) {
    for _ in 0..<mostOrders where !input.isEmpty { order(&input, wire) }
  }

  private static func order(_ input: inout Reading, _ wire: DeviceWire) {
    switch input.byte() % 8 {
    case 0: for byte in input.bytes(Int(input.byte())) { wire.put(byte) }
    case 1: wire.send(frame(&input, wire))
    case 2: wire.send(.telemetry(telemetry(&input, wire)), request: 0)
    case 3: wire.send(.pulseReport(report(&input, wire)), request: 0)
    case 4: wire.send(answer(&input, wire), request: wire.lastRequest)
    case 5:
      let what = input.byte()
      wire.heartbeat = what & 0x40 != 0
      wire.query = what & 0x80 != 0
      wire.tick(command(what & 0x3f, wire), milliseconds: Int64(input.byte()) + 1)
    case 6: for _ in 0...(input.byte() & 15) { wire.tick(.none, honest: true) }
    case _: for _ in 0...(input.byte() & 15) { wire.tick(.none) }
    }
  }

  /// A frame with a good checksum and anything in it.
  private static func frame(_ input: inout Reading, _ wire: DeviceWire) -> Frame {
    let what = input.byte()
    let type = input.byte()
    var bytes = input.bytes(Int(input.byte()))
    if what & 1 != 0 {
      for index in 0..<min(8, bytes.count) {
        bytes[index] = UInt8(truncatingIfNeeded: wire.nonce.value >> (8 * UInt64(index)))
      }
    }
    var payload = Payload()
    for byte in bytes { payload.append(byte) }
    let request: UInt16 = what & 2 != 0 ? wire.lastRequest : UInt16(what >> 4)
    let link = what & 4 != 0 ? wire.link &+ 1 : wire.link
    return Frame(type: type, link: link, sequence: wire.nextSequence(what & 8 != 0), request: request, payload: payload)
  }

  private static func telemetry(_ input: inout Reading, _ wire: DeviceWire) -> TelemetryMessage {
    var message = TelemetryMessage()
    let what = input.byte()
    message.deviceTime = .microseconds(
      what & 1 != 0 ? wire.deviceTime : wire.deviceTime &+ Int64(Int16(bitPattern: input.number16())))
    if message.deviceTime < .zero { message.deviceTime = .zero }
    message.bootLow = UInt32(truncatingIfNeeded: wire.boot) ^ UInt32(what & 2)
    message.pulseCounter = UInt32(input.number16()) &* 0x1_0001
    message.state = DeviceState.decoded(input.byte() & 7) ?? .idle
    message.flags.chainClosed = what & 4 != 0
    message.flags.estopClosed = true
    message.flags.doorClosed = true
    message.bankA = .millivolts(Int64(Int16(bitPattern: input.number16())) &* 65_537)
    message.bankB = what & 8 != 0 ? message.bankA : .zero
    message.output = .millivolts(Int64(Int16(bitPattern: input.number16())) &* 65_537)
    message.nonce = what & 16 != 0 ? wire.nonce.value : UInt64(input.byte())
    message.pulsesGiven = input.number16()
    return message
  }

  private static func report(_ input: inout Reading, _ wire: DeviceWire) -> PulseReportMessage {
    let what = input.byte()
    return PulseReportMessage(
      nonce: what & 1 != 0 ? wire.nonce.value : UInt64(input.byte()) + 1, step: input.byte(), index: input.number16(),
      start: .microseconds(wire.deviceTime), startNanoseconds: 0,
      width: .nanoseconds(Int64(input.number16()) &* 65_537),
      voltage: .millivolts(Int64(Int16(bitPattern: input.number16())) &* 65_537),
      current: .milliamperes(Int64(Int16(bitPattern: input.number16())) &* 65_537),
      peakCurrent: .milliamperes(Int64(Int16(bitPattern: input.number16())) &* 65_537),
      cut: PulseCut.decoded(input.byte() % 6) ?? .none)
  }

  /// What might answer the last request.
  private static func answer(_ input: inout Reading, _ wire: DeviceWire) -> DeviceMessage {
    let what = input.byte()
    let nonce = what & 0x80 != 0 ? wire.nonce.value : UInt64(input.byte()) + 1
    switch what & 7 {
    case 0: return .accepted
    case 1: return .rejected(reason: reasons[Int(input.byte()) % reasons.count])
    case 2:
      var chunk = ProgramChunk()
      for byte in input.bytes(Int(input.byte() & 127) + 1) { _ = chunk.append(byte) }
      if chunk.count == 0 { _ = chunk.append(0) }
      return .programBytes(nonce: nonce, offset: what & 8 != 0 ? wire.readOffset : input.number16(), chunk: chunk)
    case 3:
      let impedance: ContactImpedance = what & 8 != 0 ? .open : .measured(.milliohms(Int64(input.number16()) &* 65_537))
      return .probeResult(nonce: nonce, step: input.byte(), impedance: impedance)
    case 4:
      let pulses = input.number16()
      let ended = what & 8 != 0
      return .trainFate(
        TrainFateMessage(
          nonce: nonce, state: pulses == 0 ? .neverStarted : (ended ? .ended : .running), pulses: pulses,
          reportsKept: min(pulses, input.number16()), endReason: ended || pulses == 0 ? .discharged : .none))
    case 5:
      var waveform = WaveformMessage(
        nonce: nonce, index: UInt16(input.byte()), offset: UInt16(input.byte()), total: input.number16(),
        voltageScaleMillivolts: input.number16() | 1, currentScaleMilliamperes: input.number16() | 1)
      for _ in 0...(input.byte() & 31) {
        _ = waveform.append(
          WaveformSample(voltage: Int16(bitPattern: input.number16()), current: Int16(bitPattern: input.number16())))
      }
      return .waveform(waveform)
    case 6: return .identity(identity(&input, wire))
    case _: return .beat(time: .microseconds(wire.deviceTime), interval: .milliseconds(800), number: UInt32(what))
    }
  }

  /// One of each way in which the driver takes a rejection.
  private static let reasons: [RejectReason] = [
    .badRequest, .busy, .noPermit, .badState, .unknownNonce, .notSupported, .tooLate, .nonceSpent,
  ]

  private static func identity(_ input: inout Reading, _ wire: DeviceWire) -> IdentityMessage {
    let what = input.byte()
    let serial = what & 1 != 0 ? Bytes16(ascii: "STRANGER") : Bytes16(ascii: "SCRIPTED-1")
    return IdentityMessage(
      serial: serial ?? .zero, boot: what & 2 != 0 ? wire.boot &+ 1 : wire.boot, firmware: Bytes16(ascii: "f") ?? .zero,
      simulated: what & 4 != 0, pulseCounter: UInt32(input.number16()), maximumVoltage: .volts(3000),
      maximumCurrent: .amperes(50), bankCapacitanceNanofarads: 100_000)
  }

  private static func command(_ what: UInt8, _ wire: DeviceWire) -> GeneratorCommand {
    switch what % 8 {
    case 0, 1: .none
    case 2: .discharge
    case 3: .load(wire.freshNonce())
    case 4: .probe(wire.nonce, step: what >> 3 & 1)
    case 5: .charge(wire.nonce)
    case _:
      .release(
        wire.nonce, step: what >> 3 & 1, pulse: 0, fireAt: .zero,
        notAfter: .microseconds(wire.input.telemetry.deviceTime.microseconds &+ 50_000))
    }
  }
}
