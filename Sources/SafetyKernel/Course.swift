import Quantities

/// What the plan asks for in the present state: set on entering it, so that no tick has to walk the plan.
package struct Course: Sendable {
  /// The voltage that the bank is to have before the next release.
  var target: Voltage
  /// The highest voltage that the bank may be asked to have in this state.
  var ceiling: Voltage
  /// The train's pulse before which the generator has to wait for the next release; all of them for the last one.
  var gate: UInt16
  /// Whether the whole train is so long that somebody has to hold the firing.
  var needsHold: Bool

  @_noAllocation @_noLocks
  init() {
    target = .zero
    ceiling = .zero
    gate = 0
    needsHold = true
  }
}

extension SafetyKernel {
  /// Derives ``Course`` from the plan and the state just entered.
  @_noAllocation @_noLocks
  mutating func setCourse() {
    switch state.mode {
    case .probing:
      let duration = PlanCheck.attendedDuration(of: plan)
      switch duration {
      case .none: course.needsHold = true
      case .some(let time): course.needsHold = time > .milliseconds(500)
      }
    case .charging, .armed:
      course.target = voltage(at: 0)
      course.ceiling = course.target
    case .waitingForBeat(let at, _, _, _):
      course.target = voltage(at: at)
      course.ceiling = course.target
    case .delivering(let from, _, _, _):
      course.target = voltage(at: from)
      course.ceiling = highestVoltage(from: from)
      course.gate = nextGate(after: from)
    case .settling(let at, _, _):
      course.target = voltage(at: at)
      course.ceiling = max(course.target, voltage(at: at > 0 ? at &- 1 : 0))
    case .starting, .standby, .discharging: break
    }
  }

  /// The voltage of the step that a train's pulse belongs to; zero beyond the last.
  @_noAllocation @_noLocks
  mutating func voltage(at pulse: UInt16) -> Voltage {
    guard let position = position(of: pulse), let step = plan.step(position.step) else { return .zero }
    return step.voltage
  }

  /// The highest voltage among the steps that the generator may enter from a pulse on without a release, and the one
  /// after them: it moves the bank there before this kernel has seen the step end.
  @_noAllocation @_noLocks
  private mutating func highestVoltage(from pulse: UInt16) -> Voltage {
    guard let position = position(of: pulse) else { return .zero }
    let present = voltage(at: pulse)
    var index = position.step
    while let step = plan.step(index) {
      if !(step.voltage == present) { return max(present, step.voltage) }
      index = index &+ 1
    }
    return present
  }

  /// The first pulse after one before which the generator waits for a release.
  @_noAllocation @_noLocks
  private mutating func nextGate(after pulse: UInt16) -> UInt16 {
    guard let position = position(of: pulse), let present = plan.step(position.step) else { return pulse }
    switch present.synchronisation {
    // Behind its last pulse the next step decides, as behind any other step.
    case .eachPulse: if position.pulse &+ 1 < present.pulses { return pulse &+ 1 }
    case .none, .eachStep: break
    }
    var end = pulse &+ (present.pulses &- position.pulse)
    var index = position.step &+ 1
    while let step = plan.step(index) {
      if CanonicalPlan.waitsForRelease(step, index: index, former: present.voltage) { return end }
      end = end &+ step.pulses
      index = index &+ 1
    }
    return end
  }

  /// The step that a train's pulse belongs to, and its index in that step; nil beyond the last.
  @_noAllocation @_noLocks
  mutating func position(of pulse: UInt16) -> (step: UInt8, pulse: UInt16)? {
    var left = pulse
    for index in 0..<plan.stepCount {
      guard let step = plan.step(index) else { return nil }
      if left < step.pulses { return (index, left) }
      left = left &- step.pulses
    }
    return nil
  }
}
