import Quantities
import SHA256
import SafetyKernel

/// A kernel with a generator that does exactly as told, one tick at a time: what a rule's test departs from.
struct Bedside {
  var kernel: SafetyKernel
  var input: TickInput
  var output = TickOutput()
  /// All events since the start.
  var events: [KernelEvent] = []
  /// All commands but `none`, in order.
  var commands: [GeneratorCommand] = []
  /// Reports that the generator still owes.
  var owed: [PulseReport] = []
  /// The plan that the generator has loaded.
  var loaded: Plan?
  /// Changes each report before it is handed over; returns nil to lose it.
  var reshape: (PulseReport) -> PulseReport? = { $0 }
  /// Whether the generator obeys; a dead one leaves telemetry as it was.
  var obeys = true
  /// Impedance that the probe finds.
  var impedance = Resistance.ohms(100)
  /// Whether intents become durable.
  var recordsIntent = true
  var answersQueries = true
  private var nextNonce: UInt64 = 100

  static let lease = LeaseIdentity(value: 7)

  init(_ configuration: KernelConfiguration = Bedside.configuration(), openTrain: Arming? = nil) {
    kernel = SafetyKernel(configuration: configuration, openTrain: openTrain)
    input = TickInput()
    input.realtime = true
    input.lease = .held(Bedside.lease, role: .operating, age: .milliseconds(100), hold: true)
    input.closedInterlocks = InterlockSet(bits: 0xffff)
    input.pedal = .released
    input.record.healthy = true
    input.record.clockGood = true
    input.calibrationValid = true
    input.link = .up
    input.telemetryAge = .milliseconds(5)
    input.telemetry.serial = DeviceSerial(ascii: "SIM-1") ?? DeviceSerial(low: 1, high: 0)
    input.telemetry.boot = BootIdentity(value: 11)
    input.telemetry.pulseCounter = 5_000
    input.telemetry.array = .unidentified
  }

  static func limits() -> MachineLimits {
    var limits = MachineLimits()
    limits.minimumVoltage = .volts(50)
    limits.maximumVoltage = .volts(3000)
    limits.maximumField = .voltsPerCentimetre(1500)
    limits.maximumCurrent = .amperes(50)
    limits.minimumWidth = .microseconds(10)
    limits.maximumWidth = .microseconds(200)
    limits.minimumPeriod = .microseconds(200)
    limits.maximumPeriod = .seconds(2)
    limits.maximumStepPulses = 100
    limits.maximumTrainPulses = 200
    limits.maximumPulseEnergy = .joules(20)
    limits.maximumTrainEnergy = .joules(2000)
    limits.maximumTrainDuration = .seconds(120)
    return limits
  }

  static func configuration(interlocks: InterlockSet = InterlockSet(bits: 0b110)) -> KernelConfiguration {
    var configuration = KernelConfiguration(interlocks: interlocks)
    configuration.treatment = limits()
    configuration.testLoad = limits()
    configuration.selfTest = limits()
    configuration.budget.pulsesPerMinute = 1_000
    configuration.budget.energyPerMinute = .joules(20_000)
    configuration.budget.pulsesPerSite = 1_000
    configuration.budget.energyPerSite = .joules(20_000)
    configuration.beats.delay = .milliseconds(50)
    configuration.beats.window = .milliseconds(100)
    configuration.beats.shortestInterval = .milliseconds(500)
    configuration.beats.longestInterval = .milliseconds(1500)
    configuration.ticks.load = 50
    configuration.ticks.probe = 20
    configuration.ticks.charge = 40
    configuration.ticks.armed = 60
    configuration.ticks.probeValid = 200
    configuration.ticks.pulse = 30
    configuration.ticks.settle = 40
    configuration.ticks.beat = 80
    configuration.ticks.blank = 10
    configuration.ticks.collect = 30
    configuration.ticks.discharge = 25
    return configuration
  }

  static func array(pairs: [(UInt8, UInt8)] = [(0, 1)], gap: Distance = .millimetres(8)) -> ElectrodeArray {
    var array = ElectrodeArray(identity: ArrayIdentity(ascii: "plates") ?? ArrayIdentity(low: 1, high: 0))
    array.maximumVoltage = .volts(1100)
    array.maximumField = .voltsPerCentimetre(1400)
    array.lowestImpedance = .ohms(20)
    array.highestImpedance = .ohms(2000)
    array.electrodeCount = 8
    for index in 0..<8 { array.electrodeMaximum[index] = .volts(1100) }
    array.pairCount = UInt8(pairs.count)
    for (index, pair) in pairs.enumerated() {
      array.pairs[index] = ElectrodePair(first: pair.0, second: pair.1, gap: gap)
    }
    return array
  }

  static func step(
    _ positive: UInt8 = 0, _ negative: UInt8 = 1, volts: Int32 = 1000, pulses: UInt16 = 8,
    period: TimeSpan = .milliseconds(1), synchronisation: Synchronisation = .none
  ) -> TrainStep {
    TrainStep(
      positive: positive, negative: negative, voltage: .volts(volts), origin: .typed, pulses: pulses,
      width: .microseconds(100), period: period, synchronisation: synchronisation,
      limits: PulseLimits(
        voltageLow: .volts(volts / 20 * 19), voltageHigh: .volts(volts / 20 * 21), currentLow: .milliamperes(100),
        currentHigh: .amperes(20), widthTolerance: .microseconds(1)))
  }

  static func plan(
    _ steps: [TrainStep] = [step()], kind: PlanKind = .treatment, array: ElectrodeArray = Bedside.array()
  ) -> Plan {
    var plan = Plan(kind: kind, array: array, site: SiteIdentity(value: 1))
    plan.array.use = kind
    for step in steps { _ = plan.append(step) }
    return plan
  }

  /// One tick, then what the generator does about it.
  @discardableResult
  mutating func tick(_ command: Command = .none) -> TickOutput {
    input.now = input.now.adding(.milliseconds(1)) ?? input.now
    input.command = command
    input.freshNonce = Nonce(value: nextNonce)
    input.report = owed.isEmpty ? nil : reshape(owed.removeFirst())
    output = kernel.step(input)
    input.stop = false
    input.probe = nil
    input.beat = nil
    for index in 0..<output.eventCount { events.append(output.events[index]) }
    if obeys { obey() }
    return output
  }

  private mutating func obey() {
    input.telemetry.deviceTime = input.telemetry.deviceTime.adding(.milliseconds(1)) ?? input.telemetry.deviceTime
    if answersQueries, case .some = output.query, owed.isEmpty {
      let given = input.telemetry.pulsesGiven
      input.fate = given == 0 ? .neverStarted : .ended(pulses: given)
    } else {
      input.fate = .unknown
    }
    switch output.command {
    case .none: break
    case .discharge:
      if output.eventCount > 0 { commands.append(output.command) }
      input.telemetry.state = .idle
      input.telemetry.bankA = .zero
      input.telemetry.bankB = .zero
      input.readBack = nil
      input.record.durableIntent = nil
    case .load(let nonce):
      commands.append(output.command)
      nextNonce += 1
      loaded = kernel.plan
      input.readBack = kernel.digest
      input.telemetry.nonce = nonce
      input.telemetry.pulsesGiven = 0
      if recordsIntent { input.record.durableIntent = nonce }
    case .probe(let nonce, let step):
      commands.append(output.command)
      input.probe = ProbeReading(nonce: nonce, step: step, impedance: impedance)
    case .charge:
      commands.append(output.command)
      setBank(loaded?.step(0)?.voltage ?? .zero)
      input.telemetry.state = .armed
    case .release(let nonce, let step, let pulse, let fireAt, _):
      commands.append(output.command)
      run(nonce, fromStep: step, pulse: pulse, at: max(fireAt, input.telemetry.deviceTime))
    }
  }

  mutating func setBank(_ voltage: Voltage) {
    input.telemetry.bankA = voltage
    input.telemetry.bankB = voltage
  }

  /// Gives pulses from a step on until the next gate or the end, all at once.
  private mutating func run(_ nonce: Nonce, fromStep: UInt8, pulse: UInt16, at first: DeviceInstant) {
    guard let plan = loaded else { return }
    var start = first
    var index = fromStep
    var pulse = pulse
    while let step = plan.step(index) {
      let single = step.synchronisation == .eachPulse
      for _ in pulse..<(single ? pulse + 1 : step.pulses) {
        owed.append(
          PulseReport(
            nonce: nonce, step: index, index: input.telemetry.pulsesGiven, start: start,
            width: step.width, voltage: step.voltage, current: .amperes(8), peakCurrent: .amperes(8), cut: .none))
        start = start.adding(step.period) ?? start
        input.telemetry.pulsesGiven += 1
        input.telemetry.pulseCounter &+= 1
        pulse += 1
      }
      if pulse < step.pulses {
        input.telemetry.state = .waiting
        input.telemetry.step = index
        return
      }
      pulse = 0
      index += 1
      guard let next = plan.step(index) else { break }
      if !(next.voltage == step.voltage) || next.synchronisation != .none {
        input.telemetry.state = .waiting
        input.telemetry.step = index
        setBank(next.voltage)
        return
      }
    }
    input.telemetry.state = .discharging
    setBank(.volts(900))
  }

  /// Ticks until a state is reached; false if it is not within the bound.
  @discardableResult
  mutating func reach(_ name: StateName, within ticks: Int = 400) -> Bool {
    for _ in 0..<ticks {
      if kernel.state.mode.name == name { return true }
      tick()
    }
    return kernel.state.mode.name == name
  }

  /// From the start to a prepared plan in standby.
  mutating func prepare(_ plan: Plan = Bedside.plan()) {
    reach(.standby)
    input.proposal = plan
    tick(.prepare(Bedside.lease))
  }

  /// From the start to the tick in which a state is entered, on the way of a train.
  mutating func bring(to name: StateName, plan: Plan = Bedside.plan()) {
    if name == .starting { return }
    prepare(plan)
    if name == .standby { return }
    tick(.arm(Bedside.lease, kernel.digest, confirmed: plan.array.identity))
    if reach(name, within: 60) { return }
    guard kernel.state.mode.name == .armed else { return }
    fire()
    reach(name, within: 200)
  }

  /// To standby, and on until the train's outcome is no longer being gathered.
  mutating func finish() {
    reach(.standby)
    for _ in 0..<200 {
      guard case .open = kernel.state.standing else { return }
      tick()
    }
  }

  mutating func fire() {
    guard let arming = kernel.arming else { return }
    tick(.fire(Bedside.lease, arming.nonce, ticketAge: .milliseconds(100)))
  }

  var name: StateName { kernel.state.mode.name }

  var refusals: [Refusal] {
    events.compactMap { if case .refused(let refusal) = $0 { refusal } else { nil } }
  }

  var outcome: Outcome? {
    if case .settled(let outcome) = kernel.state.standing { outcome } else { nil }
  }

  var judged: [Fault?] {
    events.compactMap { (event) -> Fault?? in if case .judged(_, let fault) = event { .some(fault) } else { nil } }
  }

  var releases: Int { commands.count { if case .release = $0 { true } else { false } } }
}
