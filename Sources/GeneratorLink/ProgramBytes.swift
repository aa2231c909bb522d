public import SHA256

/// A program as bytes, at most 1312: what is uploaded, read back, and hashed.
public struct ProgramBytes: Sendable {
  /// The most bytes: a header of 32 and 32 steps of 40.
  public static var capacity: Int { @_noAllocation @_noLocks get { 1312 } }

  private var storage: InlineArray<1312, UInt8>
  /// How many bytes count, 0 to ``capacity``.
  public private(set) var count: Int

  /// No bytes.
  @_noAllocation @_noLocks
  public init() {
    storage = InlineArray(repeating: 0)
    count = 0
  }

  /// A copy of bytes from elsewhere, or nil if there are more than ``capacity``.
  @_noAllocation @_noLocks
  public init?(copying bytes: UnsafeRawBufferPointer) {
    let length = bytes.count
    guard length <= 1312 else { return nil }
    storage = InlineArray(repeating: 0)
    count = length
    var index = 0
    while index < length {
      storage[index] = bytes[index]
      index &+= 1
    }
  }

  /// One byte, or 0 outside 0 to `count` − 1.
  @_noAllocation @_noLocks
  public func byte(at index: Int) -> UInt8 {
    guard index >= 0, index < count, index < 1312 else { return 0 }
    return storage[index]
  }

  /// Adds a byte; false, and nothing added, if there is no room.
  @_noAllocation @_noLocks @discardableResult
  public mutating func append(_ byte: UInt8) -> Bool {
    guard count >= 0, count < 1312 else { return false }
    storage[count] = byte
    count &+= 1
    return true
  }

  /// Up to 128 bytes from an offset on, as one message carries them; nil from the end on.
  @_noAllocation @_noLocks
  public func chunk(at offset: UInt16, atMost limit: UInt8 = 128) -> ProgramChunk? {
    var chunk = ProgramChunk()
    var index = Int(offset)
    while index < count, chunk.count < Int(limit), chunk.append(byte(at: index)) { index &+= 1 }
    return chunk.count == 0 ? nil : chunk
  }

  /// Puts a chunk where it belongs. The offset may lie within the bytes (a repeated chunk) or at their end, not beyond;
  /// false, and nothing put, otherwise or if there is no room.
  @_noAllocation @_noLocks
  public mutating func put(_ chunk: ProgramChunk, at offset: UInt16) -> Bool {
    let start = Int(offset)
    guard start <= count, start &+ chunk.count <= 1312 else { return false }
    var index = 0
    while index < chunk.count {
      storage[start &+ index] = chunk.byte(at: index)
      index &+= 1
    }
    count = max(count, start &+ chunk.count)
    return true
  }

  /// The SHA-256 of the bytes.
  @_noAllocation @_noLocks
  public func digest() -> SHA256Digest {
    var hash = SHA256()
    var index = 0
    while index < count {
      hash.update(byte(at: index))
      index &+= 1
    }
    return hash.finish()
  }
}

extension ProgramBytes: Equatable {
  /// Equality of the bytes that count.
  @_noAllocation @_noLocks
  public static func == (left: ProgramBytes, right: ProgramBytes) -> Bool {
    guard left.count == right.count else { return false }
    var index = 0
    while index < left.count {
      guard left.byte(at: index) == right.byte(at: index) else { return false }
      index &+= 1
    }
    return true
  }
}
