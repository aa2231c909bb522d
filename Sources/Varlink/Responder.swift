public import VarlinkWire

/// Answers one call, at once or later, on the server's event loop.
///
/// Exactly one ``reply(_:)`` or ``fail(_:_:)`` finishes the call. What is refused with a ``ReplyRefusal`` was not sent
/// and finishes nothing, so that the program can answer otherwise.
public struct Responder {
  let slot: CallSlot

  /// For replies before the last; nil unless the client asked for `more`, so that none can be sent to others.
  public var stream: ReplySender? { slot.acceptsMore ? ReplySender(slot: slot) : nil }

  /// Whether the call still waits for its last reply on a living connection.
  public var isOpen: Bool { slot.connection != nil && !slot.isFinished }

  /// Sends the last reply.
  public func reply(_ parameters: [String: JSONValue] = [:]) throws(ReplyRefusal) {
    try slot.send(.init(parameters: parameters))
  }

  /// Sends a typed value as the last reply.
  public func reply(encoding value: some Encodable) throws(ReplyRefusal) {
    try reply(Responder.members(value))
  }

  /// Ends the call with an error of an interface that the service knows, `io.porate.Control.InterlockOpen`.
  public func fail(_ error: String, _ parameters: [String: JSONValue] = [:]) throws(ReplyRefusal) {
    try slot.send(.init(parameters: parameters, error: error))
  }

  /// Ends the call with an error whose parameters are a typed value.
  public func fail(_ error: String, encoding value: some Encodable) throws(ReplyRefusal) {
    try fail(error, Responder.members(value))
  }

  static func members(_ value: some Encodable) throws(ReplyRefusal) -> [String: JSONValue] {
    let encoded: JSONValue
    do {
      encoded = try JSONValue(encoding: value)
    } catch {
      throw .notEncodable("\(error)")
    }
    guard let members = encoded.members else { throw .notEncodable("not an object") }
    return members
  }
}

/// Sends the replies before the last to a client that asked for `more`.
public struct ReplySender {
  let slot: CallSlot

  /// Sends a reply that another one will follow.
  public func send(_ parameters: [String: JSONValue]) throws(ReplyRefusal) {
    try slot.send(.init(parameters: parameters, continues: true))
  }

  /// Sends a typed value as a reply that another one will follow.
  public func send(encoding value: some Encodable) throws(ReplyRefusal) {
    try send(Responder.members(value))
  }

  /// Whether the client takes its replies: long results send a page only then, else the reader is dropped as slow.
  public var hasRoom: Bool { slot.connection?.hasRoom ?? false }

  /// Runs `body` once when ``hasRoom`` holds again, at once if it does now; never after the connection ended.
  public func whenRoom(_ body: @escaping () -> Void) { slot.connection?.whenRoom(body) }
}

/// Why a reply was not sent: a mistake of the program but for the first two.
public enum ReplyRefusal: Error, Equatable, Sendable, CustomStringConvertible {
  /// The connection ended.
  case connectionClosed
  /// The call has had its last reply.
  case alreadyFinished
  /// The message would be longer than the cap.
  case tooLong(bytes: Int)
  /// The parameters do not agree with the interface.
  case notInInterface(InvalidValue)
  /// No interface of the service has this error.
  case undeclaredError(String)
  /// The value has no JSON form.
  case notEncodable(String)

  /// One sentence without a final stop.
  public var description: String {
    switch self {
    case .connectionClosed: "the connection has ended"
    case .alreadyFinished: "the call has had its last reply"
    case .tooLong(let bytes): "a reply of \(bytes) bytes is too long for a message"
    case .notInInterface(let fault): "a reply that its interface does not allow: \(fault)"
    case .undeclaredError(let name): "no interface of this service has the error \(name)"
    case .notEncodable(let text): "a reply that JSON cannot express: \(text)"
    }
  }
}
