import GeneratorLink

/// What stands between two delimiters, by a second reader that shares nothing with the first: written from
/// docs/generator-link.md, slow and plain.
enum ReferenceFrame: Equatable {
  /// Nothing at all.
  case nothing
  /// The decoded bytes of a good frame, without its checksum.
  case content([UInt8])
  /// No frame.
  case damaged(FrameDamage)

  /// Header and checksum, without payload.
  private static let shortest = 14
  /// With the longest payload.
  private static let longest = 206

  /// Decodes the bytes before a delimiter; `ended` tells whether the delimiter came.
  static func decode(_ coded: [UInt8], ended: Bool) -> ReferenceFrame {
    var content: [UInt8] = []
    var index = 0
    while index < coded.count {
      let code = Int(coded[index])
      if index > 0 { content.append(0) }
      index += 1
      // A block that would not fit is known by its length alone.
      if content.count + code - 1 > longest { return .damaged(.tooLong) }
      let block = coded[index..<min(index + code - 1, coded.count)]
      content += block
      index += block.count
      if block.count < code - 1 { return ended ? .damaged(.cutShort) : .nothing }
    }
    guard ended, !coded.isEmpty else { return .nothing }
    guard content.count >= shortest else { return .damaged(.tooShort) }
    let body = Array(content.dropLast(4))
    let sum = content.suffix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return crc32c(body) == sum ? .content(body) : .damaged(.checksum)
  }

  /// CRC-32C bit by bit.
  static func crc32c(_ bytes: [UInt8]) -> UInt32 {
    var remainder: UInt32 = 0xffff_ffff
    for byte in bytes {
      remainder ^= UInt32(byte)
      for _ in 0..<8 { remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0x82f6_3b78 : remainder >> 1 }
    }
    return ~remainder
  }

  /// A frame's bytes before coding and checksum, as the document lays them out.
  static func content(of frame: Frame) -> [UInt8] {
    var bytes = [frame.version, frame.type]
    for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: frame.link >> UInt32(shift))) }
    for number in [frame.sequence, frame.request] {
      bytes += [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)]
    }
    for index in 0..<frame.payload.count { bytes.append(frame.payload.byte(at: index)) }
    return bytes
  }
}
