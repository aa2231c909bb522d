/// A whole frame as it goes over the line: COBS-coded, with the closing 0x00.
public struct FrameBytes: Sendable {
  /// The bytes; those from `count` on mean nothing.
  public internal(set) var storage: InlineArray<256, UInt8>
  /// How many bytes count: 16 to ``longest`` in a frame, 0 where there is none.
  public internal(set) var count: Int

  /// The bytes of the longest frame: the content, one byte of COBS (content is shorter than 254 bytes), one 0x00.
  public static var longest: Int { @_noAllocation @_noLocks get { Frame.longestContent &+ 2 } }

  /// No bytes.
  @_noAllocation @_noLocks
  public init() {
    storage = InlineArray(repeating: 0)
    count = 0
  }

  /// One byte, or 0 (no byte of a frame but its last) outside 0 to `count` − 1.
  @_noAllocation @_noLocks
  public func byte(at index: Int) -> UInt8 {
    guard index >= 0, index < count, index < 256 else { return 0 }
    return storage[index]
  }
}
