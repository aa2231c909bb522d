import Quantities
import SafetyKernel
import Testing

@Suite struct `A train from plan to outcome` {
  @Test func `eight pulses are delivered and the plan stays prepared`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    #expect(bedside.name == .armed)
    bedside.fire()
    #expect(bedside.name == .delivering)
    bedside.finish()
    #expect(bedside.outcome == .delivered)
    #expect(bedside.judged.count == 8 && bedside.judged.allSatisfy { $0 == nil })
    #expect(bedside.kernel.state.cause == .completed)
    #expect(bedside.kernel.state.prepared)
    #expect(bedside.releases == 1)
  }

  @Test func `a second application is armed anew and fired anew`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    let first = bedside.kernel.arming?.nonce
    bedside.fire()
    bedside.finish()
    bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity))
    bedside.reach(.armed)
    #expect(bedside.name == .armed)
    #expect(bedside.kernel.arming?.nonce != first)
    bedside.fire()
    bedside.finish()
    #expect(bedside.outcome == .delivered && bedside.releases == 2)
  }

  @Test func `steps of different voltage settle between, and each is released once`() {
    let plan = Bedside.plan([Bedside.step(volts: 1000), Bedside.step(0, 1, volts: 800)])
    var bedside = Bedside()
    bedside.bring(to: .settling, plan: plan)
    #expect(bedside.name == .settling)
    bedside.finish()
    #expect(bedside.outcome == .delivered && bedside.releases == 2 && bedside.judged.count == 16)
  }

  @Test func `no release before the measured bank is within tolerance of the next step`() {
    let plan = Bedside.plan([Bedside.step(volts: 1000), Bedside.step(0, 1, volts: 800)])
    var bedside = Bedside()
    bedside.bring(to: .settling, plan: plan)
    bedside.setBank(.volts(830))
    for _ in 0..<10 { bedside.tick() }
    #expect(bedside.name == .settling && bedside.releases == 1)
    bedside.setBank(.volts(810))
    bedside.tick()
    #expect(bedside.name == .delivering && bedside.releases == 2)
  }

  @Test func `a bank that never settles ends the train as partial with the pulses that were given`() {
    let plan = Bedside.plan([Bedside.step(volts: 1000), Bedside.step(0, 1, volts: 800)])
    var bedside = Bedside()
    bedside.bring(to: .settling, plan: plan)
    bedside.setBank(.volts(900))
    bedside.finish()
    #expect(bedside.outcome == .partial(pulses: 8))
    #expect(bedside.kernel.state.cause == .fault(.chargeTimeout))
  }

  @Test func `steps of equal voltage need one release for all pairs`() {
    let pairs: [(UInt8, UInt8)] = [(0, 1), (1, 2), (2, 3)]
    let steps = pairs.map { Bedside.step($0.0, $0.1, volts: 700) }
    var bedside = Bedside()
    bedside.bring(to: .delivering, plan: Bedside.plan(steps, array: Bedside.array(pairs: pairs)))
    bedside.finish()
    #expect(bedside.outcome == .delivered && bedside.releases == 1 && bedside.judged.count == 24)
    let probes = bedside.commands.count { if case .probe = $0 { true } else { false } }
    #expect(probes == 3)
  }

  @Test func `reversed polarity is probed once for the pair`() {
    let steps = [Bedside.step(0, 1, pulses: 4), Bedside.step(1, 0, pulses: 4)]
    var bedside = Bedside()
    bedside.bring(to: .delivering, plan: Bedside.plan(steps))
    bedside.finish()
    #expect(bedside.outcome == .delivered)
    #expect(bedside.commands.count { if case .probe = $0 { true } else { false } } == 1)
  }

  @Test func `an intent that is not durable never becomes armed`() {
    var bedside = Bedside()
    bedside.recordsIntent = false
    bedside.bring(to: .charging)
    for _ in 0..<30 { bedside.tick() }
    #expect(bedside.name == .charging)
    bedside.input.record.durableIntent = Nonce(value: 1)
    bedside.tick()
    #expect(bedside.name == .charging, "another arming's intent is not this one's")
    bedside.input.record.durableIntent = bedside.kernel.arming?.nonce
    bedside.tick()
    #expect(bedside.name == .armed)
  }

  @Test func `the permit stands exactly in the states that energise`() {
    var bedside = Bedside()
    bedside.prepare()
    #expect(!bedside.output.permit)
    bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity))
    #expect(bedside.output.permit)
    bedside.reach(.armed)
    bedside.fire()
    #expect(bedside.output.permit)
    while bedside.name == .delivering { bedside.tick() }
    #expect(!bedside.output.permit)
  }

  @Test func `a read-back that differs is a fault before any charge`() {
    var bedside = Bedside()
    bedside.prepare()
    bedside.tick(.arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity))
    bedside.input.readBack = CanonicalPlan(Bedside.plan([Bedside.step(volts: 900)]))?.digest()
    bedside.tick()
    #expect(bedside.kernel.state.faults.first == .programDiffers)
    #expect(!bedside.commands.contains { if case .charge = $0 { true } else { false } })
  }
}
