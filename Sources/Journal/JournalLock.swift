import Glibc

/// The lock file beside a journal, held by one process at a time for as long as it lives.
///
/// The kernel drops the lock with the process, however that ends, so a lock file left behind blocks nobody. It is never
/// removed: a process that waited for a removed file would hold a lock that nobody else sees.
final class JournalLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock, or names who holds it.
  init(path: String) throws(JournalError) {
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
    guard file >= 0 else { throw JournalError(errno: errno, doing: "opening \(path)") }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      let holder = Self.holder(file)
      close(file)
      throw code == EWOULDBLOCK ? .locked(holder: holder) : JournalError(errno: code, doing: "locking \(path)")
    }
    // The process id is for people and error messages; the lock itself is the kernel's.
    let text = Array("\(getpid())\n".utf8)
    guard ftruncate(file, 0) == 0, pwrite(file, text, text.count, 0) == text.count else {
      let code = errno
      close(file)
      throw JournalError(errno: code, doing: "writing \(path)")
    }
    descriptor = file
  }

  deinit { close(descriptor) }

  /// Bytes that an ordinary process may still write on the lock's file system.
  func freeBytes() throws(JournalError) -> UInt64 {
    var status = statvfs()
    guard fstatvfs(descriptor, &status) == 0 else { throw JournalError(errno: errno, doing: "asking for free space") }
    let (bytes, overflow) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
    return overflow ? .max : bytes
  }

  /// The process id in a lock file: up to 10 digits.
  private static func holder(_ file: Int32) -> Int32? {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = pread(file, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    return Int32(String(decoding: bytes.prefix(count).prefix { $0 >= 0x30 && $0 <= 0x39 }, as: UTF8.self))
  }
}
