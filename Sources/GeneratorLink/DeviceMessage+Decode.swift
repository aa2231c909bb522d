import Quantities

extension DeviceMessage {
  /// The message of a frame from the device; throws what is wrong with it.
  @_noAllocation @_noLocks
  public static func decode(_ frame: Frame) throws(MessageDefect) -> DeviceMessage {
    guard frame.version == Frame.currentVersion else { throw .unknownVersion }
    var reader = PayloadReader(frame.payload)
    let message = try message(frame.type, &reader)
    try reader.finish()
    return message
  }

  @_noAllocation @_noLocks
  private static func message(_ type: UInt8, _ reader: inout PayloadReader) throws(MessageDefect) -> DeviceMessage {
    switch type {
    case 0x81: return .identity(try reader.readIdentity())
    case 0x82: return .telemetry(try reader.readTelemetry())
    case 0x83: return .accepted
    case 0x84:
      let code = reader.read8()
      let rule = reader.read8()
      let step = reader.read8()
      try reader.readZeros(1)
      try reader.finish()
      return .rejected(reason: try RejectReason.decoded(code: code, rule: rule, step: step))
    case 0x85:
      let (nonce, offset, chunk) = try reader.readChunk()
      return .programBytes(nonce: nonce, offset: offset, chunk: chunk)
    case 0x86:
      let nonce = try reader.readNonce()
      let step = reader.read8()
      try reader.readZeros(3)
      let milliohms = reader.read32()
      let impedance: ContactImpedance =
        milliohms == 0xffff_ffff ? .open : .measured(.milliohms(Int64(milliohms)))
      return .probeResult(nonce: nonce, step: step, impedance: impedance)
    case 0x87: return .pulseReport(try reader.readReport())
    case 0x88: return .trainFate(try reader.readFate())
    case 0x89: return .waveform(try reader.readWaveform())
    case 0x8a:
      let time = try reader.readInstant()
      // At most 2³² × 1000, far within an Int64.
      let interval = TimeSpan.nanoseconds(Int64(reader.read32()) &* 1_000)
      return .beat(time: time, interval: interval, number: reader.read32())
    // not ours: a byte from the wire
    default: throw .unknownType
    }
  }
}

extension PayloadReader {
  @_noAllocation @_noLocks
  fileprivate mutating func readSigned() -> Int64 { Int64(Int32(bitPattern: read32())) }

  @_noAllocation @_noLocks
  fileprivate mutating func readIdentity() throws(MessageDefect) -> IdentityMessage {
    let serial = readBytes16()
    let boot = read64()
    let firmware = readBytes16()
    let simulated = read8()
    try readZeros(3)
    let identity = IdentityMessage(
      serial: serial, boot: boot, firmware: firmware, simulated: simulated == 1, pulseCounter: read32(),
      maximumVoltage: .millivolts(Int64(read32())), maximumCurrent: .milliamperes(Int64(read32())),
      bankCapacitanceNanofarads: read32())
    try finish()
    guard simulated <= 1, serial.isName, firmware.isName else { throw .valueOutOfRange }
    return identity
  }

  @_noAllocation @_noLocks
  fileprivate mutating func readTelemetry() throws(MessageDefect) -> TelemetryMessage {
    var telemetry = TelemetryMessage()
    telemetry.deviceTime = try readInstant()
    telemetry.bootLow = read32()
    telemetry.pulseCounter = read32()
    guard let state = DeviceState.decoded(read8()) else { throw .valueOutOfRange }
    telemetry.state = state
    telemetry.step = read8()
    guard let flags = TelemetryFlags(bits: read16()) else { throw .reservedNotZero }
    telemetry.flags = flags
    telemetry.bankA = .millivolts(readSigned())
    telemetry.bankB = .millivolts(readSigned())
    telemetry.output = .millivolts(readSigned())
    telemetry.nonce = read64()
    telemetry.pulsesGiven = read16()
    guard let fault = DeviceFault.decoded(read8()) else { throw .valueOutOfRange }
    telemetry.fault = fault
    try readZeros(1)
    telemetry.arrayIdentity = readBytes16()
    try finish()
    guard flags.hasFault == (fault.code != 0), flags.arrayPresent || !flags.arrayIdentified,
      flags.arrayIdentified || telemetry.arrayIdentity == .zero
    else { throw .contradiction }
    guard !flags.arrayIdentified || telemetry.arrayIdentity.isName else { throw .valueOutOfRange }
    return telemetry
  }

  @_noAllocation @_noLocks
  fileprivate mutating func readReport() throws(MessageDefect) -> PulseReportMessage {
    let nonce = try readNonce()
    let step = read8()
    guard let cut = PulseCut.decoded(read8()) else { throw .valueOutOfRange }
    let index = read16()
    let start = try readInstant()
    let nanoseconds = read16()
    guard nonce != 0, nanoseconds <= 999 else { throw .valueOutOfRange }
    try readZeros(2)
    return PulseReportMessage(
      nonce: nonce, step: step, index: index, start: start, startNanoseconds: nanoseconds,
      width: .nanoseconds(Int64(read32())), voltage: .millivolts(readSigned()), current: .milliamperes(readSigned()),
      peakCurrent: .milliamperes(readSigned()), cut: cut)
  }

  @_noAllocation @_noLocks
  fileprivate mutating func readFate() throws(MessageDefect) -> TrainFateMessage {
    let nonce = try readNonce()
    guard let state = FateState.decoded(read8()), let reason = EndReason.decoded(read8()) else {
      throw .valueOutOfRange
    }
    let pulses = read16()
    let reportsKept = read16()
    try readZeros(2)
    try finish()
    let fate = TrainFateMessage(
      nonce: nonce, state: state, pulses: pulses, reportsKept: reportsKept, endReason: reason)
    guard fate.isConsistent else { throw .contradiction }
    return fate
  }

  @_noAllocation @_noLocks
  fileprivate mutating func readWaveform() throws(MessageDefect) -> WaveformMessage {
    let nonce = try readNonce()
    let index = read16()
    let offset = read16()
    let total = read16()
    let voltageScale = read16()
    let currentScale = read16()
    let count = read8()
    try readZeros(1)
    guard count >= 1, count <= 32, voltageScale >= 1, currentScale >= 1 else { throw .valueOutOfRange }
    guard UInt32(offset) &+ UInt32(count) <= UInt32(total) else { throw .contradiction }
    var waveform = WaveformMessage(
      nonce: nonce, index: index, offset: offset, total: total, voltageScaleMillivolts: voltageScale,
      currentScaleMilliamperes: currentScale)
    while waveform.count < count {
      let voltage = Int16(bitPattern: read16())
      let current = Int16(bitPattern: read16())
      guard waveform.append(WaveformSample(voltage: voltage, current: current)) else { throw .wrongLength }
    }
    return waveform
  }
}

extension TrainFateMessage {
  /// Whether state, pulses, reports and reason fit each other.
  fileprivate var isConsistent: Bool {
    @_noAllocation @_noLocks get {
      guard reportsKept <= pulses else { return false }
      let over = endReason.code != 0
      switch state {
      case .unknown, .waitingForTrigger: return pulses == 0 && !over
      case .running: return pulses > 0 && !over
      case .ended: return pulses > 0 && over
      case .neverStarted: return pulses == 0 && over
      }
    }
  }
}
