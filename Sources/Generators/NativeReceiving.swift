internal import GeneratorLink
internal import Quantities
internal import SafetyKernel

// What comes in over the native link.

extension NativeCore {
  /// Takes everything that the channel has, and puts what it says into this tick's input.
  @_noAllocation @_noLocks
  mutating func receive(now: HostInstant, into input: inout TickInput) {
    read(now: now)
    if case .open = phase, let silent = now.since(heardAt), silent > settings.silence {
      trouble = .noAnswer
      greet(now: now)
    }
    input.link = reading
    input.telemetry = telemetry
    input.telemetryAge = .nanoseconds(Int64.max)
    if let telemetryAt, let age = now.since(telemetryAt) { input.telemetryAge = age }
    input.readBack = nil
    if case .done = upload.stage { input.readBack = PlanDigest(value: upload.backDigest) }
    input.probe = probeFound
    probeFound = nil
    input.report = reports.handOver(now: now)
    input.fate = .unknown
    if queryNonce == reports.nonce { input.fate = reports.word }
    input.beat = beat
    beat = nil
  }

  @_noAllocation @_noLocks
  private mutating func read(now: HostInstant) {
    guard channel.isOpen else { return }
    switch channel.read(into: scratch, capacity: NativeCore.readCapacity) {
    case .broken: broke()
    case .moved(let count):
      var index = 0
      while index < count {
        let byte = scratch[index]
        index &+= 1
        if reader.absorb(byte) { continue }
        switch reader.accept(byte) {
        case .none: break
        case .damaged: counters.damaged &+= 1
        case .frame(let frame): take(frame, now: now)
        }
      }
    }
  }

  @_noAllocation @_noLocks
  private mutating func take(_ frame: Frame, now: HostInstant) {
    guard frame.link == link else {
      counters.otherLink &+= 1
      return
    }
    guard filter.accept(frame.sequence) else {
      counters.notNewer &+= 1
      return
    }
    let message: DeviceMessage
    do {
      message = try DeviceMessage.decode(frame)
    } catch {
      counters.notMessages &+= 1
      if case .unknownVersion = error, case .greeting = phase { trouble = .otherVersion }
      return
    }
    counters.framesReceived &+= 1
    if case .identity(let identity) = message { return identified(identity, now: now) }
    guard case .open = phase else {
      // Only a device that speaks another version rejects a hello.
      if case .rejected(.notSupported) = message { trouble = .otherVersion }
      return
    }
    heardAt = now
    take(message, request: frame.request, now: now)
  }

  @_noAllocation @_noLocks
  private mutating func identified(_ message: IdentityMessage, now: HostInstant) {
    guard case .greeting = phase else { return }
    let found = DeviceIdentity(message)
    if let wanted = settings.serial, !(wanted == found.serial) {
      if !(trouble == .otherGenerator) { notices.add(.stranger(found)) }
      trouble = .otherGenerator
      return
    }
    if let former = identity {
      // Corrections belong to one generator, and a clock to one of its starts.
      let same = former.serial == found.serial
      if !same { calibration = Calibration() }
      if !same || !(former.boot == found.boot) { telemetryTime = nil }
    }
    identity = found
    phase = .open
    trouble = .none
    heardAt = now
    // A train that was running is never taken over.
    dischargeAt = nil
    sendDischarge(now: now)
    notices.add(.identified(found))
  }

  @_noAllocation @_noLocks
  private mutating func take(_ message: DeviceMessage, request: UInt16, now: HostInstant) {
    switch message {
    case .identity: break
    case .telemetry(let message): take(message, now: now)
    case .beat(let time, let interval, _): beat = BeatReading(time: time, interval: interval)
    case .pulseReport(let message):
      take(message, now: now)
      if case .report(let index) = outstanding.request, index == message.index { outstanding.request = .none }
    case .trainFate(let message):
      reports.take(message, now: now)
      if case .query = outstanding.request { outstanding.request = .none }
    case .waveform(let message):
      waveforms.take(message, calibration: calibration, now: now)
      if case .waveform(let pulse, let offset) = outstanding.request, pulse == message.index, offset == message.offset {
        outstanding.request = .none
      }
    case .probeResult(let nonce, let step, let impedance): take(probe: impedance, nonce: nonce, step: step)
    case .programBytes(let nonce, let offset, let chunk):
      guard request == outstanding.id, case .programRead(let wanted) = outstanding.request, wanted == offset else {
        return
      }
      outstanding.request = .none
      if upload.took(chunk, offset: offset, nonce: nonce) { keepReadBack() }
    case .accepted: accepted(request, now: now)
    case .rejected(let reason): rejected(request, reason, now: now)
    }
  }

  @_noAllocation @_noLocks
  private mutating func take(_ message: TelemetryMessage, now: HostInstant) {
    guard let identity else { return }
    guard message.bootLow == UInt32(truncatingIfNeeded: identity.boot.value) else {
      // It started anew in between, and knows nothing of this link's past.
      trouble = .noAnswer
      return greet(now: now)
    }
    var advances = true
    if let newest = telemetryTime {
      guard message.deviceTime >= newest else {
        counters.staleTelemetry &+= 1
        return
      }
      advances = message.deviceTime > newest
    }
    guard let bankA = calibration.bankA.cautious(message.bankA), let bankB = calibration.bankB.cautious(message.bankB),
      let output = calibration.pulseVoltage.cautious(message.output)
    else {
      counters.invalidReadings &+= 1
      return
    }
    if advances {
      telemetryTime = message.deviceTime
      telemetryAt = now
    } else {
      // Of two changes at one time the later one counts. But what is repeated grows old: a generator whose clock stands
      // still measures nothing.
      counters.staleTelemetry &+= 1
    }
    telemetry.deviceTime = message.deviceTime
    telemetry.boot = identity.boot
    telemetry.serial = identity.serial
    telemetry.pulseCounter = message.pulseCounter
    telemetry.state = NativeCore.state(message.state)
    telemetry.bankA = bankA
    telemetry.bankB = bankB
    telemetry.outputVoltage = output
    telemetry.nonce = Nonce(value: message.nonce)
    telemetry.step = message.step
    telemetry.pulsesGiven = message.pulsesGiven
    telemetry.hasFault = message.flags.hasFault
    if !message.flags.arrayPresent {
      telemetry.array = .absent
    } else if !message.flags.arrayIdentified {
      telemetry.array = .unidentified
    } else {
      telemetry.array = .identified(ArrayIdentity(low: message.arrayIdentity.low, high: message.arrayIdentity.high))
    }
    lines = message.flags.bits
    reports.told(nonce: message.nonce, pulses: message.pulsesGiven, now: now)
    switch message.state {
    case .idle, .discharging, .fault:
      if reports.nonce != 0, reports.nonce == message.nonce, reports.next > 0 {
        waveforms.begin(nonce: reports.nonce, pulses: reports.next, now: now)
      }
    case .probing, .charging, .armed, .delivering, .waiting: break
    }
  }

  @_noAllocation @_noLocks
  private mutating func take(_ message: PulseReportMessage, now: HostInstant) {
    guard let voltage = calibration.pulseVoltage.apply(message.voltage),
      let current = calibration.pulseCurrent.apply(message.current),
      let peak = calibration.pulseCurrent.apply(message.peakCurrent), let width = calibration.width.apply(message.width)
    else {
      counters.invalidReadings &+= 1
      if message.nonce == reports.nonce { reports.lose(index: message.index) }
      return
    }
    let report = PulseReport(
      nonce: Nonce(value: message.nonce), step: message.step, index: message.index, start: message.start, width: width,
      voltage: voltage, current: current, peakCurrent: peak, cut: NativeCore.cut(message.cut))
    if !reports.take(report, now: now) { counters.strayReports &+= 1 }
  }

  @_noAllocation @_noLocks
  private mutating func take(probe impedance: ContactImpedance, nonce: UInt64, step: UInt8) {
    guard let probeStep, probeStep == step, nonce == upload.nonce else { return }
    let value: Resistance
    switch impedance {
    case .open: value = .milliohms(Int64.max)
    case .measured(let resistance): value = resistance
    }
    probeFound = ProbeReading(nonce: Nonce(value: nonce), step: step, impedance: value)
    self.probeStep = nil
    if case .probe = outstanding.request { outstanding.request = .none }
  }

  /// Keeps the bytes that were read back where the second gate reads them.
  @_noAllocation @_noLocks
  private mutating func keepReadBack() {
    var index = 0
    while index < upload.back.count {
      readBackBytes[index] = upload.back.byte(at: index)
      index &+= 1
    }
    readBackCount = index
    readBackGeneration &+= 1
  }

  @_noAllocation @_noLocks
  private static func state(_ state: DeviceState) -> GeneratorState {
    switch state {
    case .idle: return .idle
    case .probing: return .probing
    case .charging: return .charging
    case .armed: return .armed
    case .delivering: return .delivering
    case .waiting: return .waiting
    case .discharging: return .discharging
    case .fault: return .fault
    }
  }

  @_noAllocation @_noLocks
  private static func cut(_ cut: PulseCut) -> DeviceCut {
    switch cut {
    case .none: return .none
    case .currentHigh: return .currentHigh
    case .voltageHigh: return .voltageHigh
    case .voltageLow: return .voltageLow
    case .currentLow: return .currentLow
    case .widthHigh: return .widthHigh
    }
  }
}
