/// An interface definition as its text describes it.
public struct Interface: Equatable, Sendable {
  /// The name in reverse-domain form, `io.porate.Control`.
  public let name: String
  /// The comment lines above `interface`, without `#` and one space.
  public let documentation: [String]
  /// Types, methods and errors in the order of the text.
  public let members: [Member]
  /// The text that was parsed, which GetInterfaceDescription hands out; not compared.
  public let source: String

  /// The structs and enums that `type` names.
  public let types: [String: TypeDefinition]
  /// The methods by name.
  public let methods: [String: Method]
  /// The errors by name.
  public let errors: [String: ErrorDefinition]

  /// One `type`, `method` or `error`.
  public enum Member: Equatable, Sendable {
    /// `type Name (...)`.
    case type(TypeDefinition)
    /// `method Name(...) -> (...)`.
    case method(Method)
    /// `error Name (...)`.
    case error(ErrorDefinition)

    /// The name, unique in its interface.
    public var name: String {
      switch self {
      case .type(let definition): definition.name
      case .method(let method): method.name
      case .error(let definition): definition.name
      }
    }
  }

  /// `type Name (...)`: a struct or an enum with a name.
  public struct TypeDefinition: Equatable, Sendable {
    /// The name, beginning with a capital letter.
    public let name: String
    /// The comment lines above it.
    public let documentation: [String]
    /// The struct or enum.
    public let type: ValueType
  }

  /// `method Name(...) -> (...)`.
  public struct Method: Equatable, Sendable {
    /// The name, beginning with a capital letter.
    public let name: String
    /// The comment lines above it.
    public let documentation: [String]
    /// What a call carries.
    public let parameters: Structure
    /// What a reply carries.
    public let result: Structure
  }

  /// `error Name (...)`.
  public struct ErrorDefinition: Equatable, Sendable {
    /// The name, beginning with a capital letter.
    public let name: String
    /// The comment lines above it.
    public let documentation: [String]
    /// What the error carries.
    public let parameters: Structure
  }

  init(name: String, documentation: [String], members: [Member], source: String) {
    self.name = name
    self.documentation = documentation
    self.members = members
    self.source = source
    var types: [String: TypeDefinition] = [:]
    var methods: [String: Method] = [:]
    var errors: [String: ErrorDefinition] = [:]
    for member in members {
      switch member {
      case .type(let definition): types[definition.name] = definition
      case .method(let method): methods[method.name] = method
      case .error(let definition): errors[definition.name] = definition
      }
    }
    self.types = types
    self.methods = methods
    self.errors = errors
  }

  /// Equal when name, comments and members are; the layout of the text does not count.
  public static func == (left: Interface, right: Interface) -> Bool {
    left.name == right.name && left.documentation == right.documentation && left.members == right.members
  }
}

/// The type of a value in an interface definition.
public indirect enum ValueType: Equatable, Sendable {
  /// `bool`.
  case boolean
  /// `int`: 64 bits, signed.
  case integer
  /// `float`: 64 bits.
  case double
  /// `string`.
  case string
  /// `object`: any JSON object, not looked into.
  case object
  /// The name of a `type` of the same interface.
  case named(String)
  /// `(name: type, ...)`.
  case structure(Structure)
  /// `(one, two, ...)`: a string that is one of these.
  case enumeration([String])
  /// `[]type`.
  case array(ValueType)
  /// `[string]type`.
  case map(ValueType)
  /// `?type`: may be null or absent.
  case optional(ValueType)
}

/// The fields of a struct, of a call's parameters or of a reply.
public struct Structure: Equatable, Sendable {
  /// The fields in the order of the text; names are unique.
  public let fields: [Field]
  private let indices: [String: Int]

  /// One field of a struct.
  public struct Field: Equatable, Sendable {
    /// The name.
    public let name: String
    /// The comment lines above it.
    public let documentation: [String]
    /// What it holds.
    public let type: ValueType

    /// Whether the field may be null or absent.
    public var isOptional: Bool {
      if case .optional = type { return true }
      return false
    }
  }

  init(fields: [Field]) {
    self.fields = fields
    indices = Dictionary(fields.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The field of a name.
  public subscript(name: String) -> Field? { indices[name].map { fields[$0] } }
}
