import Bench
import GeneratorLink
import Plant
import PulseDispatch
import Quantities
import SafetyKernel
import Testing
import VirtualGenerator

@Suite struct `Bytes that come twice, late or out of order` {
  static let plates: SimulatedArray? = try? SimulatedArray(.plates)

  @Test func `everything a train sent, sent again, gives no pulse`() {
    let bench = VirtualBench(BenchSetup(array: Self.plates))
    bench.settle()
    let plan = BenchPlans.plates()
    _ = bench.prepare(plan)
    bench.keepsBytes = true
    let train = bench.deliver(plan)
    #expect(train.outcome == .delivered)
    let pulses = bench.pulses()
    let sent = bench.sentBytes
    #expect(sent.count > 500)
    for _ in 0..<3 {
      bench.generator.receive(sent, at: .nanoseconds(bench.now.nanoseconds))
      for _ in 0..<100 { bench.tick() }
    }
    #expect(bench.pulses() == pulses)
  }

  @Test func `a release that sticks in a buffer for a second gives no pulse`() {
    let bench = VirtualBench(BenchSetup(array: Self.plates))
    bench.settle()
    let plan = BenchPlans.plates()
    _ = bench.prepare(plan)
    _ = bench.arm(plan)
    bench.run(5_000) { $0.stateName == .armed }
    bench.generator.schedule(.fault(.stuckBuffer(.seconds(1), .toDevice)))
    _ = bench.fire()
    for _ in 0..<3_000 { bench.tick() }
    #expect(bench.pulses() == 0)
    #expect(bench.generator.bankVoltage < .volts(42))
    bench.run(20_000) { $0.isSettled }
    #expect(bench.status.state.standing == .settled(.notDelivered))
  }

  @Test func `a fire sent twice gives one train`() {
    let bench = VirtualBench(BenchSetup(array: Self.plates))
    bench.settle()
    let plan = BenchPlans.plates()
    _ = bench.prepare(plan)
    _ = bench.arm(plan)
    bench.run(5_000) { $0.stateName == .armed }
    #expect(bench.fire() == nil)
    #expect(bench.fire() != nil)
    bench.run(5_000) { $0.isSettled }
    #expect(bench.fire() != nil)
    for _ in 0..<500 { bench.tick() }
    #expect(bench.pulses() == 8)
  }

  @Test func `a fire with an old ticket, or after the expiry, gives no pulse`() {
    var setup = BenchSetup(array: Self.plates)
    setup.kernel.ticks.armed = 2_000
    let bench = VirtualBench(setup)
    bench.settle()
    let plan = BenchPlans.plates()
    _ = bench.prepare(plan)
    _ = bench.arm(plan)
    bench.run(5_000) { $0.stateName == .armed }
    let nonce = bench.status.arming?.nonce ?? Nonce(value: 0)
    let old = bench.now.adding(.milliseconds(-600)) ?? .zero
    bench.tell(.fire(correlation: bench.nextCorrelation(), VirtualBench.lease, nonce, ticketIssued: old))
    for _ in 0..<50 { bench.tick() }
    #expect(bench.stateName == .armed)
    bench.run(5_000) { $0.stateName == .standby }
    bench.tell(.fire(correlation: bench.nextCorrelation(), VirtualBench.lease, nonce, ticketIssued: bench.now))
    for _ in 0..<500 { bench.tick() }
    #expect(bench.pulses() == 0)
  }
}

@Suite struct `The bench itself` {
  @Test func `makes one execution of one seed`() throws {
    func run(_ seed: UInt64) throws -> [TruthEvent] {
      let bench = VirtualBench(BenchSetup(array: try SimulatedArray(.plates), seed: seed))
      bench.settle()
      let plan = BenchPlans.plates()
      _ = bench.prepare(plan)
      _ = bench.deliver(plan)
      return bench.truth
    }
    let first = try run(3)
    #expect(try run(3) == first)
    #expect(try run(4) != first)
  }

  @Test func `a bank of 100 microfarads ends the train as under-voltage`() throws {
    var setup = BenchSetup(array: try SimulatedArray(.plates))
    setup.device.hardware = GeneratorHardware(capacitance_F: 100e-6, supplyPower_W: 500)
    let bench = VirtualBench(setup)
    bench.settle()
    let plan = BenchPlans.plates()
    _ = bench.prepare(plan)
    let train = bench.deliver(plan)
    guard case .partial(let pulses) = train.outcome else {
      Issue.record("\(train)")
      return
    }
    #expect(train.cause == .fault(.pulseVoltageLow))
    #expect(Int(pulses) == train.truePulses && pulses < 8)
  }

  @Test func `without a calibration nothing is armed`() throws {
    var setup = BenchSetup(array: try SimulatedArray(.plates))
    setup.calibrated = false
    let bench = VirtualBench(setup)
    bench.settle()
    let plan = BenchPlans.plates()
    _ = bench.prepare(plan)
    #expect(bench.arm(plan) == .blocked(.calibration))
  }

  @Test func `steps of different voltage settle between, and each pulse is on its own voltage`() throws {
    var setup = BenchSetup(array: try SimulatedArray(.plates))
    setup.device.hardware = GeneratorHardware(supplyPower_W: 2_000)
    let bench = VirtualBench(setup)
    bench.settle()
    let plan = BenchPlans.twoVoltages()
    _ = bench.prepare(plan)
    let train = bench.deliver(plan)
    #expect(train.outcome == .delivered && train.truePulses == 8)
    let settled = bench.records.contains { if case .kernel(.entered(.settling, _)) = $0.event { true } else { false } }
    #expect(settled)
  }
}

@Suite struct `An electrode with a lower limit of its own` {
  @Test func `lowers its own pairs alone, and the train settles between its steps`() throws {
    var setup = BenchSetup(array: try SimulatedArray(.hexagonal))
    setup.device.hardware = GeneratorHardware(supplyPower_W: 20_000, dumpResistance_ohm: 50)
    let bench = VirtualBench(setup)
    bench.settle()
    var plan = BenchPlans.hexagonal(pulses: 2)
    plan.array.electrodeMaximum[0] = .volts(600)
    #expect(bench.prepare(plan) == .plan(.voltage(step: 0, limit: .positiveElectrode)))
    for index in 0..<plan.stepCount {
      let step = plan.steps[Int(index)]
      let ceiling = VoltageCeiling.of(
        positive: step.positive, negative: step.negative, array: plan.array, limits: setup.kernel.treatment)
      let voltage = min(step.voltage, try #require(ceiling).voltage)
      plan.steps[Int(index)].voltage = voltage
      plan.steps[Int(index)].limits.voltageLow = .millivolts(voltage.millivolts / 100 * 95)
      plan.steps[Int(index)].limits.voltageHigh = .millivolts(voltage.millivolts / 100 * 105)
    }
    #expect(bench.prepare(plan) == nil)
    let train = bench.deliver(plan)
    #expect(train.outcome == .delivered && train.truePulses == 24, "\(train)")
    for event in bench.truth {
      guard case .pulseEnd(let pulse) = event.fact else { continue }
      let step = plan.steps[Int(pulse.step)]
      let wanted: Voltage = step.positive == 0 || step.negative == 0 ? .volts(600) : .volts(730)
      #expect(abs(pulse.voltage.millivolts - wanted.millivolts) < wanted.millivolts / 50)
    }
    let settlings = bench.records.count { if case .kernel(.entered(.settling, _)) = $0.event { true } else { false } }
    #expect(settlings == 3, "from 600 V after the first pair, back before the sixth, and after the first spoke")
  }
}
