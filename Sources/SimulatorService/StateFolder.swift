import GeneratorLink
import Glibc
import VirtualGenerator

/// The simulator's folder: what the device remembers without power, the truth log, the channel errors.
///
/// Counter and log are written by one system call each, at once, and belong to the system then: they outlive `kill -9`
/// of the simulator. They are not forced to the disk: a power cut of the whole machine ends the simulated world too,
/// and waiting for a disk before each pulse would make a 1 kHz train late.
final class StateFolder: Sendable {
  /// The most of a `device` file that is read.
  static let longestFile = 512

  let path: String
  private let lock: Int32
  private let device: Int32
  private let log: Int32
  let memory: NonVolatileMemory

  /// Opens a folder, made if it is missing; nobody else may use it.
  init(_ path: String, seed: UInt64) throws(SimulatorFailure) {
    self.path = path
    if mkdir(path, 0o755) != 0, errno != EEXIST { throw .system(what: "make", path: path, errno: errno) }
    lock = try Self.open(path + "/lock", O_RDWR | O_CREAT)
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      close(lock)
      throw .folderInUse(path)
    }
    device = try Self.open(path + "/device", O_RDWR | O_CREAT)
    log = try Self.open(path + "/truth.jsonl", O_WRONLY | O_CREAT | O_APPEND)
    memory = try Self.read(device, path: path + "/device") ?? Self.new(seed: seed)
    guard store(memory) else { throw .system(what: "write", path: path + "/device", errno: errno) }
  }

  deinit {
    close(log)
    close(device)
    close(lock)
  }

  private static func open(_ path: String, _ flags: Int32) throws(SimulatorFailure) -> Int32 {
    let descriptor = Glibc.open(path, flags | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .system(what: "open", path: path, errno: errno) }
    return descriptor
  }

  private static func new(seed: UInt64) -> NonVolatileMemory {
    let digits = String(seed & 0xFFFF_FFFF, radix: 16, uppercase: true)
    let serial = "SIM-" + String(repeating: "0", count: 8 - digits.count) + digits
    return NonVolatileMemory(serial: Bytes16(ascii: serial) ?? .zero)
  }

  /// Three lines, each of fixed width, so that one write replaces all of them.
  private static func read(_ descriptor: Int32, path: String) throws(SimulatorFailure) -> NonVolatileMemory? {
    var bytes = [UInt8](repeating: 0, count: longestFile)
    let count = pread(descriptor, &bytes, longestFile, 0)
    guard count >= 0 else { throw .system(what: "read", path: path, errno: errno) }
    guard count > 0 else { return nil }
    let lines = String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n")
    let words = lines.map { $0.split(separator: " ").map(String.init) }
    guard words.count == 3, words.allSatisfy({ $0.count == 2 }), words[0][0] == "serial", words[1][0] == "counter",
      words[2][0] == "starts", let serial = Bytes16(ascii: words[0][1]), let counter = UInt32(words[1][1]),
      let starts = UInt64(words[2][1])
    else { throw .damaged(path: path, why: "it has the lines serial NAME, counter NUMBER, starts NUMBER") }
    return NonVolatileMemory(serial: serial, pulseCounter: counter, starts: starts)
  }

  /// Keeps the memory; false if the system does not take it.
  func store(_ memory: NonVolatileMemory) -> Bool {
    func padded(_ number: some BinaryInteger, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let text =
      "serial \(memory.serial.ascii)\ncounter \(padded(memory.pulseCounter, 10))\nstarts \(padded(memory.starts, 20))\n"
    var bytes = Array(text.utf8)
    return pwrite(device, &bytes, bytes.count, 0) == bytes.count
  }

  /// Appends a line to the truth log; false if the system does not take it whole.
  func append(_ line: String) -> Bool {
    var bytes = Array(line.utf8)
    bytes.append(UInt8(ascii: "\n"))
    return Glibc.write(log, &bytes, bytes.count) == bytes.count
  }

  /// Writes a file of the folder, whole or not at all.
  func write(_ text: String, as name: String) throws(SimulatorFailure) {
    let temporary = "\(path)/.\(name).new"
    let descriptor = try Self.open(temporary, O_WRONLY | O_CREAT | O_TRUNC)
    defer { close(descriptor) }
    var bytes = Array(text.utf8)
    guard Glibc.write(descriptor, &bytes, bytes.count) == bytes.count, rename(temporary, "\(path)/\(name)") == 0 else {
      throw .system(what: "write", path: "\(path)/\(name)", errno: errno)
    }
  }
}
