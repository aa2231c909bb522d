public import VarlinkWire

/// Why a client got no reply.
public enum VarlinkClientError: Error, Equatable, Sendable, CustomStringConvertible {
  /// No socket is at the path: the service does not run.
  case absent(path: String)
  /// A socket is at the path, and nobody serves it.
  case refused(path: String)
  /// This user may not connect.
  case notPermitted(path: String)
  /// Connecting failed otherwise.
  case cannotConnect(path: String, reason: String)
  /// The connection ended before the reply.
  case closed
  /// The task was cancelled; that closes the connection, because varlink has no other way to give up a reply.
  case cancelled
  /// The service sent what is no varlink.
  case protocolDamage(String)
  /// The call is longer than the message cap, or JSON cannot express it.
  case unsendable(String)
  /// The reply is not of the expected type.
  case unexpectedReply(String)
  /// The program took replies of a stream more slowly than they came.
  case overrun
  /// The service refused or failed the call.
  case failed(ServiceError)

  /// One sentence without a final stop.
  public var description: String {
    switch self {
    case .absent(let path): "there is no socket at \(path)"
    case .refused(let path): "nobody serves \(path)"
    case .notPermitted(let path): "not permitted to connect to \(path)"
    case .cannotConnect(let path, let reason): "cannot connect to \(path): \(reason)"
    case .closed: "the connection ended before the reply"
    case .cancelled: "cancelled"
    case .protocolDamage(let text): text
    case .unsendable(let text): "the call cannot be sent: \(text)"
    case .unexpectedReply(let text): "the reply is not as expected: \(text)"
    case .overrun: "replies came faster than they were taken"
    case .failed(let error): error.description
    }
  }
}

/// An error that a service answered with.
public struct ServiceError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The qualified name, `io.porate.Control.InterlockOpen`.
  public let name: String
  /// What the service says about it.
  public let parameters: [String: JSONValue]

  /// An error made by hand, for tests of what is said about it.
  public init(name: String, parameters: [String: JSONValue]) {
    self.name = name
    self.parameters = parameters
  }

  /// The name and the parameters as JSON.
  public var description: String {
    guard !parameters.isEmpty, let bytes = try? JSONValue.object(parameters).encoded() else { return name }
    return "\(name) \(String(decoding: bytes, as: UTF8.self))"
  }

  /// The parameters as a typed value; throws `DecodingError`.
  public func decoded<Parameters: Decodable>(as type: Parameters.Type = Parameters.self) throws -> Parameters {
    try JSONValue.object(parameters).decoded(as: type)
  }
}
