import GeneratorLink
import Plant
import Quantities
import SHA256

extension VirtualGenerator {
  /// What is said to a request.
  enum Answer {
    case now(DeviceMessage)
    case rejected(RejectReason)
    /// The answer comes when the work is done.
    case later

    static func of(_ reason: RejectReason?) -> Answer { reason.map { .rejected($0) } ?? .now(.accepted) }
  }

  /// Takes a frame with a good checksum.
  mutating func hear(_ frame: Frame) {
    let isHello = frame.type == 0x01
    guard isHello || (link != 0 && frame.link == link) else { return }
    let message: HostMessage
    do {
      message = try HostMessage.decode(frame)
    } catch {
      if isHello, error == .unknownVersion { return refuse(version: frame.version, on: frame.link, frame.request) }
      guard frame.link == link, link != 0, filter.accept(frame.sequence), frame.request != 0 else { return }
      let reason: RejectReason = error == .unknownType || error == .unknownVersion ? .notSupported : .badRequest
      answer(.rejected(reason), to: frame.request)
      return
    }
    if case .hello(let linkID, let version) = message, linkID != link {
      guard version == Frame.currentVersion else { return refuse(version: version, on: linkID, frame.request) }
      openLink(linkID)
    }
    guard filter.accept(frame.sequence) else { return }
    answer(respond(to: message, frame.request), to: frame.request)
  }

  /// Says that a hello's version is not spoken, on the link that it wanted and that is not opened.
  private mutating func refuse(version: UInt8, on linkID: UInt32, _ request: UInt16) {
    guard link == 0, request != 0 else { return }
    line.open(link: linkID)
    line.queue(.rejected(reason: .notSupported), request: request, rank: .answer, at: now_ns)
  }

  private mutating func answer(_ answer: Answer, to request: UInt16) {
    guard request != 0 else { return }
    switch answer {
    case .now(let message): line.queue(message, request: request, rank: .answer, at: now_ns)
    case .rejected(let reason): line.queue(.rejected(reason: reason), request: request, rank: .answer, at: now_ns)
    case .later: break
    }
  }

  private mutating func openLink(_ linkID: UInt32) {
    log(.linkOpened(linkID))
    let isFirst = link == 0
    link = linkID
    line.open(link: linkID)
    filter.reset()
    timers.telemetry = now_ns &+ Self.telemetryPeriod_ns
    guard !isFirst else { return }
    revoke()
    if !faults.ignoresStop { empty(.linkChanged) }
  }

  private mutating func respond(to message: HostMessage, _ request: UInt16) -> Answer {
    switch message {
    case .hello(_, let version):
      return version == Frame.currentVersion ? .now(.identity(identity)) : .rejected(.notSupported)
    case .identityRead: return .now(.identity(identity))
    case .heartbeat(let ttl, let echo):
      takeHeartbeat(ttl, echo)
      return .later
    case .discharge:
      takeDischarge()
      return .now(.accepted)
    case .programBegin(let nonce, let bytes, let digest):
      guard !store.isSpent(nonce) else { return .rejected(.nonceSpent) }
      return state == .idle ? .of(store.begin(nonce, length: bytes, digest: digest)) : .rejected(.badState)
    case .programData(let nonce, let offset, let chunk):
      return state == .idle ? .of(store.put(nonce, at: offset, chunk)) : .rejected(.badState)
    case .programCommit(let nonce): return state == .idle ? commit(nonce) : .rejected(.badState)
    case .programRead(let nonce, let offset, let count): return readBack(nonce, offset, count)
    case .probe(let nonce, let step): return takeProbe(nonce, step, request)
    case .charge(let nonce): return takeCharge(nonce)
    case .release(let nonce, let step, let pulse, let fireAt, let notAfter):
      let refusal = takeRelease(nonce, step, pulse, fireAt, notAfter)
      if let refusal { log(.releaseRefused(nonce: nonce, refusal)) }
      return .of(refusal)
    case .query(let nonce): return .now(.trainFate(fate(of: nonce)))
    case .reportRead(let nonce, let index):
      guard nonce == pulses.nonce else { return .rejected(.unknownNonce) }
      let reports = pulses.reports
      return Int(index) < reports.count ? .now(.pulseReport(reports[Int(index)])) : .rejected(.badRequest)
    case .waveformRead(let nonce, let index, let offset):
      guard nonce == pulses.nonce else { return .rejected(.unknownNonce) }
      return pulses.fragment(index, from: offset).map { .now(.waveform($0)) } ?? .rejected(.badRequest)
    }
  }

  private var identity: IdentityMessage {
    IdentityMessage(
      serial: memory.serial, boot: boot, firmware: settings.firmware, simulated: true,
      pulseCounter: memory.pulseCounter, maximumVoltage: settings.limits.maximumVoltage,
      maximumCurrent: settings.limits.maximumCurrent,
      bankCapacitanceNanofarads: UInt32(clamping: wholeNumber(settings.hardware.bank.capacitance_F * 1e9)))
  }

  private mutating func takeHeartbeat(_ ttl: TimeSpan, _ echo: DeviceInstant) {
    let wasLive = isPermitLive
    permit.take(ttl: ttl, echo: echo, now_us: deviceNow.microseconds)
    guard isPermitLive else { return }
    timers.permit = simulationTime(.microseconds(permit.deadline_us))
    if !wasLive { log(.permitGranted(until: .microseconds(permit.deadline_us))) }
  }

  private mutating func takeDischarge() {
    // Hosts repeat it in each tick: one that finds nothing to end is neither logged nor told.
    if isPermitLive || isEnergised || isIdleAndCharged { log(.dischargeReceived) }
    if faults.ignoresStop, isEnergised { return tookEffect(.ignoresStop) }
    revoke()
    empty(.discharged)
  }

  private var isIdleAndCharged: Bool { state == .idle && unit.bank.voltage_V >= BankUnit.safe_V }

  private mutating func revoke() {
    let wasLive = isPermitLive
    permit.revoke(now_us: deviceNow.microseconds)
    timers.permit = Timers.never
    guard wasLive else { return }
    log(.permitRevoked)
    tell()
  }

  /// Ends what is energised, and empties the bank where it is charged.
  private mutating func empty(_ reason: EndReason) {
    if isEnergised || isIdleAndCharged { stop(reason) }
  }

  private mutating func commit(_ nonce: UInt64) -> Answer {
    switch store.commit(nonce, limits: settings.limits) {
    case .rejected(let reason): return .rejected(reason)
    case .repeated: return .now(.accepted)
    case .done:
      pulses.open(nonce)
      train = nil
      log(.programCommitted(nonce: nonce, digest: store.digest))
      return .now(.accepted)
    }
  }

  private mutating func readBack(_ nonce: UInt64, _ offset: UInt16, _ count: UInt8) -> Answer {
    guard nonce == store.nonce else { return .rejected(.unknownNonce) }
    guard let chunk = store.bytes.chunk(at: offset, atMost: count) else { return .rejected(.badRequest) }
    guard faults.readsBackWrong else { return .now(.programBytes(nonce: nonce, offset: offset, chunk: chunk)) }
    tookEffect(.wrongReadBack)
    // One bit of the first step's voltage.
    var wrong = ProgramChunk()
    for index in 0..<chunk.count {
      _ = wrong.append(Int(offset) + index == 41 ? chunk.byte(at: index) ^ 1 : chunk.byte(at: index))
    }
    return .now(.programBytes(nonce: nonce, offset: offset, chunk: wrong))
  }

  private func fate(of nonce: UInt64) -> TrainFateMessage {
    var fate = TrainFateMessage(nonce: nonce, state: .unknown, pulses: 0, reportsKept: 0, endReason: .none)
    if let train, train.nonce == nonce {
      fate.pulses = train.given
      fate.reportsKept = UInt16(clamping: pulses.reports.count)
      fate.endReason = train.endReason
      switch (train.endReason == .none, train.given > 0) {
      case (true, false): fate.state = .waitingForTrigger
      case (true, true): fate.state = .running
      case (false, true): fate.state = .ended
      case (false, false): fate.state = .neverStarted
      }
    } else if store.nonce == nonce {
      fate.state = .waitingForTrigger
    }
    return fate
  }
}
