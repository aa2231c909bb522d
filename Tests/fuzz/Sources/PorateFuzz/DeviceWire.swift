import GeneratorLink
import Generators
import Quantities
import SafetyKernel

/// The driver on one line and a good generator on another; what goes from one to the other passes through here, where it
/// is looked at, and where anything else can be put in.
final class DeviceWire {
  private let host = MemoryChannel()
  private let far = MemoryChannel()
  private let generator: ScriptedGenerator
  private let plan = examplePlan(steps: 2)
  private var driver: NativeDriver
  private var toDevice = FrameReader()
  private var toHost = FrameReader()
  private var sequence: UInt16 = 0
  private var now: Int64 = 1_000_000_000
  private var rules = DeviceRules()
  /// Whether there is a good generator that can go on from here.
  private var isServed = true
  private(set) var input = TickInput()
  /// Whether the kernel and the second gate allow energy.
  var heartbeat = false
  /// Whether the kernel asks what became of the train.
  var query = false
  /// The arming.
  private(set) var nonce = Nonce(value: 1)
  /// The link's id, as the last hello said.
  private(set) var link: UInt32 = 0
  /// The number of the last request.
  private(set) var lastRequest: UInt16 = 0
  /// From where on program bytes were asked for last.
  private(set) var readOffset: UInt16 = 0

  init() {
    var settings = NativeDriverSettings()
    settings.serial = DeviceRules.serial
    driver = NativeDriver(settings: settings, seed: 7)
    generator = ScriptedGenerator(channel: far)
    driver.attach(.memory(host), baud: settings.baud, now: .nanoseconds(now))
  }

  /// Gives the memory back.
  func destroy() {
    driver.destroy()
    host.destroy()
    far.destroy()
  }

  var boot: UInt64 { generator.boot }
  var deviceTime: Int64 { (now - 1_000_000_000) / 1000 }

  func freshNonce() -> Nonce {
    nonce = Nonce(value: nonce.value &+ 1)
    return nonce
  }

  /// The sender's next number, or the last one again.
  func nextSequence(_ again: Bool) -> UInt16 {
    if !again { sequence &+= 1 }
    return sequence
  }

  func put(_ byte: UInt8) { _ = host.toHost.put(byte) }

  func send(_ frame: Frame) {
    let bytes = frame.encoded()
    for index in 0..<bytes.count { put(bytes.byte(at: index)) }
  }

  func send(_ message: DeviceMessage, request: UInt16) {
    let bytes = message.encode(link: link, sequence: nextSequence(false), request: request)
    for index in 0..<bytes.count { put(bytes.byte(at: index)) }
  }

  /// One tick. A good generator works in it if `honest`.
  func tick(_ command: GeneratorCommand, milliseconds: Int64 = 1, honest: Bool = false) {
    now += milliseconds * 1_000_000
    if honest, isServed { letGeneratorWork() }
    let time = HostInstant.nanoseconds(now)
    driver.receive(now: time, into: &input)
    rules.received(input, driver)
    while let piece = driver.takeWaveform() { rules.took(piece) }
    while let notice = driver.takeNotice() { rules.took(notice) }
    let asked = query ? nonce : nil
    rules.begin(command, query: asked, heartbeat: heartbeat, now: now)
    if case .load(let nonce) = command { driver.load(plan, nonce: nonce, now: time) }
    driver.act(on: command, query: asked, heartbeat: heartbeat, now: time)
    takeSent()
    rules.end()
  }

  /// All that changes here, but for the good generator.
  struct Moment {
    fileprivate let memory: [[UInt8]]
    fileprivate let rules: DeviceRules
    fileprivate let input: TickInput
    fileprivate let toDevice: FrameReader
    fileprivate let numbers: (sequence: UInt16, now: Int64, link: UInt32, request: UInt16, offset: UInt16, nonce: Nonce)
  }

  /// What is so far, to begin from it again and again: an arming takes a hundred times as long as an order.
  ///
  /// The driver's memory holds numbers and pointers to itself alone, no references, so that it may be copied.
  func moment() -> Moment {
    Moment(
      memory: driver.memory.map { Array($0) }, rules: rules, input: input, toDevice: toDevice,
      numbers: (sequence, now, link, lastRequest, readOffset, nonce))
  }

  /// Goes back to a moment of this very wire. The good generator cannot come along.
  func restore(_ moment: Moment) {
    for (place, bytes) in zip(driver.memory, moment.memory) {
      UnsafeMutableRawBufferPointer(mutating: place).copyBytes(from: bytes)
    }
    rules = moment.rules
    input = moment.input
    toDevice = moment.toDevice
    (sequence, now, link, lastRequest, readOffset, nonce) = moment.numbers
    heartbeat = true
    query = false
    isServed = false
    host.toHost.clear()
    host.toDevice.clear()
    far.toDevice.clear()
  }

  /// Until the generator is armed, as it goes when all is well.
  func arm() {
    run { self.input.link == .up }
    tick(.load(freshNonce()), honest: true)
    run { self.input.readBack != nil }
    heartbeat = true
    tick(.charge(nonce), honest: true)
    run { self.input.telemetry.state == .armed }
  }

  /// Until so many reports came.
  func deliver(reports: Int) {
    let latest = DeviceInstant.microseconds(input.telemetry.deviceTime.microseconds + 50_000)
    tick(.release(nonce, step: 0, pulse: 0, fireAt: .zero, notAfter: latest), honest: true)
    run { self.rules.reports >= reports }
  }

  private func run(_ done: () -> Bool) {
    for _ in 0..<1000 where !done() { tick(.none, honest: true) }
    holds(done(), "a good generator is not served")
  }

  private func letGeneratorWork() {
    generator.advance(to: deviceTime)
    while let byte = far.toHost.take() {
      guard case .frame(var frame) = toHost.accept(byte) else { continue }
      // One running number for all that reaches the driver, wherever it comes from.
      frame.sequence = nextSequence(false)
      send(frame)
    }
  }

  /// What the driver wrote in this tick: looked at, and handed on.
  private func takeSent() {
    while let byte = host.toDevice.take() {
      _ = far.toDevice.put(byte)
      switch toDevice.accept(byte) {
      case .none: break
      case .damaged(let damage): broken("the driver writes what is no frame: \(damage)")
      case .frame(let frame):
        do {
          let message = try HostMessage.decode(frame)
          if case .hello(let id, _) = message { link = id }
          if frame.request != 0 { lastRequest = frame.request }
          if case .programRead(_, let offset, _) = message { readOffset = offset }
          rules.sent(message, link: frame.link == link)
        } catch {
          broken("the driver writes what is no message: type \(frame.type), \(error)")
        }
      }
    }
    // A generator that is not worked must not find a year of frames.
    if far.toDevice.waiting > 8_192 { far.toDevice.clear() }
  }
}
