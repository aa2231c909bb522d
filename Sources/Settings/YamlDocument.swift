import Yams

/// A YAML file as a tree in which each key and value knows its place.
enum YamlDocument {
  /// The root section of a file's bytes.
  static func root(_ bytes: [UInt8], log: ProblemLog) throws(SettingsFailure) -> Section {
    let source = try SourceText(bytes, log: log)
    let node: Node
    do {
      let parser = try Parser(yaml: source.text)
      guard let root = try parser.singleRoot() else {
        throw log.failure(.start, "the file is empty", "start it with `schema: 1`")
      }
      // Nodes know their anchors only as long as their parser lives.
      withExtendedLifetime(parser) { refuseSpecials(in: root, log) }
      node = root
    } catch let failure as SettingsFailure {
      throw failure
    } catch let error as YamlError {
      throw failure(error, source.text, log)
    } catch {
      throw log.failure(.start, "the file could not be read as YAML: \(shown("\(error)"))", "check its punctuation")
    }
    try log.check()
    let value = Value(node: node, path: "the file", place: Place(node.mark) ?? .start, log: log)
    guard let section = value.section() else { throw SettingsFailure(problems: log.problems) }
    return section
  }

  /// Refuses anchors, tags and keys that are no plain text, wherever they stand.
  private static func refuseSpecials(in root: Node, _ log: ProblemLog) {
    var open = [root]
    while let node = open.popLast() {
      let place = Place(node.mark) ?? .start
      if node.anchor != nil {
        // What an anchor names may be repeated without bound: it is not looked into.
        log.add(place, "anchors and aliases (`&`, `*`) are not allowed", "write the values out")
        continue
      }
      switch node {
      case .scalar(let scalar):
        // The parser itself calls quoted and block texts strings.
        let isText = scalar.style != .plain && scalar.tag.rawValue == Tag.Name.str.rawValue
        if !isText { refuseTag(scalar.tag, place, log) }
      case .mapping(let mapping):
        refuseTag(mapping.tag, place, log)
        for (key, value) in mapping {
          refuse(key: key, place, log)
          open.append(value)
        }
      case .sequence(let sequence):
        refuseTag(sequence.tag, place, log)
        open.append(contentsOf: sequence)
      case .alias: log.add(place, "anchors and aliases (`&`, `*`) are not allowed", "write the values out")
      }
    }
  }

  private static func refuse(key: Node, _ section: Place, _ log: ProblemLog) {
    let place = Place(key.mark) ?? section
    if key.anchor != nil {
      log.add(place, "anchors and aliases (`&`, `*`) are not allowed", "write the values out")
    } else if key.scalar == nil {
      log.add(place, "a key must be plain text", "write `key: value`")
    } else if let tag = key.scalar?.tag.rawValue, !tag.isEmpty, !tag.hasPrefix("tag:yaml.org,2002:") {
      // Yams gives plain keys a tag of the standard when it compares them; only others were written by a person.
      refuseTag(tag, place, log)
    }
  }

  private static func refuseTag(_ tag: Tag, _ place: Place, _ log: ProblemLog) {
    if !tag.rawValue.isEmpty { refuseTag(tag.rawValue, place, log) }
  }

  private static func refuseTag(_ name: String, _ place: Place, _ log: ProblemLog) {
    log.add(place, "tags (`\(shown(name))`) are not allowed", "leave the tag out")
  }

  private static func failure(_ error: YamlError, _ text: String, _ log: ProblemLog) -> SettingsFailure {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      return log.failure(
        Place(line: max(1, mark.line), column: max(1, mark.column)), began: Place(context?.mark), problem)
    case .duplicatedKeysInMapping(let keys, let context):
      let name = keys.first ?? ""
      let first = Place(line: max(1, context.mark.line), column: max(1, context.mark.column))
      let second = SecondKey.place(of: name, after: first, in: text) ?? first
      return log.failure(second, "key `\(shown(name))` is given twice, first in line \(first.line)", "keep one of them")
    case .no, .memory, .reader, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
      return log.failure(.start, "the file could not be read as YAML: \(shown("\(error)"))", "check its punctuation")
    }
  }
}

extension ProblemLog {
  /// A failure of the parser, moved to where its cause is: a quote that is never closed, a key without colon.
  fileprivate func failure(_ place: Place, began: Place?, _ problem: String) -> SettingsFailure {
    let began = began ?? place
    switch problem {
    case "found unexpected end of stream":
      return failure(began, "this is not YAML: a quote begins here and does not end", "close it")
    case "could not find expected ':'":
      return failure(began, "this is not YAML: a key without a colon", "write `key: value`")
    case "but found another document":
      return failure(place, "a second document begins here", "one file is one document")
    default:
      return failure(place, "this is not YAML: \(shown(problem))", "check indentation, colons and quotes up to here")
    }
  }
}

/// Finds the second of two equal keys; the parser tells only where the first one is.
enum SecondKey {
  /// The key in the rest of the line, as in `{gap: 6 mm, gap: 7 mm}`.
  private static func place(of wanted: [Unicode.Scalar], in text: Substring, after first: Place) -> Place? {
    let line = Array(text.unicodeScalars)
    for index in line.indices.dropFirst(first.column) where line[index &- 1] == " " || line[index &- 1] == "," {
      let rest = line[index...]
      if rest.starts(with: wanted), rest.dropFirst(wanted.count).first == ":" {
        return Place(line: first.line, column: index &+ 1)
      }
    }
    return nil
  }

  /// The next line with that key at the same column, before the section ends; nil if it is written in another form.
  static func place(of key: String, after first: Place, in text: String) -> Place? {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let wanted = Array(key.unicodeScalars)
    if let same = place(of: wanted, in: lines.dropFirst(first.line &- 1).first ?? "", after: first) { return same }
    for index in lines.indices.dropFirst(first.line) {
      let line = Array(lines[index].unicodeScalars)
      let content = line.prefix { $0 == " " }.count
      guard content < line.count, line[content] != "#" else { continue }
      if content < first.column &- 1 { return nil }
      let rest = line.dropFirst(content)
      if content == first.column &- 1, rest.starts(with: wanted), rest.dropFirst(wanted.count).first == ":" {
        return Place(line: index &+ 1, column: first.column)
      }
    }
    return nil
  }
}

extension Place {
  init?(_ mark: Mark?) {
    guard let mark else { return nil }
    self.init(line: max(1, mark.line), column: max(1, mark.column))
  }
}
