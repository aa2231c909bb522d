import Quantities
import Testing

@testable import SafetyKernel

/// States that no input leads to. What the rules do there is what is left if another rule fails.
@Suite struct `A state that should not be` {
  static let energised: [Mode] = [
    .probing(step: 0, loaded: true, asked: true, ticksLeft: 9), .charging(ticksLeft: 9, probeTicks: 9),
    .delivering(from: 0, byPedal: false, started: true, ticksLeft: 9),
  ]

  /// A machine that was brought to a state and put into a mode there.
  private static func bedside(_ state: StateName, _ mode: Mode) -> Bedside {
    var bedside = Bedside()
    bedside.bring(to: state)
    bedside.obeys = false
    bedside.kernel.state.mode = mode
    bedside.kernel.setCourse()
    return bedside
  }

  private static func advance(_ bedside: inout Bedside) -> (output: TickOutput, latched: TickFaults) {
    var output = TickOutput()
    var latched = TickFaults()
    let facts = Facts(bedside.input, bedside.kernel.configuration)
    bedside.kernel.advance(bedside.input, facts, &output, &latched)
    return (output, latched)
  }

  private static func isSilent(_ output: TickOutput) -> Bool {
    if case .none = output.command { return output.eventCount == 0 }
    return false
  }

  @Test(arguments: energised.indices)
  func `without an arming no state goes on, and a tick ends it`(index: Int) {
    let mode = Self.energised[index]
    var bedside = Self.bedside(.armed, mode)
    bedside.kernel.arming = nil
    let (output, _) = Self.advance(&bedside)
    #expect(Self.isSilent(output) && bedside.kernel.state.mode == mode)
    bedside.tick()
    #expect(bedside.kernel.state.faults.contains(.generatorUnexpected))
    #expect(bedside.name == .discharging && !bedside.output.permit)
  }

  @Test func `nothing goes on from a state without energy but by rest`() {
    for mode in [Mode.starting(ticksLeft: 4), .standby(pedalReleased: true), .discharging(ticksLeft: 4)] {
      var bedside = Self.bedside(.armed, mode)
      let (output, latched) = Self.advance(&bedside)
      #expect(Self.isSilent(output) && latched.present.isEmpty && bedside.kernel.state.mode == mode)
    }
  }

  @Test func `no rule of a state with energy is asked of one without`() {
    for mode in [Mode.starting(ticksLeft: 4), .standby(pedalReleased: true), .discharging(ticksLeft: 4)] {
      for state in GeneratorState.allCases where state != .fault {
        var bedside = Self.bedside(.armed, mode)
        bedside.input.telemetry.state = state
        // A bank that is too high and a counter that moved are for `rest` and `settle` to judge there.
        bedside.setBank(.volts(2900))
        bedside.input.telemetry.pulseCounter &+= 9
        var latched = TickFaults()
        let facts = Facts(bedside.input, bedside.kernel.configuration)
        bedside.kernel.supervise(bedside.input, facts, &latched)
        #expect(latched.present.isEmpty)
        bedside.input.record.healthy = false
        let cause = bedside.kernel.withdrawal(bedside.input, facts, latched)
        #expect(cause == nil)
      }
    }
  }

  @Test func `a last probe that finds a charged bank does not charge it further`() throws {
    var bedside = Self.bedside(.armed, .probing(step: 0, loaded: true, asked: true, ticksLeft: 9))
    let arming = try #require(bedside.kernel.arming)
    bedside.input.probe = ProbeReading(nonce: arming.nonce, step: 0, impedance: .ohms(100))
    bedside.setBank(.volts(42))
    let (output, latched) = Self.advance(&bedside)
    guard case .none = output.command else {
      Issue.record("told the generator \(output.command)")
      return
    }
    #expect(latched.present.first == .unexpectedEnergy && bedside.name == .discharging)
    #expect(bedside.kernel.state.cause == .fault(.unexpectedEnergy))
  }

  @Test func `a fault that is latched ends a treatment, whenever it came, and no self-test`() {
    for kind in PlanKind.allCases {
      var bedside = Bedside()
      bedside.bring(to: .armed, plan: Bedside.plan(kind: kind))
      #expect(bedside.name == .armed)
      _ = bedside.kernel.state.faults.insert(.tickLate)
      bedside.tick()
      #expect(bedside.name == (kind == .selfTest ? .armed : .discharging))
      if kind != .selfTest { #expect(bedside.kernel.state.cause == .fault(.tickLate)) }
    }
  }

  @Test func `a counter that moves behind an arming of which nothing was released is an extra pulse`() {
    var bedside = Self.bedside(.armed, .standby(pedalReleased: true))
    bedside.setBank(.zero)
    bedside.input.telemetry.state = .idle
    bedside.kernel.state.standing = .none
    bedside.tick()
    #expect(bedside.kernel.state.faults.isEmpty)
    bedside.input.telemetry.pulseCounter &+= 1
    bedside.tick()
    #expect(bedside.kernel.state.faults.first == .pulseExtra)
  }

  @Test func `more planned pulses than the plan has leave a countdown that ends`() {
    var bedside = Self.bedside(.armed, .delivering(from: 0, byPedal: false, started: false, ticksLeft: 5))
    bedside.kernel.arming?.plannedPulses = 20
    bedside.kernel.state.standing = .open(judged: 8, good: true, ticksLeft: 30)
    bedside.input.telemetry.state = .delivering
    _ = Self.advance(&bedside)
    #expect(bedside.kernel.state.mode == .delivering(from: 0, byPedal: false, started: true, ticksLeft: 30))
    for _ in 0..<31 { _ = Self.advance(&bedside) }
    #expect(bedside.kernel.state.cause == .fault(.pulseMissing) && bedside.name == .discharging)
  }

  @Test func `beyond the last pulse nothing is asked for, and nothing is released`() {
    var bedside = Self.bedside(.armed, .delivering(from: 8, byPedal: false, started: false, ticksLeft: 5))
    #expect(bedside.kernel.course.target == .zero && bedside.kernel.course.ceiling == .zero)
    #expect(bedside.kernel.course.gate == 8)
    let before = bedside.kernel.state.mode
    var output = TickOutput()
    bedside.kernel.goOn(bedside.input, at: 8, byPedal: false, &output)
    #expect(Self.isSilent(output) && bedside.kernel.state.mode == before)
  }

  @Test func `a plan that counts more steps than it has places has no pulse beyond its last place`() throws {
    var plan = Bedside.plan([])
    for _ in 0..<32 { _ = plan.append(Bedside.step(pulses: 1)) }
    plan.stepCount = 40
    var bedside = Self.bedside(.armed, .probing(step: 0, loaded: true, asked: true, ticksLeft: 9))
    bedside.kernel.plan = plan
    #expect(bedside.kernel.position(of: 31)?.step == 31)
    #expect(bedside.kernel.position(of: 32) == nil && bedside.kernel.voltage(at: 39) == .zero)
    // All on one pair: no further one is probed, and none that is not there.
    let arming = try #require(bedside.kernel.arming)
    bedside.input.probe = ProbeReading(nonce: arming.nonce, step: 0, impedance: .ohms(100))
    bedside.setBank(.zero)
    let (output, _) = Self.advance(&bedside)
    #expect(bedside.name == .charging)
    guard case .charge(arming.nonce) = output.command else {
      Issue.record("told the generator \(output.command)")
      return
    }
  }

  @Test func `an event that finds no room is dropped, and that is told`() {
    var output = TickOutput()
    for _ in 0..<TickOutput.eventCapacity { output.emit(.cleared) }
    #expect(output.eventCount == TickOutput.eventCapacity && !output.overflowed)
    output.emit(.accepted)
    #expect(output.overflowed && output.eventCount == TickOutput.eventCapacity)
    for index in 0..<output.eventCount {
      if case .cleared = output.events[index] { continue }
      Issue.record("an event was overwritten")
    }
  }
}
