import GeneratorLink
import Generators
import Quantities

/// A generator in a few lines, on the other end of a memory channel: it does what a good one does, at once, and keeps a
/// log.
///
/// It is no simulation (that is VirtualGenerator's); its pulses are exactly as planned.
final class ScriptedGenerator {
  let channel: MemoryChannel
  var serial = Bytes16(ascii: "SCRIPTED-1") ?? .zero
  var boot: UInt64 = 0x1122_3344_5566_7788
  var counter: UInt32 = 1000
  var flags = TelemetryFlags()
  var arrayIdentity = Bytes16(ascii: "plates-8") ?? .zero
  /// Every message that was understood, and when.
  var log: [(time: Int64, message: HostMessage)] = []
  var framesRefused = 0
  var version = Frame.currentVersion
  /// Answers of these kinds are not given so many times.
  var withheldAnswers = 0
  /// Reports of these indices are not sent by themselves.
  var withheldReports: Set<UInt16> = []
  /// Reports of these indices are forgotten: they cannot be read either.
  var forgottenReports: Set<UInt16> = []
  var isSilent = false
  var probeMilliohms: Int64 = 200_000
  var sendsTelemetry = true
  /// Heartbeats are lost on their way.
  var losesHeartbeats = false
  /// The bank reads this, whatever it holds.
  var fixedBank: Voltage?
  /// The clock that telemetry tells stands still from here on.
  var frozenAt: Int64?
  /// Called for each byte that goes out; nil drops it.
  var spoil: (UInt8) -> UInt8? = { $0 }

  private(set) var state = DeviceState.idle
  private(set) var now: Int64 = 0
  private(set) var pulses: [Int64] = []
  private(set) var nonce: UInt64 = 0
  private(set) var permitUntil: Int64 = 0
  private(set) var bank = Voltage.zero
  private var reader = FrameReader()
  private var filter = SequenceFilter()
  private var link: UInt32 = 0
  private var sequence: UInt16 = 0
  private var upload = ProgramBytes()
  private var announced: (nonce: UInt64, bytes: UInt16)?
  private var held = ProgramBytes()
  private var program: Program?
  private var reports: [PulseReportMessage] = []
  private var nextPulseAt: Int64?
  private var chargedAt: Int64?
  private var telemetryAt: Int64 = 0
  private var revokedAt: Int64 = -1

  init(channel: MemoryChannel) {
    self.channel = channel
    flags.chainClosed = true
    flags.estopClosed = true
    flags.doorClosed = true
    flags.arrayPresent = true
    flags.arrayIdentified = true
  }

  /// Works until this device time in µs.
  func advance(to time: Int64) {
    while now < time {
      now += 100
      takeBytes()
      work()
      if now >= telemetryAt { sendTelemetry() }
    }
  }

  /// Begins anew with another boot identity, as a power cycle does.
  func restart() {
    boot &+= 1
    link = 0
    state = .idle
    nonce = 0
    program = nil
    bank = .zero
    filter.reset()
  }

  private func takeBytes() {
    while let byte = channel.toDevice.take() {
      guard case .frame(let frame) = reader.accept(byte) else { continue }
      guard let message = try? HostMessage.decode(frame) else {
        framesRefused += 1
        continue
      }
      if case .hello(let id, _) = message {
        if id != link {
          filter.reset()
          if state != .idle { stop() }
        }
        link = id
      }
      guard frame.link == link, filter.accept(frame.sequence) else {
        framesRefused += 1
        continue
      }
      log.append((now, message))
      guard !isSilent else { continue }
      take(message, request: frame.request)
    }
  }

  private func take(_ message: HostMessage, request: UInt16) {
    if withheldAnswers > 0, request != 0 {
      withheldAnswers -= 1
      return
    }
    switch message {
    case .hello, .identityRead:
      send(
        .identity(
          IdentityMessage(
            serial: serial, boot: boot, firmware: Bytes16(ascii: "scripted-1") ?? .zero, simulated: true,
            pulseCounter: counter, maximumVoltage: .volts(3000), maximumCurrent: .amperes(50),
            bankCapacitanceNanofarads: 100_000)), request: request)
    case .heartbeat(let ttl, let echo):
      if echo.microseconds > revokedAt, !losesHeartbeats {
        permitUntil = max(permitUntil, echo.microseconds + ttl.nanoseconds / 1000)
      }
    case .discharge:
      revokedAt = now
      permitUntil = 0
      stop()
    case .programBegin(let nonce, let bytes, _):
      upload = ProgramBytes()
      announced = (nonce, bytes)
      send(.accepted, request: request)
    case .programData(_, let offset, let chunk):
      send(upload.put(chunk, at: offset) ? .accepted : .rejected(reason: .badRequest), request: request)
    case .programCommit(let nonce):
      guard let announced, announced.nonce == nonce, Int(announced.bytes) == upload.count,
        let decoded = try? Program.decode(upload)
      else { return send(.rejected(reason: .programDigest), request: request) }
      held = upload
      program = decoded
      self.nonce = nonce
      reports = []
      pulses = []
      send(.accepted, request: request)
    case .programRead(let nonce, let offset, let count):
      guard nonce == self.nonce, let chunk = held.chunk(at: offset, atMost: count) else {
        return send(.rejected(reason: .badRequest), request: request)
      }
      send(.programBytes(nonce: nonce, offset: offset, chunk: chunk), request: request)
    case .probe(let nonce, let step):
      guard now < permitUntil else { return send(.rejected(reason: .noPermit), request: request) }
      send(
        .probeResult(nonce: nonce, step: step, impedance: .measured(.milliohms(probeMilliohms))), request: request)
    case .charge:
      guard now < permitUntil else { return send(.rejected(reason: .noPermit), request: request) }
      guard state == .idle else { return send(.rejected(reason: .busy), request: request) }
      state = .charging
      chargedAt = now + 3_000
      send(.accepted, request: request)
      sendTelemetry()
    case .release(let nonce, _, _, _, let notAfter):
      guard nonce == self.nonce, now <= notAfter.microseconds, state == .armed || state == .waiting else {
        return send(.rejected(reason: .tooLate), request: request)
      }
      state = .delivering
      nextPulseAt = now
      send(.accepted, request: request)
    case .query, .reportRead, .waveformRead: tell(message, request: request)
    }
  }

  /// Answers what is asked about a train.
  private func tell(_ message: HostMessage, request: UInt16) {
    switch message {
    case .query(let nonce): send(.trainFate(fate(nonce)), request: request)
    case .reportRead(let nonce, let index):
      guard nonce == self.nonce, Int(index) < reports.count, !forgottenReports.contains(index) else {
        return send(.rejected(reason: .badRequest), request: request)
      }
      send(.pulseReport(reports[Int(index)]), request: request)
    case .waveformRead(let nonce, let index, let offset):
      guard nonce == self.nonce, Int(index) < pulses.count, offset < 40 else {
        return send(.rejected(reason: .badRequest), request: request)
      }
      var message = WaveformMessage(
        nonce: nonce, index: index, offset: offset, total: 40, voltageScaleMillivolts: 100,
        currentScaleMilliamperes: 10)
      for place in 0..<min(32, 40 - Int(offset)) {
        _ = message.append(WaveformSample(voltage: Int16(place), current: Int16(index)))
      }
      send(.waveform(message), request: request)
    case .hello, .identityRead, .heartbeat, .discharge, .programBegin, .programData, .programCommit, .programRead,
      .probe, .charge, .release:
      break
    }
  }

  private func fate(_ nonce: UInt64) -> TrainFateMessage {
    var message = TrainFateMessage(nonce: nonce, state: .unknown, pulses: 0, reportsKept: 0, endReason: .none)
    guard nonce == self.nonce else { return message }
    message.pulses = UInt16(pulses.count)
    message.reportsKept = UInt16(reports.count)
    switch state {
    case .armed, .charging, .probing: message.state = .waitingForTrigger
    case .delivering, .waiting: message.state = .running
    case .idle, .discharging, .fault:
      message.state = pulses.isEmpty ? .neverStarted : .ended
      message.endReason = .discharged
    }
    return message
  }

  private func stop() {
    nextPulseAt = nil
    chargedAt = nil
    if state != .idle {
      state = .discharging
      sendTelemetry()
    }
  }

  private func work() {
    if state == .discharging {
      bank = .millivolts(bank.millivolts / 2)
      if bank < .volts(10) { state = .idle }
    }
    if now >= permitUntil, state != .idle, state != .discharging { stop() }
    guard let program else { return }
    if let due = chargedAt, now >= due, let step = program.step(0) {
      chargedAt = nil
      bank = step.voltage
      state = .armed
      sendTelemetry()
    }
    if state == .delivering, let due = nextPulseAt, now >= due { pulse(program) }
  }

  private func pulse(_ program: Program) {
    var before = 0
    var index: UInt8 = 0
    while let step = program.step(index) {
      if pulses.count < before + Int(step.pulses) { break }
      before += Int(step.pulses)
      index += 1
    }
    guard let step = program.step(index) else { return }
    let sign: Int64 = 1
    let report = PulseReportMessage(
      nonce: nonce, step: index, index: UInt16(pulses.count), start: .microseconds(now), startNanoseconds: 0,
      width: step.width, voltage: .millivolts(sign * step.voltage.millivolts), current: .amperes(5),
      peakCurrent: .amperes(5), cut: .none)
    pulses.append(now)
    counter &+= 1
    reports.append(report)
    if !withheldReports.contains(report.index), !forgottenReports.contains(report.index) {
      send(.pulseReport(report), request: 0)
    }
    nextPulseAt = now + step.period.nanoseconds / 1000
    if pulses.count == Int(program.pulseCount) {
      stop()
    } else if pulses.count == before + Int(step.pulses), let next = program.step(index + 1), next.gate {
      state = .waiting
      bank = next.voltage
      nextPulseAt = nil
      sendTelemetry()
    }
  }

  private func sendTelemetry() {
    telemetryAt = now + 10_000
    guard sendsTelemetry, !isSilent, link != 0 else { return }
    var message = TelemetryMessage()
    message.deviceTime = .microseconds(frozenAt ?? now)
    message.bootLow = UInt32(truncatingIfNeeded: boot)
    message.pulseCounter = counter
    message.state = state
    flags.permitLive = now < permitUntil
    message.flags = flags
    message.bankA = fixedBank ?? bank
    message.bankB = message.bankA
    message.nonce = nonce
    message.pulsesGiven = UInt16(pulses.count)
    message.arrayIdentity = flags.arrayIdentified ? arrayIdentity : .zero
    send(.telemetry(message), request: 0)
  }

  /// Sends any message, as the tests need it.
  func send(_ message: DeviceMessage, request: UInt16) {
    sequence &+= 1
    send(message.encode(link: link, sequence: sequence, request: request))
  }
}
