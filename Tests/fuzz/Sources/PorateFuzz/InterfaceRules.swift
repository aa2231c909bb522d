import CHeapWatch
import VarlinkWire

/// Checks of parameters against an interface that has every kind of type, against a second check that knows no reasons.
enum InterfaceRules {
  private static let text = """
    interface io.porate.Fuzz

    type Kind (one, two, three)

    type Node (name: string, next: ?Node, kind: Kind)

    method All(
      flag: bool,
      count: int,
      ratio: float,
      words: []string,
      nodes: [string]Node,
      any: ?object,
      inner: (a: ?int, b: ?[]bool),
      choice: ?(left, right)
    ) -> ()

    method Call(method: string, parameters: ?object, more: ?bool, oneway: ?bool, upgrade: ?bool) -> ()

    error Refused (node: Node)
    """

  private static let interface: Interface = {
    cheapwatch_pause_leaks()
    defer { cheapwatch_resume_leaks() }
    do { return try Interface(parsing: text) } catch { broken("the interface of this check is none: \(error)") }
  }()

  static func check(_ members: [String: JSONValue]) {
    for name in ["All", "Call"] {
      guard let structure = interface.methods[name]?.parameters else { broken("no method \(name)") }
      check(members, structure)
    }
    guard let structure = interface.errors["Refused"]?.parameters else { broken("no error") }
    check(members, structure)
  }

  private static func check(_ members: [String: JSONValue], _ structure: Structure) {
    let fault = interface.fault(in: members, of: structure)
    holds(
      (fault == nil) == fits(.object(members), .structure(structure)),
      "\(members) is judged \(fault.map { "\($0)" } ?? "good")")
    guard fault == nil else { return }
    var more = members
    more["no_such_key"] = true
    holds(
      interface.fault(in: more, of: structure)?.reason == .unknownKey, "a key that nobody knows passes")
    for field in structure.fields where !field.isOptional {
      var less = members
      less[field.name] = nil
      holds(interface.fault(in: less, of: structure)?.reason == .missing, "\(field.name) may be absent")
    }
  }

  private static func fits(_ value: JSONValue, _ type: ValueType) -> Bool {
    switch type {
    case .boolean: return value.booleanValue != nil
    case .integer: return value.integerValue != nil
    case .double: return value.doubleValue != nil
    case .string: return value.text != nil
    case .object: return value.members != nil
    case .named(let name): return interface.types[name].map { fits(value, $0.type) } ?? false
    case .enumeration(let cases): return value.text.map(cases.contains) ?? false
    case .array(let element): return value.elements?.allSatisfy { fits($0, element) } ?? false
    case .map(let element): return value.members?.values.allSatisfy { fits($0, element) } ?? false
    case .optional(let wrapped): return value == .null || fits(value, wrapped)
    case .structure(let structure):
      guard let members = value.members else { return false }
      return members.keys.allSatisfy { structure[$0] != nil }
        && structure.fields.allSatisfy { field in members[field.name].map { fits($0, field.type) } ?? field.isOptional }
    }
  }
}
