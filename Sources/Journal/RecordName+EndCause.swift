import SafetyKernel

extension EndCause {
  /// The cause's name in the record; a fault's is `fault.` and its own.
  var recordName: String {
    switch self {
    case .none: "none"
    case .completed: "completed"
    case .stop: "stop"
    case .leaseEnded: "leaseEnded"
    case .disarmed: "disarmed"
    case .expired: "expired"
    case .released: "released"
    case .probeOpen: "probeOpen"
    case .probeShort: "probeShort"
    case .probeAged: "probeAged"
    case .triggerLost: "triggerLost"
    case .noBeat: "noBeat"
    case .proceedLost: "proceedLost"
    case .recordFailed: "recordFailed"
    case .generatorEnded: "generatorEnded"
    case .restarted: "restarted"
    case .conditionLost: "conditionLost"
    case .fault(let fault): Self.faultPrefix + fault.recordName
    }
  }

  /// The cause of a name in the record.
  init?(recordName: String) {
    if recordName.hasPrefix(Self.faultPrefix) {
      guard let fault = Fault(recordName: String(recordName.dropFirst(Self.faultPrefix.count))) else { return nil }
      self = .fault(fault)
      return
    }
    guard let cause = Self.plain.first(where: { $0.recordName == recordName }) else { return nil }
    self = cause
  }

  private static let faultPrefix = "fault."

  /// Every cause but the faults.
  private static let plain: [EndCause] = [
    .none, .completed, .stop, .leaseEnded, .disarmed, .expired, .released, .probeOpen,
    .probeShort, .probeAged, .triggerLost, .noBeat, .proceedLost, .recordFailed, .generatorEnded, .restarted,
    .conditionLost,
  ]
}
