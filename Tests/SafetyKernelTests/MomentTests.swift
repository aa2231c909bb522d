import Quantities
import Testing

@testable import SafetyKernel

@Suite struct `What an exploration keeps of a kernel` {
  static let plans: [Plan] = [
    Bedside.plan(), Bedside.plan([Bedside.step(pulses: 3), Bedside.step(volts: 800, pulses: 2)]),
    Bedside.plan([Bedside.step(pulses: 2, synchronisation: .eachPulse)]),
  ]

  /// Lets a whole train run, and calls this before each tick with what the tick will be told.
  private static func run(_ plan: Plan, _ each: (inout Bedside) -> Void) -> Bedside {
    var bedside = Bedside()
    bedside.prepare(plan)
    for tick in 0..<200 {
      if bedside.name == .waitingForBeat { bedside.input.beat = `Delivery in step with the heart`.beat(bedside) }
      each(&bedside)
      switch bedside.name {
      case .standby where tick < 3:
        bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: plan.array.identity))
      case .armed: bedside.fire()
      case .starting, .standby, .probing, .charging, .waitingForBeat, .delivering, .settling, .discharging:
        bedside.tick()
      }
    }
    return bedside
  }

  @Test(arguments: plans.indices)
  func `a moment that is kept and resumed in another kernel goes on as the first one does`(index: Int) {
    var compared = 0
    var states: Set<StateName> = []
    let last = Self.run(Self.plans[index]) { bedside in
      let moment = bedside.kernel.keep()
      var other = SafetyKernel(configuration: bedside.kernel.configuration, openTrain: nil)
      other.take(bedside.kernel.plan, bedside.kernel.digest)
      other.resume(moment)
      other.ledger = bedside.kernel.ledger
      var first = bedside.kernel
      let one = first.step(bedside.input)
      let two = other.step(bedside.input)
      #expect(first.state == other.state && one.permit == two.permit && one.eventCount == two.eventCount)
      #expect(first.arming?.nonce == other.arming?.nonce && first.digest == other.digest)
      #expect(first.armingLease == other.armingLease && first.planOfArming == other.planOfArming)
      states.insert(bedside.name)
      compared += 1
    }
    #expect(compared == 200 && last.outcome == .delivered)
    #expect(states.isSuperset(of: [.probing, .charging, .armed, .delivering, .discharging, .standby]))
  }

  @Test(arguments: plans.indices)
  func `in each state of a train what was kept of its course is what the plan gives anew`(index: Int) {
    var spoilt: Set<StateName> = []
    let last = Self.run(Self.plans[index]) { bedside in
      let isKept = bedside.kernel.keepsCourse()
      #expect(isKept)
      let before = bedside.kernel.keep()
      let changes: [(inout Course) -> Void] = [
        { $0.needsHold.toggle() }, { $0.target = .volts(1) }, { $0.ceiling = .volts(1) }, { $0.gate = 77 },
      ]
      var noticed = 0
      for change in changes {
        change(&bedside.kernel.course)
        if !bedside.kernel.keepsCourse() { noticed += 1 }
        bedside.kernel.resume(before)
      }
      let read: Int
      switch bedside.name {
      case .starting, .standby, .discharging: read = 0
      case .probing: read = 1
      case .charging, .armed, .waitingForBeat, .settling, .delivering: read = 3
      }
      #expect(noticed == read, "in \(bedside.name)")
      if noticed > 0 { spoilt.insert(bedside.name) }
    }
    #expect(last.outcome == .delivered && spoilt.isSuperset(of: [.probing, .charging, .armed, .delivering]))
  }

  @Test func `a moment tells the pulse that the present release began with, and none before the first`() {
    var begins: [UInt16?] = []
    _ = Self.run(Self.plans[1]) { bedside in
      let from = bedside.kernel.keep().releasedFrom
      if begins.last != .some(from) { begins.append(from) }
    }
    #expect(begins == [nil, 0, 3])
  }

  @Test func `sums that are set exhausted let no train fit, and empty ones let it`() {
    var bedside = Bedside()
    bedside.prepare()
    for isExhausted in [true, false] {
      bedside.kernel.setSums(exhausted: isExhausted, now: bedside.input.now)
      let blockers = bedside.kernel.blockers(bedside.input, confirmed: true)
      #expect(blockers.contains(.budgetExhausted) == isExhausted && blockers.isEmpty == !isExhausted)
    }
  }
}
