/// A value that does not have the type that the interface gives it.
public struct InvalidValue: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong with it.
  public enum Reason: Equatable, Sendable {
    /// The interface has no such key here.
    case unknownKey
    /// A key that must be there is not.
    case missing
    /// Of another type than the named one.
    case expected(String)
    /// A string that is none of an enum's.
    case notOneOf([String])
    /// The interface names a type that it does not define.
    case undefinedType(String)
  }

  /// The path from the parameters, `plan.steps[2].voltage_uv`; for a parameter itself just its name.
  public let path: String
  /// What is wrong.
  public let reason: Reason

  /// One sentence without a final stop.
  public var description: String {
    switch reason {
    case .unknownKey: "\(path): no such key"
    case .missing: "\(path): missing"
    case .expected(let type): "\(path): expected \(type)"
    case .notOneOf(let cases): "\(path): expected one of \(cases.joined(separator: ", "))"
    case .undefinedType(let name): "\(path): the type \(name) is not defined"
    }
  }
}

extension Interface {
  /// Checks the parameters of a call, reply or error against its fields.
  ///
  /// Unknown keys and absent non-optional ones are refused, at every depth. An `int` takes only numbers written as
  /// integers; a `float` takes both. Returns nil when all is well, else the first fault in the order of the fields,
  /// unknown keys first.
  public func fault(in parameters: [String: JSONValue], of structure: Structure) -> InvalidValue? {
    fault(in: parameters, of: structure, path: "")
  }

  private func fault(in members: [String: JSONValue], of structure: Structure, path: String) -> InvalidValue? {
    let unknown = members.keys.filter { structure[$0] == nil }.min()
    if let unknown { return InvalidValue(path: join(path, unknown), reason: .unknownKey) }
    for field in structure.fields {
      guard let value = members[field.name] else {
        if field.isOptional { continue }
        return InvalidValue(path: join(path, field.name), reason: .missing)
      }
      if let fault = fault(in: value, of: field.type, path: join(path, field.name)) { return fault }
    }
    return nil
  }

  private func join(_ path: String, _ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// Recursion ends with the value's depth, which parsing bounds: an optional holds no optional, and a named type
  /// is a struct or an enum.
  private func fault(in value: JSONValue, of type: ValueType, path: String) -> InvalidValue? {
    switch (type, value) {
    case (.boolean, .boolean), (.integer, .integer), (.double, .double), (.double, .integer), (.string, .string),
      (.object, .object), (.optional, .null):
      return nil
    case (.optional(let wrapped), _): return fault(in: value, of: wrapped, path: path)
    case (.named(let name), _):
      guard let definition = types[name] else { return InvalidValue(path: path, reason: .undefinedType(name)) }
      return fault(in: value, of: definition.type, path: path)
    case (.structure(let structure), .object(let members)): return fault(in: members, of: structure, path: path)
    case (.enumeration(let cases), .string(let text)):
      return cases.contains(text) ? nil : InvalidValue(path: path, reason: .notOneOf(cases))
    case (.array(let element), .array(let elements)):
      for (index, item) in elements.enumerated() {
        if let fault = fault(in: item, of: element, path: "\(path)[\(index)]") { return fault }
      }
      return nil
    case (.map(let element), .object(let members)):
      for key in members.keys.sorted() {
        guard let item = members[key] else { continue }
        if let fault = fault(in: item, of: element, path: "\(path)[\"\(key)\"]") { return fault }
      }
      return nil
    case (.boolean, _), (.integer, _), (.double, _), (.string, _), (.object, _), (.structure, _), (.enumeration, _),
      (.array, _), (.map, _):
      return InvalidValue(path: path, reason: .expected(type.noun))
    }
  }
}

extension ValueType {
  /// What a person calls a value of this type.
  fileprivate var noun: String {
    switch self {
    case .boolean: "a bool"
    case .integer: "an int"
    case .double: "a float"
    case .string: "a string"
    case .object: "an object"
    case .named(let name): name
    case .structure: "a struct"
    case .enumeration: "a string of an enum"
    case .array: "an array"
    case .map: "a map"
    case .optional: "an optional"
    }
  }
}
