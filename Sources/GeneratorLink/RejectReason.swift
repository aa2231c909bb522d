/// Why the device did not do what it was asked; nothing of the request was carried out.
public enum RejectReason: Hashable, Sendable {
  /// Makes no sense in the device's state.
  case badState
  /// The permit is not live.
  case noPermit
  /// The device's own interlock chain is open.
  case interlockOpen
  /// No committed program, or no train, has this nonce.
  case unknownNonce
  /// The program's bytes are no program.
  case programBad(ProgramDefect)
  /// The program's bytes do not have the announced length or SHA-256.
  case programDigest
  /// The step's voltage, current, width or period is beyond what the device can give.
  case aboveLimit(step: UInt8)
  /// The release came after its `notAfter` or `fireAt`.
  case tooLate
  /// The same is under way already.
  case busy
  /// The device does not know the request, or the hello's version.
  case notSupported
  /// The request's fields make no sense, such as an offset beyond the end.
  case badRequest
  /// The nonce was used before.
  case nonceSpent
  /// A fault of the device holds.
  case faulted
  /// No electrode array, or not the program's, is on the socket.
  case arrayDiffers

  /// The number on the wire.
  public var code: UInt8 {
    @_noAllocation @_noLocks get {
      switch self {
      case .badState: return 1
      case .noPermit: return 2
      case .interlockOpen: return 3
      case .unknownNonce: return 4
      case .programBad: return 5
      case .programDigest: return 6
      case .aboveLimit: return 7
      case .tooLate: return 8
      case .busy: return 9
      case .notSupported: return 10
      case .badRequest: return 11
      case .nonceSpent: return 12
      case .faulted: return 13
      case .arrayDiffers: return 14
      }
    }
  }

  /// The two bytes behind the number: the defect and its step, or the step, else zeros.
  @_noAllocation @_noLocks
  func detail() -> (UInt8, UInt8) {
    switch self {
    case .programBad(let defect): return (defect.rule.code, defect.step)
    case .aboveLimit(let step): return (0, step)
    case .badState, .noPermit, .interlockOpen, .unknownNonce, .programDigest, .tooLate, .busy, .notSupported,
      .badRequest, .nonceSpent, .faulted, .arrayDiffers:
      return (0, 0)
    }
  }

  /// A reason from the three bytes of the wire.
  @_noAllocation @_noLocks
  static func decoded(code: UInt8, rule: UInt8, step: UInt8) throws(MessageDefect) -> RejectReason {
    if code == 5 {
      guard let rule = ProgramRule.decoded(rule) else { throw .valueOutOfRange }
      return .programBad(ProgramDefect(rule, step: step))
    }
    guard rule == 0 else { throw .reservedNotZero }
    if code == 7 { return .aboveLimit(step: step) }
    guard step == 0 else { throw .reservedNotZero }
    switch code {
    case 1: return .badState
    case 2: return .noPermit
    case 3: return .interlockOpen
    case 4: return .unknownNonce
    case 6: return .programDigest
    case 8: return .tooLate
    case 9: return .busy
    case 10: return .notSupported
    case 11: return .badRequest
    case 12: return .nonceSpent
    case 13: return .faulted
    case 14: return .arrayDiffers
    // not ours: a byte from the wire
    default: throw .valueOutOfRange
    }
  }
}
