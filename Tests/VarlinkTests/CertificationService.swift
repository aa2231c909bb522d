import Varlink
import VarlinkWire

/// The certification interface of the varlink project, word for word but for its comments.
let certificationText = """
  interface org.varlink.certification

  type Interface (
    foo: ?[]?[string](foo, bar, baz),
    anon: (foo: bool, bar: bool)
  )

  type MyType (
    object: object,
    enum: (one, two, three),
    struct: (first: int, second: string),
    array: []string,
    dictionary: [string]string,
    stringset: [string](),
    nullable: ?string,
    nullable_array_struct: ?[](first: int, second: string),
    interface: Interface
  )

  method Start() -> (client_id: string)
  method Test01(client_id: string) -> (bool: bool)
  method Test02(client_id: string, bool: bool) -> (int: int)
  method Test03(client_id: string, int: int) -> (float: float)
  method Test04(client_id: string, float: float) -> (string: string)
  method Test05(client_id: string, string: string) -> (bool: bool, int: int, float: float, string: string)
  method Test06(client_id: string, bool: bool, int: int, float: float, string: string)
    -> (struct: (bool: bool, int: int, float: float, string: string))
  method Test07(client_id: string, struct: (bool: bool, int: int, float: float, string: string))
    -> (map: [string]string)
  method Test08(client_id: string, map: [string]string) -> (set: [string]())
  method Test09(client_id: string, set: [string]()) -> (mytype: MyType)
  # returns more than one reply with "continues"
  method Test10(client_id: string, mytype: MyType) -> (string: string)
  # must be called as "oneway"
  method Test11(client_id: string, last_more_replies: []string) -> ()
  method End(client_id: string) -> (all_ok: bool)

  error ClientIdError ()
  error CertificationError (wants: object, got: object)
  """

/// What each step of the certification answers, which is what the next step is called with.
let certificationReplies: [(method: String, reply: [String: JSONValue])] = [
  ("Test01", ["bool": true]), ("Test02", ["int": 1]), ("Test03", ["float": 1.0]), ("Test04", ["string": "ping"]),
  ("Test05", ["bool": false, "int": 2, "float": .double(.pi), "string": "a lot of string"]),
  ("Test06", ["struct": ["bool": false, "int": 2, "float": .double(.pi), "string": "a lot of string"]]),
  ("Test07", ["map": ["foo": "Foo", "bar": "Bar"]]),
  ("Test08", ["set": ["one": [:], "two": [:], "three": [:]]]),
  (
    "Test09",
    [
      "mytype": [
        "object": ["method": "org.varlink.certification.Test09", "parameters": ["map": ["foo": "Foo", "bar": "Bar"]]],
        "enum": "two", "struct": ["first": 1, "second": "2"], "array": ["one", "two", "three"],
        "dictionary": ["foo": "Foo", "bar": "Bar"], "stringset": ["one": [:], "two": [:], "three": [:]],
        "nullable": nil, "nullable_array_struct": nil,
        "interface": [
          "foo": [nil, ["foo": "foo", "bar": "bar"], nil, ["one": "foo", "two": "bar"]],
          "anon": ["foo": true, "bar": false],
        ],
      ]
    ]
  ),
]

/// The server's side of the certification: refuses every call that is not the one whose turn it is.
final class CertificationHandler: CallHandler {
  private var step = 0
  private(set) var isFinished = false

  func connectionOpened(_ connection: ConnectionID, peer: PeerCredentials) {}
  func connectionClosed(_ connection: ConnectionID, reason: ClosedReason) {}

  func handle(_ call: IncomingCall, responder: Responder) {
    try? answer(call, responder)
  }

  /// Without null members at any depth: Python's client leaves them out of what it sends back.
  private func absent(_ members: [String: JSONValue]) -> [String: JSONValue] {
    members.filter { $0.value != .null }.mapValues { value in
      if case .object(let inner) = value { .object(absent(inner)) } else { value }
    }
  }

  private func answer(_ call: IncomingCall, _ responder: Responder) throws {
    if call.method == "Start" {
      step = 0
      try responder.reply(["client_id": "c"])
      return
    }
    let order = certificationReplies.map(\.method) + ["Test10", "Test11", "End"]
    var wanted: [String: JSONValue] = ["client_id": "c"]
    if step > 0, step <= certificationReplies.count {
      wanted.merge(certificationReplies[step - 1].reply) { own, _ in own }
    }
    let numbers = (1...10).map { JSONValue.string("Reply number \($0)") }
    if call.method == "Test11" { wanted["last_more_replies"] = .array(numbers) }
    guard step < order.count, call.method == order[step], absent(call.parameters) == absent(wanted),
      call.isOneway == (call.method == "Test11"), (responder.stream != nil) == (call.method == "Test10")
    else {
      let got = call.parameters.merging(["method": .string(call.method)]) { own, _ in own }
      try responder.fail(
        "org.varlink.certification.CertificationError", ["wants": .object(wanted), "got": .object(got)])
      return
    }
    step += 1
    switch call.method {
    case "Test10":
      for number in numbers.dropLast() { try responder.stream?.send(["string": number]) }
      try responder.reply(["string": numbers.last ?? .null])
    case "Test11": try responder.reply()
    case "End":
      isFinished = true
      try responder.reply(["all_ok": true])
    default: try responder.reply(certificationReplies[step - 1].reply)
    }
  }
}
