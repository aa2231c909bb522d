import FoundationEssentials
import Glibc

/// Where a command writes: two descriptors, in order and unbuffered.
public struct Output: Sendable {
  /// For results.
  public var results: Int32
  /// For progress, questions and errors.
  public var remarks: Int32

  /// Descriptors of results and remarks.
  public init(results: Int32 = 1, remarks: Int32 = 2) {
    self.results = results
    self.remarks = remarks
  }

  /// Writes a line of the result.
  public func line(_ text: String) { Output.write(text + "\n", to: results) }

  /// Writes lines of the result.
  public func lines(_ lines: [String]) { if !lines.isEmpty { line(lines.joined(separator: "\n")) } }

  /// Writes a line beside the result.
  public func remark(_ text: String) { Output.write(text + "\n", to: remarks) }

  /// Writes a value as JSON on one line.
  public func json(_ value: some Encodable) { line(JSONText.text(value)) }

  /// Writes all of a text; gives up where nobody reads any more.
  static func write(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN {
        // Somebody made the terminal non-blocking: wait until it takes more.
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&wait, 1, 1000)
        continue
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}

/// JSON with its keys in order, so that two runs compare.
public enum JSONText {
  /// The value on one line. Absent values have no key.
  public static func text(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let bytes = try? encoder.encode(value) else { return #"{"error":{"name":"notEncodable"}}"# }
    return String(decoding: bytes, as: UTF8.self)
  }
}
