import GeneratorLink
import Plant
import Quantities
import SHA256
import VirtualGenerator

/// The other end of the line, in virtual time: says frames, hears frames, and beats for the permit.
struct Host {
  struct Heard {
    var message: DeviceMessage
    var request: UInt16
    var sequence: UInt16
    var time: SimulationInstant
  }

  var device: VirtualGenerator
  var link: UInt32 = 0x0BAD_CAFE
  var isBeating = false
  var ttl = TimeSpan.milliseconds(50)
  var heard: [Heard] = []
  var truth: [TruthEvent] = []
  var damaged = 0
  private(set) var bytesHeard = 0
  private var reader = FrameReader()
  private var sequence: UInt16 = 100
  private var request: UInt16 = 0
  private var untilBeat = 0

  /// A device with a strong supply and a strong dump, so that a train takes little time.
  init(
    array: SimulatedArray?, seed: UInt64 = 1, baud: Int = 921_600, capacitance_F: Double = 1.5e-3,
    channels: ChannelErrors = .noticeable, supply_W: Double = 20_000
  ) {
    let hardware = GeneratorHardware(
      capacitance_F: capacitance_F, supplyPower_W: supply_W, dumpResistance_ohm: 20)
    device = VirtualGenerator(
      DeviceSettings(hardware: hardware, channels: channels, baud: baud),
      memory: NonVolatileMemory(serial: Bytes16(ascii: "SIM-TEST-1") ?? .zero, pulseCounter: 1_000), array: array,
      seed: seed)
  }

  /// The newest device time that was heard.
  var newest: DeviceInstant { lastTelemetry?.deviceTime ?? .zero }

  var lastTelemetry: TelemetryMessage? {
    for one in heard.reversed() { if case .telemetry(let telemetry) = one.message { return telemetry } }
    return nil
  }

  /// Sends without waiting; an own number repeats or reorders.
  @discardableResult
  mutating func say(_ message: HostMessage, request: UInt16 = 0, sequence own: UInt16? = nil) -> [UInt8] {
    sequence = sequence &+ 1
    let frame = message.encode(link: link, sequence: own ?? sequence, request: request)
    let bytes = (0..<frame.count).map { frame.byte(at: $0) }
    device.receive(bytes, at: device.time)
    collect()
    return bytes
  }

  /// Sends, and runs until the answer came, at most 300 ms.
  mutating func ask(_ message: HostMessage) -> DeviceMessage? {
    request = request &+ 1
    let asked = request
    let known = heard.count
    say(message, request: asked)
    for _ in 0..<300 {
      run(1)
      if let answer = heard[known...].first(where: { $0.request == asked }) { return answer.message }
    }
    return nil
  }

  /// Lets milliseconds pass, with a heartbeat every ten of them.
  mutating func run(_ milliseconds: Int) {
    for _ in 0..<milliseconds {
      if isBeating, untilBeat == 0 { say(.heartbeat(ttl: ttl, echo: newest)) }
      untilBeat = untilBeat == 0 ? 9 : untilBeat - 1
      device.advance(to: device.time.adding(.milliseconds(1)))
      collect()
    }
  }

  /// Runs until a state, at most so long; whether it came.
  mutating func run(until state: DeviceState, atMost milliseconds: Int = 5_000) -> Bool {
    for _ in 0..<milliseconds where device.state != state { run(1) }
    return device.state == state
  }

  mutating func collect() {
    for byte in device.takeOutput() {
      bytesHeard += 1
      switch reader.accept(byte) {
      case .none: break
      case .damaged: damaged += 1
      case .frame(let frame):
        guard let message = try? DeviceMessage.decode(frame) else {
          damaged += 1
          continue
        }
        heard.append(
          Heard(message: message, request: frame.request, sequence: frame.sequence, time: device.time))
      }
    }
    truth += device.takeTruth()
  }

  /// Opens the link as a host does, and begins to beat.
  mutating func open() {
    _ = ask(.hello(linkID: link, protocolVersion: 1))
    _ = ask(.discharge)
    run(12)
    isBeating = true
    run(12)
  }

  /// Uploads a program under a nonce; the commit's answer.
  mutating func upload(_ program: Program, nonce: UInt64, spoiled: Bool = false) throws -> DeviceMessage? {
    let bytes = try program.encode()
    let digest = spoiled ? SHA256.digest(of: [1]) : bytes.digest()
    if let refusal = ask(.programBegin(nonce: nonce, bytes: UInt16(bytes.count), sha256: digest)),
      refusal != .accepted
    {
      return refusal
    }
    var offset: UInt16 = 0
    while let chunk = bytes.chunk(at: offset) {
      _ = ask(.programData(nonce: nonce, offset: offset, chunk: chunk))
      offset += UInt16(chunk.count)
    }
    return ask(.programCommit(nonce: nonce))
  }

  /// Opens, uploads and charges; whether the device is armed.
  mutating func arm(_ program: Program, nonce: UInt64 = 77) throws -> Bool {
    if lastTelemetry == nil { open() }
    guard try upload(program, nonce: nonce) == .accepted, ask(.charge(nonce: nonce)) == .accepted else { return false }
    return run(until: .armed)
  }

  /// Releases a step at once.
  mutating func fire(step: UInt8 = 0, pulse: UInt16 = 0, nonce: UInt64 = 77) -> DeviceMessage? {
    ask(
      .release(
        nonce: nonce, step: step, pulse: pulse, fireAt: .zero,
        notAfter: .microseconds(device.deviceTime.nanoseconds / 1_000 + 10_000)))
  }

  var starts: [(event: TruthEvent, pulse: TruePulseStart)] {
    truth.compactMap { if case .pulseStart(let pulse) = $0.fact { ($0, pulse) } else { nil } }
  }

  var ends: [TruePulseEnd] {
    truth.compactMap { if case .pulseEnd(let pulse) = $0.fact { pulse } else { nil } }
  }

  var reports: [PulseReportMessage] {
    heard.compactMap { if case .pulseReport(let report) = $0.message, $0.request == 0 { report } else { nil } }
  }

  var endReasons: [EndReason] {
    truth.compactMap { if case .trainEnded(_, let reason, _) = $0.fact { reason } else { nil } }
  }

  func fate(_ nonce: UInt64 = 77) -> TrainFateMessage? {
    var copy = self
    if case .trainFate(let fate) = copy.ask(.query(nonce: nonce)) { return fate }
    return nil
  }
}

/// Arrays are made once: the field between needles takes its time.
enum Bench {
  static let plates = try? SimulatedArray(.plates)
  static let hexagonal = try? SimulatedArray(.hexagonal)
  static let testLoad = SimulatedArray(resistor: .milliohms(50_000))

  static func step(
    _ voltage: Voltage = .volts(1_040), pulses: UInt16 = 8, period: TimeSpan = .milliseconds(1), positive: UInt8 = 0,
    negative: UInt8 = 1, sync: ProgramSync = .none
  ) -> ProgramStep {
    var step = ProgramStep()
    step.positive = positive
    step.negative = negative
    step.sync = sync
    step.pulses = pulses
    step.voltage = voltage
    step.width = .microseconds(100)
    step.period = period
    step.voltageLow = .millivolts(voltage.millivolts * 81 / 100)
    step.voltageHigh = .millivolts(voltage.millivolts * 121 / 100)
    step.currentLow = .milliamperes(270)
    step.currentHigh = .milliamperes(33_000)
    step.widthHigh = .microseconds(111)
    return step
  }

  static func program(_ steps: [ProgramStep] = [step()], identity: String = "PLATES", electrodes: UInt8 = 2) -> Program
  {
    var program = Program(
      kind: .treatment, arrayIdentity: Bytes16(ascii: identity) ?? .zero, electrodeCount: electrodes)
    for step in steps { _ = program.append(step) }
    return program
  }
}
