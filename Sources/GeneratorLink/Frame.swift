/// One frame without its coding: header, payload and nothing else.
public struct Frame: Sendable {
  /// The version of the protocol that this source speaks.
  public static var currentVersion: UInt8 { @_noAllocation @_noLocks get { 1 } }

  /// Bytes before the payload: version, type, link, sequence, request.
  static var headerLength: Int { @_noAllocation @_noLocks get { 10 } }

  /// Bytes of the checksum behind the payload.
  static var checksumLength: Int { @_noAllocation @_noLocks get { 4 } }

  /// The fewest bytes between two delimiters, decoded.
  static var shortestContent: Int { @_noAllocation @_noLocks get { headerLength &+ checksumLength } }

  /// The most bytes between two delimiters, decoded: 206.
  static var longestContent: Int { @_noAllocation @_noLocks get { shortestContent &+ Payload.capacity } }

  /// The version of the protocol; the header has the same form in all versions.
  public var version: UInt8
  /// The message type: below 0x80 from the host, from 0x80 on from the device.
  public var type: UInt8
  /// The link that the host chose in its hello.
  public var link: UInt32
  /// The sender's running number.
  public var sequence: UInt16
  /// The number of the request that this is or answers; 0 for none.
  public var request: UInt16
  /// The message's own bytes.
  public var payload: Payload

  /// A frame of the current version.
  @_noAllocation @_noLocks
  public init(type: UInt8, link: UInt32, sequence: UInt16, request: UInt16, payload: Payload) {
    self.version = Frame.currentVersion
    self.type = type
    self.link = link
    self.sequence = sequence
    self.request = request
    self.payload = payload
  }

  /// The frame as it goes over the line.
  @_noAllocation @_noLocks
  public func encoded() -> FrameBytes {
    var writer = FrameWriter()
    writer.append(version)
    writer.append(type)
    writer.append32(link)
    writer.append16(sequence)
    writer.append16(request)
    var index = 0
    while index < payload.count {
      writer.append(payload.byte(at: index))
      index &+= 1
    }
    return writer.finish()
  }
}
