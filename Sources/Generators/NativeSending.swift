internal import GeneratorLink
internal import Quantities
internal import SafetyKernel

// What goes out over the native link, in this order: discharge, heartbeat, release, requests, waveforms last.

extension NativeCore {
  /// Carries out what the kernel said in this tick, as far as the line has room.
  @_noAllocation @_noLocks
  mutating func act(on command: GeneratorCommand, query: Nonce?, heartbeat: Bool, now: HostInstant) {
    var discharge = false
    switch command {
    case .none, .load: break
    case .discharge:
      discharge = true
      cancelArming()
    case .probe(let nonce, let step):
      if nonce.value == upload.nonce {
        probeStep = step
        tries = 0
      }
    case .charge(let nonce):
      if nonce.value == upload.nonce {
        chargeWanted = true
        tries = 0
      }
    case .release(let nonce, let step, let pulse, let fireAt, let notAfter):
      release = WaitingRelease(
        nonce: nonce.value, step: step, pulse: pulse, fireAt: fireAt, notAfter: notAfter)
    }
    if let query { want(fateOf: query.value, now: now) } else { forgetQuery() }
    if !heartbeat || !isUp { dropEnergising() }
    guard channel.isOpen else {
      release = nil
      return
    }
    if discharge { sendDischarge(now: now) }
    finishPartial(now: now)
    switch phase {
    case .closed: return
    case .greeting: sendHello(now: now)
    case .open:
      if heartbeat { sendHeartbeat(now: now) }
      sendRelease(now: now)
      sendRequests(now: now)
    }
  }

  /// Without the heartbeat nothing that asks for energy goes out, whether it was said in this tick or waits for the line
  /// since an earlier one: what both gates allowed then, one of them no longer does. Nor does it wait for a generator
  /// that has not answered yet, or has sent no telemetry.
  @_noAllocation @_noLocks
  private mutating func dropEnergising() {
    heartbeatAt = nil
    release = nil
    probeStep = nil
    chargeWanted = false
    switch outstanding.request {
    case .probe, .charge: outstanding = OutstandingRequest()
    case .none, .programBegin, .programData, .programCommit, .programRead, .query, .report, .waveform: break
    }
    if partialEnergises { dropPartial() }
  }

  private var isUp: Bool {
    @_noAllocation @_noLocks get {
      switch reading {
      case .up: return true
      case .down, .opening: return false
      }
    }
  }

  /// Gives up the rest of a half-written frame. A delimiter ends it; the generator drops it.
  @_noAllocation @_noLocks
  private mutating func dropPartial() {
    guard partialSent < partial.count else { return }
    partial = FrameBytes()
    partialSent = 0
    needsDelimiter = true
  }

  /// Begins to upload a plan's program for an arming; what was under way for another is given up.
  @_noAllocation @_noLocks
  mutating func load(_ plan: borrowing Plan, nonce: Nonce, now: HostInstant) {
    cancelArming()
    waveforms.cancel()
    if outstanding.request.isWaveform { outstanding = OutstandingRequest() }
    upload.begin(plan, nonce: nonce.value)
    reports.begin(nonce: nonce.value, now: now)
  }

  @_noAllocation @_noLocks
  private mutating func want(fateOf nonce: UInt64, now: HostInstant) {
    if nonce != reports.nonce { reports.begin(nonce: nonce, now: now) }
    if nonce != queryNonce { queriedAt = nil }
    queryNonce = nonce
  }

  /// Nobody asks for a train's fate any more: the question is not repeated, and nothing waits for its answer.
  @_noAllocation @_noLocks
  private mutating func forgetQuery() {
    queryNonce = 0
    if case .query = outstanding.request { outstanding.request = .none }
  }

  /// Asks for the discharge, at once and then at a bounded rate; before everything that waits.
  @_noAllocation @_noLocks
  mutating func sendDischarge(now: HostInstant) {
    if let last = dischargeAt, let passed = now.since(last), passed < settings.dischargeInterval { return }
    // The rest of a half-written frame does not go before a revoke.
    dropPartial()
    if send(.discharge, request: 0, urgent: true, now: now) { dischargeAt = now }
  }

  @_noAllocation @_noLocks
  private mutating func sendHello(now: HostInstant) {
    guard now >= greetAt else { return }
    let hello = HostMessage.hello(linkID: link, protocolVersion: Frame.currentVersion)
    guard send(hello, request: nextRequestNumber(), urgent: false, now: now) else {
      return
    }
    // Whatever is going on in the generator ends here.
    dischargeAt = nil
    sendDischarge(now: now)
    // A stranger is asked less often; it may be exchanged for the right one.
    let interval = trouble == .otherGenerator ? settings.helloInterval.multiplied(by: 5) : settings.helloInterval
    greetAt = now.adding(interval ?? .seconds(1)) ?? now
  }

  /// Keeps the permit alive, five times in its time to live.
  @_noAllocation @_noLocks
  private mutating func sendHeartbeat(now: HostInstant) {
    guard let _ = telemetryAt else { return }
    if let last = heartbeatAt, let passed = now.since(last),
      passed.nanoseconds < settings.permitTimeToLive.nanoseconds / 5
    {
      return
    }
    let message = HostMessage.heartbeat(ttl: settings.permitTimeToLive, echo: telemetry.deviceTime)
    if send(message, request: 0, urgent: false, now: now) { heartbeatAt = now }
  }

  @_noAllocation @_noLocks
  private mutating func sendRelease(now: HostInstant) {
    guard let waiting = release else { return }
    // It would be late: the generator would refuse it, and it must not stand in anybody's way.
    guard telemetry.deviceTime <= waiting.notAfter else {
      release = nil
      return
    }
    let id = nextRequestNumber()
    let message = HostMessage.release(
      nonce: waiting.nonce, step: waiting.step, pulse: waiting.pulse, fireAt: waiting.fireAt, notAfter: waiting.notAfter
    )
    if send(message, request: id, urgent: false, now: now) {
      releaseRequest = id
      release = nil
    }
  }

  @_noAllocation @_noLocks
  mutating func nextRequestNumber() -> UInt16 {
    requestNumber = requestNumber == UInt16.max ? 1 : requestNumber &+ 1
    return requestNumber
  }

  /// Writes a message if the line has room for it; false, and nothing written, if not.
  @_noAllocation @_noLocks
  mutating func send(_ message: HostMessage, request: UInt16, urgent: Bool, now: HostInstant) -> Bool {
    guard channel.isOpen, partialSent >= partial.count else { return false }
    let frame = message.encode(link: link, sequence: sequence, request: request)
    let length = Int64(frame.count) &+ (needsDelimiter ? 1 : 0)
    guard length <= pacer.room(now: now, urgent: urgent),
      urgent || channel.bytesToSend() &+ length <= LinePacer.inFlight
    else {
      counters.deferred &+= 1
      return false
    }
    var count = 0
    if needsDelimiter {
      outgoing[0] = 0
      count = 1
    }
    var index = 0
    while index < frame.count {
      outgoing[count] = frame.byte(at: index)
      count &+= 1
      index &+= 1
    }
    switch channel.write(outgoing, count: count) {
    case .broken:
      broke()
      return false
    case .moved(let moved):
      guard moved > 0 else { return false }
      sequence &+= 1
      pacer.wrote(moved, now: now)
      let taken = needsDelimiter ? moved &- 1 : moved
      needsDelimiter = false
      partial = frame
      partialSent = taken
      partialEnergises = NativeCore.energises(message)
      if partialSent >= partial.count { counters.framesSent &+= 1 }
      return true
    }
  }

  /// Whether a message keeps up a permit or asks for energy.
  @_noAllocation @_noLocks
  private static func energises(_ message: HostMessage) -> Bool {
    switch message {
    case .heartbeat, .probe, .charge, .release: return true
    case .hello, .discharge, .programBegin, .programData, .programCommit, .programRead, .query, .reportRead,
      .waveformRead, .identityRead:
      return false
    }
  }

  /// Writes the rest of a frame that the channel took only in part.
  @_noAllocation @_noLocks
  private mutating func finishPartial(now: HostInstant) {
    guard channel.isOpen, partialSent < partial.count else { return }
    var count = 0
    while partialSent &+ count < partial.count {
      outgoing[count] = partial.byte(at: partialSent &+ count)
      count &+= 1
    }
    switch channel.write(outgoing, count: count) {
    case .broken: broke()
    case .moved(let moved):
      pacer.wrote(moved, now: now)
      partialSent &+= moved
      if partialSent >= partial.count { counters.framesSent &+= 1 }
    }
  }
}
