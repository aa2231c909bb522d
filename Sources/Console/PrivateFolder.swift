import Glibc

/// A folder that only this user can enter, and that goes away again.
struct PrivateFolder: Sendable {
  /// Its path.
  let path: String

  /// Makes one under $XDG_RUNTIME_DIR, else under /tmp, with mode 0700.
  ///
  /// A socket's path may be 107 bytes long, so a very long runtime folder is passed over.
  static func make(_ name: String, environment: [String: String]) -> PrivateFolder? {
    var candidates: [String] = []
    if let runtime = environment["XDG_RUNTIME_DIR"], runtime.hasPrefix("/"), runtime.utf8.count <= 60 {
      candidates.append(runtime)
    }
    candidates.append("/tmp")
    for parent in candidates {
      var template = Array("\(parent)/\(name)-XXXXXX".utf8CString)
      guard mkdtemp(&template) != nil else { continue }
      return PrivateFolder(path: String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
    return nil
  }

  /// Removes it with everything in it; symbolic links are removed, never followed.
  func remove() { PrivateFolder.remove(path, depth: 0) }

  /// The deepest nesting that is removed; this program makes no folder as deep.
  private static let deepest = 8

  private static func remove(_ path: String, depth: Int) {
    guard depth < deepest else { return }
    var information = stat()
    guard lstat(path, &information) == 0 else { return }
    guard information.st_mode & S_IFMT == S_IFDIR else {
      unlink(path)
      return
    }
    if let folder = opendir(path) {
      while let entry = readdir(folder) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
          String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name != ".", name != ".." { remove("\(path)/\(name)", depth: depth &+ 1) }
      }
      closedir(folder)
    }
    rmdir(path)
  }
}
