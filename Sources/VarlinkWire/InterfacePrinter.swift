extension Interface {
  /// The definition as text in one fixed layout; parsing it gives an equal interface.
  public var printed: String {
    var text = InterfacePrinter.comments(documentation, indentation: "")
    text += "interface \(name)\n"
    for member in members {
      text += "\n"
      switch member {
      case .type(let definition):
        text += InterfacePrinter.comments(definition.documentation, indentation: "")
        text += "type \(definition.name) \(InterfacePrinter.text(definition.type, indentation: ""))\n"
      case .method(let method):
        text += InterfacePrinter.comments(method.documentation, indentation: "")
        let parameters = InterfacePrinter.text(method.parameters, indentation: "")
        text += "method \(method.name)\(parameters) -> \(InterfacePrinter.text(method.result, indentation: ""))\n"
      case .error(let definition):
        text += InterfacePrinter.comments(definition.documentation, indentation: "")
        text += "error \(definition.name) \(InterfacePrinter.text(definition.parameters, indentation: ""))\n"
      }
    }
    return text
  }
}

/// One field a line, each level indented by two spaces.
private enum InterfacePrinter {
  static func comments(_ lines: [String], indentation: String) -> String {
    lines.map { $0.isEmpty ? "\(indentation)#\n" : "\(indentation)# \($0)\n" }.joined()
  }

  static func text(_ structure: Structure, indentation: String) -> String {
    guard !structure.fields.isEmpty else { return "()" }
    let inner = indentation + "  "
    let fields = structure.fields.map { field in
      let comments = comments(field.documentation, indentation: inner)
      return "\(comments)\(inner)\(field.name): \(text(field.type, indentation: inner))"
    }
    return "(\n\(fields.joined(separator: ",\n"))\n\(indentation))"
  }

  static func text(_ type: ValueType, indentation: String) -> String {
    switch type {
    case .boolean: "bool"
    case .integer: "int"
    case .double: "float"
    case .string: "string"
    case .object: "object"
    case .named(let name): name
    case .structure(let structure): text(structure, indentation: indentation)
    case .enumeration(let cases): "(\(cases.joined(separator: ", ")))"
    case .array(let element): "[]" + text(element, indentation: indentation)
    case .map(let element): "[string]" + text(element, indentation: indentation)
    case .optional(let wrapped): "?" + text(wrapped, indentation: indentation)
    }
  }
}
