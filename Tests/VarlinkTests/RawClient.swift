import Foundation
import Glibc
import NIOCore
import VarlinkWire

/// A folder that goes when the value goes.
final class TemporaryDirectory {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("porate-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A blocking socket that sends whatever bytes a test wants.
final class RawClient {
  enum Failure: Error { case system(String, Int32), closed, timedOut, tooLong }

  private let descriptor: Int32
  private var decoder = FrameDecoder(maximumBytes: 1 << 20)

  init(path: String) throws {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    self.descriptor = descriptor
    let result = try SocketAddress(unixDomainSocketPath: path).withSockAddr { connect(descriptor, $0, socklen_t($1)) }
    guard result == 0 else { throw Failure.system("connect", errno) }
    var patience = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(descriptor) }

  func send(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = Glibc.send(descriptor, Array(rest), rest.count, Int32(MSG_NOSIGNAL))
      guard sent > 0 else { throw Failure.system("send", errno) }
      rest = rest.dropFirst(sent)
    }
  }

  func send(_ text: String) throws { try send(Array(text.utf8) + [0]) }

  func call(_ method: String, _ parameters: [String: JSONValue] = [:], more: Bool = false, oneway: Bool = false) throws
  {
    let call = CallMessage(method: "io.porate.Test.\(method)", parameters: parameters, more: more, oneway: oneway)
    try send(call.encoded())
  }

  /// No more will be sent; the receiving side stays.
  func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  func reply() throws -> ReplyMessage {
    while true {
      if let message = try decoder.next() { return try ReplyMessage(parsing: message) }
      guard try receive() else { throw Failure.closed }
    }
  }

  /// Reads until the server closes; what came before the end is thrown away.
  func waitForEnd() throws { while try receive() {} }

  private func receive() throws -> Bool {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &chunk, chunk.count, 0)
    if count < 0 && (errno == ECONNRESET || errno == EPIPE) { return false }
    guard count >= 0 else { throw errno == EAGAIN ? Failure.timedOut : Failure.system("recv", errno) }
    decoder.append(chunk.prefix(count))
    return count > 0
  }
}
