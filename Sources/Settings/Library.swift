public import Treatment

/// The electrode arrays and protocols of a configuration's folders.
public struct Library: Sendable {
  /// The arrays, by the names of their files.
  public let arrays: [ElectrodeArrayDefinition]
  /// The protocols, by the names of their files.
  public let protocols: [ProtocolDefinition]

  /// A library of arrays and protocols; the first of equal names counts.
  public init(arrays: [ElectrodeArrayDefinition], protocols: [ProtocolDefinition]) {
    self.arrays = arrays
    self.protocols = protocols
  }

  /// The array of a name.
  public func array(named name: String) -> ElectrodeArrayDefinition? { arrays.first { $0.name == name } }

  /// The protocol of a name.
  public func protocolDefinition(named name: String) -> ProtocolDefinition? { protocols.first { $0.name == name } }

  /// The protocols that an array may be used with.
  public func protocols(for array: ElectrodeArrayDefinition) -> [ProtocolDefinition] {
    protocols.filter { $0.arrays.contains(array.name) }
  }

  /// Reads both folders; throws all problems of all files together.
  public static func read(electrodes: String, protocols: String) throws(SettingsFailure) -> Library {
    try LibraryReader().read(electrodes: electrodes, protocols: protocols)
  }
}

/// Reads the library's files and keeps their bytes for the digest.
struct LibraryReader {
  private(set) var files: [ConfigurationFile] = []
  private var problems: [SettingsProblem] = []
  private var names: [String: String] = [:]

  init() {}

  /// The library without its bytes.
  func read(electrodes: String, protocols: String) throws(SettingsFailure) -> Library {
    var reader = self
    let library = reader.readAll(electrodes: electrodes, protocols: protocols)
    if !reader.problems.isEmpty { throw SettingsFailure(problems: reader.problems) }
    return library
  }

  /// The library, with what is wrong in `problems`.
  mutating func readAll(electrodes: String, protocols: String, into all: inout [SettingsProblem]) -> Library {
    let library = readAll(electrodes: electrodes, protocols: protocols)
    all += problems
    return library
  }

  private mutating func readAll(electrodes: String, protocols: String) -> Library {
    var arrays: [ElectrodeArrayDefinition] = []
    var definitions: [(definition: ProtocolDefinition, arrays: [Place])] = []
    for file in loadFolder(electrodes, label: "electrodes") {
      do throws(SettingsFailure) {
        let array = try ElectrodeFile.read(file.bytes, file: file.path)
        if isNew("array", array.name, file.path) { arrays.append(array) }
      } catch { problems += error.problems }
    }
    let broken = !problems.isEmpty
    for file in loadFolder(protocols, label: "protocols") {
      do throws(SettingsFailure) {
        let found = try ProtocolFile.readWithPlaces(file.bytes, file: file.path)
        if isNew("protocol", found.definition.name, file.path) { definitions.append(found) }
      } catch { problems += error.problems }
    }
    // After a broken electrode file its array is missing here, which is not the protocol's fault.
    if !broken { checkArrays(of: definitions, against: arrays.map(\.name)) }
    return Library(arrays: arrays, protocols: definitions.map(\.definition))
  }

  private mutating func loadFolder(_ folder: String, label: String) -> [ConfigurationFile] {
    let log = ProblemLog(file: folder)
    var loaded: [ConfigurationFile] = []
    do throws(SettingsFailure) {
      let names = try FileReading.names(in: folder, ending: ".yaml", log: log)
      guard !names.isEmpty else {
        throw log.failure(.start, "there is no .yaml file in this folder", "name the folder of \(label)")
      }
      for name in names {
        let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
        do throws(SettingsFailure) {
          let bytes = try FileReading.bytes(of: path, log: ProblemLog(file: path))
          loaded.append(ConfigurationFile(name: "\(label)/\(name)", path: path, bytes: bytes))
        } catch { problems += error.problems }
      }
    } catch { problems += error.problems }
    files += loaded
    return loaded
  }

  private mutating func isNew(_ what: String, _ name: String, _ path: String) -> Bool {
    if let other = names.updateValue(path, forKey: "\(what) \(name)") {
      problems.append(
        SettingsProblem(
          file: path, line: 1, column: 1, message: "\(what) `\(name)` is already defined in \(other)",
          remedy: "give one of them another name"))
      return false
    }
    return true
  }

  private mutating func checkArrays(
    of definitions: [(definition: ProtocolDefinition, arrays: [Place])], against names: [String]
  ) {
    for (definition, places) in definitions {
      for (name, place) in zip(definition.arrays, places) where !names.contains(name) {
        let near = nearestName(to: name, among: names)
        problems.append(
          SettingsProblem(
            file: definition.file, line: place.line, column: place.column, message: "there is no array `\(name)`",
            remedy: near.map { "did you mean `\($0)`?" } ?? "there are \(names.joined(separator: ", "))"))
      }
    }
  }
}
