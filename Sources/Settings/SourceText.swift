/// The text of a file, checked before any parser sees it: size, encoding, characters, depth, and no anchors.
struct SourceText {
  /// The largest file that is read, in bytes.
  static let maximumSize = 256 * 1024
  /// The furthest that a line's content may be indented, which bounds the depth of nesting by indentation.
  static let maximumIndentation = 64
  /// How deep brackets may be nested.
  static let maximumBrackets = 16

  let text: String

  /// Checks the bytes of a file.
  init(_ bytes: [UInt8], log: ProblemLog) throws(SettingsFailure) {
    guard bytes.count <= Self.maximumSize else {
      throw log.failure(
        .start, "the file has more than \(Self.maximumSize / 1024) KiB", "a settings file is a few pages of text")
    }
    text = try Self.decoded(bytes, log)
    guard text.contains(where: { !$0.isWhitespace && $0 != "\u{FEFF}" }) else {
      throw log.failure(.start, "the file is empty", "start it with `schema: 1`")
    }
    var outline = SourceOutline(log: log)
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      try outline.take(Array(line.unicodeScalars), line: index &+ 1)
    }
  }

  /// The bytes as text of the characters that YAML allows (YAML 1.2, rule 1 c-printable).
  private static func decoded(_ bytes: [UInt8], _ log: ProblemLog) throws(SettingsFailure) -> String {
    var place = Place.start
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var scalars = String.UnicodeScalarView()
    while true {
      switch decoder.decode(&iterator) {
      case .emptyInput: return String(scalars)
      case .error:
        throw log.failure(place, "this is not text: a byte is not UTF-8", "save the file as UTF-8 text")
      case .scalarValue(let scalar):
        guard isAllowed(scalar, first: scalars.isEmpty) else {
          let number = String(scalar.value, radix: 16, uppercase: true)
          let padding = String(repeating: "0", count: max(0, 4 &- number.count))
          throw log.failure(place, "this is not text: character U+\(padding)\(number) is not allowed", "remove it")
        }
        scalars.append(scalar)
        // Both numbers are at most the size.
        place.column &+= 1
        if scalar == "\n" { place = Place(line: place.line &+ 1, column: 1) }
      }
    }
  }

  /// Whether a character may stand in a file, and so in a text that has to be written to one.
  static func isAllowed(_ scalar: Unicode.Scalar, first: Bool = false) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0xA0...0x2027, 0x202F...0x2065, 0x2070...0xD7FF, 0xE000...0xFEFE,
      0xFF00...0xFFFD, 0x1_0000...0x10_FFFF:
      true
    case 0xFEFF: first
    default: false
    }
  }
}

/// Looks over lines for what would make a parser work without bound: depth, and anchors with aliases.
///
/// It errs on the strict side: what it takes for an anchor can always be written in quotes.
struct SourceOutline {
  private enum Quote {
    case none, single, double
  }

  private let log: ProblemLog
  private var quote = Quote.none
  private var brackets = 0
  /// Within a block of literal text: the indentation of the line that began it.
  private var literal: Int?

  init(log: ProblemLog) { self.log = log }

  mutating func take(_ scalars: [Unicode.Scalar], line: Int) throws(SettingsFailure) {
    var start = scalars.prefix { $0 == " " }.count
    let indentation = start
    if let outer = literal {
      if start == scalars.count || start > outer { return }
      literal = nil
    }
    if quote == .none {
      // `- - ? : x` nests as much as four lines would.
      while start &+ 1 < scalars.count, "-?: ".unicodeScalars.contains(scalars[start]),
        scalars[start &+ 1] == " " || scalars[start] == " "
      {
        start &+= 1
      }
      guard start <= SourceText.maximumIndentation else {
        throw log.failure(
          Place(line: line, column: start &+ 1), "this is indented too deep",
          "at most \(SourceText.maximumIndentation) columns")
      }
    }
    try scan(scalars, line: line)
    if quote == .none, endsInBlockIndicator(scalars) { literal = indentation }
  }

  private mutating func scan(_ scalars: [Unicode.Scalar], line: Int) throws(SettingsFailure) {
    var atTokenStart = true
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      let next = index &+ 1 < scalars.count ? scalars[index &+ 1] : " "
      switch quote {
      case .double:
        if scalar == "\\" { index &+= 1 } else if scalar == "\"" { quote = .none }
      case .single:
        if scalar == "'", next == "'" { index &+= 1 } else if scalar == "'" { quote = .none }
      case .none:
        if scalar == "#", index == 0 || scalars[index &- 1] == " " { return }
        if atTokenStart, scalar == "&" || scalar == "*", next != " " {
          throw log.failure(
            Place(line: line, column: index &+ 1), "anchors and aliases (`&`, `*`) are not allowed",
            "write the values out; a text that begins so needs quotes")
        }
        try take(scalar, atTokenStart: atTokenStart, Place(line: line, column: index &+ 1))
        let opens = scalar == "[" || scalar == "{" || scalar == ","
        let separates = (scalar == ":" || scalar == "-" || scalar == "?") && next == " "
        atTokenStart = opens || separates || (scalar == " " && atTokenStart)
      }
      index &+= 1
    }
  }

  private mutating func take(
    _ scalar: Unicode.Scalar, atTokenStart: Bool, _ place: Place
  ) throws(SettingsFailure) {
    switch scalar {
    case "\"" where atTokenStart: quote = .double
    case "'" where atTokenStart: quote = .single
    case "[", "{":
      brackets &+= 1
      guard brackets <= SourceText.maximumBrackets else {
        throw log.failure(place, "brackets are nested too deep", "at most \(SourceText.maximumBrackets) levels")
      }
    case "]", "}": brackets = max(0, brackets &- 1)
    default: break
    }
  }

  /// Whether the line ends in `|` or `>` as a value, so that deeper lines are literal text.
  private func endsInBlockIndicator(_ scalars: [Unicode.Scalar]) -> Bool {
    var content = scalars[...]
    if let comment = content.indices.first(where: { content[$0] == "#" && $0 > 0 && content[$0 &- 1] == " " }) {
      content = content[..<comment]
    }
    while content.last == " " { content.removeLast() }
    guard let word = content.split(separator: " ").last, let first = word.first, first == "|" || first == ">",
      word.dropFirst().allSatisfy({ "+-0123456789".unicodeScalars.contains($0) })
    else { return false }
    let before = content.dropLast(word.count).filter { $0 != " " }
    return before.isEmpty || before.last == ":" || before.last == "-"
  }
}
