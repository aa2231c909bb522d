import Quantities
import SHA256

extension HostMessage {
  /// The message as bytes for the line. A hello carries its own `linkID` in the header, whatever `link` says.
  @_noAllocation @_noLocks
  public func encode(link: UInt32, sequence: UInt16, request: UInt16) -> FrameBytes {
    var headerLink = link
    if case .hello(let linkID, _) = self { headerLink = linkID }
    return Frame(type: type, link: headerLink, sequence: sequence, request: request, payload: payload()).encoded()
  }

  @_noAllocation @_noLocks
  private func payload() -> Payload {
    var payload = Payload()
    switch self {
    case .hello(let linkID, let protocolVersion):
      payload.append32(linkID)
      payload.append(protocolVersion)
      payload.appendZeros(3)
    case .heartbeat(let ttl, let echo):
      payload.append32(HostMessage.microseconds(ttl))
      payload.append64(UInt64(bitPattern: echo.microseconds))
    case .discharge, .identityRead: break
    case .programBegin(let nonce, let bytes, let sha256):
      payload.append64(nonce)
      payload.append16(bytes)
      payload.appendZeros(2)
      payload.append(sha256)
    case .programData(let nonce, let offset, let chunk): payload.append(nonce, offset, chunk)
    case .programCommit(let nonce), .charge(let nonce), .query(let nonce): payload.append64(nonce)
    case .programRead(let nonce, let offset, let count):
      payload.append64(nonce)
      payload.append16(offset)
      payload.append(count)
      payload.appendZeros(1)
    case .probe(let nonce, let step):
      payload.append64(nonce)
      payload.append(step)
      payload.appendZeros(3)
    case .release(let nonce, let step, let pulse, let fireAt, let notAfter):
      payload.append64(nonce)
      payload.append(step)
      payload.appendZeros(1)
      payload.append16(pulse)
      payload.append64(UInt64(bitPattern: fireAt.microseconds))
      payload.append64(UInt64(bitPattern: notAfter.microseconds))
    case .reportRead(let nonce, let index):
      payload.append64(nonce)
      payload.append16(index)
      payload.appendZeros(2)
    case .waveformRead(let nonce, let index, let offset):
      payload.append64(nonce)
      payload.append16(index)
      payload.append16(offset)
    }
    return payload
  }

  /// A time to live in whole µs, within what may be asked for.
  @_noAllocation @_noLocks
  private static func microseconds(_ ttl: TimeSpan) -> UInt32 {
    if ttl < .zero { return 0 }
    let bounded = ttl > longestTimeToLive ? longestTimeToLive : ttl
    return UInt32(truncatingIfNeeded: bounded.nanoseconds / 1_000)
  }
}

extension Payload {
  /// The digest's 32 bytes in their usual order.
  @_noAllocation @_noLocks
  fileprivate mutating func append(_ digest: SHA256Digest) {
    var index = 0
    while index < 32 {
      append(digest.byte(at: index))
      index &+= 1
    }
  }

  /// A chunk of program bytes behind its nonce, offset and count.
  @_noAllocation @_noLocks
  mutating func append(_ nonce: UInt64, _ offset: UInt16, _ chunk: ProgramChunk) {
    append64(nonce)
    append16(offset)
    // At most 128.
    append(UInt8(truncatingIfNeeded: chunk.count))
    appendZeros(1)
    var index = 0
    while index < chunk.count {
      append(chunk.byte(at: index))
      index &+= 1
    }
  }
}
