import Glibc
import Settings

/// The configuration that is shipped with the source.
enum Shipped {
  /// The folder `config` above this file.
  static var folder: String {
    var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    while !parts.isEmpty {
      parts.removeLast()
      let candidate = parts.joined(separator: "/") + "/config"
      if access(candidate + "/porated.yaml", R_OK) == 0 { return candidate }
    }
    return "config"
  }

  static func configuration() throws -> Configuration { try Configuration.read(folder + "/porated.yaml") }

  static func bytes(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while true {
      let byte = fgetc(file)
      if byte == EOF { return bytes }
      bytes.append(UInt8(truncatingIfNeeded: byte))
    }
  }
}
