/// Where the end of the chain is kept a second time.
public enum HeadWitness: String, Hashable, Sendable {
  /// A row in the database.
  case headRow
  /// The file beside it.
  case headFile
}

/// What is wrong with a journal, the first in the order of the chain.
public enum ChainFinding: Hashable, Sendable, CustomStringConvertible {
  /// The row of this place is gone, but later ones are there.
  case missing(sequence: Int64)
  /// A row of this table stands in a place that another holds already.
  case doubled(sequence: Int64, ChainedTable)
  /// The row does not hash to what was recorded: it, its hash or the row before was changed.
  case altered(sequence: Int64, ChainedTable)
  /// The chain ends before the head that the witness kept.
  case cutOff(last: Int64, expected: Int64, HeadWitness)
  /// The witness kept another hash for this place, or the chain goes on beyond the head row.
  case headDiffers(sequence: Int64, HeadWitness)
  /// There are rows, but the head file that was written with them is gone.
  case headFileMissing
  /// The head file is damaged, or another journal's.
  case headFileUnreadable
  /// A table, index or trigger is not as this program made it.
  case schemaChanged(name: String)
  /// SQLite cannot read the database past this place, or finds its pages damaged.
  case damaged(after: Int64, String)

  /// The finding as a sentence.
  public var description: String {
    switch self {
    case .missing(let place): "row \(place) is missing"
    case .doubled(let place, let table): "row \(place) is there twice, the second time in \(table.rawValue)"
    case .altered(let place, let table): "row \(place), in \(table.rawValue), was changed"
    case .cutOff(let last, let expected, let witness):
      "the journal ends at row \(last), but the \(Self.name(witness)) knows row \(expected)"
    case .headDiffers(let place, let witness): "the \(Self.name(witness)) contradicts row \(place)"
    case .headFileMissing: "the head file beside the journal is missing"
    case .headFileUnreadable: "the head file beside the journal is damaged, or another journal's"
    case .schemaChanged(let name): "\(name) is not as Porate made it"
    case .damaged(let place, let text): "the database is damaged after row \(place): \(text)"
    }
  }

  /// The finding as the body of an event.
  var json: String {
    var escaped = ""
    for scalar in description.unicodeScalars.prefix(1000) {
      if scalar == "\"" || scalar == "\\" { escaped.unicodeScalars.append("\\") }
      escaped.unicodeScalars.append(scalar.value < 0x20 ? " " : scalar)
    }
    return "{\"finding\":\"\(escaped)\"}"
  }

  private static func name(_ witness: HeadWitness) -> String {
    switch witness {
    case .headRow: "head row"
    case .headFile: "head file"
    }
  }
}

/// What a walk along the whole chain found.
public struct ChainVerification: Hashable, Sendable {
  /// Rows that were read and found good, up to the first finding.
  public var goodRows: Int64
  /// The end of the good part.
  public var head: ChainHead
  /// The first thing wrong; nil if nothing is.
  public var finding: ChainFinding?

  /// A result.
  public init(goodRows: Int64, head: ChainHead, finding: ChainFinding?) {
    self.goodRows = goodRows
    self.head = head
    self.finding = finding
  }
}
