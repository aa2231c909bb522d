/// A run as a list of actions: what a seed's machine went through, and all that is needed to go through it again.
public struct SoakScript: Hashable, Sendable {
  /// The most bytes of a script that are read.
  public static let longest = 16 << 20

  /// The seed of the machine and of all its noise.
  public var seed: UInt64
  /// How many ticks it runs.
  public var ticks: Int
  /// What happens, in order.
  var entries: [SoakEntry]

  init(seed: UInt64, ticks: Int, entries: [SoakEntry]) {
    self.seed = seed
    self.ticks = ticks
    self.entries = entries
  }

  /// How many actions it holds.
  public var count: Int { entries.count }

  /// The script as text: a line `soak SEED TICKS`, then a line `TICK ACTION` for each action.
  public var text: String {
    var text = "soak \(seed) \(ticks)\n"
    for entry in entries { text += "\(entry.tick) \(entry.action.words)\n" }
    return text
  }

  /// Reads a script; empty lines and those that begin with `#` mean nothing.
  ///
  /// - Throws: ``SoakScriptError`` with the line that is none.
  public init(text: String) throws(SoakScriptError) {
    guard text.utf8.count <= SoakScript.longest else { throw SoakScriptError(line: 0) }
    var head: (UInt64, Int)?
    var entries: [SoakEntry] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard let first = line.first, first != "#" else { continue }
      let parts = line.split(separator: " ", maxSplits: 2)
      if head == nil {
        guard parts.count == 3, parts[0] == "soak", let seed = UInt64(parts[1]), let ticks = Int(parts[2]), ticks > 0
        else { throw SoakScriptError(line: index + 1) }
        head = (seed, ticks)
        continue
      }
      let rest = line.split(separator: " ", maxSplits: 1)
      guard rest.count == 2, let tick = Int(rest[0]), tick >= entries.last?.tick ?? 0,
        let action = SoakAction(words: rest[1])
      else { throw SoakScriptError(line: index + 1) }
      entries.append(SoakEntry(tick: tick, action: action))
    }
    guard let head else { throw SoakScriptError(line: 1) }
    self.init(seed: head.0, ticks: head.1, entries: entries)
  }
}

/// A script that cannot be read.
public struct SoakScriptError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The line, from 1; 0 where the whole text is too long.
  public let line: Int

  /// What is wrong.
  public var description: String {
    line == 0 ? "a script has at most \(SoakScript.longest) bytes" : "line \(line) is no action of a script"
  }
}
