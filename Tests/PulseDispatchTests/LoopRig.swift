import CMallocCount
import GeneratorLink
import Generators
import Quantities
import SHA256
import SafetyKernel

@testable import PulseDispatch

/// The whole loop on a scripted generator, in virtual time.
final class LoopRig {
  let channel = MemoryChannel()
  let generator: ScriptedGenerator
  let ends = LoopEnds()
  let driver: NativeDriver
  var loop: DispatchLoop
  var now: Int64 = 1_000_000_000
  private(set) var events: [OutboxRecord] = []
  private(set) var pieces: [WaveformFragment] = []
  /// Whether the rig plays a service that renews its lease and makes intents durable.
  var renews = true
  var drains = true
  var countsAllocations = false
  private(set) var allocations: UInt64 = 0
  let lease = LeaseIdentity(value: 11)

  init(
    caps: AbsoluteCaps = LoopRig.wideCaps, openTrain: Arming? = nil, seed: UInt64 = 42,
    _ change: (inout KernelConfiguration) -> Void = { _ in }
  ) {
    generator = ScriptedGenerator(channel: channel)
    var configuration = KernelConfiguration(interlocks: InterlockSet(bits: 0b110))
    var limits = MachineLimits()
    limits.minimumVoltage = .volts(50)
    limits.maximumVoltage = .volts(3000)
    limits.maximumField = .voltsPerCentimetre(1500)
    limits.maximumCurrent = .amperes(50)
    limits.minimumWidth = .microseconds(50)
    limits.maximumWidth = .microseconds(200)
    limits.minimumPeriod = .microseconds(200)
    limits.maximumPeriod = .seconds(2)
    limits.maximumStepPulses = 100
    limits.maximumTrainPulses = 200
    limits.maximumPulseEnergy = .joules(20)
    limits.maximumTrainEnergy = .joules(2000)
    limits.maximumTrainDuration = .seconds(200)
    configuration.treatment = limits
    configuration.budget.pulsesPerMinute = 10_000
    configuration.budget.energyPerMinute = .joules(100_000)
    configuration.budget.pulsesPerSite = 100_000
    configuration.budget.energyPerSite = .joules(1_000_000)
    change(&configuration)
    var map = LineMap()
    map.interlocks[0] = RawLines.chain
    map.interlocks[1] = RawLines.emergencyStop
    map.interlocks[2] = RawLines.door
    driver = NativeDriver(settings: NativeDriverSettings(), seed: seed)
    loop = DispatchLoop(
      kernel: SafetyKernel(configuration: configuration, openTrain: openTrain),
      gate: SecondGate(
        caps: caps,
        rules: SecondGateRules(
          requiredLines: RawLines.chain | RawLines.emergencyStop | RawLines.door,
          telemetryStale: configuration.telemetryStale)),
      lines: map, driver: .native(driver), ends: ends, seed: seed)
    loop.realtime = true
    loop.attach(.memory(channel), baud: 921_600, now: .nanoseconds(now))
  }

  deinit {
    driver.destroy()
    ends.destroy()
    channel.destroy()
  }

  static var wideCaps: AbsoluteCaps {
    AbsoluteCaps(
      maximumVoltage: .volts(3000), maximumCurrent: .amperes(50), maximumWidth: .microseconds(200),
      maximumTrainPulses: 200, window: .seconds(60), maximumWindowPulses: 10_000, maximumWindowEnergy: .joules(100_000))
  }

  var status: MachineStatus { ends.snapshot.read() }
  var mode: StateName { status.state.mode.name }

  @discardableResult
  func tick(lateBy late: Int64 = 0) -> TickPace {
    now += 1_000_000
    generator.advance(to: (now - 1_000_000_000) / 1000)
    if renews, (now / 1_000_000) % 100 == 0 { offer(.leaseRenewed(lease, at: .nanoseconds(now), hold: true)) }
    let before = countsAllocations ? cmalloccount_thread_allocations() : 0
    let pace = loop.tick(now: .nanoseconds(now), due: .nanoseconds(now - late))
    if countsAllocations { allocations &+= cmalloccount_thread_allocations() &- before }
    while drains, let record = ends.outbox.take() {
      events.append(record)
      if renews, case .kernel(.intent(let nonce, _, _, _, _, _)) = record.event { offer(.recordDurable(nonce)) }
    }
    while let piece = ends.waveforms.take() { pieces.append(piece) }
    return pace
  }

  func offer(_ message: InboxMessage) { _ = ends.inbox.offer(message) }

  func ticks(_ count: Int) { for _ in 0..<count { tick() } }

  func run(_ limit: Int = 3000, until done: () -> Bool) -> Bool {
    for _ in 0..<limit {
      if done() { return true }
      tick()
    }
    return done()
  }

  /// Standby with lease, record and calibration; nothing stands in the way but the plan.
  func ready() -> Bool {
    guard run(until: { mode == .standby }) else { return false }
    offer(.leaseGranted(lease, role: .operating, at: .nanoseconds(now)))
    offer(.recordState(healthy: true, clockGood: true))
    offer(.calibration(status.telemetry.serial, Calibration()))
    ticks(40)
    return true
  }

  /// Prepares and arms; true once armed.
  func arm(_ plan: Plan = examplePlan()) -> Bool {
    offer(.prepare(correlation: 1, lease, plan))
    tick()
    tick()
    offer(.arm(correlation: 2, lease, status.digest, confirmed: plan.array.identity))
    return run(until: { mode == .armed })
  }

  func fire(correlation: UInt32 = 3) {
    let nonce = status.arming?.nonce ?? Nonce(value: 0)
    offer(.fire(correlation: correlation, lease, nonce, ticketIssued: .nanoseconds(now)))
  }

  /// A whole application.
  func deliver() -> Bool {
    guard arm() else { return false }
    fire()
    return run(until: { mode == .standby })
  }

  var refusals: [Refusal] {
    events.compactMap { record in
      if case .kernel(.refused(let reason)) = record.event { return reason }
      return nil
    }
  }

  var outcomes: [Outcome] {
    events.compactMap { record in
      if case .kernel(.settled(_, let outcome, _)) = record.event { return outcome }
      return nil
    }
  }

  func events(_ matches: (LoopEvent) -> Bool) -> Int { events.count { matches($0.event) } }
}

extension MachineStatus {
  /// Writes a tick into far ends of the status.
  mutating func mark(_ number: UInt64) {
    tick = number
    time = .nanoseconds(Int64(truncatingIfNeeded: number))
    lostEvents = number
    lateness = .nanoseconds(Int64(truncatingIfNeeded: number))
  }

  /// Whether all marks are of one tick.
  var isMarkedConsistently: Bool {
    time.nanoseconds == Int64(truncatingIfNeeded: tick) && lostEvents == tick
      && lateness.nanoseconds == time.nanoseconds
  }
}
