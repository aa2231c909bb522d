import Glibc
import SHA256

/// The chain's head in a file beside the journal, so that a journal cut short, or replaced by an older copy of itself, is
/// noticed even where its own head row was cut or replaced with it.
///
/// It is written after each commit and not flushed: after a power cut it may name an older head, which is no finding. One
/// that names a newer head than the journal has is one.
final class HeadFile: Sendable {
  /// What the file said.
  enum Reading: Hashable, Sendable {
    /// There is none.
    case missing
    /// It is none of ours, or damaged.
    case unreadable
    /// The head that was last written for this journal.
    case head(ChainHead)
  }

  private static let longest = 256
  private let descriptor: Int32
  private let journal: String

  /// Opens or makes the file.
  init(path: String, journal: JournalIdentity) throws(JournalError) {
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
    guard file >= 0 else { throw JournalError(errno: errno, doing: "opening \(path)") }
    descriptor = file
    self.journal = Self.hex(journal.high) + Self.hex(journal.low)
  }

  deinit {
    fsync(descriptor)
    close(descriptor)
  }

  /// What the file says now.
  func read() -> Reading {
    var bytes = [UInt8](repeating: 0, count: Self.longest)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    if count == 0 { return .missing }
    guard count > 0, let line = String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n").first
    else { return .unreadable }
    let words = line.split(separator: " ")
    guard words.count == 4, words[0] == "porate-head-1", words[1] == journal, let sequence = Int64(words[2]),
      let hash = SHA256Digest(hex: String(words[3]))
    else { return .unreadable }
    return .head(ChainHead(sequence: sequence, hash: hash))
  }

  /// Replaces what the file says: one write of always the same length, so that it is old or new but not half.
  func write(_ head: ChainHead) throws(JournalError) {
    let digits = String(head.sequence)
    let padded = String(repeating: "0", count: Swift.max(0, 19 - digits.count)) + digits
    let text = Array("porate-head-1 \(journal) \(padded) \(head.hash.hex)\n".utf8)
    guard pwrite(descriptor, text, text.count, 0) == text.count else {
      throw JournalError(errno: errno, doing: "writing the head file")
    }
  }

  private static func hex(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: Swift.max(0, 16 - digits.count)) + digits
  }
}
