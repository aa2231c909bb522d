internal import Glibc

/// What a daemon and its service manager say to each other: sd_notify(3), sd_listen_fds(3), sd_watchdog_enabled(3).
struct ServiceManager: Sendable {
  /// The first descriptor that is handed over (SD_LISTEN_FDS_START).
  private static let firstDescriptor: Int32 = 3
  /// More descriptors than this are not ours.
  private static let mostDescriptors: Int32 = 16

  private let notifySocket: String?
  /// The listening socket that was handed over.
  let listeningSocket: Int32?
  /// Half of the time after which the manager takes the daemon for hung; nil where it does not watch.
  let watchdogInterval: Duration?

  /// Reads what the manager set in the environment. The descriptors are not passed on to other programs.
  init(_ environment: (String) -> String?) {
    let path = environment("NOTIFY_SOCKET") ?? ""
    notifySocket = path.hasPrefix("/") || path.hasPrefix("@") ? path : nil
    let ours = "\(getpid())"
    if environment("LISTEN_PID") == ours, let count = environment("LISTEN_FDS").flatMap({ Int32($0) }), count > 0,
      count <= Self.mostDescriptors
    {
      for offset in 0..<count { _ = fcntl(Self.firstDescriptor + offset, F_SETFD, FD_CLOEXEC) }
      listeningSocket = Self.firstDescriptor
    } else {
      listeningSocket = nil
    }
    let watched = environment("WATCHDOG_PID").map { $0 == ours } ?? true
    if watched, let time = environment("WATCHDOG_USEC").flatMap({ Int64($0) }), time > 0 {
      watchdogInterval = .microseconds(time / 2)
    } else {
      watchdogInterval = nil
    }
  }

  /// Sends one message of `NAME=value` lines; whether the manager took it. Without a manager nothing is done.
  @discardableResult
  func tell(_ lines: String...) -> Bool {
    guard let notifySocket else { return false }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let path = Array(notifySocket.utf8)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard path.count < room else { return false }
    withUnsafeMutableBytes(of: &address.sun_path) { bytes in
      bytes.copyBytes(from: path)
      // A name that begins with @ is in the abstract namespace.
      if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 }
    }
    let descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let message = Array(lines.joined(separator: "\n").utf8)
    let prefix = MemoryLayout.offset(of: \sockaddr_un.sun_path) ?? 2
    let length = socklen_t(prefix + path.count)
    let sent = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        sendto(descriptor, message, message.count, CInt(MSG_NOSIGNAL), address, length)
      }
    }
    return sent == message.count
  }
}
