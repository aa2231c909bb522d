import Foundation
import Glibc
import NIOCore
import Testing
import Varlink
import VarlinkWire

extension VarlinkTests {
  @Suite struct ListeningTests {
    func start(_ address: ListeningAddress) async throws(ListenError) -> VarlinkServer<TestHandler> {
      try await VarlinkServer.start(
        ServiceDefinition(vendor: "", product: "", version: "", url: "", interfaces: []), at: address
      ) { TestHandler(loop: $0) }
    }

    /// A bound socket, listening or not, as another program would have it.
    func bound(_ path: String, listening: Bool) throws -> Int32 {
      let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      let result = try SocketAddress(unixDomainSocketPath: path).withSockAddr { bind(descriptor, $0, socklen_t($1)) }
      #expect(result == 0)
      if listening { #expect(listen(descriptor, 5) == 0) }
      return descriptor
    }

    @Test func `the socket file has its mode and goes when the server stops`() async throws {
      let directory = try TemporaryDirectory()
      for (address, mode) in [
        (ListeningAddress.path(directory.path + "/a"), 0o660), (.path(directory.path + "/b", mode: 0o600), 0o600),
      ] {
        guard case .path(let path, _) = address else { continue }
        let server = try await start(address)
        var status = stat()
        #expect(lstat(path, &status) == 0)
        #expect(Int(status.st_mode) & 0o777 == mode)
        await server.stop()
        #expect(lstat(path, &status) == -1)
      }
    }

    @Test func `the file of a server that is gone is replaced`() async throws {
      let directory = try TemporaryDirectory()
      let path = directory.path + "/socket"
      close(try bound(path, listening: true))
      let server = try await start(.path(path))
      _ = try RawClient(path: path)
      await server.stop()
    }

    @Test func `a served socket, a file and a symbolic link are left alone`() async throws {
      let directory = try TemporaryDirectory()
      let served = directory.path + "/served"
      let other = try bound(served, listening: true)
      defer { close(other) }
      await #expect(throws: ListenError.alreadyServed(served)) { try await start(.path(served)) }
      let file = directory.path + "/file"
      try Data("kept".utf8).write(to: URL(fileURLWithPath: file))
      await #expect(throws: ListenError.notASocket(file)) { try await start(.path(file)) }
      #expect(FileManager.default.contents(atPath: file) == Data("kept".utf8))
      let link = directory.path + "/link"
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: served)
      await #expect(throws: ListenError.notASocket(link)) { try await start(.path(link)) }
      _ = try RawClient(path: served)
    }

    @Test func `unusable paths are refused`() async throws {
      let long = "/tmp/" + String(repeating: "x", count: 120)
      for path in [long, "", "/tmp/a\0b"] {
        await #expect(throws: ListenError.unusablePath(path)) { try await start(.path(path)) }
      }
      let missing = "/nonexistent/folder/socket"
      await #expect(throws: ListenError.system(call: "bind", path: missing, errno: ENOENT)) {
        try await start(.path(missing))
      }
    }

    @Test func `a listening socket that was handed over is served and its file stays`() async throws {
      let directory = try TemporaryDirectory()
      let path = directory.path + "/socket"
      let server = try await start(.inherited(descriptor: try bound(path, listening: true)))
      let connection = try await VarlinkConnection.connect(to: path)
      #expect(try await connection.call("org.varlink.service.GetInfo")["interfaces"] == ["org.varlink.service"])
      await server.stop()
      #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test func `a descriptor that does not listen is refused`() async throws {
      let directory = try TemporaryDirectory()
      let silent = try bound(directory.path + "/socket", listening: false)
      defer { close(silent) }
      for descriptor in [silent, 0, -1, 9999] {
        await #expect(throws: ListenError.unusableDescriptor(descriptor)) {
          try await start(.inherited(descriptor: descriptor))
        }
      }
    }

    @Test func `the handler learns who the peer is`() async throws {
      try await withTestServer { path, handler in
        let client = try RawClient(path: path)
        try client.call("Stop")
        _ = try client.reply()
        var groups = [gid_t](repeating: 0, count: 1024)
        let count = max(getgroups(1024, &groups), 0)
        let own = PeerCredentials(
          processID: getpid(), userID: geteuid(), groupID: getegid(),
          supplementaryGroupIDs: groups.prefix(Int(count)).map { $0 })
        #expect(try await handler.result { $0.opened } == [own])
      }
    }
  }
}
