extension Interface {
  /// The longest text that is read: 64 KiB, more than twice the largest interface known to its author.
  public static let maximumSourceBytes = 65_536
  /// The deepest nesting of types.
  public static let maximumTypeDepth = 32

  /// Reads an interface definition.
  ///
  /// Comment lines above the interface, a member or a field are kept as its documentation; a comment behind other
  /// text on its line is not. Duplicate and unknown names are refused. Throws with line and column.
  public init(parsing text: String) throws(InterfaceError) {
    try self.init(parsing: Array(text.utf8))
  }

  /// Reads an interface definition from UTF-8.
  public init(parsing bytes: [UInt8]) throws(InterfaceError) {
    guard bytes.count <= Interface.maximumSourceBytes else {
      throw InterfaceError(line: 1, column: 1, reason: "longer than \(Interface.maximumSourceBytes) bytes")
    }
    var parser = InterfaceParser(scanner: InterfaceScanner(bytes: bytes))
    let (name, documentation, members) = try parser.interface()
    self.init(
      name: name, documentation: documentation, members: members, source: String(decoding: bytes, as: UTF8.self))
  }
}

struct InterfaceParser {
  var scanner: InterfaceScanner
  /// Where types are named before it is known whether they exist: the error is to point there.
  private var uses: [(name: String, unknown: InterfaceError)] = []

  init(scanner: InterfaceScanner) { self.scanner = scanner }

  mutating func interface() throws(InterfaceError) -> (String, [String], [Interface.Member]) {
    let documentation = try scanner.takeComments()
    guard try scanner.word() == "interface" else { throw scanner.error("expected 'interface'") }
    let name = try scanner.word(extra: ".-")
    guard InterfaceParser.isInterfaceName(name) else { throw fault(over: name, "not an interface name: '\(name)'") }
    var members: [Interface.Member] = []
    var names: Set<String> = []
    while try scanner.peek() != nil {
      members.append(try member(&names))
    }
    let types = Set(
      members.compactMap { member in
        if case .type(let definition) = member { definition.name } else { nil }
      })
    for use in uses where !types.contains(use.name) { throw use.unknown }
    return (name, documentation, members)
  }

  private mutating func fault(over word: String, _ reason: String) -> InterfaceError {
    scanner.stepBack(over: word)
    return scanner.error(reason)
  }

  private mutating func member(_ names: inout Set<String>) throws(InterfaceError) -> Interface.Member {
    let documentation = try scanner.takeComments()
    let keyword = try scanner.word()
    guard ["type", "method", "error"].contains(keyword) else {
      throw fault(over: keyword, "expected 'type', 'method' or 'error'")
    }
    let name = try scanner.word()
    guard InterfaceParser.isMemberName(name) else {
      throw fault(over: name, "a name here begins with a capital letter and has letters and digits only: '\(name)'")
    }
    guard names.insert(name).inserted else { throw fault(over: name, "'\(name)' is defined twice") }
    switch keyword {
    case "type":
      return .type(.init(name: name, documentation: documentation, type: try parenthesised(depth: 0)))
    case "method":
      let parameters = try structure()
      try scanner.expect("->")
      let result = try structure()
      return .method(.init(name: name, documentation: documentation, parameters: parameters, result: result))
    case _:
      return .error(.init(name: name, documentation: documentation, parameters: try structure()))
    }
  }

  private mutating func structure() throws(InterfaceError) -> Structure {
    guard try scanner.peek() == UInt8(ascii: "(") else { throw scanner.error("expected '('") }
    let start = scanner
    guard case .structure(let structure) = try parenthesised(depth: 0) else {
      throw start.error("expected fields, each with a type")
    }
    return structure
  }

  private mutating func type(depth: Int) throws(InterfaceError) -> ValueType {
    guard depth < Interface.maximumTypeDepth else {
      throw scanner.error("types nested deeper than \(Interface.maximumTypeDepth) levels")
    }
    if try scanner.take("?") {
      guard try scanner.peek() != UInt8(ascii: "?") else { throw scanner.error("'?' twice") }
      return .optional(try type(depth: depth &+ 1))
    }
    if try scanner.take("[]") { return .array(try type(depth: depth &+ 1)) }
    if try scanner.take("[") {
      guard try scanner.word() == "string" else { throw scanner.error("the keys of a map are of type string") }
      try scanner.expect("]")
      return .map(try type(depth: depth &+ 1))
    }
    if try scanner.peek() == UInt8(ascii: "(") { return try parenthesised(depth: depth &+ 1) }
    let word = try scanner.word()
    switch word {
    case "bool": return .boolean
    case "int": return .integer
    case "float": return .double
    case "string": return .string
    case "object": return .object
    case _:
      guard InterfaceParser.isMemberName(word) else { throw fault(over: word, "expected a type, found '\(word)'") }
      var atName = scanner
      atName.stepBack(over: word)
      uses.append((word, atName.error("no type '\(word)' in this interface")))
      return .named(word)
    }
  }

  /// A struct or an enum, told apart by what follows the first name.
  private mutating func parenthesised(depth: Int) throws(InterfaceError) -> ValueType {
    try scanner.expect("(")
    if try scanner.take(")") { return .structure(Structure(fields: [])) }
    var fields: [Structure.Field] = []
    var cases: [String] = []
    var names: Set<String> = []
    repeat {
      let documentation = try scanner.takeComments()
      let name = try scanner.word()
      guard InterfaceParser.isFieldName(name) else { throw fault(over: name, "not a field name: '\(name)'") }
      guard names.insert(name).inserted else { throw fault(over: name, "'\(name)' stands twice") }
      let next = try scanner.peek()
      if !fields.isEmpty || (cases.isEmpty && next == UInt8(ascii: ":")) {
        try scanner.expect(":")
        fields.append(.init(name: name, documentation: documentation, type: try type(depth: depth)))
      } else {
        cases.append(name)
      }
    } while try scanner.take(",")
    guard try scanner.take(")") else { throw scanner.error("expected ',' or ')'") }
    return fields.isEmpty ? .enumeration(cases) : .structure(Structure(fields: fields))
  }

  /// Parts joined by dots, at least two; the first begins with a letter; no part begins or ends with a hyphen.
  static func isInterfaceName(_ name: String) -> Bool {
    let parts = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count >= 2, let first = name.utf8.first, InterfaceScanner.isLetter(first) else { return false }
    return parts.allSatisfy { part in
      guard let first = part.first, let last = part.last else { return false }
      return first != UInt8(ascii: "-") && last != UInt8(ascii: "-")
    }
  }

  static func isMemberName(_ name: String) -> Bool {
    guard let first = name.utf8.first, (0x41...0x5A).contains(first) else { return false }
    return name.utf8.allSatisfy(InterfaceScanner.isAlphanumeric)
  }

  /// Letters, digits and single underscores between them, beginning with a letter.
  static func isFieldName(_ name: String) -> Bool {
    guard let first = name.utf8.first, InterfaceScanner.isLetter(first) else { return false }
    return name.utf8.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty }
  }
}
