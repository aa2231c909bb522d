import Testing
import Varlink
import VarlinkWire

/// All tests over real sockets, one after the other: they start processes and share two cores with event loops.
@Suite(.serialized) struct VarlinkTests {}

let testInterfaceText = """
  # What the tests call.
  interface io.porate.Test

  type Point (x: int, y: ?float)

  # Answers with the same text.
  method Echo(text: string) -> (text: string)
  # Answers when Release is called.
  method Hold() -> (text: string)
  # Lets every Hold answer.
  method Release() -> (held: int)
  # Counts up, one reply each.
  method Count(to: int) -> (number: int)
  # Urgent.
  method Stop() -> (count: int)
  # Takes values of several types.
  method Describe(points: []Point, mode: (slow, fast)) -> ()
  # Sends many long replies, waiting for room or not.
  method Spill(replies: int, polite: bool) -> (number: int, text: string)
  # Tries every reply that must be refused, then fails with what it saw.
  method Misbehave() -> (text: string)

  error Refused (reasons: []string)
  """

/// The handler behind ``testInterfaceText``; lives on the server's loop.
final class TestHandler: CallHandler {
  var calls: [String] = []
  var held: [Responder] = []
  var stops: Int64 = 0
  var opened: [PeerCredentials] = []
  var connections: [ConnectionID] = []
  var cancellable: ScheduledWork?
  var closed: [ClosedReason] = []
  let loop: ServiceLoop

  init(loop: ServiceLoop) { self.loop = loop }

  func connectionOpened(_ connection: ConnectionID, peer: PeerCredentials) {
    opened.append(peer)
    connections.append(connection)
  }

  func connectionClosed(_ connection: ConnectionID, reason: ClosedReason) { closed.append(reason) }

  func handle(_ call: IncomingCall, responder: Responder) {
    calls.append(call.method)
    do {
      try answer(call, responder)
    } catch {
      calls.append("\(error)")
    }
  }

  private func answer(_ call: IncomingCall, _ responder: Responder) throws {
    switch call.method {
    case "Echo": try responder.reply(["text": call.parameters["text"] ?? .null])
    case "Hold": held.append(responder)
    case "Release":
      let released = held
      held = []
      for waiting in released { try waiting.reply(["text": "released"]) }
      try responder.reply(["held": .integer(Int64(released.count))])
    case "Count": try count(to: call.parameters["to"]?.integerValue ?? 0, responder)
    case "Stop":
      stops += 1
      try responder.reply(["count": .integer(stops)])
    case "Describe": try responder.reply()
    case "Spill":
      let replies = call.parameters["replies"]?.integerValue ?? 0
      spill(from: 1, to: replies, polite: call.parameters["polite"] == true, responder)
    case "Misbehave": try misbehave(responder)
    default: calls.append("unexpected")
    }
  }

  private func count(to end: Int64, _ responder: Responder) throws {
    guard let stream = responder.stream else {
      try responder.fail("io.porate.Test.Refused", ["reasons": ["not asked for more"]])
      return
    }
    for number in 1..<end { try stream.send(["number": .integer(number)]) }
    try responder.reply(["number": .integer(end)])
  }

  private func spill(from first: Int64, to last: Int64, polite: Bool, _ responder: Responder) {
    let text = JSONValue.string(String(repeating: "x", count: 60_000))
    guard let stream = responder.stream else { return }
    var number = first
    while number < last, responder.isOpen {
      if polite && !stream.hasRoom {
        stream.whenRoom { [self, number] in spill(from: number, to: last, polite: polite, responder) }
        return
      }
      try? stream.send(["number": .integer(number), "text": text])
      number += 1
    }
    try? responder.reply(["number": .integer(last), "text": text])
  }

  private func misbehave(_ responder: Responder) throws {
    var refusals: [JSONValue] = []
    func expectRefusal(_ body: () throws(ReplyRefusal) -> Void) {
      do {
        try body()
        refusals.append("accepted")
      } catch {
        switch error {
        case .tooLong(let bytes): refusals.append(.string("tooLong \(bytes > 65_536)"))
        case .notInInterface(let fault): refusals.append(.string("notInInterface \(fault.path)"))
        case .undeclaredError(let name): refusals.append(.string("undeclared \(name)"))
        case .notEncodable: refusals.append("notEncodable")
        case .alreadyFinished: refusals.append("alreadyFinished")
        case .connectionClosed: refusals.append("connectionClosed")
        }
      }
    }
    let long = JSONValue.string(String(repeating: "x", count: 70_000))
    expectRefusal { () throws(ReplyRefusal) in try responder.reply(["text": long]) }
    expectRefusal { () throws(ReplyRefusal) in try responder.reply(["test": "x"]) }
    expectRefusal { () throws(ReplyRefusal) in try responder.fail("io.porate.Test.Unheard") }
    expectRefusal { () throws(ReplyRefusal) in try responder.reply(encoding: ["text": 1]) }
    expectRefusal { () throws(ReplyRefusal) in try responder.reply(encoding: [1]) }
    try responder.fail("io.porate.Test.Refused", ["reasons": .array(refusals)])
    refusals = []
    expectRefusal { () throws(ReplyRefusal) in try responder.reply(["text": "again"]) }
    calls.append(contentsOf: refusals.compactMap(\.text))
  }
}

/// A served ``TestHandler`` for the length of `body`.
func withTestServer(
  limits: ServerLimits = ServerLimits(), _ body: (String, LoopDoor<TestHandler>) async throws -> Void
) async throws {
  let directory = try TemporaryDirectory()
  let path = directory.path + "/socket"
  let service = ServiceDefinition(
    vendor: "Porate", product: "Test", version: "1", url: "https://porate.invalid/",
    interfaces: [try Interface(parsing: testInterfaceText)], urgentMethods: ["io.porate.Test.Stop"], limits: limits)
  let server = try await VarlinkServer.start(service, at: .path(path)) { TestHandler(loop: $0) }
  do {
    try await body(path, server.handler)
  } catch {
    await server.stop()
    throw error
  }
  await server.stop()
}

/// Waits until the handler is in a state; the test fails after about 20 s.
func eventually(
  _ door: LoopDoor<TestHandler>, sourceLocation: SourceLocation = #_sourceLocation,
  _ condition: @escaping @Sendable (TestHandler) -> Bool
) async throws {
  for _ in 0..<4000 {
    if try await door.result(condition) { return }
    try await Task.sleep(for: .milliseconds(5))
  }
  Issue.record("the handler did not come to the expected state", sourceLocation: sourceLocation)
}
