import FoundationEssentials
import Glibc
internal import Settings

/// The files of a demonstration: its own configuration in its own folder.
enum DemoFiles {
  /// The longest file that is read of the shipped configuration and of the simulator, in bytes.
  static let longestFile = 1_048_576
  /// The sections of the shipped porated.yaml that a demonstration has of its own.
  static let ownSections = [
    "generator", "control", "journal", "allow_without_realtime", "pedal", "access", "calibration", "timeouts",
  ]

  /// What a demonstration says of its own, openly: its device, its paths, and budgets that a shared machine keeps.
  static func ownText(_ folder: String) -> String {
    """

    # What this demonstration says of its own. The budgets are for machines that are shared and may stall for some
    # 100 ms; a console beside a patient keeps the shipped ones (10 ms, 50 ms, 40 ms, 10 ms, 1 s, 500 ms).
    generator:
      driver: native
      device: \(folder)/generator
      baud: 921600
      late_tick: 250 ms
      permit_ttl: 500 ms
      telemetry_stale: 500 ms
      not_after_margin: 250 ms
    control:
      path: \(folder)/control
      lease_lapse: 2 s
      ticket_age: 1 s
    journal:
      path: \(folder)/journal.sqlite
    pedal: none
    calibration: calibration
    # The demonstration's large bank takes half a minute to discharge.
    timeouts:
      discharge: 60 s
    allow_without_realtime: a demonstration on a simulated generator, where nobody is treated

    """
  }

  /// A porated.yaml without some of its sections. A section begins at the margin and goes to the next.
  static func text(_ shipped: String, without sections: [String]) -> String {
    var isLeftOut = false
    return shipped.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      if let first = line.first, first != " ", first != "#", let colon = line.firstIndex(of: ":") {
        isLeftOut = sections.contains(String(line[..<colon]))
      }
      return !isLeftOut
    }.joined(separator: "\n")
  }

  /// Copies the shipped electrodes, protocols and caps, and writes porated.yaml; returns its path.
  static func write(from shipped: String, to folder: String) throws -> String {
    for name in ["electrodes", "protocols"] {
      try makeFolder("\(folder)/\(name)")
      guard let files = try? FileManager.default.contentsOfDirectory(atPath: "\(shipped)/\(name)") else {
        throw ConsoleError(
          .failed, "configuration", "there is no folder \(shipped)/\(name)",
          remedy: "name the right one with PORATE_CONFIG_DIR")
      }
      for file in files where file.hasSuffix(".yaml") {
        try write(try read("\(shipped)/\(name)/\(file)"), to: "\(folder)/\(name)/\(file)")
      }
    }
    try makeFolder("\(folder)/calibration")
    try write(try read("\(shipped)/absolute-caps"), to: "\(folder)/absolute-caps")
    let path = "\(folder)/porated.yaml"
    try write(text(try read("\(shipped)/porated.yaml"), without: ownSections) + ownText(folder), to: path)
    return path
  }

  static func makeFolder(_ path: String) throws {
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure("make", path) }
  }

  static func read(_ path: String) throws -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("read", path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure("read", path) }
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer.prefix(count)
      guard bytes.count <= longestFile else {
        throw ConsoleError(
          .failed, "file", "\(path) is longer than 1 MiB", remedy: "name another with PORATE_CONFIG_DIR")
      }
    }
  }

  static func write(_ text: String, to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure("write", path) }
    Output.write(text, to: descriptor)
    // A full disk shows here or where the file is read again.
    guard close(descriptor) == 0 else { throw failure("write", path) }
  }

  private static func failure(_ what: String, _ path: String) -> ConsoleError {
    let reason = strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
    return ConsoleError(.failed, "file", "cannot \(what) \(path): \(reason)", remedy: "check rights and space")
  }
}
