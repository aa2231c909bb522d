import SafetyKernel

/// Visits every state that the shipped kernel can reach from its start, breadth first, and checks every rule on every
/// transition.
package struct Exploration {
  /// The case that is explored.
  package let explored: ExploredCase
  /// Number of transitions so far.
  package private(set) var transitions = 0
  /// What was seen so far.
  package private(set) var seen = Seen()
  /// The first broken rule, with how it came about.
  package private(set) var counterexample: Counterexample?
  /// Whether every reachable state was visited.
  package private(set) var isComplete = false
  /// Pairs of states that the abstraction takes for one and that were held against each other.
  package private(set) var comparedPairs = 0

  /// All answers, folded; nil unless somebody asks for it, because it costs a tenth of the time. Where it is not the
  /// expected one, the exploration ends.
  package var conduct: Conduct?

  let plans: ExploredPlans
  let inputs: [ExploredInput]
  private let precision: Precision
  private let drawn: DrawnTransitions
  private var visited = VisitedStates()
  private(set) var visits: [Visit] = []
  private var writer: InputWriter
  private var kernel: SafetyKernel
  private var prepared: UInt8 = 0
  private var duplicates = 0

  /// Number of states so far.
  package var states: Int { visits.count }
  /// The longest of the shortest ways from the start.
  package var depth: Int { Int(visits.last?.depth ?? 0) }
  /// The states that an exploration of this case may have at most; more means that the abstraction is lost.
  private static var capacity: Int { 20_000_000 }
  /// An exploration at its start, or nil if the case's plans have no canonical bytes.
  package init?(_ explored: ExploredCase, profile: InputProfile, precision: Precision, drawn: DrawnTransitions) {
    guard let plans = ExploredPlans(explored.plan) else { return nil }
    self.explored = explored
    self.plans = plans
    self.precision = precision
    self.drawn = drawn
    inputs = profile.inputs
    writer = InputWriter(plans)
    kernel = SafetyKernel(configuration: explored.configuration, openTrain: nil)
    kernel.setSums(exhausted: false, now: Situation.now)
    kernel.take(plans.own.plan, plans.own.digest)
    begin(PlanPlaces(prepared: 0, armed: 0), input: 0)
    restart()
  }

  /// The other start: the record holds an intent without an outcome.
  private mutating func restart() {
    let open = Arming(
      nonce: Nonce(value: 40), digest: plans.own.digest, serial: DeviceSerial(low: 1, high: 0),
      boot: BootIdentity(value: 10), counterBefore: 5_000, plannedPulses: plans.own.plan.pulseCount)
    kernel = SafetyKernel(configuration: explored.configuration, openTrain: open)
    kernel.setSums(exhausted: false, now: Situation.now)
    kernel.take(plans.own.plan, plans.own.digest)
    begin(PlanPlaces(prepared: 0, armed: 1), input: 1)
  }

  /// Goes on until everything is visited, a rule breaks, or it is told to stop.
  package mutating func run(until shouldStop: () -> Bool, progress: (_ states: Int, _ left: Int) -> Void) {
    var index = 0
    while index < visits.count {
      if shouldStop() || visits.count > Exploration.capacity { return }
      if conduct?.mark(state: index) == false { return }
      if index % 1_000 == 0 { progress(visits.count, visits.count - index) }
      expand(index)
      if counterexample != nil { return }
      index += 1
    }
    isComplete = true
  }

  /// Tries every input in one state.
  private mutating func expand(_ index: Int) {
    let visit = visits[index]
    let situation = situation(of: visit)
    for (number, input) in inputs.enumerated() {
      let (transition, rule) = step(visit, situation, input)
      transitions &+= 1
      seen.take(transition)
      if let rule {
        counterexample = Counterexample(self, rule: rule, from: UInt32(index), last: input)
        return
      }
      arrive(transition, visit.places.after(transition), from: UInt32(index), by: UInt32(number))
      if counterexample != nil { return }
    }
    if let rule = descents(visit, situation) {
      counterexample = Counterexample(self, rule: rule.rule, from: UInt32(index), last: rule.input)
    }
  }

  /// One tick from a state: what it did, and the rule that it broke.
  @inline(__always)
  mutating func step(_ visit: Visit, _ situation: Situation, _ input: ExploredInput) -> (Transition, Rule?) {
    go(to: visit)
    writer.write(input, in: situation)
    let exhausted = input.host == .sumsExhausted
    if exhausted { kernel.setSums(exhausted: true, now: Situation.now) }
    var blockers = BlockerSet()
    let asksBlockers = input.command == .arm || input.command == .armUnconfirmed
    if asksBlockers, situation.moment.state.mode.name == .standby {
      blockers = kernel.blockers(writer.tick, confirmed: input.command == .arm)
      seen.take(blockers)
    }
    let output = writer.step(&kernel)
    let transition = Transition(situation, input, writer.truth, kernel.keep(), output)
    if exhausted || transition.scan.fired { kernel.setSums(exhausted: false, now: Situation.now) }
    prepared = visit.places.after(transition).prepared
    if let rule = transition.brokenRule(drawn) { return (transition, rule) }
    if transition.scan.intent, !blockers.isEmpty { return (transition, .armingEarned) }
    return (transition, nil)
  }

  /// What classes of input refer to in a state.
  func situation(of visit: Visit) -> Situation {
    Situation(visit.moment, plans.entry(visit.places.prepared), explored.configuration)
  }

  /// Brings the kernel to a visited state.
  private mutating func go(to visit: Visit) {
    if prepared != visit.places.prepared {
      let entry = plans.entry(visit.places.prepared)
      kernel.take(entry.plan, entry.digest)
      prepared = visit.places.prepared
    }
    kernel.resume(visit.moment)
  }

  /// Notes the state that the kernel is in.
  private mutating func arrive(
    _ transition: borrowing Transition, _ places: PlanPlaces, from parent: UInt32, by input: UInt32
  ) {
    let moment = transition.moment
    let key = AbstractKey(moment, places, precision: precision)
    conduct?.fold(transition, key)
    let (number, isNew) = visited.number(of: key)
    if isNew {
      let depth = visits[Int(parent)].depth + 1
      visits.append(Visit(moment, places, parent: parent, input: input, depth: depth))
      if !kernel.keepsCourse() {
        counterexample = Counterexample(self, rule: .courseDerived, from: parent, last: inputs[Int(input)])
      }
      return
    }
    guard moment.state != visits[Int(number)].moment.state else { return }
    duplicates &+= 1
    if duplicates.nonzeroBitCount == 1 || duplicates % 500_009 == 0 {
      compare(Visit(moment, places), with: visits[Int(number)], number)
    }
  }

  /// Notes a start; its input tells which of the two it is.
  private mutating func begin(_ places: PlanPlaces, input: UInt32) {
    let moment = kernel.keep()
    guard visited.number(of: AbstractKey(moment, places, precision: precision)).isNew else { return }
    visits.append(Visit(moment, places, input: input))
  }

  /// Holds two states that the abstraction takes for one against each other: every input must lead both to one state.
  private mutating func compare(_ one: Visit, with other: Visit, _ number: UInt32) {
    comparedPairs += 1
    let first = situation(of: one)
    let second = situation(of: other)
    for input in inputs {
      let (left, _) = step(one, first, input)
      let leftKey = key(left, one)
      let (right, _) = step(other, second, input)
      if leftKey != key(right, other) || left.permit != right.permit {
        let note = "\(one.moment) is taken for \(other.moment)\nafterwards \(left.after) and \(right.after)"
        counterexample = Counterexample(self, rule: .commutes, from: number, last: input, note: note)
        return
      }
    }
  }

  private func key(_ transition: borrowing Transition, _ visit: Visit) -> AbstractKey {
    AbstractKey(transition.moment, visit.places.after(transition), precision: precision)
  }
}
