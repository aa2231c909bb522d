import Testing
import Varlink
import VarlinkWire

extension VarlinkTests {
  @Suite struct OrderTests {
    @Test func `Stop is handed over behind an unfinished call, and its reply keeps its place`() async throws {
      try await withTestServer { path, handler in
        let client = try RawClient(path: path)
        try client.call("Hold")
        try client.call("Echo", ["text": "after"])
        try client.call("Stop")
        try await eventually(handler) { $0.stops == 1 }
        #expect(try await handler.result { $0.calls } == ["Hold", "Stop"])
        let other = try RawClient(path: path)
        try other.call("Release")
        #expect(try other.reply().parameters == ["held": 1])
        #expect(try client.reply().parameters == ["text": "released"])
        #expect(try client.reply().parameters == ["text": "after"])
        #expect(try client.reply().parameters == ["count": 1])
      }
    }

    @Test func `Stop works while the client does not read and the socket takes nothing more`() async throws {
      try await withTestServer { path, handler in
        let client = try RawClient(path: path)
        try client.call("Spill", ["replies": 200, "polite": true], more: true)
        try await eventually(handler) { $0.calls == ["Spill"] }
        try client.call("Stop")
        try await eventually(handler) { $0.stops == 1 }
        for number in 1...200 { #expect(try client.reply().parameters["number"] == .integer(Int64(number))) }
        #expect(try client.reply().parameters == ["count": 1])
      }
    }

    @Test func `Stop works from a second connection while the first is held`() async throws {
      try await withTestServer { path, _ in
        let holder = try RawClient(path: path)
        try holder.call("Hold")
        let other = try RawClient(path: path)
        try other.call("Stop")
        #expect(try other.reply().parameters == ["count": 1])
      }
    }

    @Test func `a stream ends with one reply that does not continue`() async throws {
      try await withTestServer { path, _ in
        let client = try RawClient(path: path)
        try client.call("Count", ["to": 3], more: true)
        let replies = [try client.reply(), try client.reply(), try client.reply()]
        #expect(replies.map(\.continues) == [true, true, false])
        #expect(replies.map { $0.parameters["number"] } == [1, 2, 3])
      }
    }

    @Test func `a call without more can get no continuing reply`() async throws {
      try await withTestServer { path, _ in
        let client = try RawClient(path: path)
        try client.call("Count", ["to": 3])
        let refused = ReplyMessage(parameters: ["reasons": ["not asked for more"]], error: "io.porate.Test.Refused")
        #expect(try client.reply() == refused)
      }
    }

    @Test func `a oneway call gets no reply, nor does one that is refused`() async throws {
      try await withTestServer { path, handler in
        let client = try RawClient(path: path)
        try client.call("Echo", ["text": "silent"], oneway: true)
        try client.call("Nonsense", oneway: true)
        try client.call("Echo", ["wrong": 1], oneway: true)
        try client.call("Echo", ["text": "loud"])
        #expect(try client.reply().parameters == ["text": "loud"])
        #expect(try await handler.result { $0.calls } == ["Echo", "Echo"])
      }
    }

    @Test func `refusals and the service's own replies wait their turn too`() async throws {
      try await withTestServer { path, handler in
        let client = try RawClient(path: path)
        try client.call("Hold")
        try client.call("Nonsense")
        try client.send(#"{"method":"org.varlink.service.GetInfo"}"#)
        try client.call("Stop")
        try await eventually(handler) { $0.stops == 1 }
        let other = try RawClient(path: path)
        try other.call("Release")
        #expect(try client.reply().parameters == ["text": "released"])
        #expect(try client.reply().error == "org.varlink.service.MethodNotFound")
        #expect(try client.reply().parameters["product"] == "Test")
        #expect(try client.reply().parameters == ["count": 1])
      }
    }

    @Test func `thousands of calls in one breath are answered in their order`() async throws {
      try await withTestServer { path, _ in
        let client = try RawClient(path: path)
        let calls = try (0..<3000).flatMap { number in
          try CallMessage(method: "io.porate.Test.Echo", parameters: ["text": .string("\(number)")]).encoded()
        }
        try client.send(calls)
        for number in 0..<3000 { #expect(try client.reply().parameters["text"]?.text == "\(number)") }
      }
    }

    @Test func `replies that must not be sent are refused and the call can still be failed`() async throws {
      try await withTestServer { path, handler in
        let client = try RawClient(path: path)
        try client.call("Misbehave")
        let reasons: JSONValue = [
          "tooLong true", "notInInterface test", "undeclared io.porate.Test.Unheard", "notInInterface text",
          "notEncodable",
        ]
        #expect(try client.reply() == ReplyMessage(parameters: ["reasons": reasons], error: "io.porate.Test.Refused"))
        #expect(try await handler.result { $0.calls } == ["Misbehave", "alreadyFinished"])
      }
    }
  }
}
