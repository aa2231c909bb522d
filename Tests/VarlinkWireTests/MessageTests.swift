import Testing
import VarlinkWire

@Suite struct MessageTests {
  @Test func `a stream cut anywhere gives the same messages`() throws {
    let stream = Array("one\0two\0\0three\0".utf8)
    for size in 1...stream.count {
      var decoder = FrameDecoder()
      var messages: [String] = []
      for start in stride(from: 0, to: stream.count, by: size) {
        decoder.append(stream[start..<min(start + size, stream.count)])
        while let message = try decoder.next() { messages.append(String(decoding: message, as: UTF8.self)) }
      }
      #expect(messages == ["one", "two", "", "three"])
      #expect(decoder.pendingBytes == 0)
    }
  }

  @Test func `the cap holds for finished and unfinished messages, and not one byte earlier`() throws {
    var decoder = FrameDecoder(maximumBytes: 4)
    decoder.append(Array("1234".utf8))
    #expect(try decoder.next() == nil)
    decoder.append([0])
    #expect(try decoder.next() == Array("1234".utf8))
    decoder.append(Array("12345".utf8))
    #expect(throws: FrameError.self) { try decoder.next() }
    var whole = FrameDecoder(maximumBytes: 4)
    whole.append(Array("12345\0".utf8))
    #expect(throws: FrameError.self) { try whole.next() }
  }

  @Test func `a call survives the wire`() throws {
    let call = CallMessage(method: "a.b.C", parameters: ["x": 1], more: true, oneway: false, upgrade: true)
    let bytes = try call.encoded()
    #expect(bytes.last == 0)
    #expect(try CallMessage(parsing: Array(bytes.dropLast())) == call)
  }

  @Test func `a reply survives the wire`() throws {
    for reply in [
      ReplyMessage(), ReplyMessage(parameters: ["x": [1]], continues: true),
      ReplyMessage(parameters: ["y": nil], error: "a.b.E"),
    ] {
      #expect(try ReplyMessage(parsing: Array(reply.encoded().dropLast())) == reply)
    }
  }

  @Test(arguments: [
    ("[]", MessageError.notAnObject), ("{}", .missingKey("method")), (#"{"method":1}"#, .wrongType("method")),
    (#"{"method":"a.B","parameters":[]}"#, .wrongType("parameters")),
    (#"{"method":"a.B","more":1}"#, .wrongType("more")), (#"{"method":"a.B","onewy":true}"#, .unknownKey("onewy")),
  ])
  func `what is no call is refused with the key to blame`(text: String, error: MessageError) {
    #expect(throws: error) { try CallMessage(parsing: Array(text.utf8)) }
  }

  @Test func `a null parameter object and null flags count as absent`() throws {
    let call = try CallMessage(parsing: Array(#"{"method":"a.B","parameters":null,"more":null}"#.utf8))
    #expect(call == CallMessage(method: "a.B"))
  }

  @Test func `a qualified name splits at its last dot`() {
    #expect(CallMessage.split("org.varlink.service.GetInfo")?.interface == "org.varlink.service")
    #expect(CallMessage.split("org.varlink.service.GetInfo")?.member == "GetInfo")
    #expect(CallMessage.split("GetInfo") == nil)
  }
}
