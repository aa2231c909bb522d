import Settings
import Testing

/// A good document with one defect, and what its reader has to say.
struct Spoilt: Sendable, CustomTestStringConvertible {
  enum Reader: Sendable { case electrodes, protocolFile, daemon, calibration }

  let reader: Reader
  let text: String
  let expected: String
  private let label: String

  /// - Parameters:
  ///   - part: the first occurrence of it is exchanged; all of the text for an empty one.
  ///   - expected: everything behind the file's name.
  init(_ reader: Reader, _ part: String, _ other: String, _ expected: String) {
    self.reader = reader
    let good =
      switch reader {
      case .electrodes: Documents.electrodes
      case .protocolFile: Documents.protocolFile
      case .daemon: Documents.daemon
      case .calibration: Documents.calibration
      }
    if part.isEmpty {
      text = other
    } else if let range = good.firstRange(of: part) {
      text = good[..<range.lowerBound] + other + good[range.upperBound...]
    } else {
      text = "the part to be spoilt is not in the document"
    }
    self.expected = expected
    label = "\(reader): \(part.prefix(30)) → \(other.prefix(30))"
  }

  var testDescription: String { label }

  /// What the reader says, or nil if it finds nothing wrong.
  func complaint() -> String? { Self.complaint(reader, Array(text.utf8)) }

  static func complaint(_ reader: Reader, _ bytes: [UInt8]) -> String? {
    do throws(SettingsFailure) {
      switch reader {
      case .electrodes: _ = try ElectrodeFile.read(bytes, file: "f")
      case .protocolFile: _ = try ProtocolFile.read(bytes, file: "f")
      case .daemon: _ = try DaemonFile.read(bytes, file: "f")
      case .calibration: _ = try CalibrationFile.read(bytes, file: "SIM-0001-2026-11-23.yaml")
      }
      return nil
    } catch {
      return error.description
    }
  }
}
