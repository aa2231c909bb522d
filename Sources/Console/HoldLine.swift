import ControlInterface
import Glibc

/// How a command under `porate control` says that the person holds the firing.
///
/// The lease is renewed by `porate control`, and the last renewal counts; so a command in it that fires cannot hold by
/// renewals of its own. It says so on a Unix socket (PORATE_HOLD), a byte every ``interval``; a byte comes back once
/// the machine knows. Silence, a stopped or an ended command let go.
enum HoldLine {
  /// How often a holding command says so.
  static let interval = Duration.milliseconds(100)
  /// Silence for longer than this lets go: half of the shortest usual lapse of a lease.
  static let patience: Int32 = 500

  /// Begins to serve at a path until the returned task is cancelled.
  static func serve(at path: String, _ lease: ControlLease) -> Task<Void, Never>? {
    let listener = LocalSocket.listen(at: path)
    guard listener >= 0 else { return nil }
    let (holds, continuation) = AsyncStream.makeStream(of: (isHeld: Bool, peer: Int32?).self)
    let thread = Thread {
      while true {
        let peer = accept(listener, nil, nil)
        if peer < 0, errno == EINTR { continue }
        guard peer >= 0 else { break }
        var isFirst = true
        while LocalSocket.byte(from: peer, within: patience) {
          if isFirst { continuation.yield((true, peer)) }
          isFirst = false
        }
        // The answer may still be on its way to the descriptor, so the task closes it, in order.
        continuation.yield((false, peer))
      }
      continuation.finish()
    }
    guard thread.start() else {
      close(listener)
      return nil
    }
    return Task {
      await withTaskCancellationHandler {
        for await (isHeld, peer) in holds {
          let isKnown = (try? await lease.renew(hold: isHeld)) != nil
          guard let peer else { continue }
          if isHeld {
            if isKnown { LocalSocket.send(to: peer) }
          } else {
            close(peer)
          }
        }
      } onCancel: {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
      }
    }
  }

  /// Holds through `porate control` at a path until the returned task is cancelled; nil if it does not answer.
  static func hold(at path: String) -> Task<Void, Never>? {
    let line = LocalSocket.connect(to: path)
    guard line >= 0 else { return nil }
    LocalSocket.send(to: line)
    guard LocalSocket.byte(from: line, within: 2000) else {
      close(line)
      return nil
    }
    return Task {
      while !Task.isCancelled {
        LocalSocket.send(to: line)
        do { try await Task.sleep(for: interval) } catch { break }
      }
      close(line)
    }
  }
}

/// A Unix socket for single bytes.
private enum LocalSocket {
  static func listen(at path: String) -> Int32 {
    bound(path) { descriptor, address, length in
      bind(descriptor, address, length) == 0 && Glibc.listen(descriptor, 4) == 0
    }
  }

  static func connect(to path: String) -> Int32 {
    bound(path) { descriptor, address, length in Glibc.connect(descriptor, address, length) == 0 }
  }

  /// Waits for a byte so many milliseconds; false where none came, or the other end closed.
  static func byte(from descriptor: Int32, within patience: Int32) -> Bool {
    var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&wait, 1, patience) == 1 else { return false }
    var byte: UInt8 = 0
    return recv(descriptor, &byte, 1, 0) == 1
  }

  static func send(to descriptor: Int32) {
    var byte: UInt8 = 1
    _ = Glibc.send(descriptor, &byte, 1, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
  }

  private static func bound(
    _ path: String, _ use: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Bool
  ) -> Int32 {
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = socket(AF_UNIX, type, 0)
    guard descriptor >= 0 else { return -1 }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let fits = withUnsafeMutableBytes(of: &address.sun_path) { storage in
      guard bytes.count < storage.count else { return false }
      storage.copyBytes(from: bytes)
      return true
    }
    let length = socklen_t(MemoryLayout<sockaddr_un>.size)
    let isUsable =
      fits
      && withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { use(descriptor, $0, length) }
      }
    guard isUsable else {
      close(descriptor)
      return -1
    }
    return descriptor
  }
}
