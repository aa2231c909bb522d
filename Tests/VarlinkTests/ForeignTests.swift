import Foundation
import Testing
import Varlink
import VarlinkWire

extension VarlinkTests {
  @Suite struct ForeignTests {
    @Test func `Python's certification client passes against our server`() async throws {
      let python = try ForeignPython()
      let directory = try TemporaryDirectory()
      let path = directory.path + "/socket"
      let service = ServiceDefinition(
        vendor: "Porate", product: "Certification", version: "1", url: "https://porate.invalid/",
        interfaces: [try Interface(parsing: certificationText)])
      let server = try await VarlinkServer.start(service, at: .path(path)) { _ in CertificationHandler() }
      let outcome = try await python.run([
        "-m", "varlink.tests.test_certification", "--client", "--varlink=unix:\(path)",
      ])
      #expect(outcome.status == 0, "\(outcome.output)")
      #expect(outcome.output.contains("Certification passed"))
      #expect(try await server.handler.result { $0.isFinished })
      await server.stop()
    }

    @Test func `our client passes against Python's certification server`() async throws {
      let python = try ForeignPython()
      let directory = try TemporaryDirectory()
      let path = directory.path + "/socket"
      let process = try python.start(
        ["-m", "varlink.tests.test_certification", "--varlink=unix:\(path)"], outputAt: directory.path + "/output")
      defer { process.terminate() }
      let connection = try await connectWhenServed(path, by: process)
      let name = "org.varlink.certification"
      let interface = try Interface(parsing: certificationText)
      var reply = try await connection.call("\(name).Start")
      let id = try #require(reply["client_id"])
      reply = [:]
      for (method, expected) in certificationReplies {
        reply["client_id"] = id
        reply = try await connection.call("\(name).\(method)", reply)
        // Python's server adds the id to one reply that has no such field.
        reply["client_id"] = nil
        #expect(reply == expected, "\(method)")
        #expect(try interface.fault(in: reply, of: #require(interface.methods[method]).result) == nil)
      }
      reply["client_id"] = id
      var texts: [JSONValue] = []
      for try await part in try connection.more("\(name).Test10", reply) { texts.append(part["string"] ?? .null) }
      #expect(texts == (1...10).map { .string("Reply number \($0)") })
      try connection.oneway("\(name).Test11", ["client_id": id, "last_more_replies": .array(texts)])
      #expect(try await connection.call("\(name).End", ["client_id": id]) == ["all_ok": true])
      await #expect(throws: VarlinkClientError.self) { try await connection.call("\(name).End", ["client_id": id]) }
    }

    func connectWhenServed(_ path: String, by process: Process) async throws -> VarlinkConnection {
      for _ in 0..<1000 where process.isRunning {
        if let connection = try? await VarlinkConnection.connect(to: path) { return connection }
        try await Task.sleep(for: .milliseconds(20))
      }
      return try await VarlinkConnection.connect(to: path)
    }

    @Test func `Python's command line reads, describes and calls our service`() async throws {
      let python = try ForeignPython()
      try await withTestServer { path, _ in
        let address = "unix:\(path)"
        let info = try await python.run(["-m", "varlink.cli", "info", address])
        #expect(info.output.contains("Product: Test") && info.output.contains("io.porate.Test"), "\(info.output)")
        let help = try await python.run(["-m", "varlink.cli", "help", "\(address)/io.porate.Test"])
        #expect(help.output.contains("method Echo(text: string) -> (text: string)"), "\(help.output)")
        let call = try await python.run([
          "-m", "varlink.cli", "call", "\(address)/io.porate.Test.Echo", #"{"text": "grüß"}"#,
        ])
        #expect(call.status == 0 && call.output.contains(#""text": "gr\u00fc\u00df""#), "\(call.output)")
        let more = try await python.run([
          "-m", "varlink.cli", "call", "--more", "\(address)/io.porate.Test.Count", #"{"to": 3}"#,
        ])
        #expect(more.output.contains(#""number": 3"#) && more.output.contains(#""number": 1"#), "\(more.output)")
        let wrong = try await python.run(["-m", "varlink.cli", "call", "\(address)/io.porate.Test.Echo", #"{"a": 1}"#])
        #expect(wrong.output.contains("InvalidParameter"), "\(wrong.output)")
      }
    }

    @Test func `asyncvarlink's client calls, streams and gets typed errors`() async throws {
      let python = try ForeignPython()
      try await withTestServer { path, handler in
        let outcome = try await python.run([ForeignPython.script("varlink_async_client.py"), path])
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.output.contains("all well"))
        #expect(try await handler.result { $0.stops } == 1)
      }
    }
  }
}
