/// The states of the machine, without what they carry; docs/states.md draws them.
public enum StateName: UInt8, Hashable, Sendable {
  /// Nothing is known of the generator's energy; discharge is requested.
  case starting = 0
  /// The bank was measured below 42 V by both channels.
  case standby
  /// The program is uploaded, and each pair is measured at low voltage.
  case probing
  /// The bank charges.
  case charging
  /// The next press gives pulses.
  case armed
  /// A synchronised step or pulse waits for a usable beat.
  case waitingForBeat
  /// Pulses are given.
  case delivering
  /// Between two steps the bank moves to the next one's voltage.
  case settling
  /// The bank is being emptied.
  case discharging

  /// The raw value; written out because the synthesised getter is not proven free of allocation in other files.
  public var code: UInt8 { @_noAllocation @_noLocks get { rawValue } }

  /// The case of a raw value, or nil if there is none.
  @_noAllocation @_noLocks
  public static func coded(_ code: UInt8) -> StateName? { StateName(rawValue: code) }
}

/// A state and what it carries. Every countdown is in ticks and lives only where it is needed.
public enum Mode: Hashable, Sendable {
  /// See ``StateName/starting``. `ticksLeft` runs while a bank that is not empty is measured, and stays at zero.
  case starting(ticksLeft: UInt16)
  /// See ``StateName/standby``. `pedalReleased`: it was seen released since entering, so its first stage may arm.
  case standby(pedalReleased: Bool)
  /// At a step's pair; `loaded` once the read-back equals the plan, `asked` once the request for this pair was made.
  case probing(step: UInt8, loaded: Bool, asked: Bool, ticksLeft: UInt16)
  /// `probeTicks`: how long the probe's verdict still holds.
  case charging(ticksLeft: UInt16, probeTicks: UInt16)
  /// `released`: the pedal was seen released since entering.
  case armed(released: Bool, ticksLeft: UInt16, probeTicks: UInt16)
  /// Waiting before the train's pulse `at`; beats within `blankTicks` are the train's own artefact.
  case waitingForBeat(at: UInt16, byPedal: Bool, ticksLeft: UInt16, blankTicks: UInt16)
  /// Released from the train's pulse `from` on; `started` once the generator was seen to have begun there.
  case delivering(from: UInt16, byPedal: Bool, started: Bool, ticksLeft: UInt16)
  /// The bank moves to the voltage of the step that the train's pulse `at` begins.
  case settling(at: UInt16, byPedal: Bool, ticksLeft: UInt16)
  /// `ticksLeft` reaches zero when the discharge should have been measured; it stays there.
  case discharging(ticksLeft: UInt16)

  /// Whether the permit to energise is given in this state; everything that withdraws it leaves the state.
  public var energises: Bool {
    @_noAllocation @_noLocks get {
      switch self {
      case .probing, .charging, .armed, .waitingForBeat, .delivering, .settling: return true
      case .starting, .standby, .discharging: return false
      }
    }
  }

  /// The state's name.
  public var name: StateName {
    @_noAllocation @_noLocks get {
      switch self {
      case .starting: return .starting
      case .standby: return .standby
      case .probing: return .probing
      case .charging: return .charging
      case .armed: return .armed
      case .waitingForBeat: return .waitingForBeat
      case .delivering: return .delivering
      case .settling: return .settling
      case .discharging: return .discharging
      }
    }
  }
}

/// All that rules depend on and that changes by the tick: the key of an exploration.
public struct ControlState: Hashable, Sendable {
  /// The state of the machine.
  public internal(set) var mode: Mode
  /// Whether a plan is prepared.
  public internal(set) var prepared: Bool
  /// The latched faults.
  public internal(set) var faults: FaultSet
  /// How the last train stands.
  public internal(set) var standing: TrainStanding
  /// Why the last energised state ended.
  public internal(set) var cause: EndCause
  /// Whether a self-test passed since a fault latched.
  public internal(set) var selfTestPassed: Bool
  /// Whether the operator confirmed which array is connected, since it was last seen absent or the plan changed.
  public internal(set) var arrayConfirmed: Bool

  /// The state at start.
  @_noAllocation @_noLocks
  public init(standing: TrainStanding) {
    mode = .starting(ticksLeft: UInt16.max)
    prepared = false
    faults = FaultSet()
    self.standing = standing
    cause = .none
    selfTestPassed = false
    arrayConfirmed = false
  }
}

#if !hasFeature(Embedded)
// An array of all cases allocates; firmware has no use for it.
extension StateName: CaseIterable {}
#endif
