import GeneratorLink
import Generators
import PulseDispatch
import Quantities
import SafetyKernel
import VirtualGenerator

/// The daemon below its socket and the simulated generator over days of virtual time: it forgets what it has shown, and
/// its daemon can be killed and started anew beside the same generator.
///
/// The loop, the gates, the driver and the firmware are the production code; only clock, line and record are handed in.
final class SoakRig {
  let setup: BenchSetup
  var generator: VirtualGenerator
  private(set) var ends = LoopEnds()
  let channel = MemoryChannel()
  /// The time of the next tick.
  private(set) var now = HostInstant.nanoseconds(1_000_000_000)
  private(set) var ticks = 0
  /// Which start of the daemon this is.
  private(set) var generation = 0
  /// What the daemon says after the last tick.
  private(set) var status = MachineStatus()
  /// What the loop told in the last tick, and all that waited if it was not taken before.
  private(set) var records: [OutboxRecord] = []
  /// What the generator really did since the tick before.
  private(set) var truth: [TruthEvent] = []
  private(set) var sent: [UInt8] = []
  private(set) var heard: [UInt8] = []
  /// How late the last tick was.
  private(set) var lateness = TimeSpan.zero
  /// Whether somebody called for a stop before the last tick.
  private(set) var stopped = false
  /// What the people, the service and the world around are at.
  var world = SoakWorld()
  /// The intent without an outcome that the record holds.
  private(set) var openTrain: Arming?

  private var loop: DispatchLoop
  private var driver: NativeDriver
  private var due: HostInstant
  private var stopCalled = false
  private var pending: [TruthEvent] = []
  private var correlation: UInt32 = 0
  private var truePulses: (nonce: UInt64, count: Int) = (0, 0)

  init(_ setup: BenchSetup) {
    self.setup = setup
    generator = VirtualGenerator(
      setup.device, memory: NonVolatileMemory(serial: SoakRig.serial, pulseCounter: 1_000), array: setup.array,
      seed: setup.seed, startingAt: .nanoseconds(now.nanoseconds))
    due = now
    driver = setup.driver(seed: SoakRig.linkSeed(setup, 0))
    loop = setup.loop(driver: driver, ends: ends, openTrain: nil, seed: SoakRig.loopSeed(setup, 0))
    loop.realtime = true
    loop.attach(.memory(channel), baud: setup.baud, now: now)
    greet()
  }

  deinit {
    ends.destroy()
    channel.destroy()
    driver.destroy()
  }

  static let serial = Bytes16(ascii: "SIM-SOAK") ?? .zero

  /// The ids and nonces of a link that was made anew so often are others than before.
  private static func linkSeed(_ setup: BenchSetup, _ generation: Int) -> UInt64 {
    setup.seed &+ UInt64(generation) &* 1_000_003
  }

  private static func loopSeed(_ setup: BenchSetup, _ generation: Int) -> UInt64 {
    setup.seed &+ 1 &+ UInt64(generation) &* 0x9E37_79B9
  }

  /// What the service says at a start: record, calibration, and the lease of whoever is there.
  private func greet() {
    tell(.recordState(healthy: world.recordHealthy, clockGood: world.clockGood))
    if world.calibrated { tellCalibration() }
    if let lease = world.lease { grant(lease & 7, world.role) }
  }

  // MARK: - Time

  /// One tick of the daemon, and the generator up to it.
  func tick() {
    let instant = SimulationInstant.nanoseconds(now.nanoseconds)
    generator.advance(to: instant)
    heard.removeAll(keepingCapacity: true)
    hear()
    renewLease()
    lateness = now.since(due) ?? .zero
    stopped = stopCalled
    stopCalled = false
    ticks += 1
    let pace = loop.tick(now: now, due: due)
    sent.removeAll(keepingCapacity: true)
    while let byte = channel.toDevice.take() { sent.append(byte) }
    if !sent.isEmpty { generator.receive(sent, at: instant) }
    truth.removeAll(keepingCapacity: true)
    if !pending.isEmpty { swap(&truth, &pending) }
    takeTruth(into: &truth)
    listen()
    status = ends.snapshot.read()
    now = now.adding(pace.period) ?? now
    due = now
  }

  /// The daemon stands still for a time: the next tick is late by that.
  func freeze(ms: Int) {
    let late = now.adding(.milliseconds(Int32(clamping: ms))) ?? now
    generator.advance(to: .nanoseconds(late.nanoseconds))
    heard.removeAll(keepingCapacity: true)
    hear()
    takeTruth(into: &pending)
    now = late
  }

  /// The daemon is killed; another one starts after a time, knowing only the record.
  func restart(ms: Int) {
    freeze(ms: ms)
    due = now
    generation += 1
    ends.destroy()
    driver.destroy()
    ends = LoopEnds()
    driver = setup.driver(seed: SoakRig.linkSeed(setup, generation))
    loop = setup.loop(driver: driver, ends: ends, openTrain: openTrain, seed: SoakRig.loopSeed(setup, generation))
    loop.realtime = world.realtime
    loop.attach(.memory(channel), baud: setup.baud, now: now)
    world.asked.removeAll()
    stopCalled = false
    greet()
  }

  private func hear() {
    let bytes = generator.takeOutput()
    for byte in bytes { _ = channel.toHost.put(byte) }
    heard.append(contentsOf: bytes)
  }

  private func takeTruth(into list: inout [TruthEvent]) {
    guard !generator.truth.isEmpty else { return }
    for event in generator.takeTruth() {
      list.append(event)
      if case .pulseStart(let pulse) = event.fact {
        if pulse.nonce == truePulses.nonce { truePulses.count += 1 } else { truePulses = (pulse.nonce, 1) }
      }
    }
  }

  private func listen() {
    records.removeAll(keepingCapacity: true)
    while ends.waveforms.take() != nil {}
    guard world.drains else { return }
    while let record = ends.outbox.take() {
      records.append(record)
      guard case .kernel(let event) = record.event else { continue }
      if case .prepared = event { world.formerDigest = status.digest }
      if case .intent = event { world.formerNonce = status.arming?.nonce ?? world.formerNonce }
      if case .intent(let nonce, let digest, let serial, let boot, let counter, let planned) = event, world.durable {
        openTrain = Arming(
          nonce: nonce, digest: digest, serial: serial, boot: boot, counterBefore: counter, plannedPulses: planned)
        if tell(.recordDurable(nonce)) { world.durableNonce = nonce.value }
      } else if case .settled(let nonce, _, _) = event, let open = openTrain, open.nonce == nonce {
        openTrain = nil
      }
    }
    if status.overrun { tell(.overrunNoted(lostEvents: status.lostEvents)) }
  }

  // MARK: - What the service says

  @discardableResult
  func tell(_ message: InboxMessage) -> Bool { ends.inbox.offer(message) }

  func nextCorrelation() -> UInt32 {
    correlation = correlation == .max ? 1 : correlation + 1
    return correlation
  }

  func callStop() {
    ends.signals.callStop()
    stopCalled = true
  }

  func setRealtime(_ on: Bool) {
    world.realtime = on
    loop.realtime = on
  }

  func openPort() {
    channel.join()
    loop.attach(.memory(channel), baud: setup.baud, now: now)
  }

  @discardableResult
  func tellCalibration() -> Bool {
    guard let serial = DeviceSerial(ascii: "SIM-SOAK") else { return false }
    return tell(.calibration(serial, VirtualBench.calibration(of: setup.device.channels)))
  }

  func grant(_ lease: UInt64, _ role: LeaseRole) {
    // As the service does: each grant has an identity of its own, also to the same person.
    world.grants += 1
    let lease = lease &+ UInt64(world.grants) &* 8
    guard tell(.leaseGranted(SoakWorld.identity(lease), role: role, at: now)) else { return }
    if let held = world.lease, held != lease { world.formerLease = held }
    world.lease = lease
    world.role = role
    world.renewedAt = now
    world.leaseSince = ticks
    world.holdTold = false
    world.holdSince = ticks
  }

  /// How many pulses a train truly gave, if it was the last that gave any.
  func truePulses(of nonce: UInt64) -> Int { truePulses.nonce == nonce ? truePulses.count : 0 }

  private func renewLease() {
    guard world.renews, let lease = world.lease, let passed = now.since(world.renewedAt),
      passed >= .milliseconds(250)
    else { return }
    renew(lease)
  }

  /// The console renews its lease at once.
  func renew(_ lease: UInt64) {
    guard tell(.leaseRenewed(SoakWorld.identity(lease), at: now, hold: world.holds)) else { return }
    world.renewedAt = now
    if world.holdTold != world.holds { world.holdSince = ticks }
    world.holdTold = world.holds
  }
}
