import Glibc

/// Why the simulator cannot start or go on.
public enum SimulatorFailure: Error, Equatable, Sendable, CustomStringConvertible {
  /// A system call failed for a path.
  case system(what: String, path: String, errno: Int32)
  /// Another simulator uses the folder.
  case folderInUse(String)
  /// A file of the folder is not what the simulator writes.
  case damaged(path: String, why: String)
  /// An option cannot be used.
  case option(name: String, why: String)
  /// The control socket cannot be served.
  case socket(String)

  /// One sentence without a final stop.
  public var description: String {
    switch self {
    case .system(let what, let path, let code): "cannot \(what) \(path): \(String(cString: strerror(code)))"
    case .folderInUse(let path): "another porate-sim uses \(path)"
    case .damaged(let path, let why): "\(path) is damaged: \(why)"
    case .option(let name, let why): "\(name): \(why)"
    case .socket(let why): why
    }
  }
}
