import FoundationEssentials
import GRDB
import SHA256

/// Values of a row, as they are bound and as they are hashed.
enum Cell {
  /// Any whole number that fits; the callers' types are all of at most 32 bits, or signed.
  static func number(_ value: some FixedWidthInteger & SignedInteger) -> DatabaseValue { Int64(value).databaseValue }

  /// A small unsigned number.
  static func number(_ value: UInt32) -> DatabaseValue { Int64(value).databaseValue }

  /// A small unsigned number, or NULL.
  static func number(_ value: UInt32?) -> DatabaseValue { value.map(number) ?? .null }

  /// The 64 bits of an unsigned number.
  static func bits(_ value: UInt64) -> DatabaseValue { Int64(bitPattern: value).databaseValue }

  /// Text, or NULL.
  static func text(_ value: String?) -> DatabaseValue { value?.databaseValue ?? .null }

  /// Bytes.
  static func bytes(_ value: [UInt8]) -> DatabaseValue { Data(value).databaseValue }

  /// The 32 bytes of a digest, or NULL.
  static func digest(_ value: SHA256Digest?) -> DatabaseValue {
    guard let value else { return .null }
    return withUnsafeBytes(
      of: (value.word0.byteSwapped, value.word1.byteSwapped, value.word2.byteSwapped, value.word3.byteSwapped)
    ) { Data($0).databaseValue }  // byteSwapped: the words are big-endian, every processor of Debian's Swift is not
  }
}

/// Reads a row's values from left to right; a value of another kind or out of range is a damaged journal.
struct RowReader {
  private let row: Row
  private let table: ChainedTable
  private var index = 0
  /// The row's place in the chain.
  private(set) var sequence: Int64 = 0

  /// At the first column after `seq` and `hash` of a row that was read by the table's `selectSQL`.
  init(_ row: Row, of table: ChainedTable) throws {
    self.row = row
    self.table = table
    sequence = try number()
    index = 2
  }

  /// What to throw for a value that cannot be.
  var damaged: JournalError { .corrupt("row \(sequence) of \(table.rawValue), column \(index)") }

  private mutating func next() -> DatabaseValue {
    let value: DatabaseValue = index < row.count ? row[index] : .null
    index &+= 1  // at most the columns of a table
    return value
  }

  /// A whole number of the type asked for, or NULL.
  mutating func numberIfAny<Number: FixedWidthInteger>(_: Number.Type = Number.self) throws -> Number? {
    switch next().storage {
    case .null: return nil
    case .int64(let value):
      guard let number = Number(exactly: value) else { throw damaged }
      return number
    default: throw damaged
    }
  }

  /// A whole number of the type asked for.
  mutating func number<Number: FixedWidthInteger>(_: Number.Type = Number.self) throws -> Number {
    guard let number: Number = try numberIfAny() else { throw damaged }
    return number
  }

  /// The 64 bits of an unsigned number.
  mutating func bits() throws -> UInt64 { UInt64(bitPattern: try number()) }

  /// Text, or NULL.
  mutating func textIfAny() throws -> String? {
    switch next().storage {
    case .null: return nil
    case .string(let text): return text
    default: throw damaged
    }
  }

  /// Text.
  mutating func text() throws -> String {
    guard let text = try textIfAny() else { throw damaged }
    return text
  }

  /// Text that `parse` understands.
  mutating func parsed<Value>(_ parse: (String) -> Value?) throws -> Value {
    guard let value = parse(try text()) else { throw damaged }
    return value
  }

  /// Bytes, or NULL.
  mutating func bytesIfAny() throws -> [UInt8]? {
    switch next().storage {
    case .null: return nil
    case .blob(let data): return Array(data)
    default: throw damaged
    }
  }

  /// Bytes.
  mutating func bytes() throws -> [UInt8] {
    guard let bytes = try bytesIfAny() else { throw damaged }
    return bytes
  }

  /// A digest, or NULL.
  mutating func digestIfAny() throws -> SHA256Digest? {
    guard let bytes = try bytesIfAny() else { return nil }
    guard let digest = SHA256Digest(bytes: bytes) else { throw damaged }
    return digest
  }

  /// A digest.
  mutating func digest() throws -> SHA256Digest {
    guard let digest = try digestIfAny() else { throw damaged }
    return digest
  }
}

extension SHA256Digest {
  /// The digest of exactly 32 bytes.
  init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    var words: [UInt64] = [0, 0, 0, 0]
    for (index, byte) in bytes.enumerated() { words[index &>> 3] = (words[index &>> 3] &<< 8) | UInt64(byte) }
    self.init(word0: words[0], word1: words[1], word2: words[2], word3: words[3])
  }
}
