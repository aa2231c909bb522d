import FoundationEssentials
import Glibc

/// Other programs: peers and Porate's own.
final class Program {
  /// What a program that ended left.
  struct Ended {
    var status: Int32
    var output: String
    var errors: String
  }

  /// The process.
  let pid: pid_t
  private var ended = false

  /// Starts a program; its output goes to files, or to nowhere.
  init(
    _ words: [String], environment: [String: String] = [:], output: String = "/dev/null", errors: String = "/dev/null"
  )
    throws
  {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    var names = ProcessInfo.processInfo.environment
    for (name, value) in environment { names[name] = value }
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = names.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in arguments + variables { free(pointer) } }
    var child: pid_t = 0
    let code = posix_spawnp(&child, words.first ?? "", &actions, nil, &arguments, &variables)
    guard code == 0 else { throw BenchError("\(words.first ?? "") does not start: \(String(cString: strerror(code)))") }
    pid = child
  }

  /// Asks it to end and waits; after five seconds it is killed.
  func end(_ signal: Int32 = SIGTERM) {
    guard !ended else { return }
    kill(pid, signal)
    for _ in 0..<500 {
      if reap(WNOHANG) != nil { return }
      usleep(10_000)
    }
    kill(pid, SIGKILL)
    _ = reap(0)
  }

  /// Waits until it has ended; its exit status, or 256 for one that a signal ended.
  func wait() -> Int32 { reap(0) ?? 256 }

  private func reap(_ options: Int32) -> Int32? {
    var status: Int32 = 0
    guard !ended, waitpid(pid, &status, options) == pid else { return nil }
    ended = true
    return status & 0x7f == 0 ? (status >> 8) & 0xff : 256
  }

  deinit { end() }

  /// Runs a program to its end.
  static func run(_ words: [String]) throws -> Ended {
    let folder = try Folder()
    let program = try Program(words, output: folder.path + "/output", errors: folder.path + "/errors")
    let status = program.wait()
    return Ended(status: status, output: folder.text("output"), errors: folder.text("errors"))
  }

  /// Whether a name is a program on PATH.
  static func isOnPath(_ name: String) -> Bool {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    return folders.contains { access("\($0)/\(name)", X_OK) == 0 }
  }

  /// Processor time that it used so far, in nanoseconds, or one of its threads; nil if it is gone.
  func processorTime(thread named: String? = nil) -> Int64? { Program.processorTime(of: pid, thread: named) }

  /// Processor time that a process used so far, in nanoseconds, or its threads of one name; nil if there is none.
  static func processorTime(of pid: pid_t, thread named: String? = nil) -> Int64? {
    guard let tasks = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task") else { return nil }
    var sum: Int64?
    for task in tasks {
      let folder = "/proc/\(pid)/task/\(task)"
      if let named, Folder.read(folder + "/comm") != named + "\n" { continue }
      // The first number of schedstat: nanoseconds on a processor.
      guard let time = Folder.read(folder + "/schedstat").split(separator: " ").first.flatMap({ Int64($0) }) else {
        return nil
      }
      sum = (sum ?? 0) + time
    }
    return sum
  }

  /// Resident memory in bytes; nil if it is gone.
  func residentMemory() -> Int64? {
    for line in Folder.read("/proc/\(pid)/status").split(separator: "\n") where line.hasPrefix("VmRSS:") {
      return line.split(separator: " ").compactMap { Int64($0) }.first.map { $0 * 1024 }
    }
    return nil
  }
}

/// A private folder that goes with its object.
final class Folder {
  /// Where it is.
  let path: String

  /// A new one.
  init() throws {
    var name = Array("/tmp/porate-bench-XXXXXX".utf8CString)
    guard mkdtemp(&name) != nil else { throw BenchError("no private folder can be made in /tmp") }
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// A file's text, empty if there is none.
  func text(_ name: String) -> String { Folder.read(path + "/" + name) }

  /// A file's text, empty if there is none. Files of /proc tell no size beforehand.
  static func read(_ path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var all: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &part, part.count)
      guard count > 0 else { return String(decoding: all, as: UTF8.self) }
      all.append(contentsOf: part.prefix(count))
    }
  }
}
