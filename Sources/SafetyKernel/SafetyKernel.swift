import Quantities
import SHA256

/// Every rule that decides whether energy may flow, as one pure function of values.
///
/// The states and transitions are drawn in docs/states.md. Precedence within a tick: stop, interlock, fault, end of
/// lease, other commands, fire.
public struct SafetyKernel: Sendable {
  /// What a technician set; fixed while the kernel lives.
  public let configuration: KernelConfiguration
  /// All that rules depend on and that changes by the tick.
  public internal(set) var state: ControlState
  /// The prepared plan; means nothing while ``ControlState/prepared`` is false.
  public internal(set) var plan: Plan
  /// The digest of ``plan``; means nothing while none is prepared.
  public internal(set) var digest: PlanDigest
  /// The present or last arming; nil if there was none.
  public internal(set) var arming: Arming?
  /// The lease under which ``arming`` began: no other one may fire it.
  var armingLease: LeaseIdentity
  /// Whose confirmation of the array stands, and for which start of the generator.
  var confirmation: Confirmation?
  /// The present release: what its pulses are timed by.
  var segment: Segment
  /// Whether ``plan`` is still the one of ``arming``: only then can late reports be judged.
  var planOfArming: Bool
  /// What the plan asks for in the present state; derived, so that no tick has to walk the plan.
  var course: Course
  /// Sums for minute and site.
  var ledger: Ledger

  /// A kernel at start.
  ///
  /// - Parameter openTrain: the arming whose intent the record holds without an outcome. Its outcome is then unresolved,
  ///   and nothing can be armed until it is settled.
  @_noAllocation @_noLocks
  public init(configuration: KernelConfiguration, openTrain: Arming?) {
    self.configuration = configuration
    if case .some = openTrain {
      // Not `good`: the plan is gone, so no report can be judged, and a counter alone never makes `delivered`.
      state = ControlState(standing: .unresolved(judged: 0, good: false))
      state.cause = .restarted
    } else {
      state = ControlState(standing: .none)
    }
    plan = Plan(
      kind: .treatment, array: ElectrodeArray(identity: ArrayIdentity(low: 0, high: 0)), site: SiteIdentity(value: 0))
    digest = PlanDigest(value: SHA256Digest.zero)
    arming = openTrain
    armingLease = LeaseIdentity(value: 0)
    confirmation = nil
    segment = Segment()
    planOfArming = false
    course = Course()
    ledger = Ledger()
  }

  /// One tick: values in, values out.
  @_noAllocation @_noLocks
  public mutating func step(_ input: TickInput) -> TickOutput {
    var output = TickOutput()
    var latched = TickFaults()
    let facts = Facts(input, configuration)
    forgetConfirmation(input, facts)

    // The generator may have given all its pulses before this report came: it was not completed as planned then.
    if let fault = judge(input, &output) { blame(fault, &latched) }
    if state.mode.energises {
      supervise(input, facts, &latched)
      if let cause = withdrawal(input, facts, latched) {
        end(cause, &output)
      } else {
        command(input, facts, latched, &output)
        if state.mode.energises { advance(input, facts, &output, &latched) }
      }
    } else {
      // The command first: what rests only now is armed in a later tick, by a command that could know it.
      command(input, facts, latched, &output)
      rest(input, facts, &output, &latched)
    }
    settle(input, facts, &output, &latched)
    finish(input, latched, &output)
    return output
  }

  /// Latches a fault in this tick.
  @_noAllocation @_noLocks
  mutating func latch(_ fault: Fault, _ latched: inout TickFaults) {
    _ = latched.present.insert(fault)
    // Also a fault that is latched already and shows again: what a self-test proved before no longer holds.
    state.selfTestPassed = false
    if state.faults.insert(fault) { _ = latched.new.insert(fault) }
    switch state.cause {
    // The generator ended the train by itself; this is why, also where the fault was latched before.
    case .generatorEnded: state.cause = .fault(fault)
    case .none, .completed, .stop, .leaseEnded, .disarmed, .expired, .released, .probeOpen, .probeShort, .probeAged,
      .triggerLost, .noBeat, .proceedLost, .recordFailed, .restarted, .conditionLost, .fault:
      break
    }
  }

  /// Leaves a state with energy: no permit from this tick on, and discharge until the bank is measured empty.
  @_noAllocation @_noLocks
  mutating func end(_ cause: EndCause, _ output: inout TickOutput) {
    state.cause = cause
    enter(.discharging(ticksLeft: configuration.ticks.discharge), &output)
    switch state.standing {
    // Nothing was ever released: that is known without asking. A counter that moved all the same is a fault of its own.
    case .none: settled(.notDelivered, &output)
    case .open, .unresolved, .settled: break
    }
  }

  /// Enters a state and says so.
  @_noAllocation @_noLocks
  mutating func enter(_ mode: Mode, _ output: inout TickOutput) {
    state.mode = mode
    setCourse()
    output.emit(.entered(mode.name, state.cause))
  }

  /// A confirmation is one person's word on what is plugged in now: it ends with that person's lease, with the sight of
  /// the socket, with the generator's start, and when the array is seen unplugged.
  @_noAllocation @_noLocks
  private mutating func forgetConfirmation(_ input: TickInput, _ facts: Facts) {
    guard state.arrayConfirmed else { return }
    guard facts.fresh, facts.leaseLive, case let confirmation? = confirmation,
      case .held(let holder, _, _, _) = input.lease, holder == confirmation.lease,
      input.telemetry.boot == confirmation.boot
    else {
      state.arrayConfirmed = false
      return
    }
    switch input.telemetry.array {
    case .absent: state.arrayConfirmed = false
    case .unidentified, .identified: break
    }
  }

  /// Permit, standing discharge and lamps follow from the state that the tick ends in, and from nothing else.
  @_noAllocation @_noLocks
  private mutating func finish(_ input: TickInput, _ latched: TickFaults, _ output: inout TickOutput) {
    if !latched.new.isEmpty { output.emit(.latched(latched.new)) }
    // Also where the self-test was settled in this very tick: what shows now was there while it ran.
    if !latched.present.isEmpty { state.selfTestPassed = false }
    output.permit = state.mode.energises
    output.indicators.fault = !state.faults.isEmpty
    output.indicators.energy = true
    switch state.mode {
    case .starting, .discharging: output.command = .discharge
    case .standby: output.indicators.energy = false
    case .armed: output.indicators.armed = true
    case .waitingForBeat, .delivering, .settling: output.indicators.delivering = true
    case .probing, .charging: break
    }
    if input.stop {
      // Also in standby: whoever calls for a stop gets one, whatever the kernel believes.
      output.command = .discharge
    }
  }
}
