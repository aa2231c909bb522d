public import GeneratorLink
import Plant
public import Quantities

/// A simulated generator: the firmware's state machine, its power electronics, and tissue on its electrodes, in virtual time.
///
/// Everything happens in `advance` and `receive`, at exact moments and in one order: the same settings, seed and calls
/// give the same bytes and the same truth. Time never steps back: an earlier moment counts as the present one.
/// A copy is a second device in the same state.
public struct VirtualGenerator: Sendable {
  /// How it left the works.
  public let settings: DeviceSettings
  /// What it remembers without power.
  public internal(set) var memory: NonVolatileMemory
  /// How it reaches the world around it.
  public var hooks: DeviceHooks
  /// The log of what really happened since the last ``takeTruth()``, unless a hook gets it.
  public internal(set) var truth: [TruthEvent] = []
  /// The device's state.
  public internal(set) var state = DeviceState.idle
  /// The device's own fault.
  public internal(set) var fault = DeviceFault.none
  /// Its present start.
  public internal(set) var boot: UInt64 = 0
  /// What is on the socket; nil for nothing.
  public internal(set) var array: SimulatedArray?
  /// Its inputs.
  public internal(set) var lines = InputLines()

  var now_ns: Int64
  var bootedAt_ns: Int64
  var startedByWatchdog = false
  /// Whether the firmware runs; while it restarts or hangs, it hears and says nothing.
  var isRunning = false
  var truthNumber: UInt64 = 0
  let seed: UInt64

  var unit: BankUnit
  var meters: Meters
  var permit = Permit()
  var store = ProgramStore()
  var train: Train?
  var pulses: PulseMemory
  var waveform: PulseWaveform
  var timers = Timers()
  var stateSince_ns: Int64 = 0
  var faultTold = 0
  /// Why the train ends behind the pulse under way.
  var stopBehindPulse = EndReason.none
  /// The pulse under way, between its start and its end.
  var underWay: PulseUnderWay?
  var probe: (step: UInt8, request: UInt16)?

  var link: UInt32 = 0
  var filter = SequenceFilter()
  var reader = FrameReader()
  var line: OutputLine
  var toDevice: Disturbance
  var toHost: Disturbance
  var output: [UInt8] = []
  var heard: [UInt8] = []

  var faults = ActiveFaults()
  var agenda: [Appointment] = []
  var heart = Heart()

  /// A device that starts at a moment with an empty bank.
  ///
  /// - Parameters:
  ///   - memory: what it remembers; its number of starts is raised by one.
  ///   - seed: all its noise and its boot identity follow from this and the memory.
  public init(
    _ settings: DeviceSettings = DeviceSettings(), memory: NonVolatileMemory, array: SimulatedArray?, seed: UInt64,
    startingAt start: SimulationInstant = .zero, hooks: DeviceHooks = DeviceHooks()
  ) {
    self.settings = settings
    self.memory = memory
    self.array = array
    self.seed = seed
    self.hooks = hooks
    now_ns = start.nanoseconds
    bootedAt_ns = start.nanoseconds
    unit = BankUnit(settings.hardware, at: start.nanoseconds)
    meters = Meters(settings.channels, seed: seed &+ 0x100)
    pulses = PulseMemory(baud: settings.baud)
    waveform = PulseWaveform(capacity: 256)
    line = OutputLine(baud: settings.baud, start_ns: start.nanoseconds, seed: seed &+ 0x200)
    toDevice = Disturbance(seed: seed &+ 0x300)
    toHost = Disturbance(seed: seed &+ 0x400)
    heart = Heart(seed: seed &+ 0x500)
    startFirmware(byWatchdog: false)
  }

  /// The present on the simulation's clock.
  public var time: SimulationInstant { .nanoseconds(now_ns) }

  /// The present on the device's own clock.
  public var deviceTime: TimeSpan { .nanoseconds(now_ns &- bootedAt_ns) }

  /// The bank's true voltage at the present.
  public var bankVoltage: Voltage { Meters.volts(unit.bank.voltage_V) }

  /// The true voltage at the terminals between pulses, zero while the switch is sound; a pulse under way is not counted.
  public var terminalVoltage: Voltage { Meters.volts(unit.terminals_V) }

  /// Whether the permit is live at the present.
  public var isPermitLive: Bool { permit.isLive(atDevice: now_ns &- bootedAt_ns) }

  /// Entries of the fault menu that last.
  public var activeFaults: [FaultEntry] { faults.entries }

  /// Pulses given in the present or last train.
  public var pulsesGiven: UInt16 { train?.given ?? 0 }

  /// The next moment at which something happens by itself; nil for never. Bytes still going out are not counted.
  public var nextEvent: SimulationInstant? {
    let next = nextEvent_ns
    return next == Timers.never ? nil : .nanoseconds(next)
  }

  /// Whether bytes are going out now, one every ``byteTime``.
  public var isSending: Bool { line.isBusy || toHost.nextRelease_ns != Timers.never }

  /// How long a byte takes on the line.
  public var byteTime: TimeSpan { .nanoseconds(line.byte_ns) }

  /// Lets time pass up to and with a moment.
  public mutating func advance(to instant: SimulationInstant) {
    while case let next = nextEvent_ns, next <= instant.nanoseconds {
      moveClock(to: next)
      act()
    }
    moveClock(to: instant.nanoseconds)
  }

  /// Takes bytes that arrive at a moment, behind everything that happens by itself up to and with it.
  public mutating func receive(_ bytes: some Sequence<UInt8>, at instant: SimulationInstant) {
    advance(to: instant)
    for byte in bytes { toDevice.pass(byte, at: now_ns, into: &heard) }
    noteLineEffects()
    listen()
  }

  /// The bytes that have left the device up to the present and were not taken yet.
  public mutating func takeOutput() -> [UInt8] {
    defer { output.removeAll(keepingCapacity: true) }
    return output
  }

  /// The log's events that were not taken yet.
  public mutating func takeTruth() -> [TruthEvent] {
    defer { truth.removeAll(keepingCapacity: true) }
    return truth
  }

  private var nextEvent_ns: Int64 {
    var next = min(timers.next, min(toDevice.nextRelease_ns, toHost.nextRelease_ns))
    for appointment in agenda {
      if case .time(let instant) = appointment.trigger { next = min(next, instant.nanoseconds) }
    }
    return next == Timers.never ? next : max(next, now_ns)
  }

  /// Brings bank and line to a moment.
  private mutating func moveClock(to target_ns: Int64) {
    guard target_ns > now_ns else { return }
    let load = unit.stage.fault == .none ? nil : selectedLoad()
    if let crossing = unit.advance(to: target_ns, dumpBroken: faults.refusesDischarge, load: load) { log(crossing) }
    line.pump(until: target_ns, memory: &pulses, through: &toHost, into: &output)
    toHost.release(until: target_ns, into: &output)
    now_ns = target_ns
    noteLineEffects()
    notePowerEffects()
  }

  /// Does what is due now, each kind in a fixed order: first what stops, last what goes on.
  private mutating func act() {
    if timers.start <= now_ns { startFirmware(byWatchdog: faults.isHanging) }
    if toDevice.nextRelease_ns <= now_ns {
      toDevice.release(until: now_ns, into: &heard)
      listen()
    }
    keepAppointments()
    if timers.permit <= now_ns { lapse() }
    if timers.pulseEnd <= now_ns { endPulse() }
    if timers.gate <= now_ns { gateTimedOut() }
    if timers.work <= now_ns { work() }
    if timers.pulse <= now_ns { beginPulse() }
    if timers.beat <= now_ns { beat() }
    if timers.telemetry <= now_ns { tellRegularly() }
  }

  /// Hears what has come in.
  mutating func listen() {
    guard !heard.isEmpty else { return }
    let bytes = heard
    heard.removeAll(keepingCapacity: true)
    guard isRunning else { return }
    for byte in bytes {
      // A damaged frame is dropped without an answer.
      if reader.absorb(byte) { continue }
      if case .frame(let frame) = reader.accept(byte) { hear(frame) }
    }
  }
}
