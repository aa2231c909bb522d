public import Quantities

/// Countdowns, in ticks of one millisecond.
public struct KernelTicks: Sendable {
  /// From the arming to the program read back.
  public var load: UInt16
  /// For the probe of one pair.
  public var probe: UInt16
  /// For charging.
  public var charge: UInt16
  /// How long an arming waits for the firing.
  public var armed: UInt16
  /// How long the probe's verdict holds.
  public var probeValid: UInt16
  /// From the release to the first report or to the generator's word that it began; beyond the period, for each pulse.
  public var pulse: UInt16
  /// For moving the bank between two steps.
  public var settle: UInt16
  /// For a usable beat.
  public var beat: UInt16
  /// After a release, beats are the train's own artefact.
  public var blank: UInt16
  /// For gathering the reports after a train.
  public var collect: UInt16
  /// For the discharge to be measured.
  public var discharge: UInt16

  /// The defaults: 2 s, 0.5 s, 30 s, 30 s, 60 s, 0.1 s, 10 s, 10 s, 0.3 s, 5 s, 5 s.
  @_noAllocation @_noLocks
  public init() {
    load = 2_000
    probe = 500
    charge = 30_000
    armed = 30_000
    probeValid = 60_000
    pulse = 100
    settle = 10_000
    beat = 10_000
    blank = 300
    collect = 5_000
    discharge = 5_000
  }
}

/// What a technician sets; fixed while the kernel lives.
public struct KernelConfiguration: Sendable {
  /// Interlocks that must be closed; the generator's own chain is always among them.
  public private(set) var requiredInterlocks: InterlockSet
  /// What the pedal does.
  public var pedal: PedalRule
  /// Caps of treatment plans.
  public var treatment: MachineLimits
  /// Caps of plans into the test load.
  public var testLoad: MachineLimits
  /// Caps of self-tests.
  public var selfTest: MachineLimits
  /// Sums for minute and site.
  public var budget: WindowBudget
  /// Rules for beats.
  public var beats: BeatRules
  /// Countdowns.
  public var ticks: KernelTicks
  /// A tick later than this is a fault in every state with energy.
  public var lateBudget: TimeSpan
  /// Telemetry older than this counts as none.
  public var telemetryStale: TimeSpan
  /// A release takes effect at most this long after the newest device time that the host has seen, or never.
  public var notAfterMargin: TimeSpan
  /// A lease not renewed for this long has lapsed.
  public var leaseLapse: TimeSpan
  /// A firing's ticket may be this old.
  public var ticketAge: TimeSpan
  /// Whether arming is allowed without realtime priority.
  public var allowWithoutRealtime: Bool
  /// How far the measured bank may be from the step's voltage at release, in thousandths.
  public var bankTolerance: Int64
  /// How far the two bank channels may be apart, in thousandths of the larger, beside ``bankOffset``.
  public var bankAgreement: Int64
  /// How far the two bank channels may be apart at any voltage.
  public var bankOffset: Voltage
  /// Voltage at the electrodes outside a pulse that means a stuck switch.
  public var stuckVoltage: Voltage

  /// A configuration that permits nothing until its limits are set.
  ///
  /// - Parameter interlocks: those required beside the generator's own chain.
  @_noAllocation @_noLocks
  public init(interlocks: InterlockSet) {
    requiredInterlocks = interlocks.union(.generatorChain)
    pedal = .notUsed
    treatment = MachineLimits()
    testLoad = MachineLimits()
    selfTest = MachineLimits()
    budget = WindowBudget()
    beats = BeatRules()
    ticks = KernelTicks()
    lateBudget = .milliseconds(10)
    telemetryStale = .milliseconds(40)
    notAfterMargin = .milliseconds(10)
    leaseLapse = .seconds(1)
    ticketAge = .milliseconds(500)
    allowWithoutRealtime = false
    bankTolerance = 20
    bankAgreement = 50
    bankOffset = .volts(10)
    stuckVoltage = .volts(42)
  }

  /// The caps of a kind of plan.
  @_noAllocation @_noLocks
  public func limits(for kind: PlanKind) -> MachineLimits {
    switch kind {
    case .treatment: return treatment
    case .testLoad: return testLoad
    case .selfTest: return selfTest
    }
  }

  /// Below this the bank counts as discharged: 42 V, the design's bound, not a setting.
  public static var safeVoltage: Voltage { @_noAllocation @_noLocks get { .volts(42) } }
}
