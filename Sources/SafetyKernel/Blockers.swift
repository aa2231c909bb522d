import Quantities

/// The blockers that stand at one moment; a console shows each with its remedy.
public struct BlockerSet: Hashable, Sendable {
  /// One bit for each ``Blocker``, by raw value.
  public private(set) var bits: UInt32

  /// No blocker.
  @_noAllocation @_noLocks
  public init() { bits = 0 }

  /// Whether nothing blocks.
  public var isEmpty: Bool { @_noAllocation @_noLocks get { bits == 0 } }

  /// Whether a blocker stands.
  @_noAllocation @_noLocks
  public func contains(_ blocker: Blocker) -> Bool { bits & (1 &<< UInt32(blocker.code & 31)) != 0 }

  @_noAllocation @_noLocks
  mutating func insert(_ blocker: Blocker, if condition: Bool) {
    if condition { bits |= 1 &<< UInt32(blocker.code & 31) }
  }

  /// The blocker to name when only one can be named: the first in the order of ``Blocker``.
  public var first: Blocker? {
    @_noAllocation @_noLocks get {
      for raw in 0..<32 as Range<UInt8> where bits & (1 &<< UInt32(raw)) != 0 { return Blocker.coded(raw) }
      return nil
    }
  }
}

extension SafetyKernel {
  /// Everything that stands in the way of arming the prepared plan (or a treatment, if none is prepared) in this tick.
  ///
  /// - Parameter confirmed: whether the operator confirms the plan's array with this very command.
  @_noAllocation @_noLocks
  public mutating func blockers(_ input: TickInput, confirmed: Bool) -> BlockerSet {
    let facts = Facts(input, configuration)
    let kind = state.prepared ? plan.kind : PlanKind.treatment
    var set = BlockerSet()
    let up: Bool
    switch input.link {
    case .up: up = true
    case .opening, .down: up = false
    }
    set.insert(.linkDown, if: !up)
    set.insert(.telemetryStale, if: up && !facts.fresh)
    set.insert(.interlockOpen, if: !facts.interlocksClosed)
    set.insert(.noLease, if: !facts.leaseLive)
    set.insert(.record, if: !input.record.healthy)
    set.insert(.wallClock, if: !input.record.clockGood)
    let waived = configuration.allowWithoutRealtime
    set.insert(.notRealtime, if: !input.realtime && !waived)
    set.insert(.tickLate, if: Facts.isLate(input, budget: configuration.lateBudget))
    // A switch that is stuck shows at the electrodes in the very tick that would arm.
    let live = !facts.bankSafe || !facts.outputQuiet
    set.insert(.bankNotDischarged, if: up && live)
    set.insert(.generatorBusy, if: up && !SafetyKernel.isIdle(input.telemetry))
    let unresolved: Bool
    switch state.standing {
    case .none, .settled: unresolved = false
    case .open, .unresolved: unresolved = true
    }
    set.insert(.trainUnresolved, if: unresolved)
    let before = state.arrayConfirmed
    switch kind {
    case .selfTest: break
    case .testLoad: arrayBlockers(input, confirmed: confirmed || before, into: &set)
    case .treatment:
      arrayBlockers(input, confirmed: confirmed || before, into: &set)
      set.insert(.calibration, if: !input.calibrationValid)
    }
    switch kind {
    case .selfTest: break  // A self-test is how some latched faults come to be cleared.
    case .treatment, .testLoad: set.insert(.faultLatched, if: !state.faults.isEmpty)
    }
    let site = ledgerSite
    if state.prepared, case let energy? = PlanCheck.energy(of: plan) {
      set.insert(
        .budgetExhausted,
        if: !ledger.fits(
          pulses: plan.pulseCount, energy: energy, site: site, now: input.now, budget: configuration.budget))
    } else if state.prepared {
      set.insert(.budgetExhausted, if: true)
    }
    return set
  }

  @_noAllocation @_noLocks
  private borrowing func arrayBlockers(_ input: TickInput, confirmed: Bool, into set: inout BlockerSet) {
    switch input.telemetry.array {
    case .absent: set.insert(.arrayAbsent, if: true)
    case .unidentified:
      guard state.prepared else { return }
      // An array that should carry a chip and shows none is another one, or a broken one.
      let chip = plan.array.carriesIdentity
      set.insert(.arrayDiffers, if: chip)
      set.insert(.arrayUnconfirmed, if: !chip && !confirmed)
    case .identified(let identity):
      guard state.prepared else { return }
      set.insert(.arrayDiffers, if: !(identity == plan.array.identity))
    }
  }

  /// Whether the generator does nothing and has no fault of its own.
  @_noAllocation @_noLocks
  static func isIdle(_ telemetry: Telemetry) -> Bool {
    switch telemetry.state {
    case .idle: return !telemetry.hasFault
    case .probing, .charging, .armed, .delivering, .waiting, .discharging, .fault: return false
    }
  }
}
