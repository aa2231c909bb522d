import ControlInterface
import Foundation
import GeneratorLink
import Quantities

/// A real `porate-sim serve` in a folder of its own, and a host at its line.
final class Bedside {
  let folder: URL
  private var simulator: Process?

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "porate-sim-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit {
    simulator?.terminate()
    simulator?.waitUntilExit()
    try? FileManager.default.removeItem(at: folder)
  }

  var link: String { folder.appending(path: "generator").path }
  var socket: String { folder.appending(path: "sim").path }
  var state: String { folder.appending(path: "state").path }
  var processID: Int32 { simulator?.processIdentifier ?? -1 }

  /// The program beside this test's own binary.
  static var program: URL {
    let arguments = CommandLine.arguments
    let bundle = arguments.firstIndex(of: "--test-bundle-path").map { arguments[$0 + 1] } ?? arguments[0]
    return URL(filePath: bundle).deletingLastPathComponent().appending(path: "porate-sim")
  }

  /// Starts the simulator and waits for its first line; that line.
  @discardableResult
  func start(_ more: [String] = []) throws -> String {
    let process = Process()
    process.executableURL = Self.program
    process.arguments =
      ["serve", "--link", link, "--socket", socket, "--state", state, "--seed", "7", "--supply", "20kW"] + more
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    simulator = process
    return String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
  }

  /// `kill -9`.
  func kill() {
    guard let simulator else { return }
    Foundation.kill(simulator.processIdentifier, SIGKILL)
    simulator.waitUntilExit()
    self.simulator = nil
  }

  /// SIGTERM; the exit code.
  func end() -> Int32 {
    simulator?.terminate()
    simulator?.waitUntilExit()
    defer { simulator = nil }
    return simulator?.terminationStatus ?? -1
  }

  /// Runs `porate-sim` to its end: what it printed on both outputs, and its exit code.
  static func run(_ arguments: [String]) throws -> (text: String, code: Int32) {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (text, process.terminationStatus)
  }
}

/// A host at a pseudo-terminal, in real time.
final class RealHost {
  private let descriptor: Int32
  private let link: UInt32
  private var reader = FrameReader()
  private var sequence: UInt16 = 0
  private var request: UInt16 = 0
  private var lastBeat = ContinuousClock.now
  private(set) var heard: [(message: DeviceMessage, request: UInt16)] = []
  private(set) var newest = DeviceInstant.zero
  var isBeating = true

  init?(_ path: String, link: UInt32) {
    descriptor = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    self.link = link
    tcflush(descriptor, TCIOFLUSH)
  }

  deinit { close(descriptor) }

  func say(_ message: HostMessage, request: UInt16 = 0) {
    sequence &+= 1
    let frame = message.encode(link: link, sequence: sequence, request: request)
    let bytes = (0..<frame.count).map { frame.byte(at: $0) }
    _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  }

  /// Sends and waits for the answer, at most 5 s.
  func ask(_ message: HostMessage) -> DeviceMessage? {
    request &+= 1
    let asked = request
    say(message, request: asked)
    _ = turn { self.heard.contains { $0.request == asked } }
    return heard.last { $0.request == asked }?.message
  }

  /// Reads and beats until something holds, at most 20 s; whether it does.
  func turn(until holds: () -> Bool) -> Bool {
    let end = ContinuousClock.now.advanced(by: .seconds(20))
    while !holds() {
      guard ContinuousClock.now < end else { return false }
      if isBeating, lastBeat.duration(to: .now) > .milliseconds(100), newest > .zero {
        lastBeat = .now
        say(.heartbeat(ttl: .milliseconds(2_000), echo: newest))
      }
      take()
    }
    return true
  }

  private func take() {
    var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&wait, 1, 20) > 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = read(descriptor, &buffer, buffer.count)
    guard count > 0 else {
      usleep(1_000)
      return
    }
    for byte in buffer.prefix(count) {
      guard case .frame(let frame) = reader.accept(byte), let message = try? DeviceMessage.decode(frame) else {
        continue
      }
      if case .telemetry(let telemetry) = message { newest = telemetry.deviceTime }
      heard.append((message, frame.request))
    }
  }

  /// Opens the link, uploads, charges; whether the device is armed.
  func arm(_ program: Program, nonce: UInt64) throws -> Bool {
    guard case .identity = ask(.hello(linkID: link, protocolVersion: 1)), ask(.discharge) == .accepted else {
      return false
    }
    let revoked = newest
    guard turn(until: { self.newest.microseconds > revoked.microseconds + 20_000 }) else { return false }
    lastBeat = .now
    say(.heartbeat(ttl: .milliseconds(2_000), echo: newest))
    let bytes = try program.encode()
    guard ask(.programBegin(nonce: nonce, bytes: UInt16(bytes.count), sha256: bytes.digest())) == .accepted else {
      return false
    }
    var offset: UInt16 = 0
    while let chunk = bytes.chunk(at: offset) {
      guard ask(.programData(nonce: nonce, offset: offset, chunk: chunk)) == .accepted else { return false }
      offset += UInt16(chunk.count)
    }
    guard ask(.programCommit(nonce: nonce)) == .accepted, ask(.charge(nonce: nonce)) == .accepted else { return false }
    return turn(until: { self.state == .armed })
  }

  var state: DeviceState? {
    for one in heard.reversed() { if case .telemetry(let telemetry) = one.message { return telemetry.state } }
    return nil
  }

  func fire(nonce: UInt64) -> DeviceMessage? {
    ask(
      .release(
        nonce: nonce, step: 0, pulse: 0, fireAt: .zero, notAfter: .microseconds(newest.microseconds + 1_000_000)))
  }

  var reports: Int { heard.filter { if case .pulseReport = $0.message { true } else { false } }.count }
}
