import Testing
import Varlink
import VarlinkWire

extension VarlinkTests {
  @Suite struct AbuseTests {
    @Test func `a sender of single bytes is understood`() async throws {
      try await withTestServer { path, _ in
        let client = try RawClient(path: path)
        let call = CallMessage(method: "io.porate.Test.Echo", parameters: ["text": "é"])
        for byte in try call.encoded() { try client.send([byte]) }
        #expect(try client.reply().parameters == ["text": "é"])
      }
    }

    @Test func `a message of exactly the cap is served, one byte more closes the connection`() async throws {
      try await withTestServer { path, handler in
        let frame = try CallMessage(method: "io.porate.Test.Echo", parameters: ["text": ""]).encoded().count - 1
        let text = String(repeating: "y", count: 65_536 - frame)
        let client = try RawClient(path: path)
        try client.call("Describe", ["points": [], "mode": "slow"])
        _ = try client.reply()
        try client.call("Echo", ["text": .string(text)])
        #expect(try client.reply().parameters["text"]?.text?.utf8.count == text.utf8.count)
        try client.send(Array(repeating: 0x78, count: 65_537))
        try client.waitForEnd()
        try await eventually(handler) { $0.closed == [.protocolDamage("a message is longer than 65536 bytes")] }
      }
    }

    /// Bytes shown shortened in test output.
    struct Damage: CustomTestStringConvertible {
      let bytes: [UInt8]
      init(_ text: String) { bytes = Array(text.utf8) }
      init(bytes: [UInt8]) { self.bytes = bytes }
      var testDescription: String { String(decoding: bytes.prefix(60), as: UTF8.self) }
    }

    @Test(arguments: [
      Damage("nonsense"), Damage("{\"method\":\"\u{e9}"), Damage(bytes: [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D]),
      Damage(""), Damage(#"{"method":"io.porate.Test.Stop","method":"io.porate.Test.Echo"}"#), Damage("[]"),
      Damage(#"{"method":"io.porate.Test.Stop","mode":true}"#), Damage(#"{"method":7}"#),
      Damage(String(repeating: "[", count: 60_000)),
    ])
    func `what is no varlink closes the connection without any effect`(damage: Damage) async throws {
      try await withTestServer { path, handler in
        let client = try RawClient(path: path)
        try client.send(damage.bytes + [0])
        try client.waitForEnd()
        try await eventually(handler) { handler in
          guard case .protocolDamage = handler.closed.first else { return false }
          return handler.closed.count == 1 && handler.calls.isEmpty
        }
        let other = try RawClient(path: path)
        try other.call("Stop")
        #expect(try other.reply().parameters == ["count": 1])
      }
    }

    @Test func `replies to calls before the damage still arrive`() async throws {
      try await withTestServer { path, _ in
        let client = try RawClient(path: path)
        let good = try CallMessage(method: "io.porate.Test.Echo", parameters: ["text": "good"]).encoded()
        try client.send(good + Array("bad\0".utf8))
        #expect(try client.reply().parameters == ["text": "good"])
        try client.waitForEnd()
      }
    }

    @Test(arguments: [
      (#"{}"#, "mode"), (#"{"points":[],"mode":"slow","x":1}"#, "x"), (#"{"points":1,"mode":"slow"}"#, "points"),
      (#"{"points":[{"x":1.5}],"mode":"slow"}"#, "points[0].x"), (#"{"points":[],"mode":"medium"}"#, "mode"),
      (#"{"points":[{"x":1,"z":2}],"mode":"slow"}"#, "points[0].z"), (#"{"points":[null],"mode":"slow"}"#, "points[0]"),
      (#"{"points":[{"x":99999999999999999999}],"mode":"slow"}"#, "points[0].x"),
    ])
    func `wrong parameters are refused by name before the handler sees them`(text: String, name: String) async throws {
      try await withTestServer { path, handler in
        let client = try RawClient(path: path)
        try client.send(#"{"method":"io.porate.Test.Describe","parameters":\#(text)}"#)
        let reply = try client.reply()
        #expect(reply.error == "org.varlink.service.InvalidParameter")
        // With nothing given, the first missing field in the order of the definition is named.
        #expect(reply.parameters["parameter"]?.text == (text == "{}" ? "points" : name))
        #expect(try await handler.result { $0.calls }.isEmpty)
      }
    }

    @Test func `unknown interfaces, unknown methods and upgrades are refused by their names`() async throws {
      try await withTestServer { path, _ in
        let client = try RawClient(path: path)
        let cases: [(String, String, [String: JSONValue])] = [
          (#"{"method":"a.b.C"}"#, "InterfaceNotFound", ["interface": "a.b"]),
          (#"{"method":"C"}"#, "InterfaceNotFound", ["interface": "C"]),
          (#"{"method":""}"#, "InterfaceNotFound", ["interface": ""]),
          (#"{"method":"io.porate.Test.C"}"#, "MethodNotFound", ["method": "io.porate.Test.C"]),
          (#"{"method":"io.porate.Test.Stop","upgrade":true}"#, "InvalidParameter", ["parameter": "upgrade"]),
          (
            #"{"method":"org.varlink.service.GetInterfaceDescription","parameters":{"interface":"a.b"}}"#,
            "InterfaceNotFound", ["interface": "a.b"]
          ),
        ]
        for (call, error, parameters) in cases {
          try client.send(call)
          let reply = try client.reply()
          #expect(reply == ReplyMessage(parameters: parameters, error: "org.varlink.service.\(error)"))
        }
        try client.send(#"{"method":"\#(String(repeating: "x", count: 65_500))"}"#)
        #expect(try client.reply().error == "org.varlink.service.InterfaceNotFound")
      }
    }

    @Test func `a reader that takes nothing is dropped, and others are still served`() async throws {
      try await withTestServer { path, handler in
        let client = try RawClient(path: path)
        try client.call("Spill", ["replies": 1000, "polite": false], more: true)
        try await eventually(handler) { $0.closed == [.slowReader] }
        try client.waitForEnd()
        let other = try RawClient(path: path)
        try other.call("Stop")
        #expect(try other.reply().parameters == ["count": 1])
      }
    }

    @Test func `a flood of calls whose replies nobody reads is dropped`() async throws {
      try await withTestServer { path, handler in
        let client = try RawClient(path: path)
        let call =
          #"{"method":"org.varlink.service.GetInterfaceDescription","parameters":"#
          + #"{"interface":"io.porate.Test"}}"#
        let calls = Array(repeating: Array(call.utf8) + [0], count: 500).flatMap { $0 }
        do { while true { try client.send(calls) } } catch {}
        try await eventually(handler) { $0.closed == [.slowReader] }
      }
    }

    @Test func `too many calls behind an unfinished one close the connection`() async throws {
      try await withTestServer { path, handler in
        let client = try RawClient(path: path)
        for _ in 0..<64 { try client.call("Hold") }
        let other = try RawClient(path: path)
        try other.call("Stop")
        _ = try other.reply()
        #expect(try await handler.result { $0.closed }.isEmpty)
        try client.call("Hold")
        try client.waitForEnd()
        try await eventually(handler) { $0.closed == [.tooManyPendingCalls] }
        #expect(try await handler.result { $0.held.map(\.isOpen) } == [false])
      }
    }

    @Test func `too many bytes of unfinished calls close the connection`() async throws {
      try await withTestServer { path, handler in
        let client = try RawClient(path: path)
        try client.call("Hold")
        let text = JSONValue.string(String(repeating: "z", count: 60_000))
        do { for _ in 0..<6 { try client.call("Echo", ["text": text]) } } catch {}
        try client.waitForEnd()
        try await eventually(handler) { $0.closed == [.tooManyPendingCalls] }
      }
    }

    @Test func `a client that vanishes or ends its sending side is noticed, with its unfinished call`() async throws {
      try await withTestServer { path, handler in
        let half = try RawClient(path: path)
        try half.call("Hold")
        try half.send(Array(#"{"method":"io.porate"#.utf8))
        try await eventually(handler) { $0.held.count == 1 }
        half.endSending()
        try half.waitForEnd()
        try await eventually(handler) { $0.closed == [.peerClosed] }
        #expect(try await handler.result { $0.held.map(\.isOpen) } == [false])
        do {
          let vanishing = try RawClient(path: path)
          try vanishing.call("Hold")
          try await eventually(handler) { $0.held.count == 2 }
        }
        try await eventually(handler) { $0.closed == [.peerClosed, .peerClosed] }
      }
    }

    @Test func `over the bound of connections the longest silent idle one makes room`() async throws {
      var limits = ServerLimits()
      limits.connections = 3
      try await withTestServer(limits: limits) { path, handler in
        let busy = try RawClient(path: path)
        try busy.call("Hold")
        try await eventually(handler) { $0.held.count == 1 }
        let first = try RawClient(path: path)
        let second = try RawClient(path: path)
        for client in [second, first, second] {
          try client.call("Echo", ["text": "x"])
          _ = try client.reply()
        }
        let new = try RawClient(path: path)
        try new.call("Stop")
        #expect(try new.reply().parameters == ["count": 1])
        try first.waitForEnd()
        try second.call("Hold")
        try new.call("Hold")
        try await eventually(handler) { $0.held.count == 3 }
        let tooMany = try RawClient(path: path)
        try tooMany.waitForEnd()
        try await eventually(handler) { $0.closed == [.madeRoom] }
        try busy.call("Stop")
        try await eventually(handler) { $0.stops == 2 }
      }
    }

    @Test func `over the bound those that never called make room before those that did`() async throws {
      var limits = ServerLimits()
      limits.connections = 3
      try await withTestServer(limits: limits) { path, handler in
        let console = try RawClient(path: path)
        try console.call("Echo", ["text": "x"])
        _ = try console.reply()
        let silent = try RawClient(path: path)
        let halfOpen = try RawClient(path: path)
        try halfOpen.send(Array(#"{"method":"io.porate"#.utf8))
        let strangers = try (0..<20).map { _ in try RawClient(path: path) }
        try silent.waitForEnd()
        try halfOpen.waitForEnd()
        for stranger in strangers.dropLast(2) { try stranger.waitForEnd() }
        try console.call("Stop")
        #expect(try console.reply().parameters == ["count": 1])
        try await eventually(handler) { $0.stops == 1 }
      }
    }
  }
}
