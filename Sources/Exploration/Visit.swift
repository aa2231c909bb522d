import SafetyKernel

/// A state that was reached.
struct Visit: Sendable {
  let moment: KernelMoment
  let places: PlanPlaces
  /// The state that led here first, and by which input.
  let parent: UInt32
  let input: UInt32
  let depth: UInt32

  /// No state led here.
  static var noParent: UInt32 { .max }

  init(_ moment: KernelMoment, _ places: PlanPlaces, parent: UInt32 = noParent, input: UInt32 = 0, depth: UInt32 = 0) {
    self.moment = moment
    self.places = places
    self.parent = parent
    self.input = input
    self.depth = depth
  }

  /// Where a transition from here ends, for a way that nobody has to find again.
  func after(_ transition: borrowing Transition) -> Visit { Visit(transition.moment, places.after(transition)) }
}

/// Which of a case's two plans a moment speaks of; its own data cannot tell that.
struct PlanPlaces: Sendable {
  /// Which plan is prepared: 0 the case's own, 1 the self-test.
  let prepared: UInt8
  /// Which plan the arming was of: 0 none, 1 the case's own, 2 the self-test.
  let armed: UInt8

  /// The same after a transition.
  func after(_ transition: borrowing Transition) -> PlanPlaces {
    let proposed: UInt8 = transition.input.command == .prepareSelfTest ? 1 : 0
    return PlanPlaces(
      prepared: transition.scan.prepared ? proposed : prepared, armed: transition.scan.intent ? prepared + 1 : armed)
  }
}
