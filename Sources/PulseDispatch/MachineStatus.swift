public import Generators
public import Quantities
internal import SHA256
public import SafetyKernel

/// Everything that the service shows of the machine, as it was at the end of one tick. Plain values, copied as a whole.
public struct MachineStatus: Sendable {
  /// The tick, counted from 1; 0 before the first.
  public internal(set) var tick: UInt64
  /// The time of that tick.
  public internal(set) var time: HostInstant
  /// The kernel's control state: mode, faults, standing of the last train, cause.
  public internal(set) var state: ControlState
  /// The digest of the prepared plan; means nothing while none is prepared.
  public internal(set) var digest: PlanDigest
  /// The present or last arming.
  public internal(set) var arming: Arming?
  /// What stands in the way of arming, with the array not confirmed; while there is a permit up to ten ticks old.
  public internal(set) var blockers: BlockerSet
  /// Lamps and sound.
  public internal(set) var indicators: Indicators
  /// Whether the kernel permits energy.
  public internal(set) var permit: Bool
  /// Whether a heartbeat was allowed in this tick by both gates.
  public internal(set) var heartbeat: Bool
  /// What the second gate said last when it was asked.
  public internal(set) var gate: GateVerdict
  /// The link to the generator.
  public internal(set) var link: LinkReading
  /// Why there is no link.
  public internal(set) var trouble: LinkTrouble
  /// The generator that answered last.
  public internal(set) var identity: DeviceIdentity?
  /// The newest telemetry, calibrated.
  public internal(set) var telemetry: Telemetry
  /// How old the telemetry is.
  public internal(set) var telemetryAge: TimeSpan
  /// The interlocks that are closed.
  public internal(set) var closedInterlocks: InterlockSet
  /// The pedal.
  public internal(set) var pedal: PedalReading
  /// The lease.
  public internal(set) var lease: LeaseReading
  /// Whether a calibration for this generator is in force.
  public internal(set) var calibrationValid: Bool
  /// Whether the loop has realtime priority.
  public internal(set) var realtime: Bool
  /// What went over the link.
  public internal(set) var counters: LinkCounters
  /// How late this tick was.
  public internal(set) var lateness: TimeSpan
  /// Events that found no room in the outbox since the start.
  public internal(set) var lostEvents: UInt64
  /// Events were lost and the record was not told yet: nothing can be armed.
  public internal(set) var overrun: Bool
  /// Pieces of waveforms that found no room wait in the driver; this says that the ring was full in this tick.
  public internal(set) var waveformsHeldBack: Bool
  /// Whether the loop has ended.
  public internal(set) var ended: Bool

  /// A status of which nothing is known.
  @_noAllocation @_noLocks
  public init() {
    tick = 0
    time = .zero
    state = ControlState(standing: .none)
    digest = PlanDigest(value: SHA256Digest.zero)
    arming = nil
    blockers = BlockerSet()
    indicators = Indicators()
    permit = false
    heartbeat = false
    gate = .refused(.noProgram)
    link = .down
    trouble = .noChannel
    identity = nil
    telemetry = Telemetry()
    telemetryAge = .nanoseconds(Int64.max)
    closedInterlocks = InterlockSet(bits: 0)
    pedal = .absent
    lease = .none
    calibrationValid = false
    realtime = false
    counters = LinkCounters()
    lateness = .zero
    lostEvents = 0
    overrun = false
    waveformsHeldBack = false
    ended = false
  }
}
