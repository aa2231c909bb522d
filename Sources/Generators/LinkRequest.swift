internal import GeneratorLink
internal import Quantities
internal import SafetyKernel

/// A request that the generator answers. All of them may be repeated without harm; the release, which may not, is none
/// of these.
enum LinkRequest: Sendable {
  case none
  case programBegin
  case programData(offset: UInt16)
  case programCommit
  case programRead(offset: UInt16)
  case probe(step: UInt8)
  case charge
  case query
  case report(index: UInt16)
  case waveform(pulse: UInt16, offset: UInt16)

  /// Whether it belongs to an arming and is void once that is given up.
  var arms: Bool {
    @_noAllocation @_noLocks get {
      switch self {
      case .programBegin, .programData, .programCommit, .programRead, .probe, .charge: return true
      case .none, .query, .report, .waveform: return false
      }
    }
  }

  /// Whether everything else goes before it.
  var isWaveform: Bool {
    @_noAllocation @_noLocks get {
      switch self {
      case .waveform: return true
      case .none, .programBegin, .programData, .programCommit, .programRead, .probe, .charge, .query, .report:
        return false
      }
    }
  }

  var isNone: Bool {
    @_noAllocation @_noLocks get {
      switch self {
      case .none: return true
      case .programBegin, .programData, .programCommit, .programRead, .probe, .charge, .query, .report, .waveform:
        return false
      }
    }
  }
}

/// The one request that waits for its answer.
struct OutstandingRequest: Sendable {
  var request = LinkRequest.none
  var id: UInt16 = 0
  var sentAt = HostInstant.zero
  var attempts: UInt8 = 0

  @_noAllocation @_noLocks
  init() {}
}

/// A trigger on its way to the line. It is handed over once: whatever becomes of it, it is never sent again.
struct WaitingRelease: Sendable {
  var nonce: UInt64
  var step: UInt8
  var pulse: UInt16
  var fireAt: DeviceInstant
  var notAfter: DeviceInstant

  @_noAllocation @_noLocks
  init(nonce: UInt64, step: UInt8, pulse: UInt16, fireAt: DeviceInstant, notAfter: DeviceInstant) {
    self.nonce = nonce
    self.step = step
    self.pulse = pulse
    self.fireAt = fireAt
    self.notAfter = notAfter
  }
}
