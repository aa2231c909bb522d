package import Quantities

/// All that a kernel's future depends on beside its configuration, its plan and its sums: what an exploration visits,
/// keeps and goes back to. No rule reads it.
package struct KernelMoment: Sendable {
  /// The control part.
  package internal(set) var state: ControlState
  /// The present or last arming.
  package internal(set) var arming: Arming?
  /// The lease under which it began.
  package internal(set) var armingLease: LeaseIdentity
  /// Whose word on the connected array stands.
  package internal(set) var confirmation: Confirmation?
  /// The present release.
  package internal(set) var segment: Segment
  /// Whether the prepared plan is still the one of the arming.
  package internal(set) var planOfArming: Bool
  /// What the plan asks for in this state; derived, see ``SafetyKernel/keepsCourse()``.
  package internal(set) var course: Course

  /// The train's pulse that the present release began with, or nil before the first.
  package var releasedFrom: UInt16? { segment.latest > .zero ? segment.from : nil }
}

extension SafetyKernel {
  /// The present moment. Mutating, as much here is, because a getter would copy the whole kernel first.
  package mutating func keep() -> KernelMoment {
    KernelMoment(
      state: state, arming: arming, armingLease: armingLease, confirmation: confirmation, segment: segment,
      planOfArming: planOfArming, course: course)
  }

  /// Goes back to a moment of a kernel that has the same configuration and plan.
  package mutating func resume(_ moment: KernelMoment) {
    state = moment.state
    arming = moment.arming
    armingLease = moment.armingLease
    confirmation = moment.confirmation
    segment = moment.segment
    planOfArming = moment.planOfArming
    course = moment.course
  }

  /// Takes a plan without checking it, as the one that was prepared in the moment that is resumed next.
  package mutating func take(_ plan: Plan, _ digest: PlanDigest) {
    self.plan = plan
    self.digest = digest
  }

  /// Makes the sums for minute and site empty, or so full that no train fits.
  package mutating func setSums(exhausted: Bool, now: HostInstant) {
    ledger = Ledger()
    if exhausted {
      ledger.book(pulses: .max, energy: .microjoules(.max), site: SiteIdentity(value: 0), now: now)
    }
  }

  /// Whether what was kept of the course is what plan and state give anew, as far as the state's rules read it.
  package mutating func keepsCourse() -> Bool {
    let kept = course
    deriveCourse()
    defer { course = kept }
    switch state.mode {
    case .starting, .standby, .discharging: return true
    case .probing: return kept.needsHold == course.needsHold
    case .charging, .armed, .waitingForBeat, .settling:
      return kept.needsHold == course.needsHold && kept.target == course.target && kept.ceiling == course.ceiling
    case .delivering:
      return kept.needsHold == course.needsHold && kept.ceiling == course.ceiling && kept.gate == course.gate
    }
  }

  /// Derives the course without the path that led here: what it keeps from probing on, then what the state itself sets.
  private mutating func deriveCourse() {
    let mode = state.mode
    guard mode.energises else { return }
    course = Course()
    state.mode = .probing(step: 0, loaded: false, asked: false, ticksLeft: 0)
    setCourse()
    state.mode = mode
    setCourse()
  }
}
