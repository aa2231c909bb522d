import Glibc

/// Reads files of the configuration: whole, bounded, and nothing but regular files.
enum FileReading {
  /// The bytes of a file; more than the limit by at most one, so that the caller can tell.
  static func bytes(of path: String, log: ProblemLog) throws(SettingsFailure) -> [UInt8] {
    // Without waiting: a pipe under that name would hold the daemon up.
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw failure("cannot be opened", errno, log) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure("cannot be read", errno, log) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw log.failure(.start, "this is not a file", "name a text file here")
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while bytes.count <= SourceText.maximumSize {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure("cannot be read", errno, log) }
      if count == 0 { break }
      bytes.append(contentsOf: buffer.prefix(count))
    }
    return bytes
  }

  /// The names of a folder's files with an ending, sorted by their bytes; hidden ones are left out.
  static func names(in folder: String, ending: String, log: ProblemLog) throws(SettingsFailure) -> [String] {
    guard let directory = opendir(folder) else { throw failure("cannot be opened as a folder", errno, log) }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix("."), name.hasSuffix(ending) { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func failure(_ what: String, _ code: Int32, _ log: ProblemLog) -> SettingsFailure {
    let reason = strerror(code).map { String(cString: $0) } ?? "error \(code)"
    let remedy =
      switch code {
      case ENOENT, ENOTDIR: "check the path"
      case EACCES, EPERM: "make it readable for the user that runs this"
      default: "check the disk"
      }
    return log.failure(.start, "\(what): \(reason)", remedy)
  }
}

/// A path as a file of the configuration names it: relative to that file's folder, unless it begins with `/`.
func resolvedPath(_ path: String, besides file: String) -> String {
  if path.hasPrefix("/") { return path }
  guard let slash = file.lastIndex(of: "/") else { return path }
  return file[...slash] + path
}
