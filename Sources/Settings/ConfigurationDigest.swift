public import SHA256

/// One file of the configuration: what it is called in the digest, where it lies, what it holds.
public struct ConfigurationFile: Hashable, Sendable {
  /// Its name within the configuration, as `electrodes/plates.yaml`: the same wherever the configuration is installed.
  public var name: String
  /// Its path.
  public var path: String
  /// Its bytes as they were read.
  public var bytes: [UInt8]

  /// A file from its parts.
  public init(name: String, path: String, bytes: [UInt8]) {
    self.name = name
    self.path = path
    self.bytes = bytes
  }
}

/// The digest that stands in every record for the whole configuration.
public enum ConfigurationDigest {
  /// SHA-256 over the files in the order of their names' bytes: for each the name's length, the name, the content's
  /// length, the content; lengths in 8 bytes, lowest first, so that no two configurations run together.
  public static func of(_ files: [ConfigurationFile]) -> SHA256Digest {
    var hash = SHA256()
    for file in files.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
      let name = Array(file.name.utf8)
      hash.update(littleEndian: UInt64(name.count))
      hash.update(name)
      hash.update(littleEndian: UInt64(file.bytes.count))
      hash.update(file.bytes)
    }
    return hash.finish()
  }
}
