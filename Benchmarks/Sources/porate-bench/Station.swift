import CRealtime
import FoundationEssentials
import Glibc
import VarlinkWire

/// A simulator and a daemon as real processes in a private folder, joined by a pseudo-terminal.
final class Station {
  /// The private folder.
  let folder: Folder
  /// The daemon's control socket.
  var control: String { folder.path + "/control" }
  /// The simulator's control socket.
  var simulatorControl: String { folder.path + "/sim" }
  private let options: Options
  private let simulator: Program
  private let notices: NoticeSocket
  /// The daemon that runs now.
  private(set) var daemon: Program?

  /// How long programs may take to start before that is an error.
  private static let patience_s = 20

  /// Starts the simulator and writes settings and calibration for it.
  init(_ options: Options) throws {
    self.options = options
    for name in ["porated", "porate-sim"] where access("\(options.programs)/\(name)", X_OK) != 0 {
      throw BenchError("\(name) was not found: build it first")
    }
    folder = try Folder()
    notices = try NoticeSocket(folder.path + "/notify")
    simulator = try Program(
      [
        "\(options.programs)/porate-sim", "serve", "--link", folder.path + "/generator", "--socket",
        folder.path + "/sim", "--state", folder.path + "/state", "--array", "plates", "--gap", "8mm", "--seed", "1",
        "--supply", "5kW",
      ], output: folder.path + "/sim.out", errors: folder.path + "/sim.err")
    try Station.wait("porate-sim does not start: \(folder.path)/sim.err") {
      access(folder.path + "/state/channels.json", R_OK) == 0 && access(folder.path + "/generator", R_OK) == 0
        && access(folder.path + "/sim", R_OK) == 0
    }
    try writeSettings()
  }

  deinit {
    daemon?.end()
    simulator.end()
  }

  /// How long a start took.
  struct Start {
    /// Until READY=1 came, nanoseconds.
    var ready: Int64
    /// Until GetState was answered, nanoseconds.
    var answered: Int64
  }

  /// Starts the daemon anew.
  func start() throws -> Start {
    daemon?.end()
    let from = crealtime_clock_monotonic_ns()
    let started = try Program(
      ["\(options.programs)/porated", "--config", folder.path + "/config/porated.yaml"],
      environment: ["NOTIFY_SOCKET": notices.path], output: folder.path + "/porated.out",
      errors: folder.path + "/porated.err")
    daemon = started
    guard notices.wait(for: "READY=1", seconds: Self.patience_s) else {
      throw BenchError("porated did not say READY: \(folder.text("porated.err").suffix(300))")
    }
    let ready = crealtime_clock_monotonic_ns()
    do { _ = try VarlinkLine(control).call("io.porate.Control.GetState") } catch {
      throw BenchError("\(error): \(folder.text("porated.err").suffix(300))")
    }
    return Start(ready: ready - from, answered: crealtime_clock_monotonic_ns() - from)
  }

  /// Waits until the daemon is in standby with nothing to do.
  func settle() throws {
    let line = try VarlinkLine(control)
    var last = ""
    for _ in 0..<Self.patience_s * 20 {
      let state = try line.call("io.porate.Control.GetState")["state"]
      last = state?["mode"]?.text ?? "unknown"
      if last == "standby", state?["link"]?.text == "up" { return }
      usleep(50_000)
    }
    throw BenchError("the daemon did not get to standby, it is in \(last)")
  }

  private static func wait(_ complaint: String, until condition: () -> Bool) throws {
    for _ in 0..<patience_s * 100 {
      if condition() { return }
      usleep(10_000)
    }
    throw BenchError(complaint)
  }

  /// The shipped settings, joined to this folder's generator.
  private func writeSettings() throws {
    let config = folder.path + "/config"
    do { try FileManager.default.copyItem(atPath: options.settings, toPath: config) } catch {
      throw BenchError("the settings of \(options.settings) cannot be copied")
    }
    mkdir(config + "/calibration", 0o700)
    let channels = try JSONValue(parsing: Array(folder.text("state/channels.json").utf8))
    guard let serial = channels["serial"]?.text else { throw BenchError("channels.json names no serial number") }
    let file = Folder.read(config + "/porated.yaml")
    guard file.contains("\ncontrol:\n") else { throw BenchError("the shipped settings have no section control") }
    // Many trains within a minute are what is measured here, so the minute's budget is widened, behind both gates.
    let widened = file.replacing("energy_per_minute: 400 J", with: "energy_per_minute: 2000 J")
    let caps = Folder.read(config + "/absolute-caps").replacing(
      "max_window_energy 600 J", with: "max_window_energy 3000 J")
    try Station.write(caps, to: config + "/absolute-caps")
    let own = """

      generator:
        driver: native
        device: \(folder.path)/generator
        baud: 921600
        serial: \(serial)
      journal:
        path: \(folder.path)/journal.sqlite

      """
    let joined = widened.replacing("\ncontrol:\n", with: "\ncontrol:\n  path: \(control)\n") + own
    try Station.write(joined, to: config + "/porated.yaml")
    let calibration = try CalibrationText(channels, serial: serial)
    try Station.write(calibration.text, to: "\(config)/calibration/\(serial)-\(calibration.date).yaml")
  }

  private static func write(_ text: String, to path: String) throws {
    do { try Data(text.utf8).write(to: URL(filePath: path)) } catch { throw BenchError("\(path) cannot be written") }
  }
}

/// The calibration that the simulator says is right, as a technician's file.
struct CalibrationText {
  /// Today, as the file says it.
  let date: String
  /// The file.
  let text: String

  init(_ channels: JSONValue, serial: String) throws {
    let now = Date.now
    date = CalibrationText.day(now)
    func channel(_ name: String, _ unit: String) throws -> String {
      guard let gain = channels[name]?["factor_ppm"]?.integerValue, let offset = channels[name]?["offset"]?.integerValue
      else { throw BenchError("channels.json has no channel \(name)") }
      let rest = String(gain % 1_000_000)
      let digits = String(repeating: "0", count: max(0, 6 - rest.count)) + rest
      return "{gain: \(gain / 1_000_000).\(digits), offset: \(offset) \(unit)}"
    }
    guard let width = channels["width"]?["offset"]?.integerValue else { throw BenchError("channels.json has no width") }
    text = """
      schema: 1
      serial: \(serial)
      date: \(date)
      valid_until: \(CalibrationText.day(now.addingTimeInterval(30 * 86_400)))
      technician: "scripts/bench"
      instrument: "the simulator's own word"
      channels:
        bank_a: \(try channel("bankA", "mV"))
        bank_b: \(try channel("bankB", "mV"))
        pulse_voltage: \(try channel("pulseVoltage", "mV"))
        pulse_current: \(try channel("pulseCurrent", "mA"))
      width_offset: \(width) ns

      """
  }

  private static func day(_ date: Date) -> String {
    date.formatted(.iso8601.year().month().day().dateSeparator(.dash))
  }
}

/// Where a service manager would listen.
final class NoticeSocket {
  /// Its path, for NOTIFY_SOCKET.
  let path: String
  private let descriptor: Int32

  init(_ path: String) throws {
    self.path = path
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    try UnixAddress.fill(&address, path)
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else { throw BenchError("\(path) cannot be made") }
  }

  deinit { close(descriptor) }

  /// Whether a message with this line comes.
  func wait(for line: String, seconds: Int) -> Bool {
    let end = crealtime_clock_monotonic_ns() + Int64(seconds) * 1_000_000_000
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while crealtime_clock_monotonic_ns() < end {
      var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&wait, 1, 100) > 0 else { continue }
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { return false }
      let lines = String(decoding: buffer.prefix(count), as: UTF8.self).split(separator: "\n")
      if lines.contains(where: { $0 == line }) { return true }
    }
    return false
  }
}
