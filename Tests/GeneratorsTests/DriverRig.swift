import Generators
import Quantities
import SafetyKernel

/// A driver and a scripted generator on one memory channel, moved on tick by tick in virtual time.
final class DriverRig {
  let channel = MemoryChannel()
  let generator: ScriptedGenerator
  var driver: NativeDriver
  var input = TickInput()
  var now: Int64 = 1_000_000_000
  var heartbeat = false
  var query: Nonce?
  var plan = examplePlan()
  private(set) var reports: [PulseReport] = []
  private(set) var fates: [TrainFate] = []
  private(set) var waveforms: [WaveformFragment] = []

  init(_ change: (inout NativeDriverSettings) -> Void = { _ in }) {
    var settings = NativeDriverSettings()
    change(&settings)
    driver = NativeDriver(settings: settings, seed: 7)
    generator = ScriptedGenerator(channel: channel)
    driver.attach(.memory(channel), baud: settings.baud, now: .nanoseconds(now))
  }

  deinit {
    driver.destroy()
    channel.destroy()
  }

  /// One tick of a millisecond with this command.
  func tick(_ command: GeneratorCommand = .none) {
    now += 1_000_000
    generator.advance(to: (now - 1_000_000_000) / 1000)
    driver.receive(now: .nanoseconds(now), into: &input)
    if let report = input.report { reports.append(report) }
    fates.append(input.fate)
    while let piece = driver.takeWaveform() { waveforms.append(piece) }
    if case .load(let nonce) = command { driver.load(plan, nonce: nonce, now: .nanoseconds(now)) }
    driver.act(on: command, query: query, heartbeat: heartbeat, now: .nanoseconds(now))
  }

  /// Ticks until this holds; false if it does not within so many.
  func run(_ limit: Int = 1000, until done: () -> Bool) -> Bool {
    for _ in 0..<limit {
      if done() { return true }
      tick()
    }
    return done()
  }

  func ticks(_ count: Int) { for _ in 0..<count { tick() } }

  var isUp: Bool { input.link == .up }

  /// Uploads, probes and charges, with heartbeats; true once the generator is armed.
  func arm(_ nonce: Nonce) -> Bool {
    guard run(until: { isUp }) else { return false }
    tick(.load(nonce))
    guard run(until: { input.readBack != nil }) else { return false }
    heartbeat = true
    tick(.charge(nonce))
    return run(until: { input.telemetry.state == .armed })
  }

  /// Releases the whole train at once.
  func release(_ nonce: Nonce, notAfterIn microseconds: Int64 = 50_000) {
    let latest = input.telemetry.deviceTime.microseconds + microseconds
    tick(.release(nonce, step: 0, pulse: 0, fireAt: .zero, notAfter: .microseconds(latest)))
  }
}
