internal import GeneratorLink
internal import Quantities
internal import SafetyKernel

// Which request goes out next, and when it is sent again. One waits for its answer at a time.

extension NativeCore {
  /// From one query to the next while the answer is not final.
  private static var queryInterval: TimeSpan { @_noAllocation @_noLocks get { .milliseconds(20) } }

  /// After a query, report or waveform was asked for in vain as often as allowed.
  private static var pause: TimeSpan { @_noAllocation @_noLocks get { .milliseconds(500) } }

  @_noAllocation @_noLocks
  mutating func sendRequests(now: HostInstant) {
    if !outstanding.request.isNone {
      // An arming waits for no waveform.
      if outstanding.request.isWaveform, armingWants() { outstanding.request = .none }
      if !outstanding.request.isNone, awaits(now: now) { return }
    }
    if outstanding.request.isNone {
      guard now >= requestsNotBefore else { return }
      let next = nextRequest(now: now)
      if next.isNone { return }
      outstanding.request = next
      outstanding.id = nextRequestNumber()
      outstanding.attempts = 0
    } else {
      counters.retries &+= 1
    }
    guard let message = message(for: outstanding.request),
      send(message, request: outstanding.id, urgent: false, now: now)
    else {
      // No room, or nothing to say any more: chosen anew in the next tick.
      if outstanding.attempts == 0 { outstanding.request = .none }
      return
    }
    outstanding.attempts = outstanding.attempts == UInt8.max ? UInt8.max : outstanding.attempts &+ 1
    outstanding.sentAt = now
    if case .query = outstanding.request { queriedAt = now }
  }

  /// Whether the outstanding request goes on waiting; false where it is to be sent again. Given up, it is none any
  /// more.
  @_noAllocation @_noLocks
  private mutating func awaits(now: HostInstant) -> Bool {
    guard let waited = now.since(outstanding.sentAt), waited >= settings.requestTimeout else { return true }
    if outstanding.attempts < settings.requestAttempts {
      counters.timeouts &+= 1
      return false
    }
    counters.timeouts &+= 1
    switch outstanding.request {
    case .none: break
    case .programBegin, .programData, .programCommit, .programRead: upload.stage = .failed
    case .probe: probeStep = nil
    case .charge: chargeWanted = false
    case .query, .report, .waveform: requestsNotBefore = now.adding(NativeCore.pause) ?? now
    }
    outstanding.request = .none
    return false
  }

  @_noAllocation @_noLocks
  private func armingWants() -> Bool {
    if !upload.request.isNone || chargeWanted { return true }
    if let _ = probeStep { return true }
    return false
  }

  @_noAllocation @_noLocks
  private mutating func nextRequest(now: HostInstant) -> LinkRequest {
    let upload = upload.request
    if !upload.isNone { return upload }
    if let probeStep { return .probe(step: probeStep) }
    if chargeWanted { return .charge }
    if queryNonce != 0, !reports.isConcluded {
      guard let last = queriedAt, let passed = now.since(last), passed < NativeCore.queryInterval else { return .query }
    }
    if let index = reports.missing(now: now, after: settings.missingAfter) { return .report(index: index) }
    // Not while anything is armed or under way: only when the line has nothing better to carry.
    switch telemetry.state {
    case .idle, .discharging, .fault:
      if let piece = waveforms.missing(now: now, after: settings.missingAfter) {
        return .waveform(pulse: piece.pulse, offset: piece.offset)
      }
    case .probing, .charging, .armed, .delivering, .waiting: break
    }
    return .none
  }

  @_noAllocation @_noLocks
  private mutating func message(for request: LinkRequest) -> HostMessage? {
    switch request {
    case .none: return nil
    case .programBegin:
      return .programBegin(
        nonce: upload.nonce, bytes: UInt16(truncatingIfNeeded: upload.bytes.count), sha256: upload.digest)
    case .programData(let offset):
      guard let chunk = upload.bytes.chunk(at: offset) else { return nil }
      return .programData(nonce: upload.nonce, offset: offset, chunk: chunk)
    case .programCommit: return .programCommit(nonce: upload.nonce)
    case .programRead(let offset):
      let left = upload.bytes.count &- Int(offset)
      guard left > 0 else { return nil }
      return .programRead(nonce: upload.nonce, offset: offset, count: UInt8(truncatingIfNeeded: min(left, 128)))
    case .probe(let step): return .probe(nonce: upload.nonce, step: step)
    case .charge: return .charge(nonce: upload.nonce)
    case .query: return .query(nonce: queryNonce)
    case .report(let index): return .reportRead(nonce: reports.nonce, index: index)
    case .waveform(let pulse, let offset): return .waveformRead(nonce: waveforms.train, index: pulse, offset: offset)
    }
  }

  /// Whether the link has something to do, so that the loop should not slow down.
  var isBusy: Bool {
    @_noAllocation @_noLocks get {
      if !channel.isOpen { return false }
      switch phase {
      case .closed: return false
      case .greeting: return false
      case .open:
        return armingWants() || !outstanding.request.isNone || waveforms.isWanting || queryNonce != 0
          || partialSent < partial.count
      }
    }
  }
}
