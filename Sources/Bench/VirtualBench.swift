import GeneratorLink
public import Generators
public import PulseDispatch
public import Quantities
public import SafetyKernel
public import VirtualGenerator

/// The daemon below its socket and the simulated generator, in virtual time on one thread: one seed, one execution.
///
/// The loop, the gates, the driver and the firmware are the production code; only clock, line and record are handed in.
public final class VirtualBench {
  /// The generator; its lines, tissue and faults are moved here.
  public var generator: VirtualGenerator
  /// The loop's ends, for stop and status; others after ``restart(openTrain:)``.
  public private(set) var ends: LoopEnds
  /// The line between the two; it can be cut.
  public let channel: MemoryChannel
  /// The time of the next tick.
  public private(set) var now = HostInstant.nanoseconds(1_000_000_000)
  /// Ticks so far.
  public private(set) var ticks = 0
  /// Everything that the loop told, in order, since it was last taken.
  public var records: [OutboxRecord] = []
  /// Everything that the generator really did, in order.
  public private(set) var truth: [TruthEvent] = []
  /// Whether ``sentBytes`` and ``heardBytes`` keep what goes over the line.
  public var keepsBytes = false
  /// What the daemon sent to the generator, while ``keepsBytes``.
  public private(set) var sentBytes: [UInt8] = []
  /// What the generator sent to the daemon, while ``keepsBytes``.
  public private(set) var heardBytes: [UInt8] = []
  /// The highest true voltage that the bank had at any tick.
  public private(set) var highestBank = Voltage.zero
  /// Whether intents become durable.
  public var recordsIntents = true
  /// Whether the console renews its lease.
  public var renewsLease = true
  /// Whether the console holds the firing.
  public var holds = true
  /// A clock in nanoseconds that is read around each of the loop's ticks, for benchmarks; none in virtual time alone.
  public var stopwatch: (() -> Int64)?
  /// Nanoseconds that the loop's ticks took by the ``stopwatch``.
  public private(set) var loopTime: Int64 = 0
  /// The lease that the bench's operator holds.
  public static let lease = LeaseIdentity(value: 42)

  private var loop: DispatchLoop
  private var driver: NativeDriver
  private let setup: BenchSetup
  private var due: HostInstant
  private var renewedAt = HostInstant.zero
  private var correlation: UInt32 = 0
  private var isRunning = true

  /// A bench at start: the daemon just attached to the line, a lease granted, the record good.
  public init(_ setup: BenchSetup) {
    self.setup = setup
    generator = VirtualGenerator(
      setup.device, memory: NonVolatileMemory(serial: .init(ascii: "SIM-BENCH") ?? .zero, pulseCounter: 1_000),
      array: setup.array, seed: setup.seed, startingAt: .nanoseconds(now.nanoseconds))
    ends = LoopEnds()
    channel = MemoryChannel()
    due = now
    driver = setup.driver(seed: setup.seed)
    loop = setup.loop(driver: driver, ends: ends, openTrain: setup.openTrain, seed: setup.seed &+ 1)
    begin()
  }

  /// What a daemon does at its start: the line, the record, the calibration, and a lease for the bench's operator.
  private func begin() {
    loop.realtime = true
    loop.attach(.memory(channel), baud: setup.baud, now: now)
    tell(.recordState(healthy: true, clockGood: true))
    tell(.leaseGranted(VirtualBench.lease, role: .operating, at: now))
    if setup.calibrated, let serial = DeviceSerial(ascii: "SIM-BENCH") {
      tell(.calibration(serial, VirtualBench.calibration(of: setup.device.channels)))
    }
  }

  /// The daemon starts anew, as after ``kill()``: it knows nothing but what the record holds.
  ///
  /// - Parameter openTrain: the arming whose intent the record holds without an outcome.
  public func restart(openTrain: Arming?) {
    ends.destroy()
    driver.destroy()
    ends = LoopEnds()
    // Its link's ids and nonces are others than before.
    let seed = setup.seed &+ UInt64(truncatingIfNeeded: now.nanoseconds)
    driver = setup.driver(seed: seed)
    loop = setup.loop(driver: driver, ends: ends, openTrain: openTrain, seed: seed &+ 1)
    isRunning = true
    due = now
    begin()
  }

  deinit {
    ends.destroy()
    channel.destroy()
    driver.destroy()
  }

  /// The calibration that corrects a device's channel errors.
  public static func calibration(of errors: ChannelErrors) -> Calibration {
    func correction(_ error: ChannelError) -> ChannelCorrection {
      ChannelCorrection(
        gain: .partsPerMillion(error.correctionFactorPartsPerMillion - 1_000_000), offset: error.correctionOffset)
    }
    var calibration = Calibration()
    calibration.bankA = correction(errors.bankA)
    calibration.bankB = correction(errors.bankB)
    calibration.pulseVoltage = correction(errors.pulseVoltage)
    calibration.pulseCurrent = correction(errors.pulseCurrent)
    calibration.width = correction(errors.width)
    return calibration
  }

  /// The newest status.
  public var status: MachineStatus { ends.snapshot.read() }

  /// The kernel's state by name.
  public var stateName: StateName { status.state.mode.name }

  /// Sends a message to the loop; false if its inbox is full.
  @discardableResult
  public func tell(_ message: InboxMessage) -> Bool { ends.inbox.offer(message) }

  /// A number for the next command.
  public func nextCorrelation() -> UInt32 {
    correlation &+= 1
    return correlation
  }

  /// One tick of the daemon, and the generator up to it.
  public func tick() {
    let instant = SimulationInstant.nanoseconds(now.nanoseconds)
    generator.advance(to: instant)
    hear(generator.takeOutput())
    ticks += 1
    renewLease()
    let began = stopwatch?() ?? 0
    let pace = isRunning ? loop.tick(now: now, due: due) : .fast
    if let stopwatch { loopTime &+= stopwatch() &- began }
    var bytes: [UInt8] = []
    while let byte = channel.toDevice.take() { bytes.append(byte) }
    if keepsBytes { sentBytes.append(contentsOf: bytes) }
    if !bytes.isEmpty { generator.receive(bytes, at: instant) }
    truth.append(contentsOf: generator.takeTruth())
    highestBank = max(highestBank, generator.bankVoltage)
    listen()
    now = now.adding(pace.period) ?? now
    due = now
  }

  /// Ticks until a condition holds; false if it does not within the bound.
  @discardableResult
  public func run(_ bound: Int, until condition: (VirtualBench) -> Bool) -> Bool {
    for _ in 0..<bound {
      if condition(self) { return true }
      tick()
    }
    return condition(self)
  }

  /// The daemon stands still for a time, as by SIGSTOP: no tick, and the next one is late by that.
  public func freeze(for span: TimeSpan) {
    let late = now.adding(span) ?? now
    let instant = SimulationInstant.nanoseconds(late.nanoseconds)
    generator.advance(to: instant)
    hear(generator.takeOutput())
    truth.append(contentsOf: generator.takeTruth())
    now = late
  }

  /// The service opens the line again, as it does when a port comes back.
  public func reattach() { loop.attach(.memory(channel), baud: setup.baud, now: now) }

  /// The daemon is gone, as by SIGKILL: time goes on for the generator alone.
  public func kill() { isRunning = false }

  private func hear(_ bytes: [UInt8]) {
    if keepsBytes { heardBytes.append(contentsOf: bytes) }
    for byte in bytes { _ = channel.toHost.put(byte) }
  }

  private func renewLease() {
    guard renewsLease, let passed = now.since(renewedAt), passed >= .milliseconds(250) else { return }
    if tell(.leaseRenewed(VirtualBench.lease, at: now, hold: holds)) { renewedAt = now }
  }

  private func listen() {
    while let record = ends.outbox.take() {
      records.append(record)
      if case .kernel(.intent(let nonce, _, _, _, _, _)) = record.event, recordsIntents { tell(.recordDurable(nonce)) }
    }
    while ends.waveforms.take() != nil {}
  }
}
