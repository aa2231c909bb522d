import Testing
import Varlink
import VarlinkWire

extension VarlinkTests {
  @Suite struct LoopTests {
    @Test func `scheduled work runs in the order of its times, and not when cancelled`() async throws {
      try await withTestServer { _, handler in
        handler.enter { handler in
          handler.loop.schedule(after: .milliseconds(40)) { handler.calls.append("second") }
          handler.loop.schedule(after: .milliseconds(1)) { handler.calls.append("first") }
          handler.cancellable = handler.loop.schedule(after: .milliseconds(2)) { handler.calls.append("never") }
          handler.cancellable?.cancel()
        }
        try await eventually(handler) { $0.calls.count == 2 }
        #expect(try await handler.result { $0.calls } == ["first", "second"])
      }
    }

    @Test func `the handler can close a connection, and hears of it once`() async throws {
      try await withTestServer { path, handler in
        let client = try RawClient(path: path)
        try await eventually(handler) { $0.connections.count == 1 }
        handler.enter { handler in
          for connection in handler.connections + handler.connections { handler.loop.close(connection) }
          // Not from within the closing: the handler's own state is not to change under its hands.
          if !handler.closed.isEmpty { handler.calls.append("closed too early") }
        }
        try client.waitForEnd()
        try await eventually(handler) { $0.closed == [.closedByService] }
        #expect(try await handler.result { $0.calls }.isEmpty)
      }
    }

    @Test func `stopping tells the handler of every connection and ends the clients`() async throws {
      let directory = try TemporaryDirectory()
      let path = directory.path + "/socket"
      let service = ServiceDefinition(
        vendor: "", product: "", version: "", url: "", interfaces: [try Interface(parsing: testInterfaceText)])
      let seen = Seen()
      let server = try await VarlinkServer.start(service, at: .path(path)) { loop in
        let handler = TestHandler(loop: loop)
        seen.handler = handler
        return handler
      }
      let clients = [try RawClient(path: path), try RawClient(path: path)]
      try await eventually(server.handler) { $0.connections.count == 2 }
      await server.stop()
      for client in clients { try client.waitForEnd() }
      #expect(seen.handler?.closed == [.serverStopped, .serverStopped])
      await #expect(throws: VarlinkClientError.absent(path: path)) { try await VarlinkConnection.connect(to: path) }
    }

    /// Written on the loop before the first connection and read after the loop has ended, so never at the same time.
    final class Seen: @unchecked Sendable { var handler: TestHandler? }

    @Test func `an interface whose description does not fit a message is refused at the start`() async throws {
      let comment = String(repeating: "# \"quoted\"\n", count: 5500)
      let service = ServiceDefinition(
        vendor: "", product: "", version: "", url: "",
        interfaces: [try Interface(parsing: comment + "interface a.b\nmethod M() -> ()")])
      let directory = try TemporaryDirectory()
      await #expect(throws: ListenError.descriptionTooLong(interface: "a.b")) {
        try await VarlinkServer.start(service, at: .path(directory.path + "/socket")) { TestHandler(loop: $0) }
      }
    }
  }
}
