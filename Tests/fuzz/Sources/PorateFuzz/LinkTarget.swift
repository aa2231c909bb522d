import GeneratorLink
import Quantities
import SHA256

/// The native link's reader on bytes as they come: against a second reader, and each message there and back.
///
/// The first byte says how the rest is meant: bytes of the line, frames that get a good checksum here because no fuzzer
/// would find one, or the bytes of a program.
enum LinkTarget {
  static func run(_ bytes: [UInt8]) {
    var input = Reading(bytes)
    switch input.byte() % 3 {
    case 0: line(input.all())
    case 1:
      var stream: [UInt8] = []
      while !input.isEmpty { stream += frame(&input) }
      line(stream)
    case _: ProgramRules.check(input.all())
    }
  }

  /// One frame from the input, whole or damaged as the input says.
  private static func frame(_ input: inout Reading) -> [UInt8] {
    let damage = input.byte()
    let type = input.byte()
    let link = input.byte()
    var payload = Payload()
    let sequence = input.number16()
    let request = UInt16(input.byte())
    for byte in input.bytes(Int(input.byte())) { payload.append(byte) }
    let frame = Frame(
      type: type, link: UInt32(link) &* 0x0101_0101, sequence: sequence, request: request, payload: payload)
    let whole = lineBytes(frame.encoded())
    let content = ReferenceFrame.content(of: frame)
    holds(
      ReferenceFrame.decode(Array(whole.dropLast()), ended: true) == .content(content) && whole.last == 0,
      "a frame that was encoded is not one to a second reader")
    let place = Int(damage & 0x3f)
    switch damage >> 6 {
    case 1:
      var spoilt = whole
      spoilt[place % whole.count] ^= input.byte()
      return spoilt
    case 2: return Array(whole.prefix(place)) + [0]
    case 3: return Array(whole.dropLast())
    case _: return whole
    }
  }

  static func lineBytes(_ frame: FrameBytes) -> [UInt8] { (0..<frame.count).map { frame.byte(at: $0) } }

  /// Reads a line's bytes and holds every finding against the second reader's.
  private static func line(_ bytes: [UInt8]) {
    var reader = FrameReader()
    var plain = FrameReader()
    var filter = SequenceFilter()
    var last: UInt16?
    var segment: [UInt8] = []
    var found: [ReferenceFrame] = []
    for byte in bytes {
      let event = reader.absorb(byte) ? .none : reader.accept(byte)
      holds(same(event, plain.accept(byte)), "a byte that is absorbed reads differently when it is accepted")
      switch event {
      case .none: break
      case .damaged(let damage): found.append(.damaged(damage))
      case .frame(let frame):
        found.append(.content(ReferenceFrame.content(of: frame)))
        let newer = last.map { (1...0x7fff).contains(frame.sequence &- $0) } ?? true
        holds(
          filter.accept(frame.sequence) == newer, "sequence \(frame.sequence) after \(last.map { "\($0)" } ?? "none")")
        if newer { last = frame.sequence }
        MessageRules.check(frame)
      }
      if byte != 0 {
        segment.append(byte)
        continue
      }
      compare(found, .decode(segment, ended: true))
      segment = []
      found = []
    }
    compare(found, .decode(segment, ended: false))
  }

  private static func compare(_ found: [ReferenceFrame], _ expected: ReferenceFrame) {
    holds(found == (expected == .nothing ? [] : [expected]), "found \(found), a second reader finds \(expected)")
  }

  private static func same(_ one: FrameEvent, _ other: FrameEvent) -> Bool {
    switch (one, other) {
    case (.none, .none): true
    case (.damaged(let left), .damaged(let right)): left == right
    case (.frame(let left), .frame(let right)): ReferenceFrame.content(of: left) == ReferenceFrame.content(of: right)
    case (.none, _), (.damaged, _), (.frame, _): false
    }
  }
}

/// What holds for the message of a good frame.
enum MessageRules {
  static func check(_ frame: Frame) {
    let host = try? HostMessage.decode(frame)
    let device = try? DeviceMessage.decode(frame)
    holds(host == nil || device == nil, "a frame of type \(frame.type) goes in both directions")
    holds(host == nil || frame.type < 0x80, "a host's message has type \(frame.type)")
    holds(device == nil || frame.type >= 0x80, "a device's message has type \(frame.type)")
    holds(frame.version == Frame.currentVersion || (host == nil && device == nil), "version \(frame.version) is known")
    if let host {
      let again = reread(host.encode(link: frame.link, sequence: frame.sequence, request: frame.request), frame)
      holds((try? HostMessage.decode(again)) == host, "\(host) does not survive the line")
    }
    if let device {
      let again = reread(device.encode(link: frame.link, sequence: frame.sequence, request: frame.request), frame)
      holds((try? DeviceMessage.decode(again)) == device, "\(device) does not survive the line")
    }
  }

  /// The frame of an encoded message, which must be the original one: a message has one form only.
  private static func reread(_ bytes: FrameBytes, _ original: Frame) -> Frame {
    var reader = FrameReader()
    for index in 0..<bytes.count {
      guard case .frame(let frame) = reader.accept(bytes.byte(at: index)) else { continue }
      holds(index == bytes.count - 1, "a frame ends before its bytes do")
      holds(
        ReferenceFrame.content(of: frame) == ReferenceFrame.content(of: original),
        "a message is encoded in another form than it was decoded from")
      return frame
    }
    broken("an encoded message is no frame")
  }
}
