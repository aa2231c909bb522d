import FoundationEssentials
import GRDB
public import SHA256

/// Names one journal for good; its chain starts from it.
public struct JournalIdentity: Hashable, Sendable {
  /// The first 8 bytes, the first in the highest place.
  public let high: UInt64
  /// The last 8 bytes.
  public let low: UInt64

  /// Wraps 16 bytes: random ones for a file, chosen ones where runs must repeat.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// The 16 bytes in order.
  var bytes: [UInt8] {
    [high, low].flatMap { word in
      (0..<8 as Range<UInt64>).map { UInt8(truncatingIfNeeded: word &>> (56 &- $0 &* 8)) }
    }
  }

  /// The identity of 16 bytes; nil for another count.
  init?(bytes: [UInt8]) {
    guard bytes.count == 16 else { return nil }
    func word(_ part: ArraySlice<UInt8>) -> UInt64 { part.reduce(0) { ($0 &<< 8) | UInt64($1) } }
    self.init(high: word(bytes[0..<8]), low: word(bytes[8..<16]))
  }
}

/// The end of the chain: whoever keeps it elsewhere (a report, the system's log) can later show a rewritten journal.
public struct ChainHead: Hashable, Sendable {
  /// The newest row's place in the one sequence of all tables; 0 for an empty journal.
  public var sequence: Int64
  /// The newest row's hash; of an empty journal, the hash of its identity.
  public var hash: SHA256Digest

  /// A head.
  public init(sequence: Int64, hash: SHA256Digest) {
    self.sequence = sequence
    self.hash = hash
  }

  /// The head of a journal without rows.
  static func start(of journal: JournalIdentity) -> ChainHead {
    ChainHead(sequence: 0, hash: SHA256.digest(of: Array("porate journal 1".utf8) + journal.bytes))
  }

  /// The head after a row with these values, or nil if a value is of a kind that no row may hold.
  ///
  /// The hash is SHA-256 over: the hash before (32 bytes) ‖ length of the table's name (1) ‖ the name ‖ sequence (8) ‖
  /// for each value that is not NULL: its column's number from 1 (1), its kind (1: 1 integer, 2 text, 3 blob), its length
  /// (4), its bytes (an integer: 8). Numbers are little-endian, text is UTF-8.
  func extended(by cells: [DatabaseValue], in table: ChainedTable) -> ChainHead? {
    let (next, overflow) = sequence.addingReportingOverflow(1)
    if overflow { return nil }
    var hasher = SHA256()
    hasher.update(hash)
    let name = table.rawValue.utf8
    hasher.update(UInt8(truncatingIfNeeded: name.count))
    for byte in name { hasher.update(byte) }
    hasher.update(littleEndian: UInt64(bitPattern: next))
    for (index, cell) in cells.enumerated() {
      guard let column = UInt8(exactly: index + 1), hasher.update(cell, column: column) else { return nil }
    }
    return ChainHead(sequence: next, hash: hasher.finish())
  }
}

extension SHA256 {
  /// Takes in a digest's 32 bytes.
  fileprivate mutating func update(_ digest: SHA256Digest) {
    for word in [digest.word0, digest.word1, digest.word2, digest.word3] { update(littleEndian: word.byteSwapped) }
  }

  /// Takes in one value of a row; false if it is of a kind that no row may hold.
  fileprivate mutating func update(_ cell: DatabaseValue, column: UInt8) -> Bool {
    switch cell.storage {
    case .null: return true
    case .double: return false
    case .int64(let number):
      update(column)
      update(UInt8(1))
      update(littleEndian: UInt32(8))
      update(littleEndian: UInt64(bitPattern: number))
    case .string(var text):
      guard let count = UInt32(exactly: text.utf8.count) else { return false }
      update(column)
      update(UInt8(2))
      update(littleEndian: count)
      text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
    case .blob(let data):
      guard let count = UInt32(exactly: data.count) else { return false }
      update(column)
      update(UInt8(3))
      update(littleEndian: count)
      data.withUnsafeBytes { update($0) }
    }
    return true
  }
}
