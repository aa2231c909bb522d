import Quantities
import SafetyKernel

/// The section `generator:`.
enum GeneratorReader {
  /// Speeds that serial lines have.
  private static let speeds = [9600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600, 1_000_000, 2_000_000]

  static func read(_ value: Value) -> GeneratorSettings? {
    guard let section = value.section() else { return nil }
    let driver = section.required("driver", or: .native) { value in
      value.choice(GeneratorSettings.Driver.allCases.map { ($0.rawValue, $0) })
    }
    let device = section.required("device", or: "") { value -> String? in
      guard let path = value.text() else { return nil }
      if path.hasPrefix("/") { return path }
      value.problem("`\(shown(path))` is not a device", "write its whole path, as `/dev/ttyUSB0`")
      return nil
    }
    let baud = section.optional("baud", or: 921_600) { value -> Int? in
      guard let speed = value.count(in: 9600...2_000_000) else { return nil }
      if speeds.contains(speed) { return speed }
      let known = speeds.map { "\($0)" }.joined(separator: ", ")
      value.problem("serial lines have no speed of \(speed) baud", "one of \(known)")
      return nil
    }
    let serial = section.optional("serial") { SerialReader.read($0) }
    let late = section.optional("late_tick", or: .milliseconds(10)) { value in
      value.time(in: TimeSpan.milliseconds(2)...TimeSpan.milliseconds(500))
    }
    let permit = section.optional("permit_ttl", or: .milliseconds(50)) { value in
      value.time(in: TimeSpan.milliseconds(10)...TimeSpan.seconds(1))
    }
    let stale = section.optional("telemetry_stale", or: .milliseconds(40)) { value in
      value.time(in: TimeSpan.milliseconds(20)...TimeSpan.seconds(1))
    }
    let margin = section.optional("not_after_margin", or: .milliseconds(10)) { value in
      value.time(in: TimeSpan.milliseconds(2)...TimeSpan.milliseconds(500))
    }
    section.finish()
    if stale > permit {
      section.log.add(
        section.place(of: "telemetry_stale"), "telemetry would count as fresh for longer than the permit lives",
        "at most `permit_ttl`")
    }
    return GeneratorSettings(
      driver: driver, device: device, baud: baud, serial: serial, lateTick: late, permitTimeToLive: permit,
      telemetryStale: stale, notAfterMargin: margin)
  }
}

/// A generator's serial number.
enum SerialReader {
  static func read(_ value: Value) -> DeviceSerial? {
    guard let text = value.scalar() else { return nil }
    // It becomes part of a file's name, so it has neither slash nor leading dot.
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
      default: false
      }
    }
    guard isPlain, let serial = DeviceSerial(ascii: text) else {
      value.problem("`\(shown(text))` is not a serial number", "1 to 16 letters, digits and hyphens")
      return nil
    }
    return serial
  }
}
