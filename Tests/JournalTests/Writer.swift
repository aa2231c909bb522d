import Foundation

/// The program `journal-writer`, running.
final class Writer {
  let process = Process()
  private let pipe = Pipe()
  private var output = Data()

  init(_ arguments: [String], under wrapper: [String] = []) throws {
    let command = wrapper + [Self.program] + arguments
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.standardOutput = pipe
    try process.run()
  }

  /// Beside the test program, where the build puts it.
  private static var program: String {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("journal-writer").path
  }

  /// What makes the program run as a user whom permissions bind.
  static var unprivileged: [String] {
    getuid() == 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []
  }

  /// Whether such a user can run the program: not from a checkout that only root can enter.
  static let runsUnprivileged: Bool = (try? output([], under: unprivileged))?.hasPrefix("usage") ?? false

  /// Reads until so many lines came, or the program ended.
  func read(lines: Int) throws {
    while output.count(where: { $0 == UInt8(ascii: "\n") }) < lines {
      let more = pipe.fileHandleForReading.availableData
      if more.isEmpty { return }
      output.append(more)
    }
  }

  func kill() {
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Everything that the program said.
  func rest() throws -> String {
    if let more = try pipe.fileHandleForReading.readToEnd() { output.append(more) }
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self)
  }

  /// Runs the program, kills it with SIGKILL a moment after so many lines, and answers what it had said.
  static func killed(_ arguments: [String], afterLines lines: Int, microseconds: UInt32) throws -> String {
    let writer = try Writer(arguments)
    try writer.read(lines: lines)
    usleep(microseconds)
    writer.kill()
    return try writer.rest()
  }

  /// Runs the program to its end.
  static func output(_ arguments: [String], under wrapper: [String]) throws -> String {
    try Writer(arguments, under: wrapper).rest()
  }
}

/// A small file system of its own in memory; only root may mount one.
enum FullDisk {
  static let isPossible: Bool = {
    guard getuid() == 0 else { return false }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mount-\(UUID().uuidString)").path
    guard (try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)) != nil else {
      return false
    }
    defer { try? FileManager.default.removeItem(atPath: folder) }
    guard (try? mount(folder, bytes: 1 << 20)) != nil else { return false }
    unmount(folder)
    return true
  }()

  struct Failed: Error {}

  static func mount(_ folder: String, bytes: Int) throws {
    guard Glibc.mount("tmpfs", folder, "tmpfs", 0, "size=\(bytes)") == 0 else { throw Failed() }
  }

  static func unmount(_ folder: String) { _ = umount2(folder, Int32(MNT_DETACH)) }
}
