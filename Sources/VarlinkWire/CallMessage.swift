/// A call as it stands on the wire: what a client asks a service to do.
public struct CallMessage: Equatable, Sendable {
  /// The fully qualified method, `org.varlink.service.GetInfo`.
  public var method: String
  /// The parameters; empty when the message has none.
  public var parameters: [String: JSONValue]
  /// The client accepts more than one reply.
  public var more: Bool
  /// The client wants no reply.
  public var oneway: Bool
  /// The client wants to speak another protocol after the reply.
  public var upgrade: Bool

  /// A call; by default one that expects exactly one reply.
  public init(
    method: String, parameters: [String: JSONValue] = [:], more: Bool = false, oneway: Bool = false,
    upgrade: Bool = false
  ) {
    self.method = method
    self.parameters = parameters
    self.more = more
    self.oneway = oneway
    self.upgrade = upgrade
  }

  /// Reads a message without its NUL.
  ///
  /// Throws for anything but an object with `method`, `parameters`, `more`, `oneway`, `upgrade` of the right types;
  /// an unknown key is refused too, because it could be a misspelt flag.
  public init(parsing bytes: [UInt8]) throws(MessageError) {
    var envelope = try Envelope(parsing: bytes)
    guard let method = try envelope.takeString("method") else { throw .missingKey("method") }
    self.method = method
    parameters = try envelope.takeObject("parameters")
    more = try envelope.takeFlag("more")
    oneway = try envelope.takeFlag("oneway")
    upgrade = try envelope.takeFlag("upgrade")
    try envelope.finish()
  }

  /// The message with its NUL. Throws for values that JSON cannot express.
  public func encoded() throws(JSONError) -> [UInt8] {
    var members: [String: JSONValue] = ["method": .string(method)]
    if !parameters.isEmpty { members["parameters"] = .object(parameters) }
    if more { members["more"] = true }
    if oneway { members["oneway"] = true }
    if upgrade { members["upgrade"] = true }
    return try Envelope.encoded(members)
  }

  /// The interface part of a qualified name and the member part behind its last dot; nil without a dot.
  public static func split(_ qualifiedName: String) -> (interface: String, member: String)? {
    guard let dot = qualifiedName.lastIndex(of: ".") else { return nil }
    return (String(qualifiedName[..<dot]), String(qualifiedName[qualifiedName.index(after: dot)...]))
  }
}
