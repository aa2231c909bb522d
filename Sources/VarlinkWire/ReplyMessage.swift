/// A reply as it stands on the wire.
public struct ReplyMessage: Equatable, Sendable {
  /// The parameters; empty when the message has none.
  public var parameters: [String: JSONValue]
  /// Another reply to the same call follows.
  public var continues: Bool
  /// The fully qualified name of the error when the call failed.
  public var error: String?

  /// A reply; by default the last one to its call.
  public init(parameters: [String: JSONValue] = [:], continues: Bool = false, error: String? = nil) {
    self.parameters = parameters
    self.continues = continues
    self.error = error
  }

  /// Reads a message without its NUL; throws for anything but an object with the keys of a reply.
  public init(parsing bytes: [UInt8]) throws(MessageError) {
    var envelope = try Envelope(parsing: bytes)
    parameters = try envelope.takeObject("parameters")
    continues = try envelope.takeFlag("continues")
    error = try envelope.takeString("error")
    try envelope.finish()
  }

  /// The message with its NUL. Throws for values that JSON cannot express.
  ///
  /// `parameters` is always written: some clients take its absence for a fault.
  public func encoded() throws(JSONError) -> [UInt8] {
    var members: [String: JSONValue] = ["parameters": .object(parameters)]
    if continues { members["continues"] = true }
    if let error { members["error"] = .string(error) }
    return try Envelope.encoded(members)
  }
}

/// Why bytes are no varlink message.
public enum MessageError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The bytes are no JSON.
  case notJSON(JSONError)
  /// The JSON is no object.
  case notAnObject
  /// A key without which the message means nothing.
  case missingKey(String)
  /// A key whose value is of another type.
  case wrongType(String)
  /// A key that varlink does not have.
  case unknownKey(String)

  /// One sentence without a final stop.
  public var description: String {
    switch self {
    case .notJSON(let error): "a message is not JSON: \(error)"
    case .notAnObject: "a message is not an object"
    case .missingKey(let key): "a message without \"\(key)\""
    case .wrongType(let key): "a message whose \"\(key)\" has the wrong type"
    case .unknownKey(let key): "a message with the unknown key \"\(key)\""
    }
  }
}

/// The outermost object of a message, emptied key by key so that unknown keys remain.
struct Envelope {
  private var members: [String: JSONValue]

  init(parsing bytes: [UInt8]) throws(MessageError) {
    let value: JSONValue
    do {
      value = try JSONValue(parsing: bytes)
    } catch {
      throw .notJSON(error)
    }
    guard let members = value.members else { throw .notAnObject }
    self.members = members
  }

  mutating func takeString(_ key: String) throws(MessageError) -> String? {
    guard let value = members.removeValue(forKey: key), value != .null else { return nil }
    guard let text = value.text else { throw .wrongType(key) }
    return text
  }

  mutating func takeFlag(_ key: String) throws(MessageError) -> Bool {
    guard let value = members.removeValue(forKey: key), value != .null else { return false }
    guard let flag = value.booleanValue else { throw .wrongType(key) }
    return flag
  }

  mutating func takeObject(_ key: String) throws(MessageError) -> [String: JSONValue] {
    guard let value = members.removeValue(forKey: key), value != .null else { return [:] }
    guard let object = value.members else { throw .wrongType(key) }
    return object
  }

  func finish() throws(MessageError) {
    if let key = members.keys.min() { throw .unknownKey(key) }
  }

  static func encoded(_ members: [String: JSONValue]) throws(JSONError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(256)
    try JSONValue.append(members, to: &bytes, depth: 0)
    bytes.append(0)
    return bytes
  }
}
