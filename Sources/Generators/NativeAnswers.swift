internal import GeneratorLink
internal import Quantities

// Answers to requests.

extension NativeCore {
  /// After a rejection the same is not asked again for so long.
  private static var rejectionRest: TimeSpan { @_noAllocation @_noLocks get { .milliseconds(10) } }

  @_noAllocation @_noLocks
  mutating func accepted(_ request: UInt16, now: HostInstant) {
    guard request == outstanding.id, request != 0 else { return }
    switch outstanding.request {
    case .none, .programRead, .query, .report, .waveform: return
    // Under way; its result is awaited anew from here.
    case .probe: outstanding.sentAt = now
    case .programBegin, .programData, .programCommit:
      outstanding.request = .none
      upload.accepted()
    case .charge:
      outstanding.request = .none
      chargeWanted = false
    }
  }

  @_noAllocation @_noLocks
  mutating func rejected(_ request: UInt16, _ reason: RejectReason, now: HostInstant) {
    counters.rejections &+= 1
    if request != 0, request == releaseRequest {
      // Never sent again: what became of it is asked for.
      counters.releasesRejected &+= 1
      releaseRequest = 0
      return
    }
    guard request == outstanding.id, request != 0 else { return }
    let asked = outstanding.request
    let attempts = outstanding.attempts
    outstanding.request = .none
    requestsNotBefore = now.adding(NativeCore.rejectionRest) ?? now
    switch asked {
    case .none: break
    case .programBegin, .programData, .programCommit, .programRead: upload.restart()
    case .probe: tryAgain(giveUp: !NativeCore.mayPass(reason))
    case .charge:
      // A charge whose acceptance was lost is under way.
      if attempts > 1, NativeCore.isUnderWay(reason) {
        chargeWanted = false
      } else {
        tryAgain(giveUp: !NativeCore.mayPass(reason))
      }
    case .query: break
    case .report(let index): if NativeCore.isGone(reason) { reports.lose(index: index) }
    case .waveform: if NativeCore.isGone(reason) { waveforms.skip() }
    }
  }

  /// Counts one more rejected probe or charge; beyond the bound, or where it makes no sense, it is given up. The
  /// kernel's countdown then ends the arming.
  @_noAllocation @_noLocks
  private mutating func tryAgain(giveUp: Bool) {
    tries = tries == UInt8.max ? tries : tries &+ 1
    if giveUp || tries >= settings.requestAttempts {
      probeStep = nil
      chargeWanted = false
    }
  }

  /// Whether what was rejected may be accepted a moment later: the permit's first heartbeat may be on its way.
  @_noAllocation @_noLocks
  private static func mayPass(_ reason: RejectReason) -> Bool {
    switch reason {
    case .noPermit, .busy, .badState: return true
    case .interlockOpen, .unknownNonce, .programBad, .programDigest, .aboveLimit, .tooLate, .notSupported, .badRequest,
      .nonceSpent, .faulted, .arrayDiffers:
      return false
    }
  }

  @_noAllocation @_noLocks
  private static func isUnderWay(_ reason: RejectReason) -> Bool {
    switch reason {
    case .busy, .badState: return true
    case .noPermit, .interlockOpen, .unknownNonce, .programBad, .programDigest, .aboveLimit, .tooLate, .notSupported,
      .badRequest, .nonceSpent, .faulted, .arrayDiffers:
      return false
    }
  }

  /// Whether what was asked for will never come.
  @_noAllocation @_noLocks
  private static func isGone(_ reason: RejectReason) -> Bool {
    switch reason {
    case .unknownNonce, .badRequest, .notSupported: return true
    case .badState, .noPermit, .interlockOpen, .programBad, .programDigest, .aboveLimit, .tooLate, .busy, .nonceSpent,
      .faulted, .arrayDiffers:
      return false
    }
  }
}
