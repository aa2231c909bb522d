import Glibc
import Testing
import Varlink
import VarlinkWire

extension VarlinkTests {
  @Suite struct ClientTests {
    struct Text: Codable, Equatable { var text: String }
    struct Number: Codable, Equatable { var number: Int }
    struct End: Codable { var to: Int }

    @Test func `a service that does not run is told from one that is gone`() async throws {
      let directory = try TemporaryDirectory()
      let path = directory.path + "/socket"
      await #expect(throws: VarlinkClientError.absent(path: path)) { try await VarlinkConnection.connect(to: path) }
      let stale = try ListeningTests().bound(path, listening: false)
      defer { close(stale) }
      await #expect(throws: VarlinkClientError.refused(path: path)) { try await VarlinkConnection.connect(to: path) }
      let long = String(repeating: "x", count: 200)
      await #expect(throws: VarlinkClientError.self) { try await VarlinkConnection.connect(to: long) }
    }

    @Test func `typed calls, errors, oneway and streams work on one connection`() async throws {
      try await withTestServer { path, handler in
        let connection = try await VarlinkConnection.connect(to: path)
        let echo = try await connection.call("io.porate.Test.Echo", encoding: Text(text: "hé"), as: Text.self)
        #expect(echo == Text(text: "hé"))
        try connection.oneway("io.porate.Test.Stop")
        var numbers: [Int] = []
        for try await reply in try connection.more("io.porate.Test.Count", encoding: End(to: 5), as: Number.self) {
          numbers.append(reply.number)
        }
        #expect(numbers == [1, 2, 3, 4, 5])
        let wanted = ServiceError(name: "org.varlink.service.InvalidParameter", parameters: ["parameter": "text"])
        await #expect(throws: VarlinkClientError.failed(wanted)) { try await connection.call("io.porate.Test.Echo") }
        await #expect(throws: VarlinkClientError.self) {
          try await connection.call("io.porate.Test.Echo", encoding: Text(text: "x"), as: Number.self)
        }
        #expect(try await handler.result { $0.stops } == 1)
      }
    }

    @Test func `a failing stream throws the service's error`() async throws {
      try await withTestServer { path, _ in
        let connection = try await VarlinkConnection.connect(to: path)
        let wanted = ServiceError(
          name: "org.varlink.service.MethodNotFound", parameters: ["method": "io.porate.Test.X"])
        await #expect(throws: VarlinkClientError.failed(wanted)) {
          for try await _ in try connection.more("io.porate.Test.X") {}
        }
      }
    }

    @Test func `calls from many tasks over several connections all get their own reply`() async throws {
      try await withTestServer { path, _ in
        var connections: [VarlinkConnection] = []
        for _ in 0..<4 { connections.append(try await VarlinkConnection.connect(to: path)) }
        try await withThrowingTaskGroup(of: Bool.self) { group in
          for number in 0..<200 {
            let connection = connections[number % 4]
            group.addTask {
              let text = Text(text: "\(number)")
              return try await connection.call("io.porate.Test.Echo", encoding: text, as: Text.self) == text
            }
          }
          for try await isOwn in group { #expect(isOwn) }
        }
      }
    }

    @Test func `cancelling a call closes the connection, and the service notices`() async throws {
      try await withTestServer { path, handler in
        let connection = try await VarlinkConnection.connect(to: path)
        let task = Task { try await connection.call("io.porate.Test.Hold") }
        try await eventually(handler) { $0.held.count == 1 }
        task.cancel()
        await #expect(throws: VarlinkClientError.cancelled) { try await task.value }
        try await eventually(handler) { $0.closed == [.peerClosed] }
        await #expect(throws: VarlinkClientError.closed) { try await connection.call("io.porate.Test.Stop") }
      }
    }

    @Test func `leaving a stream before its end closes the connection`() async throws {
      try await withTestServer { path, handler in
        let connection = try await VarlinkConnection.connect(to: path)
        let spill: [String: JSONValue] = ["replies": 1000, "polite": true]
        for try await _ in try connection.more("io.porate.Test.Spill", spill) { break }
        try await eventually(handler) { $0.closed == [.peerClosed] }
        await #expect(throws: VarlinkClientError.closed) { try await connection.call("io.porate.Test.Stop") }
      }
    }

    @Test func `a stream goes on when nothing else keeps its connection`() async throws {
      try await withTestServer { path, _ in
        var numbers: [JSONValue?] = []
        let stream = try await VarlinkConnection.connect(to: path).more("io.porate.Test.Count", ["to": 3])
        for try await reply in stream { numbers.append(reply["number"]) }
        #expect(numbers == [1, 2, 3])
      }
    }

    @Test func `waiting calls fail when the service goes`() async throws {
      let failure = Failure()
      try await withTestServer { path, handler in
        let connection = try await VarlinkConnection.connect(to: path)
        failure.task = Task { try await connection.call("io.porate.Test.Hold") }
        try await eventually(handler) { $0.held.count == 1 }
      }
      let task = try #require(failure.task)
      await #expect(throws: VarlinkClientError.closed) { try await task.value }
    }

    final class Failure { var task: Task<[String: JSONValue], any Error>? }

    @Test func `a call that is too long or not expressible is not sent`() async throws {
      try await withTestServer { path, handler in
        let connection = try await VarlinkConnection.connect(to: path)
        let long = JSONValue.string(String(repeating: "x", count: 70_000))
        for parameters: [String: JSONValue] in [["text": long], ["text": .double(.nan)]] {
          let error = await #expect(throws: VarlinkClientError.self) {
            try await connection.call("io.porate.Test.Echo", parameters)
          }
          guard case .unsendable = error else {
            Issue.record("\(String(describing: error))")
            continue
          }
        }
        #expect(try await handler.result { $0.calls }.isEmpty)
      }
    }
  }
}
