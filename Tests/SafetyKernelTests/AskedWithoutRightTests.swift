import Quantities
import Testing

@testable import SafetyKernel

@Suite struct `What is asked without the right to it` {
  private static func refusal(_ bedside: Bedside) -> Refusal? { bedside.refusals.last }

  @Test func `a lease that lapsed may not prepare, arm, fire or disarm, though nobody else holds one`() {
    var bedside = Bedside()
    bedside.prepare()
    bedside.input.lease = .held(Bedside.lease, role: .operating, age: .milliseconds(1_001), hold: true)
    bedside.input.proposal = Bedside.plan()
    for command in [
      Command.prepare(Bedside.lease), .arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity),
      .fire(Bedside.lease, Nonce(value: 100), ticketAge: .zero), .disarm(Bedside.lease),
    ] {
      bedside.events = []
      bedside.tick(command)
      #expect(Self.refusal(bedside) == .noLease && bedside.name == .standby)
    }
  }

  @Test func `a train into a test load takes a confirmed array to arm, and keeps that confirmation`() {
    for isConfirmed in [true, false] {
      let plan = Bedside.plan(kind: .testLoad)
      var bedside = Bedside()
      bedside.prepare(plan)
      let confirmed = isConfirmed ? plan.array.identity : ArrayIdentity(low: 0, high: 0)
      bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: confirmed))
      #expect((bedside.name == .probing) == isConfirmed)
      #expect(bedside.kernel.state.arrayConfirmed == isConfirmed)
    }
  }

  @Test func `a pedal arms and fires only under a lease that lives and may use the plan`() {
    for (lease, isRight) in [
      (.held(Bedside.lease, role: .operating, age: .zero, hold: false), true),
      (.held(Bedside.lease, role: .operating, age: .milliseconds(1_001), hold: false), false),
      (.none, false), (.held(Bedside.lease, role: .technician, age: .zero, hold: false), false),
    ] as [(LeaseReading, Bool)] {
      var configuration = Bedside.configuration()
      configuration.pedal = .armsAndFires
      var bedside = Bedside(configuration)
      bedside.bring(to: .armed)
      bedside.tick(.disarm(Bedside.lease))
      bedside.finish()
      bedside.tick()
      #expect(bedside.name == .standby)
      bedside.events = []
      bedside.input.lease = lease
      bedside.input.pedal = .first
      bedside.tick()
      #expect(bedside.events.contains { if case .intent = $0 { true } else { false } } == isRight)
      #expect((bedside.name == .probing) == isRight)
      // Without a living lease a foot on the pedal asks nothing.
      let asks = if case .held(_, .technician, _, _) = lease { true } else { false }
      #expect(bedside.refusals.isEmpty == !asks)
    }
  }

  @Test func `a pedal that contradicts itself arms nothing, where it arms`() {
    for use in [PedalRule.armsAndFires, .fires] {
      var configuration = Bedside.configuration()
      configuration.pedal = use
      var bedside = Bedside(configuration)
      bedside.prepare()
      bedside.input.pedal = .implausible
      bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity))
      #expect(Self.refusal(bedside) == .conditionStillHolds)
      #expect(bedside.name == .standby)
    }
  }

  @Test func `faults are acknowledged in standby alone`() {
    for state in [
      StateName.starting, .probing, .charging, .armed, .waitingForBeat, .delivering, .settling, .discharging,
    ] {
      var bedside = Bedside()
      let synchronised = Bedside.plan([Bedside.step(pulses: 3, synchronisation: .eachPulse)])
      let moving = Bedside.plan([Bedside.step(pulses: 4), Bedside.step(volts: 800, pulses: 4)])
      bedside.bring(
        to: state, plan: state == .waitingForBeat ? synchronised : state == .settling ? moving : Bedside.plan())
      #expect(bedside.name == state)
      _ = bedside.kernel.state.faults.insert(.tickLate)
      bedside.tick(.acknowledge)
      #expect(bedside.kernel.state.faults.contains(.tickLate), "\(state)")
      #expect(!bedside.events.contains { if case .cleared = $0 { true } else { false } })
    }
  }

  @Test func `a fire while a pair is probed or the bank moves is refused as that, whoever holds`() {
    let moving = Bedside.plan([Bedside.step(pulses: 4), Bedside.step(volts: 800, pulses: 4)])
    for state in [StateName.probing, .settling] {
      var bedside = Bedside()
      bedside.bring(to: state, plan: moving)
      bedside.kernel.course.needsHold = true
      bedside.input.lease = .held(Bedside.lease, role: .operating, age: .zero, hold: false)
      bedside.events = []
      bedside.fire()
      #expect(bedside.refusals == [.wrongState], "\(state)")
    }
  }

  @Test func `a self-test's faults are not acknowledged while it is under way, not even with an empty bank`() {
    let moving = Bedside.plan([Bedside.step(pulses: 4), Bedside.step(volts: 800, pulses: 4)], kind: .selfTest)
    let synchronised = Bedside.plan([Bedside.step(pulses: 3, synchronisation: .eachPulse)], kind: .selfTest)
    for state in [StateName.armed, .waitingForBeat, .settling] {
      var bedside = Bedside()
      bedside.bring(to: state, plan: state == .waitingForBeat ? synchronised : moving)
      #expect(bedside.name == state)
      _ = bedside.kernel.state.faults.insert(.tickLate)
      bedside.obeys = false
      bedside.setBank(.zero)
      bedside.tick(.acknowledge)
      #expect(bedside.kernel.state.faults.contains(.tickLate), "\(state)")
    }
  }

  @Test func `an input asks for nothing until somebody does`() {
    if case .none = TickInput().command {} else { Issue.record("it asks for \(TickInput().command)") }
  }
}
