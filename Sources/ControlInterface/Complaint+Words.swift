extension Complaint {
  /// The error in one sentence with what to do about it, for a person; without a final stop.
  public var sentence: String {
    let parts = [explanation, remedy].filter { !$0.isEmpty }
    return parts.isEmpty ? Self.name : parts.joined(separator: "; ")
  }

  /// What happened, in one sentence without a final stop.
  public var explanation: String {
    switch self {
    case let error as Control.NotAllowed: error.explanation
    case let error as Control.NoLease: error.explanation
    case let error as Control.LeaseHeld: error.explanation
    case let error as Control.LeaseEnded: error.explanation
    case let error as Control.Refused: error.explanation
    case let error as Control.InterlockOpen: error.explanation
    case let error as Control.PlanRefused: error.explanation
    case let error as Control.PlanLowered: error.explanation
    case let error as Control.Blocked: error.blockers.map(\.explanation).joined(separator: ", ")
    case let error as Control.ArmingEnded: error.explanation
    case let error as Control.WrongState: error.explanation
    case let error as Control.NothingPrepared: error.explanation
    case let error as Control.DigestDiffers: error.explanation
    case let error as Control.NonceDiffers: error.explanation
    case let error as Control.TicketTooOld: error.explanation
    case let error as Control.NotConfigured: error.explanation
    case let error as Control.NoSuchArray: "there is no electrode array \(error.name)"
    case let error as Control.NoSuchProtocol: "there is no protocol \(error.name)"
    case let error as Control.BadValue: "\(error.field): \(error.explanation)"
    case let error as Record.NotAllowed: error.explanation
    case let error as Record.NoSuchTrain:
      error.id.map { "the record has no train \($0)" } ?? "the record has no train yet"
    case let error as Record.RecordUnavailable: error.explanation
    case let error as Simulator.NoSuchName: "\(error.field) has no \(error.name)"
    case let error as Simulator.OutOfRange: "\(error.field) must be from \(error.least) to \(error.most)"
    case let error as Simulator.CannotSignal: error.explanation
    case let error as Simulator.Unclear: error.explanation
    case is Control.ExpectedMore, is Record.ExpectedMore: "this method replies more than once and wants `more`"
    case _: ""
    }
  }

  /// What to do about it; empty where the explanation says all.
  public var remedy: String {
    switch self {
    case let error as Control.NotAllowed: error.remedy
    case let error as Control.NoLease: error.remedy
    case let error as Control.LeaseHeld: error.remedy
    case let error as Control.Refused: error.remedy
    case let error as Control.InterlockOpen: error.remedy
    case let error as Control.PlanRefused: error.remedy
    case let error as Control.PlanLowered: error.remedy
    case let error as Control.Blocked: error.blockers.map(\.remedy).joined(separator: ", ")
    case let error as Control.ArmingEnded: error.remedy
    case let error as Control.WrongState: error.remedy
    case let error as Control.NothingPrepared: error.remedy
    case let error as Control.DigestDiffers: error.remedy
    case let error as Control.NonceDiffers: error.remedy
    case let error as Control.TicketTooOld: error.remedy
    case let error as Control.NotConfigured: error.nextCommand
    case let error as Control.NoSuchArray: error.remedy
    case let error as Control.NoSuchProtocol: error.remedy
    case let error as Record.NotAllowed: error.remedy
    case let error as Record.RecordUnavailable: error.remedy
    case let error as Simulator.NoSuchName: "known are \(error.known.joined(separator: ", "))"
    case _: ""
    }
  }
}
