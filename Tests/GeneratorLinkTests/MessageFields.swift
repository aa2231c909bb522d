import GeneratorLink
import Quantities
import SHA256

extension ProgramChunk {
  var all: [UInt8] { (0..<count).map { byte(at: $0) } }
}

extension HostMessage {
  /// The message's name and fields, as the document calls them.
  var described: (name: String, fields: [String: FieldValue]) {
    switch self {
    case .hello(let linkID, let version):
      ("hello", ["link_id": .of(linkID), "protocol_version": .of(version)])
    case .heartbeat(let ttl, let echo):
      ("heartbeat", ["ttl_us": .of(ttl.nanoseconds / 1_000), "echo_us": .of(echo.microseconds)])
    case .discharge: ("discharge", [:])
    case .programBegin(let nonce, let bytes, let sha256):
      ("programBegin", ["nonce": .of(nonce), "bytes": .of(bytes), "sha256": .text(sha256.hex)])
    case .programData(let nonce, let offset, let chunk):
      ("programData", ["nonce": .of(nonce), "offset": .of(offset), "bytes": .text(hex(chunk.all))])
    case .programCommit(let nonce): ("programCommit", ["nonce": .of(nonce)])
    case .programRead(let nonce, let offset, let count):
      ("programRead", ["nonce": .of(nonce), "offset": .of(offset), "count": .of(count)])
    case .probe(let nonce, let step): ("probe", ["nonce": .of(nonce), "step": .of(step)])
    case .charge(let nonce): ("charge", ["nonce": .of(nonce)])
    case .release(let nonce, let step, let pulse, let fireAt, let notAfter):
      (
        "release",
        [
          "nonce": .of(nonce), "step": .of(step), "pulse": .of(pulse), "fire_at_us": .of(fireAt.microseconds),
          "not_after_us": .of(notAfter.microseconds),
        ]
      )
    case .query(let nonce): ("query", ["nonce": .of(nonce)])
    case .reportRead(let nonce, let index): ("reportRead", ["nonce": .of(nonce), "index": .of(index)])
    case .waveformRead(let nonce, let index, let offset):
      ("waveformRead", ["nonce": .of(nonce), "index": .of(index), "offset": .of(offset)])
    case .identityRead: ("identityRead", [:])
    }
  }
}

extension DeviceMessage {
  /// The message's name and fields, as the document calls them.
  var described: (name: String, fields: [String: FieldValue]) {
    switch self {
    case .identity(let identity): ("identity", identity.fields)
    case .telemetry(let telemetry): ("telemetry", telemetry.fields)
    case .accepted: ("accepted", [:])
    case .rejected(let reason): ("rejected", reason.fields)
    case .programBytes(let nonce, let offset, let chunk):
      ("programBytes", ["nonce": .of(nonce), "offset": .of(offset), "bytes": .text(hex(chunk.all))])
    case .probeResult(let nonce, let step, .open):
      ("probeResult", ["nonce": .of(nonce), "step": .of(step), "impedance_mohm": .text("open")])
    case .probeResult(let nonce, let step, .measured(let resistance)):
      ("probeResult", ["nonce": .of(nonce), "step": .of(step), "impedance_mohm": .of(resistance.milliohms)])
    case .pulseReport(let report): ("pulseReport", report.fields)
    case .trainFate(let fate): ("trainFate", fate.fields)
    case .waveform(let waveform): ("waveform", waveform.fields)
    case .beat(let time, let interval, let number):
      (
        "beat",
        [
          "time_us": .of(time.microseconds), "interval_us": .of(interval.nanoseconds / 1_000), "number": .of(number),
        ]
      )
    }
  }
}

extension IdentityMessage {
  var fields: [String: FieldValue] {
    [
      "serial": .text(serial.ascii), "boot": .of(boot), "firmware": .text(firmware.ascii),
      "simulated": .truth(simulated), "pulse_counter": .of(pulseCounter),
      "maximum_voltage_mv": .of(maximumVoltage.millivolts), "maximum_current_ma": .of(maximumCurrent.milliamperes),
      "bank_capacitance_nf": .of(bankCapacitanceNanofarads),
    ]
  }
}

extension TelemetryMessage {
  var fields: [String: FieldValue] {
    [
      "device_time_us": .of(deviceTime.microseconds), "boot_low": .of(bootLow), "pulse_counter": .of(pulseCounter),
      "state": .text("\(state)"), "step": .of(step), "flags": .list(flags.names.map { .text($0) }),
      "bank_a_mv": .of(bankA.millivolts), "bank_b_mv": .of(bankB.millivolts), "output_mv": .of(output.millivolts),
      "nonce": .of(nonce), "pulses_given": .of(pulsesGiven), "fault": .text("\(fault)"),
      "array_identity": .text(arrayIdentity.ascii),
    ]
  }
}

extension TelemetryFlags {
  /// The names of the flags that are set, in the order of their bits.
  var names: [String] {
    let all: [(String, Bool)] = [
      ("permitLive", permitLive), ("chainClosed", chainClosed), ("estopClosed", estopClosed),
      ("doorClosed", doorClosed), ("auxClosed", auxClosed), ("pedalFirst", pedalFirst), ("pedalSecond", pedalSecond),
      ("pedalContactsValid", pedalContactsValid), ("arrayPresent", arrayPresent),
      ("arrayIdentified", arrayIdentified), ("hasFault", hasFault), ("programLoaded", programLoaded),
      ("startedByWatchdog", startedByWatchdog),
    ]
    return all.filter(\.1).map(\.0)
  }
}

extension RejectReason {
  var fields: [String: FieldValue] {
    switch self {
    case .programBad(let defect):
      ["reason": .text("programBad"), "rule": .text("\(defect.rule)"), "step": .of(defect.step)]
    case .aboveLimit(let step): ["reason": .text("aboveLimit"), "step": .of(step)]
    case .badState, .noPermit, .interlockOpen, .unknownNonce, .programDigest, .tooLate, .busy, .notSupported,
      .badRequest, .nonceSpent, .faulted, .arrayDiffers:
      ["reason": .text("\(self)")]
    }
  }
}

extension PulseReportMessage {
  var fields: [String: FieldValue] {
    [
      "nonce": .of(nonce), "step": .of(step), "cut": .text("\(cut)"), "index": .of(index),
      "start_us": .of(start.microseconds), "start_ns": .of(startNanoseconds), "width_ns": .of(width.nanoseconds),
      "voltage_mv": .of(voltage.millivolts), "current_ma": .of(current.milliamperes),
      "peak_ma": .of(peakCurrent.milliamperes),
    ]
  }
}

extension TrainFateMessage {
  var fields: [String: FieldValue] {
    [
      "nonce": .of(nonce), "state": .text("\(state)"), "end_reason": .text("\(endReason)"), "pulses": .of(pulses),
      "reports_kept": .of(reportsKept),
    ]
  }
}

extension WaveformMessage {
  var fields: [String: FieldValue] {
    let samples = (0..<Int(count)).compactMap { sample(at: $0) }
    return [
      "nonce": .of(nonce), "index": .of(index), "offset": .of(offset), "total": .of(total),
      "voltage_scale_mv": .of(voltageScaleMillivolts), "current_scale_ma": .of(currentScaleMilliamperes),
      "samples": .list(samples.map { .list([.of($0.voltage), .of($0.current)]) }),
    ]
  }
}

extension LinkEvent {
  /// What our own decoder makes of one event of the reader.
  init?(_ event: FrameEvent) {
    switch event {
    case .none: return nil
    case .damaged(let damage): self.init(damage: "\(damage)")
    case .frame(let frame):
      do {
        let isHost = frame.type < 0x80
        let described =
          isHost ? try HostMessage.decode(frame).described : try DeviceMessage.decode(frame).described
        self.init(
          version: frame.version, type: frame.type, link: frame.link, sequence: frame.sequence,
          request: frame.request, from: isHost ? "host" : "device", message: described.name, fields: described.fields)
      } catch {
        self.init(defect: "\(error)")
      }
    }
  }

  /// What our own decoder makes of a stream.
  static func all(in bytes: [UInt8]) -> [LinkEvent] {
    var reader = FrameReader()
    return bytes.compactMap { LinkEvent(reader.accept($0)) }
  }
}
