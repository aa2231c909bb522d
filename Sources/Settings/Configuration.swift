public import SHA256
import Treatment

/// A whole configuration: the daemon's settings, the library, and the digest of all files.
public struct Configuration: Sendable {
  /// What `porated.yaml` says.
  public let settings: DaemonSettings
  /// Electrode arrays and protocols.
  public let library: Library
  /// The second gate's caps as they were read; the second gate has its own parser for them.
  public let absoluteCaps: [UInt8]
  /// SHA-256 over all files, those of the calibration included.
  public let digest: SHA256Digest

  /// A configuration from its parts.
  public init(settings: DaemonSettings, library: Library, absoluteCaps: [UInt8], digest: SHA256Digest) {
    self.settings = settings
    self.library = library
    self.absoluteCaps = absoluteCaps
    self.digest = digest
  }

  /// Reads a configuration from the path of its `porated.yaml`.
  ///
  /// Throws what is wrong with any of the files, all of it. Calibrations are only hashed here: whether one of them is
  /// good depends on the generator that answers, see ``CalibrationFolder``.
  public static func read(_ path: String) throws(SettingsFailure) -> Configuration {
    let bytes = try FileReading.bytes(of: path, log: ProblemLog(file: path))
    let (settings, places) = try DaemonFile.readWithPlaces(bytes, file: path)
    var problems: [SettingsProblem] = []
    var reader = LibraryReader()
    let library = reader.readAll(
      electrodes: settings.electrodesFolder, protocols: settings.protocolsFolder, into: &problems)
    var caps: [UInt8] = []
    do throws(SettingsFailure) {
      let file = settings.absoluteCapsPath
      caps = try FileReading.bytes(of: file, log: ProblemLog(file: file))
    } catch { problems += error.problems }
    if problems.isEmpty { problems += checkDefaults(settings, library, places) }
    if !problems.isEmpty { throw SettingsFailure(problems: problems) }
    let own = [
      ConfigurationFile(name: "porated.yaml", path: path, bytes: bytes),
      ConfigurationFile(name: "absolute-caps", path: settings.absoluteCapsPath, bytes: caps),
    ]
    let digest = ConfigurationDigest.of(own + reader.files + calibrations(settings.calibrationFolder))
    return Configuration(settings: settings, library: library, absoluteCaps: caps, digest: digest)
  }

  private static func checkDefaults(
    _ settings: DaemonSettings, _ library: Library, _ places: [String: Place]
  ) -> [SettingsProblem] {
    let log = ProblemLog(file: settings.file)
    func check(_ name: String?, _ key: String, _ what: String, _ names: [String]) {
      guard let name, !names.contains(name) else { return }
      let near = nearestName(to: name, among: names).map { "did you mean `\($0)`?" }
      log.add(
        places[key] ?? .start, "there is no \(what) `\(name)`", near ?? "there are \(names.joined(separator: ", "))")
    }
    check(settings.defaultArray, "default_array", "array", library.arrays.map(\.name))
    check(settings.defaultProtocol, "default_protocol", "protocol", library.protocols.map(\.name))
    return log.problems
  }

  /// The files of the calibration folder; one that is not there or cannot be read has no bytes to hash.
  private static func calibrations(_ folder: String) -> [ConfigurationFile] {
    let names = (try? FileReading.names(in: folder, ending: ".yaml", log: ProblemLog(file: folder))) ?? []
    return names.compactMap { name in
      let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      guard let bytes = try? FileReading.bytes(of: path, log: ProblemLog(file: path)) else { return nil }
      return ConfigurationFile(name: "calibration/\(name)", path: path, bytes: bytes)
    }
  }
}
