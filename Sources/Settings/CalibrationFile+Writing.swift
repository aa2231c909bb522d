import Glibc
import Quantities
import QuantityText
import SafetyKernel

extension CalibrationFile {
  /// The file's text.
  public var text: String {
    func channel(_ gain: Int64, _ offset: String) -> String { "{gain: \(GainText.text(gain)), offset: \(offset)}" }
    func voltage(_ channel: VoltageChannel) -> String {
      "{gain: \(GainText.text(channel.gainPartsPerMillion)), offset: \(QuantityText.text(channel.offset))}"
    }
    let current = channel(pulseCurrent.gainPartsPerMillion, QuantityText.text(pulseCurrent.offset))
    return """
      # True reading = raw reading x gain + offset.
      schema: 1
      serial: \(serial.ascii)
      date: \(date)
      valid_until: \(validUntil)
      technician: \(quoted(technician))
      instrument: \(quoted(instrument))
      channels:
        bank_a: \(voltage(bankA))
        bank_b: \(voltage(bankB))
        pulse_voltage: \(voltage(pulseVoltage))
        pulse_current: \(current)
      width_offset: \(widthOffset.nanoseconds) ns

      """
  }

  /// Writes the file into a folder, whole or not at all, and on the disk before this returns.
  ///
  /// The text is read back by the reader's own rules first, so that what is written can be used.
  ///
  /// - Returns: its path.
  @discardableResult
  public func write(toFolder folder: String) throws(SettingsFailure) -> String {
    let path = folder.hasSuffix("/") ? folder + fileName : folder + "/" + fileName
    let bytes = Array(text.utf8)
    let log = ProblemLog(file: path)
    guard try CalibrationFile.read(bytes, file: path) == self else {
      throw log.failure(.start, "this calibration cannot be written exactly", "check its texts and numbers")
    }
    let temporary = folder + "/.\(fileName).new"
    do throws(WritingFailure) {
      try DurableFile.write(bytes, to: temporary)
      guard rename(temporary, path) == 0 else { throw WritingFailure(code: errno) }
      try DurableFile.synchronise(folder: folder)
    } catch {
      _ = unlink(temporary)
      let reason = strerror(error.code).map { String(cString: $0) } ?? "error \(error.code)"
      throw log.failure(.start, "cannot be written: \(reason)", "check folder, rights and space")
    }
    return path
  }

  /// A text in double quotes, as YAML 1.2 escapes it.
  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

/// The system's word for why a file could not be written.
struct WritingFailure: Error {
  let code: Int32
}

/// Writes files so that they survive a loss of power.
enum DurableFile {
  static func write(_ bytes: [UInt8], to path: String) throws(WritingFailure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o640)
    guard descriptor >= 0 else { throw WritingFailure(code: errno) }
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw WritingFailure(code: count < 0 ? errno : ENOSPC) }
      rest = rest.dropFirst(count)
    }
    guard fsync(descriptor) == 0 else { throw WritingFailure(code: errno) }
  }

  /// Makes a renaming in a folder durable.
  static func synchronise(folder: String) throws(WritingFailure) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw WritingFailure(code: errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw WritingFailure(code: errno) }
  }
}
