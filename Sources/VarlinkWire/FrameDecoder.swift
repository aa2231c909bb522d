/// Cuts a byte stream into varlink messages, each ended by a NUL byte.
///
/// Feed chunks of any size with ``append(_:)`` and take messages with ``next()`` until it answers nil.
/// Holds at most one unfinished message of the cap besides the chunk just fed.
public struct FrameDecoder: Sendable {
  /// The longest message in bytes, without its NUL, in either direction: 64 KiB.
  public static let defaultMaximumBytes = 65_536

  private let maximumBytes: Int
  private var buffer: [UInt8] = []
  /// Where the first message not yet taken begins. `start <= scanned <= buffer.count`, so offsets cannot wrap.
  private var start = 0
  /// Up to where no NUL was found, so that a sender of single bytes costs no quadratic time.
  private var scanned = 0

  /// A decoder that refuses messages longer than `maximumBytes`.
  public init(maximumBytes: Int = FrameDecoder.defaultMaximumBytes) {
    self.maximumBytes = maximumBytes
  }

  /// The bytes held that are no whole message yet.
  public var pendingBytes: Int { buffer.count &- start }

  /// Adds a chunk as it was received.
  public mutating func append(_ chunk: some Collection<UInt8>) {
    if start > 0 {
      buffer.removeSubrange(..<start)
      scanned = scanned &- start
      start = 0
    }
    buffer.append(contentsOf: chunk)
  }

  /// The next whole message without its NUL; nil when more bytes are needed.
  ///
  /// Throws when the message, finished or not, is longer than the cap; the stream cannot be used after that.
  public mutating func next() throws(FrameError) -> [UInt8]? {
    guard let end = buffer[scanned...].firstIndex(of: 0) else {
      scanned = buffer.count
      guard scanned &- start <= maximumBytes else { throw FrameError(maximumBytes: maximumBytes) }
      return nil
    }
    guard end &- start <= maximumBytes else { throw FrameError(maximumBytes: maximumBytes) }
    let message = Array(buffer[start..<end])
    start = end &+ 1
    scanned = start
    if start == buffer.count {
      buffer.removeAll(keepingCapacity: true)
      start = 0
      scanned = 0
    }
    return message
  }
}

/// A message longer than the cap.
public struct FrameError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The cap in bytes.
  public let maximumBytes: Int

  /// One sentence without a final stop.
  public var description: String { "a message is longer than \(maximumBytes) bytes" }
}
