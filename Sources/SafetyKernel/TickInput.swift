public import Quantities

/// What the record says in this tick.
public struct RecordReading: Sendable {
  /// The arming whose intent is on disk, or nil.
  public var durableIntent: Nonce?
  /// Whether the record can be written.
  public var healthy: Bool
  /// Whether the wall clock is not behind the newest record.
  public var clockGood: Bool

  /// A record of which nothing good is known.
  @_noAllocation @_noLocks
  public init() {
    durableIntent = nil
    healthy = false
    clockGood = false
  }
}

/// What the low-voltage probe found on one pair.
public struct ProbeReading: Sendable {
  /// The arming it was measured for.
  public var nonce: Nonce
  /// The step whose pair was measured.
  public var step: UInt8
  /// The magnitude of the impedance; the largest number for an open contact.
  public var impedance: Resistance

  /// A probe's result.
  @_noAllocation @_noLocks
  public init(nonce: Nonce, step: UInt8, impedance: Resistance) {
    self.nonce = nonce
    self.step = step
    self.impedance = impedance
  }
}

/// An R wave that the generator or a line saw.
public struct BeatReading: Sendable {
  /// When, on the generator's clock.
  public var time: DeviceInstant
  /// Since the R wave before it.
  public var interval: TimeSpan

  /// A beat.
  @_noAllocation @_noLocks
  public init(time: DeviceInstant, interval: TimeSpan) {
    self.time = time
    self.interval = interval
  }
}

/// Everything that the kernel is told in one tick: values only, no clock is read and nothing is asked.
///
/// Its initial value is the one of which nothing good is known; a caller that forgets a field has forgotten a permit.
public struct TickInput: Sendable {
  /// The time of this tick.
  public var now: HostInstant
  /// How much later than due this tick came.
  public var lateness: TimeSpan
  /// Whether the loop has realtime priority.
  public var realtime: Bool
  /// Somebody called for a stop; it stays set until a tick has seen it.
  public var stop: Bool
  /// The control lease.
  public var lease: LeaseReading
  /// Interlocks that are closed; one that is absent or unknown is not among them.
  public var closedInterlocks: InterlockSet
  /// The pedal.
  public var pedal: PedalReading
  /// The record.
  public var record: RecordReading
  /// Whether a valid calibration for this generator is in force.
  public var calibrationValid: Bool
  /// The link.
  public var link: LinkReading
  /// How old ``telemetry`` is.
  public var telemetryAge: TimeSpan
  /// The newest telemetry.
  public var telemetry: Telemetry
  /// The digest of the program bytes that the generator read back for the present arming, or nil.
  public var readBack: PlanDigest?
  /// A probe's result, or nil.
  public var probe: ProbeReading?
  /// A pulse report, each handed over once and in order, or nil.
  public var report: PulseReport?
  /// What the generator answered about the open or unresolved train.
  public var fate: TrainFate
  /// A beat, handed over once, or nil.
  public var beat: BeatReading?
  /// Whether the second gate refused in the last tick what this kernel had permitted.
  public var secondGateRefused: Bool
  /// A nonce that was never used, for an arming that starts in this tick.
  public var freshNonce: Nonce
  /// At most one command.
  public var command: Command
  /// The plan that ``Command/prepare(_:)`` speaks of; means nothing otherwise.
  public var proposal: Plan

  /// An input of which nothing good is known.
  @_noAllocation @_noLocks
  public init() {
    now = .zero
    lateness = .zero
    realtime = false
    stop = false
    lease = .none
    closedInterlocks = InterlockSet(bits: 0)
    pedal = .absent
    record = RecordReading()
    calibrationValid = false
    link = .down
    telemetryAge = .seconds(.max)
    telemetry = Telemetry()
    readBack = nil
    probe = nil
    report = nil
    fate = .unknown
    beat = nil
    secondGateRefused = false
    freshNonce = Nonce(value: 0)
    command = .none
    proposal = Plan(
      kind: .treatment, array: ElectrodeArray(identity: ArrayIdentity(low: 0, high: 0)), site: SiteIdentity(value: 0))
  }
}
