/// A Swift file as the checks see it: its code alone, with comments and the text of strings blanked, lines kept.
struct SwiftSource {
  /// Line by line, as written.
  let lines: [String]
  /// Line by line, comments and string text as spaces; what is interpolated into a string stays, being code.
  let code: [String]

  init(_ text: String) {
    lines = Self.split(Array(text.utf8))
    var blanking = Blanking(bytes: Array(text.utf8))
    blanking.code(untilClosing: false)
    code = Self.split(blanking.bytes)
  }

  private static func split(_ bytes: [UInt8]) -> [String] {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// Each imported module with its line, counted from 1.
  var imports: [(module: String, line: Int)] {
    code.enumerated().flatMap { index, line in
      line.split(separator: ";").compactMap { statement in
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]
        let words = statement.split(whereSeparator: { $0 == " " || $0 == "\t" })
        guard let place = words.firstIndex(of: "import") else { return nil }
        let access: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
        guard words[..<place].allSatisfy({ $0.hasPrefix("@") || access.contains($0) }) else { return nil }
        var rest = words[(place + 1)...]
        if let first = rest.first, kinds.contains(first) { rest = rest.dropFirst() }
        guard let path = rest.first, let module = path.split(separator: ".").first else { return nil }
        return (module: String(module), line: index + 1)
      }
    }
  }
}

/// Walks over the bytes once and blanks what is not code.
private struct Blanking {
  var bytes: [UInt8]
  private var place = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  private func at(_ offset: Int) -> UInt8 {
    let index = place + offset
    return index < bytes.count ? bytes[index] : 0
  }

  private func sees(_ text: StaticString) -> Bool {
    (0..<text.utf8CodeUnitCount).allSatisfy { at($0) == text.utf8Start[$0] }
  }

  private mutating func blank(_ count: Int = 1) {
    for _ in 0..<count where place < bytes.count {
      if bytes[place] != UInt8(ascii: "\n") { bytes[place] = UInt8(ascii: " ") }
      place += 1
    }
  }

  /// Code up to the end, or up to the parenthesis that closes an interpolation.
  mutating func code(untilClosing: Bool) {
    var depth = 0
    while place < bytes.count {
      if sees("//") {
        while place < bytes.count, at(0) != UInt8(ascii: "\n") { blank() }
      } else if sees("/*") {
        blockComment()
      } else if at(0) == UInt8(ascii: "\"") {
        string(hashes: 0)
      } else if at(0) == UInt8(ascii: "#"), let hashes = rawStringHashes() {
        place += hashes
        string(hashes: hashes)
      } else {
        if at(0) == UInt8(ascii: "(") { depth += 1 }
        if at(0) == UInt8(ascii: ")") {
          depth -= 1
          if untilClosing, depth < 0 { return }
        }
        place += 1
      }
    }
  }

  private mutating func blockComment() {
    var depth = 0
    repeat {
      if sees("/*") {
        depth += 1
        blank(2)
      } else if sees("*/") {
        depth -= 1
        blank(2)
      } else {
        blank()
      }
    } while depth > 0 && place < bytes.count
  }

  private func rawStringHashes() -> Int? {
    var count = 0
    while at(count) == UInt8(ascii: "#") { count += 1 }
    return at(count) == UInt8(ascii: "\"") ? count : nil
  }

  private func seesHashes(_ count: Int, after offset: Int) -> Bool {
    (0..<count).allSatisfy { at(offset + $0) == UInt8(ascii: "#") }
  }

  /// A string of any kind, its quotation marks kept so that what stands after it is seen to follow a value.
  private mutating func string(hashes: Int) {
    let quotes = sees("\"\"\"") ? 3 : 1
    place += quotes
    while place < bytes.count {
      let closes = quotes == 3 ? sees("\"\"\"") : at(0) == UInt8(ascii: "\"")
      if closes, seesHashes(hashes, after: quotes) {
        place += quotes + hashes
        return
      }
      if quotes == 1, at(0) == UInt8(ascii: "\n") { return }
      if at(0) == UInt8(ascii: "\\"), seesHashes(hashes, after: 1) {
        if at(1 + hashes) == UInt8(ascii: "(") {
          blank(1 + hashes)
          place += 1
          code(untilClosing: true)
          place += 1
        } else {
          blank(2 + hashes)
        }
      } else {
        blank()
      }
    }
  }
}
