import Quantities

extension Program {
  /// Bytes of the header.
  static var headerLength: Int { @_noAllocation @_noLocks get { 32 } }
  /// Bytes of each step.
  static var stepLength: Int { @_noAllocation @_noLocks get { 40 } }
  /// The version of the program bytes.
  static var version: UInt8 { @_noAllocation @_noLocks get { 1 } }

  /// The program's bytes; throws the first rule that it breaks.
  @_noAllocation @_noLocks
  public func encode() throws(ProgramDefect) -> ProgramBytes {
    try check()
    var bytes = ProgramBytes()
    bytes.append32(0x3147_5050)
    bytes.append(Program.version)
    bytes.append(kind.code)
    bytes.append(stepCount)
    bytes.append(electrodeCount)
    bytes.append64(arrayIdentity.low)
    bytes.append64(arrayIdentity.high)
    // `check` held the sum to 65,535.
    bytes.append32(pulseCount)
    bytes.append32(0)
    var index: UInt8 = 0
    while let step = step(index) {
      bytes.append(step)
      index &+= 1
    }
    return bytes
  }

  /// The program of some bytes; throws the first rule that they break.
  @_noAllocation @_noLocks
  public static func decode(_ bytes: UnsafeRawBufferPointer) throws(ProgramDefect) -> Program {
    guard let copy = ProgramBytes(copying: bytes) else { throw ProgramDefect(.length) }
    return try decode(copy)
  }

  /// The program of some bytes; throws the first rule that they break.
  @_noAllocation @_noLocks
  public static func decode(_ bytes: ProgramBytes) throws(ProgramDefect) -> Program {
    guard bytes.count >= headerLength else { throw ProgramDefect(.length) }
    guard bytes.number32(at: 0) == 0x3147_5050 else { throw ProgramDefect(.magic) }
    guard bytes.byte(at: 4) == version else { throw ProgramDefect(.version) }
    guard let kind = ProgramKind.decoded(bytes.byte(at: 5)) else { throw ProgramDefect(.kind) }
    let stepCount = Int(bytes.byte(at: 6))
    guard stepCount >= 1, stepCount <= stepCapacity else { throw ProgramDefect(.stepCount) }
    // At most 32 + 32 × 40.
    guard bytes.count == headerLength &+ stepCount &* stepLength else { throw ProgramDefect(.length) }
    guard bytes.number16(at: 26) == 0, bytes.number32(at: 28) == 0 else { throw ProgramDefect(.reserved) }
    var program = Program(
      kind: kind, arrayIdentity: Bytes16(low: bytes.number64(at: 8), high: bytes.number64(at: 16)),
      electrodeCount: bytes.byte(at: 7))
    var index = 0
    while index < stepCount {
      try program.take(bytes, at: headerLength &+ index &* stepLength)
      index &+= 1
    }
    guard program.pulseCount == UInt32(bytes.number16(at: 24)) else { throw ProgramDefect(.totalPulses) }
    try program.check()
    return program
  }

  /// Reads one more step from a place in the bytes.
  @_noAllocation @_noLocks
  private mutating func take(_ bytes: ProgramBytes, at place: Int) throws(ProgramDefect) {
    let index = stepCount
    guard let sync = ProgramSync.decoded(bytes.byte(at: place &+ 2)) else { throw ProgramDefect(.sync, step: index) }
    guard bytes.number16(at: place &+ 6) == 0 else { throw ProgramDefect(.reserved, step: index) }
    var step = ProgramStep()
    step.positive = bytes.byte(at: place)
    step.negative = bytes.byte(at: place &+ 1)
    step.sync = sync
    step.pulses = bytes.number16(at: place &+ 4)
    step.voltage = .millivolts(Int64(bytes.number32(at: place &+ 8)))
    step.width = .nanoseconds(Int64(bytes.number32(at: place &+ 12)))
    // At most 2³² × 1000, far within an Int64.
    step.period = .nanoseconds(Int64(bytes.number32(at: place &+ 16)) &* 1_000)
    step.voltageLow = .millivolts(Int64(bytes.number32(at: place &+ 20)))
    step.voltageHigh = .millivolts(Int64(bytes.number32(at: place &+ 24)))
    step.currentLow = .milliamperes(Int64(bytes.number32(at: place &+ 28)))
    step.currentHigh = .milliamperes(Int64(bytes.number32(at: place &+ 32)))
    step.widthHigh = .nanoseconds(Int64(bytes.number32(at: place &+ 36)))
    guard bytes.byte(at: place &+ 3) == (gate(before: step) ? 1 : 0) else { throw ProgramDefect(.gate, step: index) }
    guard append(step) else { throw ProgramDefect(.stepCount) }
  }
}

extension ProgramBytes {
  @_noAllocation @_noLocks
  fileprivate mutating func append16(_ value: UInt16) {
    append(UInt8(truncatingIfNeeded: value))
    append(UInt8(truncatingIfNeeded: value &>> 8))
  }

  @_noAllocation @_noLocks
  fileprivate mutating func append32(_ value: UInt32) {
    append16(UInt16(truncatingIfNeeded: value))
    append16(UInt16(truncatingIfNeeded: value &>> 16))
  }

  @_noAllocation @_noLocks
  fileprivate mutating func append64(_ value: UInt64) {
    append32(UInt32(truncatingIfNeeded: value))
    append32(UInt32(truncatingIfNeeded: value &>> 32))
  }

  /// A step's 40 bytes; `check` held each number to four bytes.
  @_noAllocation @_noLocks
  fileprivate mutating func append(_ step: ProgramStep) {
    append(step.positive)
    append(step.negative)
    append(step.sync.code)
    append(step.gate ? 1 : 0)
    append16(step.pulses)
    append16(0)
    append32(UInt32(truncatingIfNeeded: step.voltage.millivolts))
    append32(UInt32(truncatingIfNeeded: step.width.nanoseconds))
    append32(UInt32(truncatingIfNeeded: step.period.nanoseconds / 1_000))
    append32(UInt32(truncatingIfNeeded: step.voltageLow.millivolts))
    append32(UInt32(truncatingIfNeeded: step.voltageHigh.millivolts))
    append32(UInt32(truncatingIfNeeded: step.currentLow.milliamperes))
    append32(UInt32(truncatingIfNeeded: step.currentHigh.milliamperes))
    append32(UInt32(truncatingIfNeeded: step.widthHigh.nanoseconds))
  }

  @_noAllocation @_noLocks
  fileprivate func number16(at place: Int) -> UInt16 {
    UInt16(byte(at: place)) | (UInt16(byte(at: place &+ 1)) &<< 8)
  }

  @_noAllocation @_noLocks
  fileprivate func number32(at place: Int) -> UInt32 {
    UInt32(number16(at: place)) | (UInt32(number16(at: place &+ 2)) &<< 16)
  }

  @_noAllocation @_noLocks
  fileprivate func number64(at place: Int) -> UInt64 {
    UInt64(number32(at: place)) | (UInt64(number32(at: place &+ 4)) &<< 32)
  }
}
