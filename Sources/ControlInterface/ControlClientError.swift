public import Varlink

/// Why a call of porated (or porate-sim) gave no reply.
public enum ControlClientError: Error, Sendable, CustomStringConvertible {
  /// The service refused, with an error of its interface.
  case refused(any Complaint)
  /// The service answered with an error that this program does not know, or the connection failed.
  case connection(VarlinkClientError)

  /// From what the connection said: an error that an interface declares becomes its typed value.
  public init(_ error: VarlinkClientError) {
    guard case .failed(let failure) = error, let type = Self.known[failure.name],
      let complaint = Self.decode(type, failure)
    else {
      self = .connection(error)
      return
    }
    self = .refused(complaint)
  }

  /// One sentence without a final stop, with what to do about it.
  public var description: String {
    switch self {
    case .refused(let complaint): complaint.sentence
    case .connection(let error): error.description
    }
  }

  private static func decode<Value: Complaint>(_ type: Value.Type, _ failure: ServiceError) -> (any Complaint)? {
    try? failure.decoded(as: Value.self)
  }

  private static let known: [String: any Complaint.Type] = Dictionary(
    complaints.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  /// Every error of the three interfaces.
  static let complaints: [any Complaint.Type] = [
    Control.ExpectedMore.self, Control.NotAllowed.self, Control.NoLease.self, Control.LeaseHeld.self,
    Control.LeaseEnded.self, Control.Refused.self, Control.InterlockOpen.self, Control.PlanRefused.self,
    Control.PlanLowered.self, Control.Blocked.self, Control.ArmingEnded.self, Control.WrongState.self,
    Control.NothingPrepared.self, Control.DigestDiffers.self, Control.NonceDiffers.self, Control.TicketTooOld.self,
    Control.NotConfigured.self, Control.NoSuchArray.self, Control.NoSuchProtocol.self, Control.BadValue.self,
    Record.ExpectedMore.self, Record.NotAllowed.self, Record.NoSuchTrain.self, Record.RecordUnavailable.self,
    Simulator.NoSuchName.self, Simulator.OutOfRange.self, Simulator.CannotSignal.self,
    Simulator.Unclear.self,
  ]
}
