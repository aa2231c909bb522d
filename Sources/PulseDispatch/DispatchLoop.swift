internal import CRealtime
public import Generators
public import Quantities
public import SafetyKernel

/// The real-time loop: one owner of kernel, second gate and generator, one call for one tick. It reads no clock and
/// waits for nothing, so the real thread and virtual time call the same ``tick(now:due:)``.
public struct DispatchLoop {
  var kernel: SafetyKernel
  var gate: SecondGate
  var debouncer: Debouncer
  var driver: GeneratorDriver
  let ends: LoopEnds
  /// Written in every tick; kept, because its proposal is large.
  var input: TickInput
  var status: MachineStatus
  var lease: LeaseKeeper
  var nonces: NonceSource
  /// Of the command that this tick took.
  var correlation: UInt32
  /// Messages that waited when a stop was called and were not taken yet.
  var messagesBeforeStop: UInt32
  var calibration: CalibrationKeeper
  var recordHealthy: Bool
  var clockGood: Bool
  var tick: UInt64
  /// Until this tick somebody waits for an answer.
  var quickUntil: UInt64
  var rawLines: UInt16
  var linesKnown: Bool
  var programGeneration: UInt32
  var gateHolds: Bool
  var gateRefused: Bool
  /// The generator whose pulses the second gate counts.
  var gateSerial: DeviceSerial?
  var offered: Bool
  var endTicks: UInt64
  /// Whether the thread that calls has realtime priority; false until it says so.
  public var realtime: Bool
  /// Made readable when there is something to take, or −1.
  public var wakeDescriptor: Int32

  /// A loop at start.
  ///
  /// - Parameters:
  ///   - seed: for nonces; from the system's entropy, or a scenario's seed.
  public init(
    kernel: SafetyKernel, gate: SecondGate, lines: LineMap, driver: GeneratorDriver, ends: LoopEnds, seed: UInt64
  ) {
    self.kernel = kernel
    self.gate = gate
    debouncer = Debouncer(map: lines)
    self.driver = driver
    self.ends = ends
    input = TickInput()
    status = MachineStatus()
    lease = LeaseKeeper()
    nonces = NonceSource(seed: seed)
    correlation = 0
    messagesBeforeStop = 0
    calibration = CalibrationKeeper()
    recordHealthy = false
    clockGood = false
    tick = 0
    quickUntil = 0
    rawLines = 0
    linesKnown = false
    programGeneration = driver.native.readBackGeneration
    gateHolds = false
    gateRefused = false
    gateSerial = nil
    offered = false
    endTicks = 0
    realtime = false
    wakeDescriptor = -1
  }

  /// Talks to the generator through this channel from now on. The service uses
  /// ``InboxMessage/attach(descriptor:baud:)``.
  @_noAllocation @_noLocks
  public mutating func attach(_ channel: ByteChannel, baud: Int32, now: HostInstant) {
    driver.attach(channel, baud: baud, now: now)
  }

  /// One tick.
  ///
  /// - Parameters:
  ///   - now: the time, monotonic.
  ///   - due: when this tick should have come; earlier than `now` by its lateness.
  /// - Returns: when the next one is due.
  @_noAllocation @_noLocks
  public mutating func tick(now: HostInstant, due: HostInstant) -> TickPace {
    tick &+= 1
    offered = false
    correlation = 0
    let lateness = now.since(due) ?? .nanoseconds(Int64.max)
    ends.lateness.count(lateness)
    input.now = now
    // One that came early was called so on purpose, in tests and at the start.
    input.lateness = lateness < .zero ? .zero : lateness
    input.realtime = realtime
    let ending = ends.signals.isEndCalled
    input.stop = ends.signals.takeStop() || ending
    input.command = .none
    if input.stop { refuseWaitingMessages() }
    takeMessages(now: now)
    settleCalibration()
    input.lease = lease.reading(now: now)
    driver.receive(now: now, into: &input)
    takeNotices(now: now)
    debounce(now: now)
    input.calibrationValid = calibration.isValid(for: driver.native.identity?.serial)
    input.record.healthy = recordHealthy && !status.overrun
    input.record.clockGood = clockGood
    input.secondGateRefused = gateRefused
    input.freshNonce = nonces.next()
    let output = kernel.step(input)
    act(on: output, now: now)
    tell(output, now: now)
    passWaveforms()
    publish(output, now: now)
    ends.signals.ticks = tick
    if ending { countDown() }
    if offered, wakeDescriptor >= 0 { _ = crealtime_wake_post(wakeDescriptor) }
    return pace
  }

  /// Whether the loop was asked to end and has done so: no more ticks are wanted.
  public var hasEnded: Bool { @_noAllocation @_noLocks mutating get { status.ended } }

  /// Whether there is or may be dangerous energy.
  public var mayHaveEnergy: Bool {
    @_noAllocation @_noLocks mutating get {
      switch kernel.state.mode {
      case .standby: return false
      case .starting, .probing, .charging, .armed, .waitingForBeat, .delivering, .settling, .discharging: return true
      }
    }
  }

  /// The lines of this tick. When the link has just gone the last ones stand for one tick more, so that the kernel
  /// names the link as the cause and not an interlock; then they are all open.
  @_noAllocation @_noLocks
  private mutating func debounce(now: HostInstant) {
    if let lines = driver.native.lines {
      rawLines = lines
      linesKnown = true
      debouncer.update(lines: lines, now: now)
    } else if linesKnown {
      linesKnown = false
      debouncer.update(lines: rawLines, now: now)
    } else {
      rawLines = 0
      debouncer.update(lines: nil, now: now)
    }
    input.closedInterlocks = debouncer.closed
    input.pedal = debouncer.pedal
  }

  /// Tells the driver which corrections to use, but not while there is energy: a step in the readings would look like
  /// one in the bank.
  @_noAllocation @_noLocks
  private mutating func settleCalibration() {
    let mayChange: Bool
    switch kernel.state.mode {
    case .starting, .standby: mayChange = true
    case .probing, .charging, .armed, .waitingForBeat, .delivering, .settling, .discharging: mayChange = false
    }
    if let corrections = calibration.settle(identity: driver.native.identity?.serial, mayChange: mayChange) {
      driver.calibrate(corrections)
    }
  }

  /// Lets through what both gates allow.
  @_noAllocation @_noLocks
  private mutating func act(on output: TickOutput, now: HostInstant) {
    let native = driver.native
    if case .up = input.link { count(now: now) }
    if native.readBackGeneration != programGeneration {
      programGeneration = native.readBackGeneration
      gateHolds = true
      gate.readBack(native.readBackBytes, count: native.readBackCount)
    } else if gateHolds, !native.holdsProgram {
      gateHolds = false
      gate.forgetProgram()
    }
    let energising: Bool
    switch output.command {
    case .probe, .charge, .release: energising = true
    case .none, .discharge, .load: energising = false
    }
    var heartbeat = false
    var command = output.command
    var refused = false
    if output.permit || energising {
      let verdict = gate.verdict(lines: rawLines, telemetryAge: input.telemetryAge)
      status.gate = verdict
      switch verdict {
      case .allowed: heartbeat = output.permit
      case .refused(let reason):
        // While the program is on its way there is nothing to agree on: no heartbeat is written, and that is no
        // quarrel.
        if reason.isAboutMissingProgram, !energising, !native.holdsProgram { break }
        refused = true
        if energising { command = .none }
        if !gateRefused { offer(.gateRefused(reason), now: now) }
      }
    }
    gateRefused = refused
    status.heartbeat = heartbeat
    if case .load(let nonce) = command { driver.load(kernel.plan, nonce: nonce, now: now) }
    driver.act(on: command, query: output.query, heartbeat: heartbeat, now: now)
  }

  /// Lets the second gate count pulses. Another generator has another counter: their difference is no pulses.
  @_noAllocation @_noLocks
  private mutating func count(now: HostInstant) {
    let serial = input.telemetry.serial
    var same = false
    if let gateSerial { same = gateSerial == serial }
    if !same { gate.forgetCounter() }
    gateSerial = serial
    gate.observe(now: now, pulseCounter: input.telemetry.pulseCounter)
  }

  private var pace: TickPace {
    @_noAllocation @_noLocks mutating get {
      if tick < quickUntil || !ends.inbox.isEmpty || driver.native.isBusy || ends.signals.isEndCalled { return .fast }
      if case .open = kernel.state.standing { return .fast }
      switch kernel.state.mode {
      case .standby: return .slow
      case .starting:
        // Without a port nobody can ask, and nothing changes.
        if case .down = input.link { return .slow }
        return .fast
      case .probing, .charging, .armed, .waitingForBeat, .delivering, .settling, .discharging: return .fast
      }
    }
  }

  /// Ends once the bank was measured empty and a last discharge was sent, or after five seconds.
  @_noAllocation @_noLocks
  private mutating func countDown() {
    endTicks &+= 1
    guard endTicks >= 20 else { return }
    let quiet: Bool
    switch (kernel.state.mode, input.link) {
    case (.standby, _), (.starting, .down): quiet = true
    case (.starting, _), (.probing, _), (.charging, _), (.armed, _), (.waitingForBeat, _), (.delivering, _),
      (.settling, _), (.discharging, _):
      quiet = false
    }
    guard quiet || endTicks >= 5_000 else { return }
    status.ended = true
    ends.snapshot.write(status)
    ends.signals.hasEnded = true
  }
}
