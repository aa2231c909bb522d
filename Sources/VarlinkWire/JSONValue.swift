/// A JSON value as varlink carries it: integers kept apart from floating-point numbers.
///
/// Object keys are a dictionary, not a list, so that a message full of keys costs no quadratic time to check.
public enum JSONValue: Sendable, Equatable {
  /// `null`: the absent value of an optional field.
  case null
  /// `true` or `false`.
  case boolean(Bool)
  /// A number written without fraction or exponent that fits 64 bits.
  case integer(Int64)
  /// Any other finite number.
  case double(Double)
  /// A string; always valid Unicode.
  case string(String)
  /// An ordered list.
  case array([JSONValue])
  /// An object; a key that stood twice was refused while parsing.
  case object([String: JSONValue])

  /// The deepest nesting of arrays and objects that is read or written.
  ///
  /// Porate's own messages nest 6 deep; 32 leaves room and bounds the stack of every recursive walk.
  public static let maximumDepth = 32

  /// The members when this is an object.
  public var members: [String: JSONValue]? {
    if case .object(let members) = self { return members }
    return nil
  }

  /// The elements when this is an array.
  public var elements: [JSONValue]? {
    if case .array(let elements) = self { return elements }
    return nil
  }

  /// The text when this is a string.
  public var text: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  /// The number when this is an integer.
  public var integerValue: Int64? {
    if case .integer(let value) = self { return value }
    return nil
  }

  /// The truth value when this is one.
  public var booleanValue: Bool? {
    if case .boolean(let value) = self { return value }
    return nil
  }

  /// The number when this is an integer or a floating-point number.
  public var doubleValue: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .double(let value): value
    case .null, .boolean, .string, .array, .object: nil
    }
  }

  /// The member of an object under a key; nil when this is no object or has no such key.
  public subscript(key: String) -> JSONValue? { members?[key] }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  /// A string.
  public init(stringLiteral value: String) { self = .string(value) }
  /// An integer.
  public init(integerLiteral value: Int64) { self = .integer(value) }
  /// A truth value.
  public init(booleanLiteral value: Bool) { self = .boolean(value) }
  /// A floating-point number.
  public init(floatLiteral value: Double) { self = .double(value) }
  /// An array.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// `null`.
  public init(nilLiteral: ()) { self = .null }
  /// An object; of a key written twice the last value stands.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(Dictionary(elements, uniquingKeysWith: { _, last in last }))
  }
}

/// Why bytes are no JSON value, or a value has no JSON text.
public struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What was wrong.
  public enum Kind: Equatable, Sendable {
    /// The bytes ended inside a value.
    case unexpectedEnd
    /// A byte that no rule allows at this place.
    case unexpectedByte(UInt8)
    /// A string that is not valid UTF-8, or a lone surrogate escape.
    case invalidUnicode
    /// An escape sequence that JSON does not have.
    case invalidEscape
    /// A number too large for a finite floating-point value, or not finite when written.
    case numberOutOfRange
    /// An object with the same key twice.
    case duplicateKey(String)
    /// More nesting than ``JSONValue/maximumDepth``.
    case tooDeep
    /// A second value after the first.
    case trailingBytes
  }

  /// What was wrong.
  public let kind: Kind
  /// The position of the offending byte, from 0; 0 when writing.
  public let offset: Int

  /// One sentence without a final stop.
  public var description: String {
    let what =
      switch kind {
      case .unexpectedEnd: "the text ends inside a value"
      case .unexpectedByte(let byte): "unexpected byte \(byte)"
      case .invalidUnicode: "a string is not valid Unicode"
      case .invalidEscape: "an escape sequence that JSON does not have"
      case .numberOutOfRange: "a number out of range"
      case .duplicateKey(let key): "the key \"\(key)\" stands twice in one object"
      case .tooDeep: "nested deeper than \(JSONValue.maximumDepth) levels"
      case .trailingBytes: "more text after the value"
      }
    return "\(what) at byte \(offset)"
  }
}
