import Testing
import VarlinkWire

private func parse(_ text: String) throws(JSONError) -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

private func failure(_ text: String) -> JSONError.Kind? {
  do {
    _ = try parse(text)
    return nil
  } catch {
    return error.kind
  }
}

@Suite struct JSONValueTests {
  @Test func `integers and floating-point numbers stay apart`() throws {
    #expect(try parse("[1, 1.0, -0, 1e2, 9223372036854775807]") == [1, 1.0, 0, 100.0, .integer(.max)])
    #expect(try parse("-9223372036854775808") == .integer(.min))
    #expect(try parse("9223372036854775808") == .double(9_223_372_036_854_775_808))
  }

  @Test func `escapes become the characters they stand for`() throws {
    #expect(try parse(#""a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#).text == "a\"\\/\u{8}\u{c}\n\r\té😀")
  }

  @Test(arguments: [
    ("", JSONError.Kind.unexpectedEnd), ("[1", .unexpectedEnd), ("[1,]", .unexpectedByte(0x5D)),
    (#"{"a":1,"a":2}"#, .duplicateKey("a")), (#"{"a":1,"\u0061":2}"#, .duplicateKey("a")),
    ("01", .trailingBytes), ("1 2", .trailingBytes), ("1e400", .numberOutOfRange), ("NaN", .unexpectedByte(0x4E)),
    ("+1", .unexpectedByte(0x2B)), ("1.", .unexpectedEnd), (#""\x""#, .invalidEscape), (#""\ud800""#, .invalidUnicode),
    (#""\udc00\ud800""#, .invalidUnicode), ("\"\n\"", .unexpectedByte(0x0A)), ("truth", .unexpectedByte(0x74)),
    ("{1:2}", .unexpectedByte(0x31)), (#"{"a" 1}"#, .unexpectedByte(0x31)), (#""\u12"#, .unexpectedEnd),
  ])
  func `what is no JSON is refused`(text: String, kind: JSONError.Kind) { #expect(failure(text) == kind) }

  @Test func `invalid UTF-8 is refused`() {
    for bytes: [UInt8] in [[0xC3, 0x28], [0xFF], [0xED, 0xA0, 0x80], [0xC0, 0x80]] {
      #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22] + bytes + [0x22]) }
    }
  }

  @Test func `nesting is bounded when reading and when writing`() throws {
    let deepest = JSONValue.maximumDepth
    let allowed = String(repeating: "[", count: deepest) + String(repeating: "]", count: deepest)
    #expect(try parse(allowed).encoded() == Array(allowed.utf8))
    #expect(failure("[" + allowed + "]") == .tooDeep)
    #expect(failure(String(repeating: "[", count: 60_000)) == .tooDeep)
    var value: JSONValue = 1
    for _ in 0...(deepest + 1) { value = .object(["a": value]) }
    #expect(throws: JSONError.self) { try value.encoded() }
  }

  @Test func `writing sorts keys, and reading what was written gives the same value`() throws {
    let value: JSONValue = [
      "b": [1, 2.5, nil, true], "a": "quote \" and \u{1} and é", "c": ["x": -7, "": 1e300],
    ]
    let bytes = try value.encoded()
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text == #"{"a":"quote \" and \u0001 and é","b":[1,2.5,null,true],"c":{"":1e+300,"x":-7}}"#)
    #expect(try JSONValue(parsing: bytes) == value)
  }

  @Test func `a number that is not finite has no JSON`() {
    #expect(throws: JSONError.self) { try JSONValue.double(.nan).encoded() }
    #expect(throws: JSONError.self) { try JSONValue.array([.double(.infinity)]).encoded() }
  }

  @Test func `every byte string of length up to two, and every cut of a message, is answered without a trap`() {
    for first in UInt8.min...UInt8.max {
      _ = try? JSONValue(parsing: [first])
      for second in UInt8.min...UInt8.max { _ = try? JSONValue(parsing: [first, second]) }
    }
    let whole = Array(#"{"a":[1,-2.5e3,"\u00e9\ud83d\ude00",true,false,null,{"b":{}}]}"#.utf8)
    for length in 0..<whole.count {
      #expect(throws: JSONError.self) { try JSONValue(parsing: Array(whole.prefix(length))) }
    }
    var random = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      var damaged = whole
      damaged[Int.random(in: 0..<whole.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      if let value = try? JSONValue(parsing: damaged) {
        #expect((try? JSONValue(parsing: value.encoded())) == value)
      }
    }
  }

  @Test func `typed values go to JSON and back`() throws {
    struct Train: Codable, Equatable {
      var pulses: Int
      var field: Double
      var note: String?
      var extra: JSONValue
    }
    let train = Train(pulses: 8, field: 1300.5, note: nil, extra: ["k": [1, 2.5, "x", nil, false]])
    let value = try JSONValue(encoding: train)
    #expect(value["pulses"] == 8)
    #expect(value["note"] == nil)
    #expect(try value.decoded(as: Train.self) == train)
  }
}
