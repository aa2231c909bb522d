import FoundationEssentials
import VarlinkWire

/// varlink's bytes as a peer may send them: cut into messages, read as JSON, as calls, as replies, and checked against
/// an interface.
///
/// The first byte says in which pieces the rest arrives.
enum VarlinkTarget {
  /// So small that the fuzzer reaches it.
  private static let cap = 600

  static func run(_ bytes: [UInt8]) {
    var input = Reading(bytes)
    let piece = Int(input.byte()) + 1
    let stream = input.all()
    var decoder = FrameDecoder(maximumBytes: cap)
    var found: [[UInt8]] = []
    var refused = false
    var start = 0
    while start < stream.count, !refused {
      let end = min(start + piece, stream.count)
      decoder.append(stream[start..<end])
      start = end
      do {
        while let message = try decoder.next() { found.append(message) }
      } catch {
        refused = true
      }
      holds(refused || decoder.pendingBytes <= cap, "\(decoder.pendingBytes) bytes are held back")
    }
    let parts = stream.split(separator: 0, omittingEmptySubsequences: false).map { Array($0) }
    let good = parts.dropLast().prefix { $0.count <= cap }.map { $0 }
    holds(found == good, "\(found.count) messages were cut out of \(good.count)")
    let tooLong = parts.dropLast().count > good.count || (parts.last?.count ?? 0) > cap
    holds(refused == tooLong, "a message above the cap \(refused ? "was not there" : "was taken")")
    for message in found + [parts.last ?? []] { JSONRules.check(message) }
  }
}

/// What holds for the bytes of one message.
enum JSONRules {
  static func check(_ bytes: [UInt8]) {
    let value: JSONValue
    do {
      value = try JSONValue(parsing: bytes)
    } catch {
      holds((0...bytes.count).contains(error.offset), "an error at byte \(error.offset) of \(bytes.count)")
      holds(!error.description.isEmpty, "an error without words")
      holds(
        (try? CallMessage(parsing: bytes)) == nil && (try? ReplyMessage(parsing: bytes)) == nil, "a message is no JSON")
      return
    }
    do {
      let once = try value.encoded()
      let again = try JSONValue(parsing: once)
      holds(again == value, "\(value) comes back as \(again)")
      try holds(again.encoded() == once, "equal values have different bytes")
    } catch {
      broken("\(value) was read and does not go there and back: \(error)")
    }
    holds(depth(value) <= JSONValue.maximumDepth, "nested deeper than allowed")
    agree(value, bytes)
    messages(bytes)
    if let members = value.members { InterfaceRules.check(members) }
  }

  private static func messages(_ bytes: [UInt8]) {
    do {
      if let call = try? CallMessage(parsing: bytes) {
        var encoded = try call.encoded()
        holds(encoded.popLast() == 0 && !encoded.contains(0), "a call does not end with its only zero")
        try holds(CallMessage(parsing: encoded) == call, "\(call) does not go there and back")
        let parts = CallMessage.split(call.method)
        holds(parts.map { $0.interface + "." + $0.member == call.method } ?? true, "\(call.method) is split wrongly")
      }
      if let reply = try? ReplyMessage(parsing: bytes) {
        var encoded = try reply.encoded()
        holds(encoded.popLast() == 0 && !encoded.contains(0), "a reply does not end with its only zero")
        try holds(ReplyMessage(parsing: encoded) == reply, "\(reply) does not go there and back")
      }
    } catch {
      broken("a message was read and does not go there and back: \(error)")
    }
  }

  private static func depth(_ value: JSONValue) -> Int {
    if let members = value.members { return 1 + (members.values.map(depth).max() ?? 0) }
    if let elements = value.elements { return 1 + (elements.map(depth).max() ?? 0) }
    return 0
  }

  /// What the own reader takes, Foundation's takes too, and finds the same in it.
  private static func agree(_ value: JSONValue, _ bytes: [UInt8]) {
    guard let other = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) else {
      broken("another reader of JSON does not take \(String(decoding: bytes, as: UTF8.self))")
    }
    holds(same(value, other), "\(value) is \(other) to another reader")
  }

  private static func same(_ one: JSONValue, _ other: JSONValue) -> Bool {
    if let left = one.doubleValue, let right = other.doubleValue { return left == right }
    if let left = one.elements, let right = other.elements {
      return left.count == right.count && zip(left, right).allSatisfy(same)
    }
    if let left = one.members, let right = other.members {
      return left.count == right.count && left.allSatisfy { key, value in right[key].map { same(value, $0) } ?? false }
    }
    return one == other
  }
}
