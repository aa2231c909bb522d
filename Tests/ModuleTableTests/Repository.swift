import Foundation

/// The project's own files, found from where this test was compiled.
enum Repository {
  static let root: URL = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The folders of `Sources`: a module each.
  static func modules() throws -> [String] {
    let folder = root.appending(path: "Sources")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { name in
        var isFolder: ObjCBool = false
        let path = folder.appending(path: name).path
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
      }
      .sorted()
  }

  /// Every Swift file below a folder, as a path from the root. Symbolic links are not followed.
  static func swiftFiles(in folder: String) -> [String] {
    guard let walk = FileManager.default.enumerator(atPath: root.appending(path: folder).path) else { return [] }
    // Not what a nested package built or fetched.
    let files = walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") && !$0.contains(".build") }
    return files.map { folder + "/" + $0 }.sorted()
  }

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }
}
