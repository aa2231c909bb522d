import CRealtime
import Glibc
import VarlinkWire

/// A varlink connection that waits: enough to time a call, without an event loop of its own.
final class VarlinkLine {
  private let descriptor: Int32
  private var waiting: [UInt8] = []

  /// The most bytes of one reply.
  private static let longestReply = 1 << 20

  /// Connects to a socket.
  init(_ path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    try UnixAddress.fill(&address, path)
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else {
      close(descriptor)
      throw BenchError("\(path) does not answer")
    }
  }

  deinit { close(descriptor) }

  /// Sends a call; the time just before it was written, in nanoseconds of the monotonic clock.
  @discardableResult
  func send(_ method: String, _ parameters: [String: JSONValue] = [:], more: Bool = false) throws -> Int64 {
    let bytes = try CallMessage(method: method, parameters: parameters, more: more).encoded()
    let sent = crealtime_clock_monotonic_ns()
    guard write(descriptor, bytes, bytes.count) == bytes.count else { throw BenchError("\(method) was not taken") }
    return sent
  }

  /// The next reply, or nil if none came within some milliseconds; an error reply is thrown.
  func reply(within milliseconds: Int32) throws -> ReplyMessage? {
    while true {
      if let end = waiting.firstIndex(of: 0) {
        let reply = try ReplyMessage(parsing: Array(waiting[..<end]))
        waiting.removeFirst(end + 1)
        if let error = reply.error { throw BenchError("\(error) \(Self.text(reply.parameters))") }
        return reply
      }
      var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&wait, 1, milliseconds) > 0 else { return nil }
      var part = [UInt8](repeating: 0, count: 65_536)
      let count = read(descriptor, &part, part.count)
      guard count > 0, waiting.count < Self.longestReply else { throw BenchError("the daemon hung up") }
      waiting.append(contentsOf: part.prefix(count))
    }
  }

  /// A call with one reply.
  func call(_ method: String, _ parameters: [String: JSONValue] = [:]) throws -> [String: JSONValue] {
    try send(method, parameters)
    guard let reply = try reply(within: 5_000) else { throw BenchError("\(method) was not answered within 5 s") }
    return reply.parameters
  }

  private static func text(_ parameters: [String: JSONValue]) -> String {
    (try? JSONValue.object(parameters).encoded()).map { String(decoding: $0.prefix(300), as: UTF8.self) } ?? ""
  }
}

/// Addresses of Unix sockets.
enum UnixAddress {
  /// Writes a path; one that is too long is refused.
  static func fill(_ address: inout sockaddr_un, _ path: String) throws {
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { throw BenchError("\(path) is too long") }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
  }
}
