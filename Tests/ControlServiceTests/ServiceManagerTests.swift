import Foundation
import Glibc
import Testing

@testable import ControlService

@Suite struct ServiceManagerTests {
  @Test func `the manager's socket gets the message as it was written`() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "notify-\(UUID().uuidString.prefix(8))").path
    defer { unlink(path) }
    let descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(bound == 0)
    let manager = ServiceManager { $0 == "NOTIFY_SOCKET" ? path : nil }
    #expect(manager.tell("READY=1", "STATUS=serving"))
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = recv(descriptor, &buffer, buffer.count, CInt(MSG_DONTWAIT))
    #expect(String(decoding: buffer.prefix(max(0, count)), as: UTF8.self) == "READY=1\nSTATUS=serving")
  }

  @Test func `without a manager nothing is told, handed over or watched`() {
    let manager = ServiceManager { _ in nil }
    #expect(!manager.tell("READY=1"))
    #expect(manager.listeningSocket == nil)
    #expect(manager.watchdogInterval == nil)
  }

  @Test func `a watchdog is answered at half its time, and another process's is not ours`() {
    let ours = ServiceManager { ["WATCHDOG_USEC": "5000000", "WATCHDOG_PID": "\(getpid())"][$0] }
    #expect(ours.watchdogInterval == .microseconds(2_500_000))
    let other = ServiceManager { ["WATCHDOG_USEC": "5000000", "WATCHDOG_PID": "1"][$0] }
    #expect(other.watchdogInterval == nil)
    let socket = ServiceManager { ["LISTEN_FDS": "1", "LISTEN_PID": "1"][$0] }
    #expect(socket.listeningSocket == nil)
  }
}
