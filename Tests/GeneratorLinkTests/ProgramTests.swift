import GeneratorLink
import Quantities
import SHA256
import Testing

@Suite struct ProgramTests {
  private func plain() -> ProgramStep {
    var step = ProgramStep()
    step.positive = 0
    step.negative = 1
    step.pulses = 8
    step.voltage = .volts(1_000)
    step.width = .microseconds(100)
    step.period = .milliseconds(1)
    step.voltageLow = .volts(900)
    step.voltageHigh = .volts(1_100)
    step.currentLow = .milliamperes(100)
    step.currentHigh = .amperes(50)
    step.widthHigh = .microseconds(120)
    return step
  }

  private func program(_ steps: [ProgramStep]) -> Program {
    var program = Program(
      kind: .treatment, arrayIdentity: Bytes16(ascii: "HEX-7") ?? .zero, electrodeCount: 7)
    for step in steps { _ = program.append(step) }
    return program
  }

  private func rule(of change: (inout ProgramStep) -> Void) -> ProgramDefect? {
    var step = plain()
    change(&step)
    do {
      _ = try program([plain(), step]).encode()
      return nil
    } catch {
      return error
    }
  }

  @Test func `Every program comes back as it was, and the same program gives the same bytes`() throws {
    var random = Seeded(21)
    for _ in 0..<300 {
      let program = random.program()
      let bytes = try program.encode()
      #expect(bytes.count == 32 + 40 * Int(program.stepCount))
      let back = try Program.decode(bytes)
      #expect(back == program)
      #expect(try back.encode() == bytes)
      #expect(try bytes.all.withUnsafeBytes { buffer throws(ProgramDefect) in try Program.decode(buffer) } == program)
    }
  }

  @Test func `Every flip of a bit makes another program or none`() throws {
    var random = Seeded(22)
    for _ in 0..<3 {
      let program = random.program()
      let bytes = try program.encode()
      for bit in 0..<bytes.count * 8 {
        var flipped = bytes.all
        flipped[bit / 8] ^= 1 << (bit % 8)
        if decoded(flipped) == program { Issue.record("bit \(bit) is not seen") }
      }
    }
  }

  @Test func `Random bytes never trap and are no program`() {
    var random = Seeded(23)
    for _ in 0..<2_000 {
      let bytes = random.bytes(random.edgy(0...1_400))
      if decoded(bytes) != nil { Issue.record("random bytes passed as a program") }
    }
  }

  @Test func `A program with a few bytes changed never traps, and encodes to the same bytes if it passes`() throws {
    var random = Seeded(25)
    for _ in 0..<10_000 {
      var bytes = try random.program(atMost: 3).encode().all
      for _ in 0...Int(random.next() & 3) {
        bytes[Int(random.next() % UInt64(bytes.count))] = random.edgy(0...3) &* random.edgy(0...85)
      }
      if let passed = decoded(bytes), try passed.encode().all != bytes { Issue.record("\(hex(bytes)) has two forms") }
    }
  }

  private func decoded(_ bytes: [UInt8]) -> Program? {
    try? bytes.withUnsafeBytes { buffer throws(ProgramDefect) in try Program.decode(buffer) }
  }

  @Test func `The gate stands before the first step, where the voltage changes, and before synchronised steps`() {
    var higher = plain()
    higher.voltage = .volts(1_050)
    var eachStep = plain()
    eachStep.sync = .eachStep
    var eachPulse = plain()
    eachPulse.sync = .eachPulse
    var liar = plain()
    liar.gate = true
    let program = program([plain(), plain(), higher, higher.with(pulses: 1), plain(), eachStep, eachPulse, liar])
    let gates = (0..<program.stepCount).map { program.step($0)?.gate }
    #expect(gates == [true, false, true, false, true, true, true, false])
    #expect(program.step(program.stepCount)?.gate == nil)
  }

  @Test func `No program is encoded that would not be decoded`() {
    #expect(rule { _ in } == nil)
    #expect(rule { $0.negative = 0 } == ProgramDefect(.pair, step: 1))
    #expect(rule { $0.positive = 7 } == ProgramDefect(.pair, step: 1))
    #expect(rule { $0.pulses = 0 } == ProgramDefect(.pulses, step: 1))
    #expect(rule { $0.pulses = 65_528 } == ProgramDefect(.totalPulses))
    #expect(rule { $0.voltage = .volts(-1_000) } == ProgramDefect(.voltage, step: 1))
    #expect(rule { $0.voltage = .millivolts(0x1_0000_0000) } == ProgramDefect(.voltage, step: 1))
    #expect(rule { $0.width = .nanoseconds(-1) } == ProgramDefect(.width, step: 1))
    #expect(rule { $0.period = .nanoseconds(1_000_500) } == ProgramDefect(.period, step: 1))
    #expect(rule { $0.period = .seconds(4_295) } == ProgramDefect(.period, step: 1))
    #expect(rule { $0.period = .microseconds(100) } == ProgramDefect(.period, step: 1))
    #expect(rule { $0.voltageLow = .volts(-1) } == ProgramDefect(.voltageLimits, step: 1))
    #expect(rule { $0.voltageHigh = .volts(5_000_000) } == ProgramDefect(.voltageLimits, step: 1))
    #expect(rule { $0.currentLow = .amperes(50) } == ProgramDefect(.currentLimits, step: 1))
    #expect(rule { $0.currentHigh = .amperes(5_000_000) } == ProgramDefect(.currentLimits, step: 1))
    #expect(rule { $0.widthHigh = .microseconds(99) } == ProgramDefect(.widthLimit, step: 1))
    #expect(throws: ProgramDefect(.stepCount)) { try program([]).encode() }
    var nameless = program([plain()])
    nameless.arrayIdentity = .zero
    #expect(throws: ProgramDefect(.arrayIdentity)) { try nameless.encode() }
    nameless.arrayIdentity = Bytes16(low: 0x41, high: 0x41)
    #expect(throws: ProgramDefect(.arrayIdentity)) { try nameless.encode() }
    var single = program([plain()])
    single.electrodeCount = 1
    #expect(throws: ProgramDefect(.electrodeCount)) { try single.encode() }
  }

  @Test func `A program holds 32 steps and no more`() throws {
    var program = program([ProgramStep](repeating: plain(), count: 32))
    #expect(program.append(plain()) == false)
    #expect(program.stepCount == 32)
    #expect(try program.encode().count == ProgramBytes.capacity)
  }

  @Test func `The bytes travel in chunks, in any repetition, and hash as a whole`() throws {
    var random = Seeded(24)
    let bytes = try random.program().encode()
    var copy = ProgramBytes()
    var offset: UInt16 = 0
    while let chunk = bytes.chunk(at: offset) {
      #expect(copy.put(chunk, at: offset) == true)
      #expect(copy.put(chunk, at: offset) == true)
      offset += UInt16(chunk.count)
    }
    #expect(Int(offset) == bytes.count)
    #expect(copy == bytes)
    #expect(copy.digest() == SHA256.digest(of: bytes.all))
    #expect(bytes.chunk(at: 3, atMost: 5)?.count == 5)
    #expect(bytes.chunk(at: UInt16.max) == nil)
    var chunk = ProgramChunk()
    for byte in 0..<128 as Range<UInt8> { #expect(chunk.append(byte) == true) }
    #expect(chunk.append(0) == false)
    var full = ProgramBytes()
    #expect(full.put(chunk, at: 1) == false)
    for place in 0..<10 as Range<UInt16> { #expect(full.put(chunk, at: place * 128) == true) }
    #expect(full.put(chunk, at: 1280) == false)
    #expect(full.count == 1280)
  }
}

extension ProgramStep {
  fileprivate func with(pulses: UInt16) -> ProgramStep {
    var step = self
    step.pulses = pulses
    return step
  }
}
