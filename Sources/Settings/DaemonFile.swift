import Quantities
import SafetyKernel

/// The file `porated.yaml`.
public enum DaemonFile {
  /// Reads the daemon's settings from a file's bytes.
  ///
  /// - Parameter file: its path; relative paths within are meant from its folder, and messages name it.
  public static func read(_ bytes: [UInt8], file: String) throws(SettingsFailure) -> DaemonSettings {
    try readWithPlaces(bytes, file: file).settings
  }

  /// The settings, and where the default array and protocol are named, for checks against the library.
  static func readWithPlaces(
    _ bytes: [UInt8], file: String
  ) throws(SettingsFailure) -> (settings: DaemonSettings, places: [String: Place]) {
    let log = ProblemLog(file: file)
    let root = try YamlDocument.root(bytes, log: log)
    root.readSchema()
    let generator = root.optional("generator") { GeneratorReader.read($0) }
    let control = root.optional("control", or: ControlReader.standard) { ControlReader.read($0) }
    let journal = root.optional("journal", or: String?.none) { value in Self.journalPath(value, file) }
    let (interlocks, without) = root.required("interlocks", or: ([], nil)) { InterlockReader.read($0) }
    var kernel = KernelConfiguration(interlocks: InterlockReader.required(interlocks))
    root.required("limits", or: ()) { LimitsReader.read($0, into: &kernel) }
    root.optional("timeouts", or: ()) { TimeoutReader.read($0, into: &kernel.ticks) }
    root.optional("bank", or: ()) { BankReader.read($0, into: &kernel) }
    root.optional("beats", or: ()) { BeatReader.read($0, into: &kernel.beats) }
    kernel.pedal = root.optional("pedal", or: .notUsed) { value in
      value.choice([("none", .notUsed), ("fires", .fires), ("arms_and_fires", PedalRule.armsAndFires)])
    }
    let stopPath = root.required("emergency_stop_path", or: "") { $0.reason() }
    let access = root.optional("access") { AccessReader.read($0) }
    let withoutRealtime = root.optional("allow_without_realtime") { $0.reason() }
    let defaultArray = root.optional("default_array") { $0.name() }
    let defaultProtocol = root.optional("default_protocol") { $0.name() }
    func path(_ key: String, _ usual: String) -> String {
      resolvedPath(root.optional(key, or: usual) { $0.text() }, besides: file)
    }
    let caps = path("absolute_caps", "absolute-caps")
    let electrodes = path("electrodes", "electrodes")
    let protocols = path("protocols", "protocols")
    let calibration = path("calibration", "calibration")
    root.finish()
    try log.check()
    kernel.allowWithoutRealtime = withoutRealtime != nil
    kernel.leaseLapse = control.leaseLapse
    kernel.ticketAge = control.ticketAge
    if let generator {
      kernel.lateBudget = generator.lateTick
      kernel.telemetryStale = generator.telemetryStale
      kernel.notAfterMargin = generator.notAfterMargin
    }
    let settings = DaemonSettings(
      file: file, generator: generator, control: control, journalPath: journal, kernel: kernel,
      interlocks: interlocks, interlocksDeclaredWithout: without, emergencyStopPath: stopPath, access: access,
      allowWithoutRealtime: withoutRealtime, defaultArray: defaultArray, defaultProtocol: defaultProtocol,
      absoluteCapsPath: caps, electrodesFolder: electrodes, protocolsFolder: protocols,
      calibrationFolder: calibration)
    let keys = ["default_array", "default_protocol"]
    return (settings, Dictionary(uniqueKeysWithValues: keys.map { ($0, root.place(ofValue: $0)) }))
  }

  private static func journalPath(_ value: Value, _ file: String) -> String?? {
    guard let section = value.section() else { return nil }
    let path = section.optional("path") { $0.text() }
    section.finish()
    return .some(path.map { resolvedPath($0, besides: file) })
  }
}

/// The section `control:`.
enum ControlReader {
  /// 1 s and 500 ms.
  static let standard = ControlSettings(path: nil, leaseLapse: .seconds(1), ticketAge: .milliseconds(500))

  static func read(_ value: Value) -> ControlSettings? {
    guard let section = value.section() else { return nil }
    let path = section.optional("path") { value -> String? in
      guard let path = value.text() else { return nil }
      // 108 bytes with the ending zero are what a socket's address holds (unix(7)).
      if path.hasPrefix("/"), path.utf8.count < 108 { return path }
      value.problem("`\(shown(path))` cannot be a socket's path", "begin with `/`, and stay below 108 bytes")
      return nil
    }
    let lapse = section.optional("lease_lapse", or: standard.leaseLapse) { value in
      value.time(in: TimeSpan.milliseconds(300)...TimeSpan.seconds(5))
    }
    let age = section.optional("ticket_age", or: standard.ticketAge) { value in
      value.time(in: TimeSpan.milliseconds(50)...TimeSpan.seconds(2))
    }
    section.finish()
    if age > lapse {
      section.log.add(section.place(of: "ticket_age"), "a ticket would outlive the lease", "at most `lease_lapse`")
    }
    return ControlSettings(path: path, leaseLapse: lapse, ticketAge: age)
  }
}
