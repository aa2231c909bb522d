import GeneratorLink
import Quantities
import Testing

@Suite struct FramingTests {
  private let heartbeat = HostMessage.heartbeat(ttl: .milliseconds(50), echo: .microseconds(1_000_000))
    .encode(link: 0xdead_beef, sequence: 2, request: 0).all

  @Test func `The checksum has the check value of CRC-32C`() {
    var checksum = CRC32C()
    for byte in "123456789".utf8 { checksum.update(byte) }
    #expect(checksum.value == 0xe306_9283)
    #expect(CRC32C().value == 0)
  }

  @Test func `The checksum agrees with one computed bit by bit`() {
    var random = Seeded(1)
    for _ in 0..<200 {
      let bytes = random.bytes(random.edgy(0...206))
      var checksum = CRC32C()
      var remainder: UInt32 = 0xffff_ffff
      for byte in bytes {
        checksum.update(byte)
        remainder ^= UInt32(byte)
        for _ in 0..<8 { remainder = (remainder >> 1) ^ (remainder & 1 == 1 ? 0x82f6_3b78 : 0) }
      }
      #expect(checksum.value == ~remainder)
    }
  }

  @Test func `A payload of every length comes back, with many zeros and with none`() {
    var random = Seeded(2)
    for length in 0...Payload.capacity {
      for mask in [0x00, 0x01, 0xff] as [UInt8] {
        var payload = Payload()
        for byte in random.bytes(length) { payload.append(mask == 0xff ? max(byte, 1) : byte & mask) }
        let frame = Frame(type: 0x42, link: 0x0102_0304, sequence: 0xff00, request: 0x00ff, payload: payload)
        let line = frame.encoded().all
        #expect(line.count == length + 16)
        #expect(line.dropLast().allSatisfy { $0 != 0 })
        #expect(line.last == 0)
        #expect(found(in: line) == [Found(frame)])
      }
    }
  }

  @Test func `A payload holds 192 bytes and no more`() {
    var payload = Payload()
    for _ in 0..<192 { #expect(payload.append(7) == true) }
    #expect(payload.append(8) == false)
    #expect(payload.count == 192)
    #expect(payload.byte(at: 192) == 0)
    #expect(payload.byte(at: -1) == 0)
    let line = Frame(type: 1, link: 0, sequence: 0, request: 0, payload: payload).encoded()
    #expect(line.count == FrameBytes.longest)
    #expect(FrameBytes.longest == 208)
    #expect(line.byte(at: 208) == 0)
  }

  @Test func `Frames are found behind junk and beside each other`() throws {
    var random = Seeded(3)
    let good = try #require(onlyFrame(in: heartbeat))
    for _ in 0..<2_000 {
      let junk = random.bytes(random.edgy(0...300))
      let bytes = junk + [0] + heartbeat + heartbeat
      #expect(found(in: bytes).suffix(2) == [Found(good), Found(good)])
    }
  }

  @Test func `Every flip of a single bit is rejected, and the next frame is found`() throws {
    var random = Seeded(4)
    for kind in 0..<24 {
      let line =
        kind < 14
        ? random.hostMessage(kind).encode(link: 77, sequence: 5, request: 6).all
        : random.deviceMessage(kind - 14).encode(link: 77, sequence: 5, request: 6).all
      for bit in 0..<line.count * 8 {
        var flipped = line
        flipped[bit / 8] ^= 1 << (bit % 8)
        // A lost delimiter takes the next frame with it, so a delimiter stands between.
        let events = found(in: flipped + [0] + heartbeat)
        #expect(events.count >= 2, "bit \(bit) of \(hex(line))")
        for event in events.dropLast() {
          guard case .damaged = event else {
            Issue.record("bit \(bit) of \(hex(line)) passed as \(event)")
            continue
          }
        }
        #expect(events.last == onlyFrame(in: heartbeat).map(Found.init))
      }
    }
  }

  @Test func `Every truncation is rejected, from the front and from the end`() {
    var random = Seeded(5)
    for kind in 0..<24 {
      let line =
        kind < 14
        ? random.hostMessage(kind).encode(link: 78, sequence: 5, request: 6).all
        : random.deviceMessage(kind - 14).encode(link: 78, sequence: 5, request: 6).all
      for length in 1..<line.count - 1 {
        #expect(onlyDamage(Array(line.prefix(length)) + [0]), "\(length) bytes of \(hex(line))")
        #expect(onlyDamage(Array(line.suffix(length + 1))), "the last \(length + 1) bytes of \(hex(line))")
      }
    }
  }

  private func onlyDamage(_ bytes: [UInt8]) -> Bool {
    let events = found(in: bytes)
    return !events.isEmpty
      && events.allSatisfy { event in
        switch event {
        case .damaged: true
        case .frame: false
        }
      }
  }

  @Test func `Random bytes never trap, and what passes them is damage with a reason`() {
    var random = Seeded(6)
    var reader = FrameReader()
    var damages: [FrameDamage: Int] = [:]
    for round in 0..<100_000 {
      // Few different bytes make short blocks and many delimiters; all of them make long blocks.
      let mask: UInt8 = round & 1 == 0 ? 0xff : 0x07
      var bytes = random.bytes(Int(random.next() & 63))
      if round & 3 == 3 { bytes = bytes.map { $0 & mask } }
      for event in found(in: bytes, by: &reader) {
        switch event {
        case .damaged(let damage): damages[damage, default: 0] += 1
        case .frame: Issue.record("random bytes passed as a frame")
        }
      }
    }
    #expect(Set(damages.keys) == Set(FrameDamage.allCases))
  }

  @Test func `Random content with a good checksum never traps the decoders`() {
    var random = Seeded(7)
    var messages = 0
    var defects: Set<MessageDefect> = []
    for round in 0..<100_000 {
      var payload = Payload()
      let sparse = round & 1 == 0
      for byte in random.bytes(random.edgy(0...Payload.capacity)) { payload.append(sparse ? byte & 1 : byte) }
      let type = UInt8(truncatingIfNeeded: round & 0x0f) | (round & 16 == 0 ? 0 : 0x80)
      var frame = Frame(type: type, link: 0x0101_0101, sequence: 1, request: 1, payload: payload)
      if round % 97 == 0 { frame.version = 2 }
      do {
        if frame.type < 0x80 { _ = try HostMessage.decode(frame) } else { _ = try DeviceMessage.decode(frame) }
        messages += 1
      } catch {
        defects.insert(error)
      }
    }
    #expect(messages > 0)
    #expect(defects.isSuperset(of: [.unknownVersion, .unknownType, .wrongLength, .reservedNotZero, .valueOutOfRange]))
  }

  @Test func `A stream without any delimiter is told once as too long and held in one frame's room`() {
    #expect(found(in: [UInt8](repeating: 3, count: 10_000)) == [.damaged(.tooLong)])
    #expect(found(in: [UInt8](repeating: 1, count: 10_000)) == [.damaged(.tooLong)])
    #expect(found(in: [UInt8](repeating: 0, count: 10_000)).isEmpty)
  }
}
