import Quantities
import Testing

@testable import SafetyKernel

@Suite struct `How each countdown runs` {
  /// A machine that was brought to a state and whose generator then does nothing more.
  private static func stuck(in name: StateName) -> Bedside {
    var bedside = Bedside()
    bedside.bring(to: name)
    bedside.obeys = false
    bedside.input.readBack = bedside.kernel.digest
    return bedside
  }

  @Test func `charging counts down with the probe's verdict, and ends as a timeout`() {
    var bedside = Self.stuck(in: .charging)
    bedside.input.record.durableIntent = nil
    bedside.kernel.state.mode = .charging(ticksLeft: 2, probeTicks: 9)
    for (left, probe) in [(1, 8), (0, 7)] as [(UInt16, UInt16)] {
      bedside.tick()
      #expect(bedside.kernel.state.mode == .charging(ticksLeft: left, probeTicks: probe))
    }
    bedside.tick()
    #expect(bedside.name == .discharging && bedside.kernel.state.cause == .fault(.chargeTimeout))
    #expect(bedside.kernel.state.faults.first == .chargeTimeout)
  }

  @Test func `a verdict that is too old ends the arming before it is armed and after`() {
    for mode in [Mode.charging(ticksLeft: 5, probeTicks: 1), .armed(released: false, ticksLeft: 5, probeTicks: 1)] {
      var bedside = Self.stuck(in: mode.name)
      if mode.name == .charging { bedside.input.record.durableIntent = nil }
      bedside.kernel.state.mode = mode
      bedside.tick()
      #expect(bedside.name == mode.name)
      bedside.tick()
      #expect(bedside.name == .discharging && bedside.kernel.state.cause == .probeAged)
      #expect(bedside.kernel.state.faults.isEmpty)
    }
  }

  @Test func `a probe that never comes is a generator that is silent`() {
    var bedside = Self.stuck(in: .probing)
    bedside.kernel.state.mode = .probing(step: 0, loaded: true, asked: true, ticksLeft: 2)
    for left in [1, 0] as [UInt16] {
      bedside.input.probe = ProbeReading(nonce: Nonce(value: 9), step: 0, impedance: .ohms(100))
      bedside.tick()
      #expect(bedside.kernel.state.mode == .probing(step: 0, loaded: true, asked: true, ticksLeft: left))
    }
    bedside.tick()
    #expect(bedside.name == .discharging && bedside.kernel.state.cause == .fault(.generatorSilent))
    #expect(bedside.kernel.state.faults.first == .generatorSilent)
  }

  @Test func `a probe of another pair is none, one at its bounds is good, one beyond ends the arming`() throws {
    for (step, ohms, cause) in [
      (1, 100, nil), (0, 20, EndCause.none), (0, 2000, EndCause.none), (0, 19, .probeShort), (0, 2001, .probeOpen),
    ] as [(UInt8, Int32, EndCause?)] {
      var bedside = Self.stuck(in: .probing)
      let arming = try #require(bedside.kernel.arming)
      bedside.kernel.state.mode = .probing(step: 0, loaded: true, asked: true, ticksLeft: 2)
      bedside.input.probe = ProbeReading(nonce: arming.nonce, step: step, impedance: .ohms(ohms))
      bedside.tick()
      let told = `Every command in every state`.told(bedside.output)
      let isProbed = told.contains { if case .probed(0, .ohms(ohms)) = $0 { true } else { false } }
      switch cause {
      case nil:
        #expect(bedside.kernel.state.mode == .probing(step: 0, loaded: true, asked: true, ticksLeft: 1) && !isProbed)
      case .some(.none): #expect(bedside.name == .charging && isProbed)
      case .some(let cause): #expect(bedside.name == .discharging && bedside.kernel.state.cause == cause && isProbed)
      }
    }
  }

  @Test func `a bank that does not discharge latches when its time is over, from both states that wait for it`() {
    for mode in [Mode.discharging(ticksLeft: 2), .starting(ticksLeft: 2)] {
      var bedside = Self.stuck(in: .armed)
      bedside.input.stop = true
      bedside.tick()
      bedside.input.telemetry.state = .discharging
      bedside.setBank(.volts(900))
      bedside.kernel.state.mode = mode
      for left in [1, 0] as [UInt16] {
        bedside.tick()
        let isThere =
          bedside.kernel.state.mode == .discharging(ticksLeft: left)
          || bedside.kernel.state.mode == .starting(ticksLeft: left)
        #expect(isThere && bedside.kernel.state.faults.isEmpty)
      }
      bedside.tick()
      #expect(bedside.kernel.state.faults.first == .dischargeUnconfirmed && bedside.name == mode.name)
      // Only an empty bank and a generator at rest are the way to standby.
      bedside.setBank(.zero)
      bedside.tick()
      #expect(bedside.name == mode.name)
      bedside.input.telemetry.state = .idle
      bedside.tick()
      #expect(bedside.name == .standby)
    }
  }

  @Test(arguments: GeneratorState.allCases)
  func `a generator is ready for a release only where it waits for that very pulse of this arming`(
    state: GeneratorState
  ) throws {
    var bedside = Self.stuck(in: .armed)
    let arming = try #require(bedside.kernel.arming)
    for pulse in [0, 3] as [UInt16] {
      for isOurs in [true, false] {
        for given in [0, 2, 3] as [UInt16] {
          var input = bedside.input
          input.telemetry.state = state
          input.telemetry.pulsesGiven = given
          input.telemetry.nonce = isOurs ? arming.nonce : Nonce(value: 1)
          let waits = pulse == 0 ? state == .armed : state == .waiting
          let isReady = bedside.kernel.generatorReady(input, at: pulse)
          #expect(isReady == (waits && isOurs && given == pulse))
        }
      }
    }
  }

  @Test func `somebody has to stay for each pulse, each beat and each change of voltage`() {
    let plain = Bedside.step(pulses: 4, period: .milliseconds(10))
    let higher = Bedside.step(volts: 900, pulses: 4, period: .milliseconds(10))
    func on(_ synchronisation: Synchronisation, volts: Int32 = 1000) -> TrainStep {
      Bedside.step(volts: volts, pulses: 4, period: .milliseconds(10), synchronisation: synchronisation)
    }
    for (steps, milliseconds) in [
      ([plain], 40), ([plain, plain], 80), ([plain, higher], 1_080), ([plain, higher, higher], 1_120),
      ([plain, higher, plain], 2_120), ([on(.eachStep)], 1_040), ([plain, on(.eachStep)], 1_080),
      ([plain, on(.eachStep, volts: 900)], 2_080), ([on(.eachPulse)], 4_000), ([plain, on(.eachPulse)], 4_040),
      ([plain, on(.eachPulse, volts: 900)], 5_040),
    ] as [([TrainStep], Int32)] {
      #expect(PlanCheck.attendedDuration(of: Bedside.plan(steps)) == .milliseconds(milliseconds))
    }
  }
}
