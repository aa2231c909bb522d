/// Everything that can go wrong while energy is or may be present. A fault latches; see ``FaultSet``.
public enum Fault: UInt8, Hashable, Sendable {
  /// A required interlock opened while there was or could be energy.
  case interlockOpened = 0
  /// The link to the generator broke while there was or could be energy.
  case linkLost
  /// The generator's telemetry was older than allowed.
  case telemetryStale
  /// A tick came later than its budget.
  case tickLate
  /// The generator started anew in mid-use: its boot identity changed.
  case generatorRebooted
  /// Another generator answers than the one that was armed.
  case generatorChanged
  /// The generator reports a fault of its own.
  case generatorFault
  /// The generator is in a state that it was not told to enter.
  case generatorUnexpected
  /// The program that the generator read back is not the plan.
  case programDiffers
  /// The second gate refused what this kernel permitted.
  case gatesDisagree
  /// The bank did not reach its voltage in time.
  case chargeTimeout
  /// The bank was above the voltage that was asked for.
  case bankTooHigh
  /// The two measurements of the bank differ by more than allowed.
  case bankSensorsDisagree
  /// There is voltage on the bank although nobody asked for any.
  case unexpectedEnergy
  /// The bank was not measured below 42 V in time: treat as live.
  case dischargeUnconfirmed
  /// There was voltage at the electrodes outside a pulse: the switch is stuck.
  case switchStuck
  /// A pulse's voltage was too low.
  case pulseVoltageLow
  /// A pulse's voltage was too high.
  case pulseVoltageHigh
  /// A pulse had the wrong polarity.
  case pulsePolarityWrong
  /// A pulse's current was too low.
  case pulseCurrentLow
  /// A pulse's current was too high, or the generator cut it for that.
  case pulseCurrentHigh
  /// A pulse was too short.
  case pulseTooShort
  /// A pulse was too long.
  case pulseTooLong
  /// A pulse was reported out of order, twice, or for another train.
  case pulseOutOfOrder
  /// A pulse came before or after its time: not after its release, or not a period after the one before.
  case pulseMistimed
  /// The train ended with fewer pulses than planned, or a pulse's report never came.
  case pulseMissing
  /// The generator's counter shows more pulses than were planned or reported.
  case pulseExtra
  /// The electrode array was removed while there was or could be energy.
  case arrayRemoved
  /// The electrode array is not the one that the plan names.
  case arrayDiffers
  /// The pedal's contacts contradict each other.
  case pedalImplausible
  /// The generator did not answer within its time.
  case generatorSilent
  /// A self-test did not pass.
  case selfTestFailed

  /// When a person's acknowledgement may clear this fault.
  public var clearing: FaultClearing {
    @_noAllocation @_noLocks get {
      switch self {
      case .pulseCurrentHigh, .switchStuck, .pulseTooLong, .bankSensorsDisagree, .selfTestFailed, .pulsePolarityWrong,
        .pulseExtra, .pulseMistimed:
        return .afterSelfTest
      case .dischargeUnconfirmed, .unexpectedEnergy, .bankTooHigh: return .afterDischarge
      case .arrayRemoved, .arrayDiffers: return .whenArrayPresent
      case .linkLost, .telemetryStale, .generatorRebooted, .generatorChanged, .generatorFault, .generatorUnexpected,
        .generatorSilent, .programDiffers, .gatesDisagree, .chargeTimeout, .interlockOpened, .tickLate,
        .pulseVoltageLow, .pulseVoltageHigh, .pulseCurrentLow, .pulseTooShort, .pulseOutOfOrder, .pulseMissing,
        .pedalImplausible:
        return .whenConditionGone
      }
    }
  }

  /// The raw value; written out because the synthesised getter is not proven free of allocation in other files.
  public var code: UInt8 { @_noAllocation @_noLocks get { rawValue } }

  /// The case of a raw value, or nil if there is none.
  @_noAllocation @_noLocks
  public static func coded(_ code: UInt8) -> Fault? { Fault(rawValue: code) }
}

/// What must hold, beside a person's acknowledgement, before a latched fault clears.
public enum FaultClearing: UInt8, Hashable, Sendable {
  /// The kernel is in standby with the condition gone.
  case whenConditionGone
  /// The bank is measured below 42 V by both channels.
  case afterDischarge
  /// A self-test passed since the fault latched.
  case afterSelfTest
  /// An electrode array is connected again.
  case whenArrayPresent
}

/// The latched faults: the first cause, and which others came after it.
public struct FaultSet: Hashable, Sendable {
  /// The first fault since the set was last empty; it is the one to show.
  public private(set) var first: Fault?
  package private(set) var bits: UInt64

  /// No fault.
  @_noAllocation @_noLocks
  public init() {
    first = nil
    bits = 0
  }

  /// Whether no fault is latched.
  public var isEmpty: Bool { @_noAllocation @_noLocks get { bits == 0 } }

  /// Latches a fault; true if it was not latched before.
  @_noAllocation @_noLocks
  public mutating func insert(_ fault: Fault) -> Bool {
    let bit = UInt64(1) &<< UInt64(fault.rawValue & 63)
    if bits & bit != 0 { return false }
    if bits == 0 { first = fault }
    bits |= bit
    return true
  }

  /// Clears all faults at once; the kernel alone decides when.
  @_noAllocation @_noLocks
  mutating func clear() {
    first = nil
    bits = 0
  }

  /// Whether a fault of this clearing class is latched.
  @_noAllocation @_noLocks
  package func contains(_ clearing: FaultClearing) -> Bool {
    var left = bits
    while left != 0 {
      if let fault = Fault(rawValue: UInt8(truncatingIfNeeded: left.trailingZeroBitCount)) {
        switch (fault.clearing, clearing) {
        case (.whenConditionGone, .whenConditionGone), (.afterDischarge, .afterDischarge),
          (.afterSelfTest, .afterSelfTest), (.whenArrayPresent, .whenArrayPresent):
          return true
        case (.whenConditionGone, _), (.afterDischarge, _), (.afterSelfTest, _), (.whenArrayPresent, _): break
        }
      }
      left &= left &- 1
    }
    return false
  }

  /// Whether a fault is latched; for display and the record, no rule asks it.
  @_noAllocation @_noLocks
  public func contains(_ fault: Fault) -> Bool { bits & (UInt64(1) &<< UInt64(fault.rawValue & 63)) != 0 }
}

#if !hasFeature(Embedded)
// An array of all cases allocates; firmware has no use for it.
extension Fault: CaseIterable {}
extension FaultClearing: CaseIterable {}
#endif
