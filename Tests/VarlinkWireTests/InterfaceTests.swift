import Testing
import VarlinkWire

let exampleText = """
  # An example.
  #
  # With two paragraphs.
  interface io.porate.x-1.Example

  # A place.
  type Point (
    # To the right.
    x: int, # not kept
    y: ?float,
    names: [string](),
    next: ?[]Point
  )
  type Mode (slow, fast_1)

  # Goes there.
  method Go(points: []Point, mode: Mode, inline: (a: bool, b: (p, q)), any: ?object) -> (done: bool)
  method Nothing()->()
  error Lost (where: Point, map: [string][]string)
  """

@Suite struct InterfaceTests {
  @Test func `a comment that ends in carriage returns survives printing`() throws {
    let interface = try Interface(parsing: "# one\r\r\n# \r\r\ninterface a.b\n")
    #expect(interface.documentation == ["one", ""])
    #expect(try Interface(parsing: interface.printed) == interface)
  }

  @Test func `every construct of the language is read`() throws {
    let interface = try Interface(parsing: exampleText)
    #expect(interface.name == "io.porate.x-1.Example")
    #expect(interface.documentation == ["An example.", "", "With two paragraphs."])
    #expect(interface.members.map(\.name) == ["Point", "Mode", "Go", "Nothing", "Lost"])
    #expect(interface.types["Mode"]?.type == .enumeration(["slow", "fast_1"]))
    #expect(interface.methods["Go"]?.documentation == ["Goes there."])
    #expect(interface.methods["Go"]?.parameters["any"]?.type == .optional(.object))
    #expect(interface.methods["Go"]?.parameters["inline"]?.isOptional == false)
    #expect(interface.errors["Lost"]?.parameters["map"]?.type == .map(.array(.string)))
    guard case .structure(let point) = interface.types["Point"]?.type else {
      Issue.record("Point is no struct")
      return
    }
    #expect(point.fields.map(\.name) == ["x", "y", "names", "next"])
    #expect(point["x"]?.documentation == ["To the right."])
    #expect(point["y"]?.documentation == [])
    #expect(point["next"]?.type == .optional(.array(.named("Point"))))
  }

  @Test func `printing and parsing again gives the same interface`() throws {
    let interface = try Interface(parsing: exampleText)
    let again = try Interface(parsing: interface.printed)
    #expect(again == interface)
    #expect(again.printed == interface.printed)
  }

  @Test(arguments: [
    ("", 1, 1), ("interface a", 1, 11), ("interface a.b\nmethod go() -> ()", 2, 8),
    ("interface a.b\ntype A (x: int\n  y: int)", 3, 3), ("interface a.b\ntype A (x: Foo)", 2, 12),
    ("interface a.b\ntype A (x: ??int)", 2, 13), ("interface a.b\ntype A (x: int, x: int)", 2, 17),
    ("interface a.b\ntype A ()\ntype A ()", 3, 6), ("interface a.b\nmethod A() ()", 2, 12),
    ("interface a.b\nmethod A(x, y) -> ()", 2, 9), ("interface a.b\ntype A (x: [int]string)", 2, 16),
    ("interface a.b\ntype A (x: int, y)", 2, 18), ("interface a.b\ntype A (x, y: int)", 2, 13),
    ("interface a.b\nhello", 2, 1), ("interface a.b\ntype A (x: int,)", 2, 16),
    ("interface a.b\ntype A (_x: int)", 2, 9),
    ("interface -a.b", 1, 11), ("interface a..b", 1, 11), ("interface a.b-", 1, 11), ("interface 1.b", 1, 11),
    ("interface a.b\ntype A int", 2, 8), ("interface a.b\nmethod A(", 2, 10),
  ])
  func `a fault is reported where it is`(text: String, line: Int, column: Int) throws {
    let error = #expect(throws: InterfaceError.self) { try Interface(parsing: text) }
    #expect(error?.line == line, "\(String(describing: error))")
    #expect(error?.column == column, "\(String(describing: error))")
  }

  @Test func `size and depth are bounded`() {
    let long = "interface a.b\n" + String(repeating: "# comment\n", count: 7000)
    #expect(throws: InterfaceError.self) { try Interface(parsing: long) }
    let deep = "interface a.b\ntype A (x: " + String(repeating: "[]", count: 20_000) + "int)"
    #expect(throws: InterfaceError.self) { try Interface(parsing: deep) }
    let structs = "interface a.b\ntype A " + String(repeating: "(x: ", count: 10_000)
    #expect(throws: InterfaceError.self) { try Interface(parsing: structs) }
  }

  @Test func `every cut of a definition is answered without a trap`() {
    let whole = Array(exampleText.utf8)
    for length in 0..<whole.count { _ = try? Interface(parsing: Array(whole.prefix(length))) }
    var random = SystemRandomNumberGenerator()
    for _ in 0..<5000 {
      var damaged = whole
      damaged[Int.random(in: 0..<whole.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      if let interface = try? Interface(parsing: damaged) {
        #expect((try? Interface(parsing: interface.printed)) == interface)
      }
    }
  }
}

@Suite struct ValueCheckTests {
  let interface: Interface
  let go: Structure

  init() throws {
    interface = try Interface(parsing: exampleText)
    go = try #require(interface.methods["Go"]).parameters
  }

  func path(_ parameters: [String: JSONValue]) -> String? { interface.fault(in: parameters, of: go)?.path }

  let point: JSONValue = ["x": 1, "names": ["n": [:]]]

  func parameters(_ changes: [String: JSONValue?] = [:]) -> [String: JSONValue] {
    var parameters: [String: JSONValue] = [
      "points": [point, ["x": 2, "y": 3, "names": [:], "next": [point]]], "mode": "slow",
      "inline": ["a": true, "b": "q"],
    ]
    for (key, value) in changes { parameters[key] = value }
    return parameters
  }

  @Test func `values that agree pass, with optionals absent, null or present`() {
    #expect(path(parameters()) == nil)
    #expect(path(parameters(["any": .null])) == nil)
    #expect(path(parameters(["any": ["free": [1, nil]]])) == nil)
  }

  @Test func `the fault names the path to the value`() {
    #expect(path(parameters(["speed": 1])) == "speed")
    #expect(path(parameters(["mode": .some(nil)])) == "mode")
    #expect(path(parameters(["mode": "fast"])) == "mode")
    #expect(path(parameters(["mode": .null])) == "mode")
    #expect(path(parameters(["any": 1])) == "any")
    #expect(path(parameters(["points": [point, ["x": 1.0, "names": [:]]]])) == "points[1].x")
    #expect(path(parameters(["points": [["x": 1, "names": [:], "z": 1]]])) == "points[0].z")
    #expect(path(parameters(["points": [["x": 1, "names": ["n": ["m": 1]]]]])) == "points[0].names[\"n\"].m")
    #expect(path(parameters(["inline": ["a": 1, "b": "p"]])) == "inline.a")
    #expect(path(parameters(["points": [["x": .double(1e300), "names": [:]]]])) == "points[0].x")
  }

  @Test func `a missing key is told from a wrong one`() {
    var incomplete = parameters()
    incomplete["inline"] = nil
    #expect(interface.fault(in: incomplete, of: go)?.reason == .missing)
    #expect(path(incomplete) == "inline")
    #expect(interface.fault(in: parameters(["mode": 3]), of: go)?.reason == .expected("a string of an enum"))
  }
}

@Suite struct TypeAgreementTests {
  struct Point: Codable {
    var x: Int
    var y: Double?
    var names: [String: Empty]
    var next: [Point]?
  }
  struct Empty: Codable {}
  struct Lost: Codable {
    var `where`: Point
    var map: [String: [String]]
  }
  struct Misspelt: Codable {
    var wher: Point
    var map: [String: [String]]
  }

  @Test func `agreeing types have no disagreement, and a misspelt key shows`() throws {
    let interface = try Interface(parsing: exampleText)
    let lost = try #require(interface.errors["Lost"]).parameters
    #expect(interface.disagreements(roundTripping: Lost.self, with: lost).isEmpty)
    #expect(!interface.disagreements(roundTripping: Misspelt.self, with: lost).isEmpty)
    let here = Point(x: 1, y: 2.5, names: [:], next: nil)
    #expect(interface.disagreements(encoding: Lost(where: here, map: [:]), with: lost).isEmpty)
    #expect(interface.disagreements(encoding: Misspelt(wher: here, map: [:]), with: lost) == ["wher: no such key"])
  }

  @Test func `an optional that a sample leaves out is reported unless that is allowed`() throws {
    let interface = try Interface(parsing: exampleText)
    guard case .structure(let point) = interface.types["Point"]?.type else {
      Issue.record("Point is no struct")
      return
    }
    let value = Point(x: 1, y: nil, names: [:], next: [])
    #expect(interface.disagreements(encoding: value, with: point) == ["y: optional, and absent in the value"])
    #expect(interface.disagreements(encoding: value, with: point, optionalsMayBeAbsent: true).isEmpty)
  }

  @Test func `a type without a finite value is said to have none`() throws {
    let interface = try Interface(parsing: "interface a.b\ntype A (a: A)\nmethod M(a: A) -> ()")
    let parameters = try #require(interface.methods["M"]).parameters
    #expect(interface.samples(of: parameters).isEmpty)
    #expect(!interface.disagreements(roundTripping: Lost.self, with: parameters).isEmpty)
  }

  @Test func `samples agree with the definition they are made from`() throws {
    let interface = try Interface(parsing: exampleText)
    for method in interface.methods.values {
      #expect(interface.samples(of: method.parameters).count == 5)
      for sample in interface.samples(of: method.parameters) {
        #expect(interface.fault(in: sample, of: method.parameters) == nil)
      }
    }
  }
}
