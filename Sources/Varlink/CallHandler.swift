public import VarlinkWire

/// The program's side of a server. Every method runs on the server's event loop, one at a time.
///
/// Nothing here may block: a call that needs time keeps its ``Responder`` and answers later from the same loop.
public protocol CallHandler: AnyObject, SendableMetatype {
  /// A client connected.
  func connectionOpened(_ connection: ConnectionID, peer: PeerCredentials)
  /// A client calls a method whose parameters agree with the interface.
  ///
  /// The next call on the same connection comes when this one is finished, except urgent ones.
  func handle(_ call: IncomingCall, responder: Responder)
  /// A connection ended; its unfinished calls can no longer be answered. Never called from within ``handle``.
  func connectionClosed(_ connection: ConnectionID, reason: ClosedReason)
}

/// One connection in the life of a server; never used twice.
public struct ConnectionID: Hashable, Sendable, CustomStringConvertible {
  let number: UInt64

  /// The number, counted from 1.
  public var description: String { String(number) }
}

/// A call that passed the interface's check.
public struct IncomingCall: Equatable, Sendable {
  /// Where it came from.
  public let connection: ConnectionID
  /// The interface, `io.porate.Control`.
  public let interface: String
  /// The method without the interface, `Stop`.
  public let method: String
  /// The parameters, checked against the interface.
  public let parameters: [String: JSONValue]
  /// The client wants no reply; whatever the responder is told is not sent.
  public let isOneway: Bool

  /// The parameters as a typed value; throws `DecodingError`.
  public func decoded<Parameters: Decodable>(as type: Parameters.Type = Parameters.self) throws -> Parameters {
    try JSONValue.object(parameters).decoded(as: type)
  }
}

/// Why a connection ended.
public enum ClosedReason: Equatable, Sendable, CustomStringConvertible {
  /// The client closed it, or closed its sending side, which counts the same.
  case peerClosed
  /// The client sent what is no varlink.
  case protocolDamage(String)
  /// More unfinished calls, or more bytes of them, than the bounds allow.
  case tooManyPendingCalls
  /// The client did not read its replies.
  case slowReader
  /// Closed, being idle, to make room for a new connection.
  case madeRoom
  /// The program asked for it.
  case closedByService
  /// The server stops.
  case serverStopped
  /// The socket failed.
  case socketFailure(String)

  /// One sentence without a final stop.
  public var description: String {
    switch self {
    case .peerClosed: "the client closed the connection"
    case .protocolDamage(let text): text
    case .tooManyPendingCalls: "too many unfinished calls"
    case .slowReader: "the client does not read its replies"
    case .madeRoom: "idle, and closed to make room for a new connection"
    case .closedByService: "closed by the service"
    case .serverStopped: "the service stops"
    case .socketFailure(let text): "the socket failed: \(text)"
    }
  }
}
