internal import FoundationEssentials

extension JSONValue: Codable {
  /// Reads any JSON value; used where a typed value has a field of the varlink type `object`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .double(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  /// Writes the value as it stands.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .boolean(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .double(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let value): try container.encode(value)
    case .object(let value): try container.encode(value)
    }
  }

  /// The JSON value of a typed value.
  ///
  /// Throws `EncodingError` where the value has no JSON form (a number that is not finite).
  public init(encoding value: some Encodable) throws {
    self = try JSONValue(parsing: Array(try JSONEncoder().encode(value)))
  }

  /// The typed value that this JSON value describes.
  ///
  /// Throws `DecodingError` when a key is missing or of another type. Keys that the type does not know are not
  /// noticed here; checking against the interface does that.
  public func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
    try JSONDecoder().decode(type, from: Data(try encoded()))
  }
}
