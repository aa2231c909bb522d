/// Why a frame with a good checksum is no message. The receiver drops it: an unknown value is never guessed at.
public enum MessageDefect: UInt8, Error, Hashable, Sendable {
  /// The frame's protocol version is not ours.
  case unknownVersion = 0
  /// The message type does not exist, or goes in the other direction.
  case unknownType = 1
  /// The payload is shorter or longer than the message.
  case wrongLength = 2
  /// A byte or bit that must be zero is not.
  case reservedNotZero = 3
  /// A field has a value that does not exist.
  case valueOutOfRange = 4
  /// Two fields exclude each other.
  case contradiction = 5
}

// A list of all cases allocates: for the desk and the tests, not for firmware.
#if !hasFeature(Embedded)
extension MessageDefect: CaseIterable {}
#endif
