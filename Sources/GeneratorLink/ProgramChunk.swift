/// A part of a program's bytes as one message carries it: 1 to 128 bytes.
public struct ProgramChunk: Sendable {
  /// The most bytes of a chunk.
  public static var capacity: Int { @_noAllocation @_noLocks get { 128 } }

  private var bytes: InlineArray<128, UInt8>
  /// How many bytes count, 1 to ``capacity`` in a good message.
  public private(set) var count: Int

  /// No bytes.
  @_noAllocation @_noLocks
  public init() {
    bytes = InlineArray(repeating: 0)
    count = 0
  }

  /// Adds a byte; false, and nothing added, if the chunk is full.
  @_noAllocation @_noLocks
  public mutating func append(_ byte: UInt8) -> Bool {
    guard count >= 0, count < 128 else { return false }
    bytes[count] = byte
    count &+= 1
    return true
  }

  /// One byte, or 0 outside 0 to `count` − 1.
  @_noAllocation @_noLocks
  public func byte(at index: Int) -> UInt8 {
    guard index >= 0, index < count, index < 128 else { return 0 }
    return bytes[index]
  }
}

extension ProgramChunk: Equatable {
  /// Equality of the bytes that count.
  @_noAllocation @_noLocks
  public static func == (left: ProgramChunk, right: ProgramChunk) -> Bool {
    guard left.count == right.count else { return false }
    var index = 0
    while index < left.count {
      guard left.byte(at: index) == right.byte(at: index) else { return false }
      index &+= 1
    }
    return true
  }
}
