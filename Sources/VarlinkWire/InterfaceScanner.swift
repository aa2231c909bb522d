/// Walks over the text of an interface definition, byte by byte, and keeps comments and position.
///
/// `at` grows to `bytes.count` at most and lines and columns with it, so `&+` cannot wrap.
struct InterfaceScanner {
  private let bytes: [UInt8]
  private var at = 0
  private var line = 1
  private var lineStart = 0
  /// The line on which the last word or sign ended: a comment behind it belongs to no member.
  private var lastTokenLine = 0
  /// Comment lines since the last word or sign.
  private(set) var comments: [String] = []

  init(bytes: [UInt8]) { self.bytes = bytes }

  func error(_ reason: String) -> InterfaceError {
    InterfaceError(line: line, column: at &- lineStart &+ 1, reason: reason)
  }

  var isAtEnd: Bool { at >= bytes.count }

  /// Passes white space and comments.
  mutating func skipSpace() throws(InterfaceError) {
    while at < bytes.count {
      switch bytes[at] {
      case 0x20, 0x09, 0x0D: at &+= 1
      case 0x0A: newline()
      case UInt8(ascii: "#"): try comment()
      case _: return
      }
    }
  }

  private mutating func newline() {
    at &+= 1
    line &+= 1
    lineStart = at
  }

  private mutating func comment() throws(InterfaceError) {
    let end = bytes[at...].firstIndex(of: 0x0A) ?? bytes.count
    var text = bytes[(at &+ 1)..<end]
    if text.first == 0x20 { text.removeFirst() }
    // All of them: what would be left at the end of a printed line is taken for its ending.
    while text.last == 0x0D { text.removeLast() }
    guard let string = String(validating: text, as: UTF8.self) else { throw error("a comment is not valid UTF-8") }
    if line != lastTokenLine { comments.append(string) }
    at = end
  }

  /// The comments before the next word, which are then forgotten.
  mutating func takeComments() throws(InterfaceError) -> [String] {
    try skipSpace()
    defer { comments = [] }
    return comments
  }

  /// The byte of the next word or sign; nil at the end.
  mutating func peek() throws(InterfaceError) -> UInt8? {
    try skipSpace()
    return at < bytes.count ? bytes[at] : nil
  }

  /// Takes `sign` if it comes next.
  mutating func take(_ sign: StaticString) throws(InterfaceError) -> Bool {
    try skipSpace()
    let expected = Array(sign.description.utf8)
    guard bytes[at...].starts(with: expected) else { return false }
    at = at &+ expected.count
    lastTokenLine = line
    comments = []
    return true
  }

  mutating func expect(_ sign: StaticString) throws(InterfaceError) {
    guard try take(sign) else { throw error("expected '\(sign)'") }
  }

  /// The letters, digits and `extra` bytes that come next; empty when none does.
  mutating func word(extra: StaticString = "_") throws(InterfaceError) -> String {
    try skipSpace()
    let start = at
    let extra = Array(extra.description.utf8)
    while at < bytes.count, InterfaceScanner.isAlphanumeric(bytes[at]) || extra.contains(bytes[at]) { at &+= 1 }
    if at > start {
      lastTokenLine = line
      comments = []
    }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  /// Steps back over a word just read, so that an error points at its beginning.
  mutating func stepBack(over word: String) { at = max(at &- word.utf8.count, lineStart) }

  static func isAlphanumeric(_ byte: UInt8) -> Bool { isLetter(byte) || (0x30...0x39).contains(byte) }

  static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}
