import SafetyKernel

extension PlanKind {
  /// The kind's name in the record.
  var recordName: String {
    switch self {
    case .treatment: "treatment"
    case .testLoad: "testLoad"
    case .selfTest: "selfTest"
    }
  }

  /// The kind of a name in the record.
  init?(recordName: String) {
    guard let kind = PlanKind.allCases.first(where: { $0.recordName == recordName }) else { return nil }
    self = kind
  }
}

extension DeviceCut {
  /// The cut's name in the record.
  var recordName: String {
    switch self {
    case .none: "none"
    case .currentHigh: "currentHigh"
    case .voltageHigh: "voltageHigh"
    case .voltageLow: "voltageLow"
    case .currentLow: "currentLow"
    case .widthHigh: "widthHigh"
    }
  }

  /// The cut of a name in the record.
  init?(recordName: String) {
    guard let cut = DeviceCut.allCases.first(where: { $0.recordName == recordName }) else { return nil }
    self = cut
  }
}
