public import Quantities

/// What a low-voltage probe found between two electrodes.
public enum ContactImpedance: Hashable, Sendable {
  /// No contact: above what the device can measure.
  case open
  /// The magnitude; on the wire in mΩ up to 0xFFFFFFFE, saturating.
  case measured(Resistance)
}

/// What the device says to the host.
public enum DeviceMessage: Equatable, Sendable {
  /// Answers hello and identityRead.
  case identity(IdentityMessage)
  /// Every 10 ms, unasked.
  case telemetry(TelemetryMessage)
  /// The request was carried out, or begun where it takes time.
  case accepted
  /// Nothing of the request was carried out.
  case rejected(reason: RejectReason)
  /// Answers programRead.
  case programBytes(nonce: UInt64, offset: UInt16, chunk: ProgramChunk)
  /// Answers probe when it is done.
  case probeResult(nonce: UInt64, step: UInt8, impedance: ContactImpedance)
  /// Unasked after each pulse, and answers reportRead.
  case pulseReport(PulseReportMessage)
  /// Answers query.
  case trainFate(TrainFateMessage)
  /// Unasked after the train, and answers waveformRead.
  case waveform(WaveformMessage)
  /// Unasked at each R wave: when it was, how long after the one before, and its running number.
  ///
  /// `interval` travels in whole µs, 0 to 4295 s, saturating; 0 if there was none before.
  case beat(time: DeviceInstant, interval: TimeSpan, number: UInt32)

  /// The message's number on the wire.
  public var type: UInt8 {
    @_noAllocation @_noLocks get {
      switch self {
      case .identity: return 0x81
      case .telemetry: return 0x82
      case .accepted: return 0x83
      case .rejected: return 0x84
      case .programBytes: return 0x85
      case .probeResult: return 0x86
      case .pulseReport: return 0x87
      case .trainFate: return 0x88
      case .waveform: return 0x89
      case .beat: return 0x8a
      }
    }
  }
}
