import VarlinkWire

/// The text of an interface: what is read can be printed and read again, and an error points into the text.
enum InterfaceTarget {
  static func run(_ bytes: [UInt8]) {
    let interface: Interface
    do {
      interface = try Interface(parsing: bytes)
    } catch {
      let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      holds((1...lines.count).contains(error.line), "an error in line \(error.line) of \(lines.count)")
      let length = lines[error.line - 1].count
      holds((1...length + 1).contains(error.column), "an error in column \(error.column) of \(length)")
      holds(!error.reason.isEmpty, "an error without words")
      return
    }
    holds(Array(interface.source.utf8) == bytes, "the source is not the text that was read")
    let names = interface.members.map(\.name)
    holds(Set(names).count == names.count, "a name is defined twice")
    holds(
      interface.types.count + interface.methods.count + interface.errors.count == names.count, "a member is not found")
    for member in interface.members { check(member, interface) }
    let printed = interface.printed
    // Indentation can make a text longer than what is read.
    guard printed.utf8.count <= Interface.maximumSourceBytes else { return }
    do {
      let again = try Interface(parsing: printed)
      holds(again == interface, "the printed interface reads differently")
      holds(again.printed == printed, "an interface is printed in two ways")
    } catch {
      broken("the printed interface cannot be read: \(error)")
    }
  }

  private static func check(_ member: Interface.Member, _ interface: Interface) {
    switch member {
    case .type(let definition):
      check(definition.type, interface, depth: 0)
    case .method(let method):
      check(.structure(method.parameters), interface, depth: 0)
      check(.structure(method.result), interface, depth: 0)
    case .error(let definition): check(.structure(definition.parameters), interface, depth: 0)
    }
    switch member {
    case .method(let method):
      for sample in interface.samples(of: method.parameters) {
        let fault = interface.fault(in: sample, of: method.parameters)
        holds(fault == nil, "a sample of \(method.name) is not valid: \(fault.map { "\($0)" } ?? "")")
      }
    case .type, .error: break
    }
  }

  private static func check(_ type: ValueType, _ interface: Interface, depth: Int) {
    holds(depth <= Interface.maximumTypeDepth, "types are nested deeper than allowed")
    switch type {
    case .boolean, .integer, .double, .string, .object: break
    case .named(let name): holds(interface.types[name] != nil, "\(name) is named and not defined")
    case .enumeration(let cases): holds(!cases.isEmpty && Set(cases).count == cases.count, "an enum says a word twice")
    case .array(let element), .map(let element): check(element, interface, depth: depth + 1)
    case .optional(let wrapped):
      if case .optional = wrapped { broken("an optional of an optional") }
      check(wrapped, interface, depth: depth + 1)
    case .structure(let structure):
      holds(Set(structure.fields.map(\.name)).count == structure.fields.count, "a field stands twice")
      for field in structure.fields {
        holds(structure[field.name]?.name == field.name, "a field is not found")
        check(field.type, interface, depth: depth + 1)
      }
    }
  }
}
