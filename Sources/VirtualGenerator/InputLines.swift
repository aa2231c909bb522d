/// A contact that a person or a plug moves.
public enum InputLine: String, Hashable, Sendable, CaseIterable {
  /// The rest of the device's own interlock chain: covers, plugs.
  case chain
  /// The emergency stop; closed while it is not pressed.
  case emergencyStop
  /// The door contact.
  case door
  /// The auxiliary contact.
  case auxiliary
  /// First stage of the pedal; closed while pressed.
  case pedalFirst
  /// Second stage of the pedal; closed while pressed.
  case pedalSecond
  /// The pedal's plug and the agreement of its contacts.
  case pedalContacts

  fileprivate var mask: UInt8 {
    switch self {
    case .chain: 1
    case .emergencyStop: 2
    case .door: 4
    case .auxiliary: 8
    case .pedalFirst: 16
    case .pedalSecond: 32
    case .pedalContacts: 64
    }
  }
}

/// The device's inputs.
public struct InputLines: Hashable, Sendable {
  private var bits: UInt8

  /// Everything safe: the chain and its members closed, a sound pedal that nobody presses.
  public init() { bits = 1 | 2 | 4 | 8 | 64 }

  /// Whether a line is closed.
  public subscript(line: InputLine) -> Bool {
    get { bits & line.mask != 0 }
    set { bits = newValue ? bits | line.mask : bits & ~line.mask }
  }

  /// Whether the interlock chain as a whole is closed: by this the device energises or not.
  public var isChainClosed: Bool { bits & 15 == 15 }
}
