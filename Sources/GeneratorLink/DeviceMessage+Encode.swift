import Quantities

extension DeviceMessage {
  /// The message as bytes for the line. Measured values beyond their field's range are sent as its nearer end.
  @_noAllocation @_noLocks
  public func encode(link: UInt32, sequence: UInt16, request: UInt16) -> FrameBytes {
    Frame(type: type, link: link, sequence: sequence, request: request, payload: payload()).encoded()
  }

  @_noAllocation @_noLocks
  private func payload() -> Payload {
    var payload = Payload()
    switch self {
    case .identity(let identity): payload.append(identity)
    case .telemetry(let telemetry): payload.append(telemetry)
    case .accepted: break
    case .rejected(let reason):
      let (rule, step) = reason.detail()
      payload.append(reason.code)
      payload.append(rule)
      payload.append(step)
      payload.appendZeros(1)
    case .programBytes(let nonce, let offset, let chunk): payload.append(nonce, offset, chunk)
    case .probeResult(let nonce, let step, let impedance):
      payload.append64(nonce)
      payload.append(step)
      payload.appendZeros(3)
      payload.append(impedance)
    case .pulseReport(let report): payload.append(report)
    case .trainFate(let fate):
      payload.append64(fate.nonce)
      payload.append(fate.state.code)
      payload.append(fate.endReason.code)
      payload.append16(fate.pulses)
      payload.append16(fate.reportsKept)
      payload.appendZeros(2)
    case .waveform(let waveform): payload.append(waveform)
    case .beat(let time, let interval, let number):
      payload.append64(UInt64(bitPattern: time.microseconds))
      payload.appendUnsigned(interval.nanoseconds / 1_000)
      payload.append32(number)
    }
    return payload
  }
}

extension Payload {
  @_noAllocation @_noLocks
  fileprivate mutating func append(_ identity: IdentityMessage) {
    append(identity.serial)
    append64(identity.boot)
    append(identity.firmware)
    append(identity.simulated ? 1 : 0)
    appendZeros(3)
    append32(identity.pulseCounter)
    appendUnsigned(identity.maximumVoltage.millivolts)
    appendUnsigned(identity.maximumCurrent.milliamperes)
    append32(identity.bankCapacitanceNanofarads)
  }

  @_noAllocation @_noLocks
  fileprivate mutating func append(_ telemetry: TelemetryMessage) {
    append64(UInt64(bitPattern: telemetry.deviceTime.microseconds))
    append32(telemetry.bootLow)
    append32(telemetry.pulseCounter)
    append(telemetry.state.code)
    append(telemetry.step)
    append16(telemetry.flags.bits)
    appendSigned(telemetry.bankA.millivolts)
    appendSigned(telemetry.bankB.millivolts)
    appendSigned(telemetry.output.millivolts)
    append64(telemetry.nonce)
    append16(telemetry.pulsesGiven)
    append(telemetry.fault.code)
    appendZeros(1)
    append(telemetry.arrayIdentity)
  }

  @_noAllocation @_noLocks
  fileprivate mutating func append(_ report: PulseReportMessage) {
    append64(report.nonce)
    append(report.step)
    append(report.cut.code)
    append16(report.index)
    append64(UInt64(bitPattern: report.start.microseconds))
    append16(report.startNanoseconds > 999 ? 999 : report.startNanoseconds)
    appendZeros(2)
    appendUnsigned(report.width.nanoseconds)
    appendSigned(report.voltage.millivolts)
    appendSigned(report.current.milliamperes)
    appendSigned(report.peakCurrent.milliamperes)
  }

  @_noAllocation @_noLocks
  fileprivate mutating func append(_ waveform: WaveformMessage) {
    append64(waveform.nonce)
    append16(waveform.index)
    append16(waveform.offset)
    append16(waveform.total)
    append16(waveform.voltageScaleMillivolts)
    append16(waveform.currentScaleMilliamperes)
    append(waveform.count)
    appendZeros(1)
    var place = 0
    while let sample = waveform.sample(at: place) {
      append16(UInt16(bitPattern: sample.voltage))
      append16(UInt16(bitPattern: sample.current))
      place &+= 1
    }
  }

  @_noAllocation @_noLocks
  fileprivate mutating func append(_ impedance: ContactImpedance) {
    switch impedance {
    case .open: append32(0xffff_ffff)
    case .measured(let resistance):
      let milliohms = resistance.milliohms
      // The highest number stands for an open contact.
      appendUnsigned(milliohms > 0xffff_fffe ? 0xffff_fffe : milliohms)
    }
  }

  /// A number as u32, saturating.
  @_noAllocation @_noLocks
  fileprivate mutating func appendUnsigned(_ value: Int64) {
    if value < 0 {
      append32(0)
    } else {
      append32(value > 0xffff_ffff ? 0xffff_ffff : UInt32(truncatingIfNeeded: value))
    }
  }

  /// A number as i32, saturating.
  @_noAllocation @_noLocks
  fileprivate mutating func appendSigned(_ value: Int64) {
    let bounded: Int32
    if value < Int64(Int32.min) {
      bounded = Int32.min
    } else if value > Int64(Int32.max) {
      bounded = Int32.max
    } else {
      bounded = Int32(truncatingIfNeeded: value)
    }
    append32(UInt32(bitPattern: bounded))
  }
}
