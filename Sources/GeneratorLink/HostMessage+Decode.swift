import Quantities
import SHA256

extension HostMessage {
  /// The message of a frame from the host; throws what is wrong with it.
  @_noAllocation @_noLocks
  public static func decode(_ frame: Frame) throws(MessageDefect) -> HostMessage {
    guard frame.version == Frame.currentVersion else { throw .unknownVersion }
    var reader = PayloadReader(frame.payload)
    let message = try message(frame, &reader)
    try reader.finish()
    return message
  }

  @_noAllocation @_noLocks
  private static func message(_ frame: Frame, _ reader: inout PayloadReader) throws(MessageDefect) -> HostMessage {
    switch frame.type {
    case 0x01: return try hello(frame, &reader)
    case 0x02: return try heartbeat(&reader)
    case 0x03: return .discharge
    case 0x04: return try programBegin(&reader)
    case 0x05:
      let (nonce, offset, chunk) = try reader.readChunk()
      return .programData(nonce: nonce, offset: offset, chunk: chunk)
    case 0x06: return .programCommit(nonce: try reader.readNonce())
    case 0x07: return try programRead(&reader)
    case 0x08:
      let nonce = try reader.readNonce()
      let step = reader.read8()
      try reader.readZeros(3)
      return .probe(nonce: nonce, step: step)
    case 0x09: return .charge(nonce: try reader.readNonce())
    case 0x0a: return try release(&reader)
    case 0x0b: return .query(nonce: try reader.readNonce())
    case 0x0c:
      let nonce = try reader.readNonce()
      let index = reader.read16()
      try reader.readZeros(2)
      return .reportRead(nonce: nonce, index: index)
    case 0x0d:
      let nonce = try reader.readNonce()
      let index = reader.read16()
      return .waveformRead(nonce: nonce, index: index, offset: reader.read16())
    case 0x0e: return .identityRead
    // not ours: a byte from the wire
    default: throw .unknownType
    }
  }

  @_noAllocation @_noLocks
  private static func hello(_ frame: Frame, _ reader: inout PayloadReader) throws(MessageDefect) -> HostMessage {
    let linkID = reader.read32()
    let version = reader.read8()
    try reader.readZeros(3)
    try reader.finish()
    guard linkID != 0 else { throw .valueOutOfRange }
    guard linkID == frame.link else { throw .contradiction }
    return .hello(linkID: linkID, protocolVersion: version)
  }

  @_noAllocation @_noLocks
  private static func heartbeat(_ reader: inout PayloadReader) throws(MessageDefect) -> HostMessage {
    let microseconds = reader.read32()
    let echo = try reader.readInstant()
    let ttl = TimeSpan.nanoseconds(Int64(microseconds) &* 1_000)
    guard ttl <= longestTimeToLive else { throw .valueOutOfRange }
    return .heartbeat(ttl: ttl, echo: echo)
  }

  @_noAllocation @_noLocks
  private static func programBegin(_ reader: inout PayloadReader) throws(MessageDefect) -> HostMessage {
    let nonce = try reader.readNonce()
    let bytes = reader.read16()
    try reader.readZeros(2)
    let digest = SHA256Digest(
      word0: reader.read64().byteSwapped, word1: reader.read64().byteSwapped, word2: reader.read64().byteSwapped,
      word3: reader.read64().byteSwapped)
    return .programBegin(nonce: nonce, bytes: bytes, sha256: digest)
  }

  @_noAllocation @_noLocks
  private static func programRead(_ reader: inout PayloadReader) throws(MessageDefect) -> HostMessage {
    let nonce = try reader.readNonce()
    let offset = reader.read16()
    let count = reader.read8()
    try reader.readZeros(1)
    try reader.finish()
    guard count >= 1, count <= 128 else { throw .valueOutOfRange }
    return .programRead(nonce: nonce, offset: offset, count: count)
  }

  @_noAllocation @_noLocks
  private static func release(_ reader: inout PayloadReader) throws(MessageDefect) -> HostMessage {
    let nonce = try reader.readNonce()
    let step = reader.read8()
    try reader.readZeros(1)
    let pulse = reader.read16()
    let fireAt = try reader.readInstant()
    let notAfter = try reader.readInstant()
    return .release(nonce: nonce, step: step, pulse: pulse, fireAt: fireAt, notAfter: notAfter)
  }
}

extension PayloadReader {
  /// A time on the device's clock: 0 to 2⁶³ − 1 µs.
  @_noAllocation @_noLocks
  mutating func readInstant() throws(MessageDefect) -> DeviceInstant {
    let microseconds = Int64(bitPattern: read64())
    guard microseconds >= 0 else { throw .valueOutOfRange }
    return .microseconds(microseconds)
  }

  /// Nonce, offset and 1 to 128 bytes of a program.
  @_noAllocation @_noLocks
  mutating func readChunk() throws(MessageDefect) -> (UInt64, UInt16, ProgramChunk) {
    let nonce = try readNonce()
    let offset = read16()
    let count = Int(read8())
    try readZeros(1)
    guard count >= 1, count <= ProgramChunk.capacity else { throw .valueOutOfRange }
    var chunk = ProgramChunk()
    while chunk.count < count, chunk.append(read8()) {}
    return (nonce, offset, chunk)
  }
}
