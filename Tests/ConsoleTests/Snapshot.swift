import FoundationEssentials
import Testing

/// Compares text with a file of Snapshots. With PORATE_RECORD_SNAPSHOTS set the file is written, and the test fails, so
/// that nobody records by accident.
func expectSnapshot(_ lines: [String], _ name: String, at location: SourceLocation = #_sourceLocation) throws {
  let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
  let path = "/\(folder)/Snapshots/\(name).txt"
  let text = lines.joined(separator: "\n") + "\n"
  if ProcessInfo.processInfo.environment["PORATE_RECORD_SNAPSHOTS"] != nil {
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    Issue.record("recorded \(name)", sourceLocation: location)
    return
  }
  let wanted = try String(contentsOfFile: path, encoding: .utf8)
  #expect(text == wanted, "differs from \(path)", sourceLocation: location)
}
