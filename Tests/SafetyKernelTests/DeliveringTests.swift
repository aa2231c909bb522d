import Quantities
import Testing

@testable import SafetyKernel

@Suite struct `What the generator says of the train that it gives` {
  /// A released train with a gate behind its fourth pulse, its first four reports in, and telemetry as asked.
  private static func atGate(_ state: GeneratorState, given: UInt16, ours: Bool) -> Bedside {
    var bedside = Bedside()
    bedside.bring(
      to: .armed, plan: Bedside.plan([Bedside.step(pulses: 4), Bedside.step(volts: 800, pulses: 4)]))
    bedside.fire()
    bedside.obeys = false
    bedside.input.telemetry.state = .delivering
    bedside.setBank(.volts(1000))
    for _ in 0..<4 { bedside.tick() }
    bedside.input.telemetry.state = state
    bedside.input.telemetry.pulsesGiven = given
    bedside.input.telemetry.pulseCounter = 5_004
    if !ours { bedside.input.telemetry.nonce = Nonce(value: 9_999) }
    return bedside
  }

  @Test(arguments: GeneratorState.allCases)
  func `only one that waits with our train lets it go on to the next step`(state: GeneratorState) {
    for ours in [true, false] {
      var bedside = Self.atGate(state, given: 4, ours: ours)
      bedside.tick()
      #expect((bedside.name == .settling) == (state == .waiting && ours), "\(state), ours \(ours)")
      #expect(bedside.releases == 1)
    }
  }

  @Test func `only our train's count makes a train complete; another one's word is a train given up`() {
    for state in [GeneratorState.idle, .discharging] {
      for ours in [true, false] {
        var bedside = Self.atGate(state, given: 8, ours: ours)
        bedside.tick()
        #expect(bedside.name == .discharging)
        #expect(bedside.kernel.state.cause == (ours ? .completed : .generatorEnded))
      }
    }
  }

  @Test func `another train's pulses are no beginning of ours`() {
    for ours in [true, false] {
      var bedside = Bedside()
      bedside.bring(to: .armed)
      bedside.fire()
      bedside.obeys = false
      bedside.owed = []
      bedside.input.telemetry.state = .armed
      bedside.input.telemetry.pulsesGiven = 1
      bedside.input.telemetry.pulseCounter = 5_000
      if !ours { bedside.input.telemetry.nonce = Nonce(value: 9_999) }
      bedside.tick()
      guard case .delivering(_, _, let started, _) = bedside.kernel.state.mode else {
        #expect(!ours)
        continue
      }
      #expect(started == ours)
    }
  }

  @Test func `a second step that the generator does not begin ends as lost on the way`() {
    var bedside = Self.atGate(.waiting, given: 4, ours: true)
    bedside.tick()
    #expect(bedside.name == .settling)
    bedside.setBank(.volts(800))
    for _ in 0..<60 where bedside.name == .settling { bedside.tick() }
    #expect(bedside.name == .delivering)
    for _ in 0..<60 where bedside.name == .delivering { bedside.tick() }
    #expect(bedside.kernel.state.cause == .proceedLost && !bedside.output.permit)
  }

  @Test func `at rest, channels that disagree and a generator that goes on are faults only by fresh telemetry`() {
    for isFresh in [true, false] {
      var configuration = Bedside.configuration()
      configuration.ticks.discharge = 100
      var bedside = Bedside(configuration)
      bedside.bring(to: .armed)
      bedside.obeys = false
      bedside.input.stop = true
      bedside.tick()
      bedside.input.telemetry.state = .delivering
      bedside.input.telemetry.bankA = .volts(900)
      bedside.input.telemetry.bankB = .volts(300)
      if !isFresh { bedside.input.telemetryAge = .milliseconds(41) }
      for _ in 0..<40 { bedside.tick() }
      #expect(bedside.kernel.state.faults.contains(.bankSensorsDisagree) == isFresh)
      #expect(bedside.kernel.state.faults.contains(.generatorUnexpected) == isFresh)
    }
  }

  @Test func `old telemetry is a fault by its age, and nothing else is read from it`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    bedside.obeys = false
    bedside.input.telemetryAge = .milliseconds(41)
    bedside.setBank(.volts(2_500))
    bedside.input.telemetry.pulseCounter = 6_000
    bedside.tick()
    #expect(bedside.kernel.state.faults.contains(.telemetryStale))
    #expect(!bedside.kernel.state.faults.contains(.bankTooHigh) && !bedside.kernel.state.faults.contains(.pulseExtra))
  }

  @Test func `another generator's counter is no count of ours`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    bedside.obeys = false
    bedside.input.telemetry.serial = DeviceSerial(low: 99, high: 0)
    bedside.input.telemetry.pulseCounter = 6_000
    bedside.tick()
    #expect(bedside.kernel.state.faults.first == .generatorChanged && bedside.name == .discharging)
    #expect(!bedside.kernel.state.faults.contains(.pulseExtra))
  }

  @Test func `a bank at the next voltage is not enough: the generator has to wait there`() {
    var bedside = Self.atGate(.waiting, given: 4, ours: true)
    bedside.tick()
    #expect(bedside.name == .settling)
    bedside.setBank(.volts(800))
    bedside.input.telemetry.state = .delivering
    bedside.tick()
    if case .release = bedside.output.command { Issue.record("released into a generator that does not wait") }
    #expect(bedside.name != .delivering)
  }
}
