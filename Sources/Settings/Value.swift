import Yams

/// One value of a file. It is text until a reader asks for something: `no`, `1_000` or `07` mean nothing by themselves.
///
/// Every reader returns nil after it has reported what is wrong.
struct Value {
  /// The longest text that is kept, in bytes.
  static let longestText = 2000
  /// The most entries of a list.
  static let longestList = 64

  let node: Node
  /// What messages call it, as `` `max_voltage` ``.
  let path: String
  let place: Place
  let log: ProblemLog

  func problem(_ message: String, _ remedy: String) { log.add(place, message, remedy) }

  /// The text of a scalar; empty text is reported.
  func scalar() -> String? {
    guard let text = node.scalar?.string else {
      problem("\(path) must be a single value", "write `key: value`")
      return nil
    }
    guard !text.isEmpty else {
      problem("\(path) has no value", "write one behind the colon, or remove the line")
      return nil
    }
    return text
  }

  /// A section of keys.
  func section() -> Section? {
    guard let mapping = node.mapping else {
      problem("\(path) must be a section of keys", "write `key: value` lines")
      return nil
    }
    return Section(mapping, path: path, place: place, log: log)
  }

  /// The entries of a list.
  func list() -> [Value]? {
    guard let sequence = node.sequence else {
      problem("\(path) must be a list", "write `- entry` lines, or `[a, b]`")
      return nil
    }
    guard !sequence.isEmpty, sequence.count <= Self.longestList else {
      problem("\(path) has \(sequence.count) entries", "1 to \(Self.longestList) are possible")
      return nil
    }
    return sequence.enumerated().map { index, node in
      Value(
        node: node, path: "entry \(index &+ 1) of \(path)", place: Place(node.mark) ?? place, log: log)
    }
  }

  /// Whether the value is a list, for keys that take a list or a section.
  var isList: Bool { node.sequence != nil }

  /// Whether the value is a section.
  var isSection: Bool { node.mapping != nil }

  /// The text of a single value, without any report.
  var plainText: String? { node.scalar?.string }

  /// Text for people: any visible characters, and the ends of its lines.
  func text() -> String? {
    guard let text = scalar() else { return nil }
    // In double quotes YAML writes any character as an escape; these would steer a terminal, end a path for the system
    // that goes on for us, or could not be read back from a file that holds them as they are.
    guard text.unicodeScalars.allSatisfy(isPlain) else {
      problem("\(path) holds a control character: `\(shown(text))`", "write visible characters only")
      return nil
    }
    guard text.utf8.count <= Self.longestText else {
      problem("\(path) is longer than \(Self.longestText) bytes", "shorten it")
      return nil
    }
    return text
  }

  private func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    guard SourceText.isAllowed(scalar) else { return false }
    return scalar.properties.generalCategory != .control || scalar == "\n" || scalar == "\t"
  }

  /// The reason for something unusual, which has to be more than a word.
  func reason() -> String? {
    guard let text = text() else { return nil }
    guard text.count >= 12 else {
      problem("\(path) must give a reason, not `\(shown(text))`", "a sentence that a stranger understands")
      return nil
    }
    return text
  }

  /// A name of lower-case letters, digits and hyphens, as in commands.
  func name() -> String? {
    guard let text = scalar() else { return nil }
    let isName =
      text.utf8.count <= 32 && text.utf8.first != UInt8(ascii: "-")
      && text.utf8.allSatisfy { byte in
        (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z"))
          || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")) || byte == UInt8(ascii: "-")
      }
    guard isName else {
      problem("`\(shown(text))` is not a name", "up to 32 lower-case letters, digits and hyphens, as `needle-rows`")
      return nil
    }
    return text
  }

  /// `yes` or `no`.
  func yesOrNo() -> Bool? { choice([("yes", true), ("no", false)]) }

  /// One of a few words.
  func choice<T>(_ options: [(word: String, value: T)]) -> T? {
    guard let text = scalar() else { return nil }
    if let option = options.first(where: { $0.word.utf8.elementsEqual(text.utf8) }) { return option.value }
    let words = options.map(\.word)
    let near = nearestName(to: text, among: words).map { "did you mean `\($0)`? " } ?? ""
    problem("\(path) cannot be `\(shown(text))`", near + "it is one of \(words.joined(separator: ", "))")
    return nil
  }

  /// A number of things: digits without unit, sign, separator or leading zero.
  func count(in range: ClosedRange<Int>) -> Int? {
    guard let text = scalar() else { return nil }
    let digits = text.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    guard digits, text.utf8.count <= 9, text.utf8.first != UInt8(ascii: "0") || text.utf8.count == 1,
      let number = Int(text)
    else {
      problem("`\(shown(text))` is not a count", "write digits only, as `8`")
      return nil
    }
    guard range.contains(number) else {
      problem("\(path): \(number) is out of range", "\(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return number
  }

  /// A date as `2026-11-23`.
  func date() -> CivilDate? {
    guard let text = scalar() else { return nil }
    guard let date = CivilDate(text) else {
      problem("`\(shown(text))` is not a date", "write year-month-day, as `2026-11-23`")
      return nil
    }
    return date
  }
}
