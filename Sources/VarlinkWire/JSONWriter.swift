extension JSONValue {
  /// The value as compact JSON text in UTF-8, object keys sorted, so that equal values have equal bytes.
  ///
  /// Throws for a number that is not finite and for nesting deeper than ``maximumDepth``.
  public func encoded() throws(JSONError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(128)
    try append(to: &bytes, depth: 0)
    return bytes
  }

  func append(to bytes: inout [UInt8], depth: Int) throws(JSONError) {
    guard depth <= JSONValue.maximumDepth else { throw JSONError(kind: .tooDeep, offset: 0) }
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .boolean(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .integer(let value): bytes.append(contentsOf: String(value).utf8)
    case .double(let value):
      guard value.isFinite else { throw JSONError(kind: .numberOutOfRange, offset: 0) }
      bytes.append(contentsOf: value.description.utf8)
    case .string(let text): JSONValue.append(text, to: &bytes)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        try element.append(to: &bytes, depth: depth &+ 1)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members): try JSONValue.append(members, to: &bytes, depth: depth)
    }
  }

  static func append(_ members: [String: JSONValue], to bytes: inout [UInt8], depth: Int) throws(JSONError) {
    bytes.append(UInt8(ascii: "{"))
    var isFirst = true
    for key in members.keys.sorted() {
      guard let member = members[key] else { continue }
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      append(key, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      try member.append(to: &bytes, depth: depth &+ 1)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0x0A: bytes.append(contentsOf: "\\n".utf8)
      case 0x0D: bytes.append(contentsOf: "\\r".utf8)
      case 0x09: bytes.append(contentsOf: "\\t".utf8)
      case 0..<0x20:
        let digits = Array("0123456789abcdef".utf8)
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(digits[Int(byte >> 4)])
        bytes.append(digits[Int(byte & 15)])
      case _: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
