import GeneratorLink
import Quantities
import SHA256

extension Seeded {
  mutating func nonce() -> UInt64 { edgy(1...UInt64.max) }

  mutating func instant() -> DeviceInstant { .microseconds(edgy(0...Int64.max)) }

  mutating func name() -> Bytes16 {
    let letters = (0..<edgy(1...16)).map { _ in Character(Unicode.Scalar(edgy(0x21...0x7e as ClosedRange<UInt8>))) }
    return Bytes16(ascii: String(letters)) ?? .zero
  }

  mutating func chunk() -> ProgramChunk {
    var chunk = ProgramChunk()
    for byte in bytes(edgy(1...128)) { _ = chunk.append(byte) }
    return chunk
  }

  mutating func voltage() -> Voltage { .millivolts(Int64(edgy(Int32.min...Int32.max))) }

  mutating func current() -> Current { .milliamperes(Int64(edgy(Int32.min...Int32.max))) }

  mutating func unsigned() -> Int64 { Int64(edgy(0...UInt32.max)) }

  mutating func hostMessage(_ kind: Int) -> HostMessage {
    switch kind % 14 {
    case 0: .hello(linkID: edgy(1...UInt32.max), protocolVersion: edgy(0...UInt8.max))
    case 1: .heartbeat(ttl: .microseconds(edgy(0...2_000_000)), echo: instant())
    case 2: .discharge
    case 3:
      .programBegin(
        nonce: nonce(), bytes: edgy(0...UInt16.max),
        sha256: SHA256Digest(word0: next(), word1: next(), word2: next(), word3: next()))
    case 4: .programData(nonce: nonce(), offset: edgy(0...UInt16.max), chunk: chunk())
    case 5: .programCommit(nonce: nonce())
    case 6: .programRead(nonce: nonce(), offset: edgy(0...UInt16.max), count: edgy(1...128))
    case 7: .probe(nonce: nonce(), step: edgy(0...UInt8.max))
    case 8: .charge(nonce: nonce())
    case 9:
      .release(
        nonce: nonce(), step: edgy(0...UInt8.max), pulse: edgy(0...UInt16.max), fireAt: instant(), notAfter: instant())
    case 10: .query(nonce: nonce())
    case 11: .reportRead(nonce: nonce(), index: edgy(0...UInt16.max))
    case 12: .waveformRead(nonce: nonce(), index: edgy(0...UInt16.max), offset: edgy(0...UInt16.max))
    default: .identityRead
    }
  }

  mutating func deviceMessage(_ kind: Int) -> DeviceMessage {
    switch kind % 10 {
    case 0: .identity(identity())
    case 1: .telemetry(telemetry())
    case 2: .accepted
    case 3: .rejected(reason: reason())
    case 4: .programBytes(nonce: nonce(), offset: edgy(0...UInt16.max), chunk: chunk())
    case 5: .probeResult(nonce: nonce(), step: edgy(0...UInt8.max), impedance: impedance())
    case 6: .pulseReport(report())
    case 7: .trainFate(fate())
    case 8: .waveform(waveform())
    default:
      .beat(time: instant(), interval: .nanoseconds(unsigned() * 1_000), number: edgy(0...UInt32.max))
    }
  }

  mutating func identity() -> IdentityMessage {
    IdentityMessage(
      serial: name(), boot: next(), firmware: name(), simulated: Bool.random(using: &self),
      pulseCounter: edgy(0...UInt32.max), maximumVoltage: .millivolts(unsigned()),
      maximumCurrent: .milliamperes(unsigned()), bankCapacitanceNanofarads: edgy(0...UInt32.max))
  }

  mutating func telemetry() -> TelemetryMessage {
    var telemetry = TelemetryMessage()
    telemetry.deviceTime = instant()
    telemetry.bootLow = edgy(0...UInt32.max)
    telemetry.pulseCounter = edgy(0...UInt32.max)
    telemetry.state = DeviceState.allCases.randomElement(using: &self) ?? .idle
    telemetry.step = edgy(0...UInt8.max)
    telemetry.bankA = voltage()
    telemetry.bankB = voltage()
    telemetry.output = voltage()
    telemetry.nonce = edgy(0...UInt64.max)
    telemetry.pulsesGiven = edgy(0...UInt16.max)
    telemetry.fault = DeviceFault.allCases.randomElement(using: &self) ?? .none
    var flags = TelemetryFlags(bits: edgy(0...0x1fff)) ?? TelemetryFlags()
    flags.hasFault = telemetry.fault != .none
    if flags.arrayIdentified {
      flags.arrayPresent = true
      telemetry.arrayIdentity = name()
    }
    telemetry.flags = flags
    return telemetry
  }

  mutating func reason() -> RejectReason {
    let plain: [RejectReason] = [
      .badState, .noPermit, .interlockOpen, .unknownNonce, .programDigest, .tooLate, .busy, .notSupported,
      .badRequest, .nonceSpent, .faulted, .arrayDiffers,
    ]
    let rule = ProgramRule.allCases.randomElement(using: &self) ?? .length
    switch next() & 3 {
    case 0: return .programBad(ProgramDefect(rule, step: edgy(0...UInt8.max)))
    case 1: return .aboveLimit(step: edgy(0...UInt8.max))
    default: return plain.randomElement(using: &self) ?? .badState
    }
  }

  mutating func impedance() -> ContactImpedance {
    next() & 3 == 0 ? .open : .measured(.milliohms(edgy(0...0xffff_fffe)))
  }

  mutating func report() -> PulseReportMessage {
    PulseReportMessage(
      nonce: nonce(), step: edgy(0...UInt8.max), index: edgy(0...UInt16.max), start: instant(),
      startNanoseconds: edgy(0...999), width: .nanoseconds(unsigned()), voltage: voltage(), current: current(),
      peakCurrent: current(), cut: PulseCut.allCases.randomElement(using: &self) ?? .none)
  }

  mutating func fate() -> TrainFateMessage {
    let state = FateState.allCases.randomElement(using: &self) ?? .unknown
    let started = state == .running || state == .ended
    let over = state == .ended || state == .neverStarted
    let pulses: UInt16 = started ? edgy(1...UInt16.max) : 0
    return TrainFateMessage(
      nonce: nonce(), state: state, pulses: pulses, reportsKept: edgy(0...pulses),
      endReason: over ? EndReason.allCases.dropFirst().randomElement(using: &self) ?? .completed : .none)
  }

  mutating func waveform() -> WaveformMessage {
    let count: UInt16 = edgy(1...32)
    let offset = edgy(0...UInt16.max - count)
    var waveform = WaveformMessage(
      nonce: nonce(), index: edgy(0...UInt16.max), offset: offset, total: edgy(offset + count...UInt16.max),
      voltageScaleMillivolts: edgy(1...UInt16.max), currentScaleMilliamperes: edgy(1...UInt16.max))
    for _ in 0..<count {
      let sample = WaveformSample(voltage: edgy(Int16.min...Int16.max), current: edgy(Int16.min...Int16.max))
      _ = waveform.append(sample)
    }
    return waveform
  }

  mutating func program(atMost most: Int = 32) -> Program {
    let electrodes: UInt8 = edgy(2...UInt8.max)
    var program = Program(
      kind: ProgramKind.allCases.randomElement(using: &self) ?? .treatment, arrayIdentity: name(),
      electrodeCount: electrodes)
    let voltages: [Int64] = [1, 1_000_000, 1_300_000, 0xffff_ffff]
    for _ in 0..<edgy(1...most) {
      var step = ProgramStep()
      step.positive = edgy(0...electrodes - 1)
      // One to all but one place further around the array: always another electrode.
      let further = Int(step.positive) + Int(edgy(1...electrodes - 1))
      step.negative = UInt8(further % Int(electrodes))
      step.sync = ProgramSync.allCases.randomElement(using: &self) ?? .none
      step.pulses = edgy(1...2_047)
      let voltage = voltages.randomElement(using: &self) ?? 1
      step.voltage = .millivolts(voltage)
      step.voltageLow = .millivolts(edgy(0...voltage))
      step.voltageHigh = .millivolts(edgy(voltage...0xffff_ffff))
      let width = edgy(1...0xffff_ffff as ClosedRange<Int64>)
      step.width = .nanoseconds(width)
      step.widthHigh = .nanoseconds(edgy(width...0xffff_ffff))
      step.period = .nanoseconds(edgy(width / 1_000 + 1...0xffff_ffff) * 1_000)
      let low = edgy(0...0xffff_fffe as ClosedRange<Int64>)
      step.currentLow = .milliamperes(low)
      step.currentHigh = .milliamperes(edgy(low + 1...0xffff_ffff))
      _ = program.append(step)
    }
    return program
  }
}
