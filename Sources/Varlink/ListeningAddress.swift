internal import Glibc
internal import NIOCore

/// Where a server listens.
public enum ListeningAddress: Equatable, Sendable {
  /// A socket file that the server makes, with this mode, and removes when it stops.
  case path(String, mode: UInt32 = ListeningAddress.defaultMode)
  /// A listening Unix stream socket handed over by the service manager; it stays the manager's file.
  case inherited(descriptor: Int32)

  /// Owner and group may connect.
  public static let defaultMode: UInt32 = 0o660
}

/// Why a server cannot listen.
public enum ListenError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The path does not fit a Unix socket address (107 bytes), or is empty.
  case unusablePath(String)
  /// Another process answers at the path.
  case alreadyServed(String)
  /// Something that is no socket, or a symbolic link, is at the path; it is left alone.
  case notASocket(String)
  /// A system call failed.
  case system(call: String, path: String, errno: Int32)
  /// The inherited descriptor is no listening Unix stream socket.
  case unusableDescriptor(Int32)
  /// The reply to GetInfo or GetInterfaceDescription is longer than the message cap.
  case descriptionTooLong(interface: String)
  /// The event loop refused the socket.
  case eventLoop(String)

  /// One sentence without a final stop.
  public var description: String {
    switch self {
    case .unusablePath(let path): "not a usable path for a socket: '\(path)'"
    case .alreadyServed(let path): "another process is already serving \(path)"
    case .notASocket(let path): "\(path) exists and is not a socket"
    case .system(let call, let path, let code): "\(call) failed for \(path): \(String(cString: strerror(code)))"
    case .unusableDescriptor(let descriptor): "descriptor \(descriptor) is not a listening Unix stream socket"
    case .descriptionTooLong(let interface): "the description of \(interface) does not fit a message"
    case .eventLoop(let text): "cannot listen: \(text)"
    }
  }
}

/// A bound socket that no one can connect to before `listen`, and the file to remove in the end.
struct BoundSocket {
  let descriptor: CInt
  let ownedFile: SocketFile?

  init(_ address: ListeningAddress) throws(ListenError) {
    switch address {
    case .inherited(let descriptor):
      guard
        BoundSocket.option(SO_DOMAIN, of: descriptor) == AF_UNIX,
        BoundSocket.option(SO_TYPE, of: descriptor) == CInt(SOCK_STREAM.rawValue),
        BoundSocket.option(SO_ACCEPTCONN, of: descriptor) == 1
      else { throw .unusableDescriptor(descriptor) }
      self.descriptor = descriptor
      ownedFile = nil
    case .path(let path, let mode):
      let unixAddress = try BoundSocket.socketAddress(path)
      try BoundSocket.makeWay(at: path, unixAddress)
      let descriptor = try BoundSocket.newSocket(path)
      do throws(ListenError) {
        let bound = unixAddress.withSockAddr { pointer, size in bind(descriptor, pointer, socklen_t(size)) }
        guard bound == 0 else { throw .system(call: "bind", path: path, errno: errno) }
        // Before listen() nobody can connect, so the mode that the umask left is never open to anyone.
        guard chmod(path, mode) == 0 else { throw .system(call: "chmod", path: path, errno: errno) }
        ownedFile = SocketFile(path: path)
      } catch {
        close(descriptor)
        throw error
      }
      self.descriptor = descriptor
    }
  }

  private static func option(_ name: CInt, of descriptor: CInt) -> CInt? {
    var value: CInt = 0
    var length = socklen_t(MemoryLayout<CInt>.size)
    return getsockopt(descriptor, SOL_SOCKET, name, &value, &length) == 0 ? value : nil
  }

  private static func socketAddress(_ path: String) throws(ListenError) -> SocketAddress {
    guard !path.isEmpty, !path.utf8.contains(0), let address = try? SocketAddress(unixDomainSocketPath: path) else {
      throw .unusablePath(path)
    }
    return address
  }

  private static func newSocket(_ path: String) throws(ListenError) -> CInt {
    let type = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue) | CInt(SOCK_NONBLOCK.rawValue)
    let descriptor = socket(AF_UNIX, type, 0)
    guard descriptor >= 0 else { throw .system(call: "socket", path: path, errno: errno) }
    return descriptor
  }

  /// Removes the socket file of a server that is gone; refuses everything else that is there.
  private static func makeWay(at path: String, _ address: SocketAddress) throws(ListenError) {
    var status = stat()
    if lstat(path, &status) != 0 {
      if errno == ENOENT { return }
      throw .system(call: "lstat", path: path, errno: errno)
    }
    guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path) }
    let probe = try newSocket(path)
    defer { close(probe) }
    let connected = address.withSockAddr { pointer, size in connect(probe, pointer, socklen_t(size)) }
    // EAGAIN: somebody listens whose queue is full.
    if connected == 0 || errno == EAGAIN { throw .alreadyServed(path) }
    guard errno == ECONNREFUSED else { throw .system(call: "connect", path: path, errno: errno) }
    guard unlink(path) == 0 else { throw .system(call: "unlink", path: path, errno: errno) }
  }
}

/// A socket file that this process made, known by its inode so that a successor's file is never removed.
struct SocketFile: Sendable {
  let path: String
  private let device: UInt
  private let inode: UInt

  init?(path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    self.path = path
    device = UInt(status.st_dev)
    inode = UInt(status.st_ino)
  }

  func remove() {
    guard let present = SocketFile(path: path), present.device == device, present.inode == inode else { return }
    unlink(path)
  }
}
