import Yams

/// A section of keys. Reading a key makes it known; `finish` reports those that nobody asked for.
final class Section {
  private struct Entry {
    let key: String
    let place: Place
    let node: Node
  }

  /// The most keys of a section; three times what the longest has. Each is compared with the others.
  static let mostKeys = 64

  /// Where the section begins.
  let place: Place
  let log: ProblemLog
  private let path: String
  private var entries: [Entry] = []
  private var known: [String] = []

  init(_ mapping: Node.Mapping, path: String, place: Place, log: ProblemLog) {
    self.place = place
    self.path = path
    self.log = log
    if mapping.count > Self.mostKeys {
      log.add(place, "\(path) has \(mapping.count) keys", "at most \(Self.mostKeys) are possible")
    }
    for (key, node) in mapping.prefix(Self.mostKeys) {
      guard let name = key.scalar?.string else { continue }  // reported when the document was looked over
      let place = Place(key.mark) ?? place
      if let other = entries.first(where: { $0.key == name }) {
        log.add(place, "key `\(shown(name))` is given twice, first in line \(other.place.line)", "keep one of them")
      } else {
        entries.append(Entry(key: name, place: place, node: node))
      }
    }
  }

  /// A value that must be there.
  ///
  /// - Parameter fallback: stands in after a problem, so that reading can go on; it never leaves the reader.
  func required<T>(_ key: String, or fallback: T, _ read: (Value) -> T?) -> T {
    guard let value = value(key) else {
      log.add(place, "`\(key)` is missing from \(path)", "add a line `\(key): …`")
      return fallback
    }
    return read(value) ?? fallback
  }

  /// A value that may be there.
  ///
  /// - Parameter fallback: its default; it also stands in after a problem.
  func optional<T>(_ key: String, or fallback: T, _ read: (Value) -> T?) -> T {
    guard let value = value(key) else { return fallback }
    return read(value) ?? fallback
  }

  /// A value that may be there and has no default.
  func optional<T>(_ key: String, _ read: (Value) -> T?) -> T? {
    guard let value = value(key) else { return nil }
    return read(value)
  }

  /// Whether the key stands in the section; it counts as known from then on.
  func has(_ key: String) -> Bool { value(key) != nil }

  /// Where the key stands.
  func place(of key: String) -> Place { entries.first { $0.key == key }?.place ?? place }

  /// Where the key's value stands.
  func place(ofValue key: String) -> Place { value(key)?.place ?? place }

  /// Reports every key that nobody asked for.
  func finish() {
    for entry in entries where !known.contains(entry.key) {
      log.add(entry.place, "unknown key `\(shown(entry.key))` in \(path)", remedy(forUnknown: entry.key))
    }
  }

  private func remedy(forUnknown key: String) -> String {
    if let near = nearestName(to: key, among: known) { return "did you mean `\(near)`?" }
    // `{gain: 1,05}` is read as two keys.
    if !key.isEmpty, key.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) {
      return "numbers have a decimal point, not a comma"
    }
    return "known here: \(known.joined(separator: ", "))"
  }

  /// Reads `schema: 1`, which every file has.
  func readSchema() {
    _ = required("schema", or: 1) { value -> Int? in
      guard let number = value.count(in: 0...Int(UInt16.max)) else { return nil }
      if number != 1 {
        value.problem("schema \(number) is not known to this program", "it reads `schema: 1`")
      }
      return number
    }
  }

  private func value(_ key: String) -> Value? {
    if !known.contains(key) { known.append(key) }
    guard let entry = entries.first(where: { $0.key == key }) else { return nil }
    // An empty value has no place of its own to point at.
    let isEmpty = entry.node.scalar.map { $0.string.isEmpty } ?? false
    let place = isEmpty ? entry.place : Place(entry.node.mark) ?? entry.place
    return Value(node: entry.node, path: "`\(key)`", place: place, log: log)
  }
}
