import Glibc
import SHA256
import Settings
import Testing
import Treatment

/// Files as the disk may hold them.
@Suite struct FileTests {
  /// A copy of the shipped configuration that a test may spoil.
  private func copy() throws -> Folder {
    let folder = try Folder()
    let shipped = try Shipped.configuration()
    for array in shipped.library.arrays.map(\.file) + shipped.library.protocols.map(\.file) {
      try folder.write(Shipped.bytes(array), to: String(array.dropFirst(Shipped.folder.count + 1)))
    }
    for name in ["porated.yaml", "absolute-caps"] {
      try folder.write(Shipped.bytes(Shipped.folder + "/" + name), to: name)
    }
    return folder
  }

  private func complaint(_ folder: Folder) -> String? {
    do throws(SettingsFailure) {
      _ = try Configuration.read(folder.path + "/porated.yaml")
      return nil
    } catch { return error.description.replacingOccurrences(of: folder.path + "/", with: "") }
  }

  @Test func `a copy is as good, and has the same digest in another place`() throws {
    let folder = try copy()
    #expect(complaint(folder) == nil)
    let digest = try Configuration.read(folder.path + "/porated.yaml").digest
    #expect(try digest == Shipped.configuration().digest)
  }

  @Test(arguments: [
    "porated.yaml", "absolute-caps", "electrodes/plates.yaml", "protocols/test-load.yaml",
    "calibration/SIM-0001-2026-11-23.yaml",
  ])
  func `each file is in the digest`(name: String) throws {
    let folder = try copy()
    let before = try Configuration.read(folder.path + "/porated.yaml").digest
    try folder.write(Shipped.bytes(folder.path + "/" + name) + Array("# x\n".utf8), to: name)
    #expect(try Configuration.read(folder.path + "/porated.yaml").digest != before)
  }

  @Test func `the digest is of names and bytes, by the order of names`() {
    let one = ConfigurationFile(name: "a", path: "x", bytes: [1])
    let two = ConfigurationFile(name: "b", path: "y", bytes: [2, 3])
    let digest = ConfigurationDigest.of([one, two])
    #expect(ConfigurationDigest.of([two, one]) == digest)
    #expect(ConfigurationDigest.of([one, ConfigurationFile(name: "b", path: "z", bytes: [2, 3])]) == digest)
    #expect(ConfigurationDigest.of([one, ConfigurationFile(name: "c", path: "y", bytes: [2, 3])]) != digest)
    let bytes: [UInt8] =
      [1, 0, 0, 0, 0, 0, 0, 0, 0x61, 1, 0, 0, 0, 0, 0, 0, 0, 1]
      + [1, 0, 0, 0, 0, 0, 0, 0, 0x62, 2, 0, 0, 0, 0, 0, 0, 0, 2, 3]
    #expect(digest == SHA256.digest(of: bytes))
  }

  @Test func `a missing, a strange and an unreadable file are told apart`() throws {
    let folder = try copy()
    unlink(folder.path + "/absolute-caps")
    #expect(complaint(folder) == "absolute-caps:1:1: cannot be opened: No such file or directory (check the path)")
    mkdir(folder.path + "/absolute-caps", 0o755)
    #expect(complaint(folder) == "absolute-caps:1:1: this is not a file (name a text file here)")
    rmdir(folder.path + "/absolute-caps")
    mkfifo(folder.path + "/absolute-caps", 0o644)
    #expect(complaint(folder) == "absolute-caps:1:1: this is not a file (name a text file here)")
    unlink(folder.path + "/absolute-caps")
    symlink("absolute-caps", folder.path + "/absolute-caps")
    #expect(complaint(folder)?.hasPrefix("absolute-caps:1:1: cannot be opened: Too many levels") == true)
  }

  @Test(.disabled(if: geteuid() == 0, "the superuser may read every file"))
  func `a file without the right to read it says so`() throws {
    let folder = try copy()
    chmod(folder.path + "/electrodes/plates.yaml", 0)
    #expect(
      complaint(folder)
        == "electrodes/plates.yaml:1:1: cannot be opened: Permission denied "
        + "(make it readable for the user that runs this)")
  }

  @Test func `a file that is too big, binary or empty is refused`() throws {
    let folder = try copy()
    let name = "electrodes/plates.yaml"
    try folder.write([UInt8](repeating: UInt8(ascii: "#"), count: 256 * 1024 + 1), to: name)
    #expect(
      complaint(folder) == "\(name):1:1: the file has more than 256 KiB (a settings file is a few pages of text)")
    try folder.write(Array("schema: 1\nname: pl".utf8) + [0xFF, 0x00], to: name)
    #expect(complaint(folder) == "\(name):2:9: this is not text: a byte is not UTF-8 (save the file as UTF-8 text)")
    try folder.write(Array("schema: 1\nname: ".utf8) + [0], to: name)
    #expect(complaint(folder) == "\(name):2:7: this is not text: character U+0000 is not allowed (remove it)")
    try folder.write("", to: name)
    #expect(complaint(folder) == "\(name):1:1: the file is empty (start it with `schema: 1`)")
  }

  @Test func `a folder that is missing or empty is refused`() throws {
    let folder = try Folder()
    let failure = #expect(throws: SettingsFailure.self) {
      try Library.read(electrodes: folder.path, protocols: folder.path + "/none")
    }
    #expect(
      failure?.problems.map(\.message) == [
        "there is no .yaml file in this folder", "cannot be opened as a folder: No such file or directory",
      ])
  }

  @Test func `all problems of all files are told at once`() throws {
    let folder = try copy()
    try folder.write("schema: 1\n", to: "electrodes/a.yaml")
    try folder.write("nonsense\n", to: "protocols/a.yaml")
    let told = try #require(complaint(folder)).split(separator: "\n")
    #expect(told.count == 14)
    #expect(told.filter { $0.hasPrefix("electrodes/a.yaml:1:1: ") }.count == 13)
    #expect(told.last == "protocols/a.yaml:1:1: the file must be a section of keys (write `key: value` lines)")
  }

  @Test func `names are unique, and those that files name exist`() throws {
    let folder = try copy()
    let plates = String(decoding: Shipped.bytes(folder.path + "/electrodes/plates.yaml"), as: UTF8.self)
    try folder.write(plates, to: "electrodes/q.yaml")
    #expect(
      complaint(folder)
        == "electrodes/q.yaml:1:1: array `plates` is already defined in electrodes/plates.yaml "
        + "(give one of them another name)")
    unlink(folder.path + "/electrodes/q.yaml")
    try folder.write(
      Documents.protocolFile.replacingOccurrences(of: "plates-1khz", with: "other")
        .replacingOccurrences(of: "[plates]", with: "[plates, plate]"), to: "protocols/other.yaml")
    #expect(
      complaint(folder) == "protocols/other.yaml:12:18: there is no array `plate` (did you mean `plates`?)")
    unlink(folder.path + "/protocols/other.yaml")
    let settings = String(decoding: Shipped.bytes(folder.path + "/porated.yaml"), as: UTF8.self)
    try folder.write(
      settings.replacingOccurrences(of: "default_array: plates", with: "default_array: palates"), to: "porated.yaml")
    let told = try #require(complaint(folder))
    #expect(told.hasPrefix("porated.yaml:"))
    #expect(told.hasSuffix(":16: there is no array `palates` (did you mean `plates`?)"))
  }
}
