import GeneratorLink

extension FrameBytes {
  /// The bytes that count.
  var all: [UInt8] { (0..<count).map { byte(at: $0) } }
}

extension ProgramBytes {
  /// The bytes that count.
  var all: [UInt8] { (0..<count).map { byte(at: $0) } }
}

extension Payload {
  /// The bytes that count.
  var all: [UInt8] { (0..<count).map { byte(at: $0) } }
}

/// What a reader found, without the frame's payload.
enum Found: Equatable {
  case frame(type: UInt8, link: UInt32, sequence: UInt16, request: UInt16, payload: [UInt8])
  case damaged(FrameDamage)

  init(_ frame: Frame) {
    self = .frame(
      type: frame.type, link: frame.link, sequence: frame.sequence, request: frame.request, payload: frame.payload.all)
  }
}

/// Everything that a reader finds in some bytes.
func found(in bytes: [UInt8], by reader: inout FrameReader) -> [Found] {
  bytes.compactMap { byte in
    switch reader.accept(byte) {
    case .none: nil
    case .frame(let frame): Found(frame)
    case .damaged(let damage): .damaged(damage)
    }
  }
}

func found(in bytes: [UInt8]) -> [Found] {
  var reader = FrameReader()
  return found(in: bytes, by: &reader)
}

/// The only frame in some bytes, or nil if there is anything else.
func onlyFrame(in bytes: [UInt8]) -> Frame? {
  var reader = FrameReader()
  var result: Frame?
  for byte in bytes {
    switch reader.accept(byte) {
    case .none: break
    case .frame(let frame):
      guard result == nil else { return nil }
      result = frame
    case .damaged: return nil
    }
  }
  return result
}

func hex(_ bytes: [UInt8]) -> String {
  bytes.map { byte in
    let digits = String(byte, radix: 16)
    return digits.utf8.count == 1 ? "0" + digits : digits
  }.joined()
}

/// The bytes of hexadecimal text, or nil.
func bytes(hex text: String) -> [UInt8]? {
  let digits = Array(text.utf8)
  guard digits.count % 2 == 0 else { return nil }
  var bytes: [UInt8] = []
  for place in stride(from: 0, to: digits.count, by: 2) {
    guard let byte = UInt8(String(decoding: digits[place...place + 1], as: UTF8.self), radix: 16) else { return nil }
    bytes.append(byte)
  }
  return bytes
}
