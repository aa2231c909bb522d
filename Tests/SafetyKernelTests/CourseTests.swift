import Quantities
import Testing

@testable import SafetyKernel

@Suite struct `What a plan asks for at each of its pulses` {
  /// Trains of every kind, with gates, runs of steps, and steps of one pulse.
  static let trains: [[TrainStep]] = [
    [Bedside.step(pulses: 1)], [Bedside.step(pulses: 8)],
    [Bedside.step(pulses: 3), Bedside.step(1, 0, pulses: 2), Bedside.step(2, 3, volts: 900, pulses: 1)],
    [Bedside.step(volts: 900, pulses: 2), Bedside.step(pulses: 3), Bedside.step(1, 0, pulses: 4)],
    [Bedside.step(pulses: 3, synchronisation: .eachPulse), Bedside.step(volts: 800, pulses: 2)],
    // Behind the last pulse with a beat of its own, an ungated step follows by itself.
    [
      Bedside.step(pulses: 2), Bedside.step(pulses: 2, synchronisation: .eachPulse), Bedside.step(1, 0, pulses: 1),
    ],
    [Bedside.step(pulses: 2, synchronisation: .eachStep), Bedside.step(pulses: 2, synchronisation: .eachStep)],
    [
      Bedside.step(volts: 500, pulses: 1), Bedside.step(volts: 600, pulses: 1), Bedside.step(volts: 600, pulses: 1),
      Bedside.step(volts: 400, pulses: 2),
    ],
  ]

  struct Pulse {
    var step: Int
    var place: Int
  }

  static func pulses(of steps: [TrainStep]) -> [Pulse] {
    steps.enumerated().flatMap { step, one in (0..<Int(one.pulses)).map { Pulse(step: step, place: $0) } }
  }

  static func kernel(_ steps: [TrainStep]) -> SafetyKernel {
    var kernel = SafetyKernel(configuration: Bedside.configuration(), openTrain: nil)
    kernel.plan = Bedside.plan(steps)
    return kernel
  }

  /// Whether the generator waits before a pulse, from the document: at the first, at another voltage, for a beat.
  static func isGate(_ steps: [TrainStep], _ pulses: [Pulse], _ index: Int) -> Bool {
    let step = steps[pulses[index].step]
    if step.synchronisation == .eachPulse || index == 0 { return true }
    guard pulses[index].place == 0 else { return false }
    return step.synchronisation == .eachStep || step.voltage != steps[pulses[index].step - 1].voltage
  }

  @Test(arguments: trains.indices)
  func `each pulse has its step, its place and its voltage, and none beyond the last`(train: Int) {
    let steps = Self.trains[train]
    var kernel = Self.kernel(steps)
    let pulses = Self.pulses(of: steps)
    for (index, pulse) in pulses.enumerated() {
      let position = kernel.position(of: UInt16(index))
      #expect(position?.step == UInt8(pulse.step) && position?.pulse == UInt16(pulse.place))
      #expect(kernel.voltage(at: UInt16(index)) == steps[pulse.step].voltage)
    }
    #expect(kernel.position(of: UInt16(pulses.count)) == nil)
    #expect(kernel.voltage(at: UInt16(pulses.count)) == .zero)
  }

  @Test(arguments: trains.indices)
  func `a release lets out all pulses up to the next gate, and the bank may be at the voltage behind it`(train: Int) {
    let steps = Self.trains[train]
    let pulses = Self.pulses(of: steps)
    for index in pulses.indices where Self.isGate(steps, pulses, index) {
      var kernel = Self.kernel(steps)
      kernel.state.mode = .delivering(from: UInt16(index), byPedal: false, started: false, ticksLeft: 1)
      kernel.setCourse()
      let gate = pulses.indices.first { $0 > index && Self.isGate(steps, pulses, $0) } ?? pulses.count
      #expect(kernel.course.gate == UInt16(gate), "from pulse \(index)")
      let own = steps[pulses[index].step].voltage
      #expect(kernel.course.target == own)
      let next = steps[pulses[index].step...].first { $0.voltage != own }?.voltage ?? own
      #expect(kernel.course.ceiling == max(own, next), "from pulse \(index)")
    }
  }

  @Test(arguments: trains.indices)
  func `while it waits the bank is at the voltage of the pulse to come, or falls to it`(train: Int) {
    let steps = Self.trains[train]
    let pulses = Self.pulses(of: steps)
    for (index, pulse) in pulses.enumerated() {
      let own = steps[pulse.step].voltage
      let before = steps[pulses[max(index - 1, 0)].step].voltage
      var kernel = Self.kernel(steps)
      kernel.state.mode = .waitingForBeat(at: UInt16(index), byPedal: false, ticksLeft: 1, blankTicks: 0)
      kernel.setCourse()
      #expect(kernel.course.target == own && kernel.course.ceiling == own)
      kernel.course = Course()
      kernel.state.mode = .settling(at: UInt16(index), byPedal: false, ticksLeft: 1)
      kernel.setCourse()
      #expect(kernel.course.target == own && kernel.course.ceiling == max(own, before))
    }
    for mode in [
      Mode.charging(ticksLeft: 1, probeTicks: 1), .armed(released: false, ticksLeft: 1, probeTicks: 1),
    ] {
      var kernel = Self.kernel(steps)
      kernel.state.mode = mode
      kernel.setCourse()
      #expect(kernel.course.target == steps[0].voltage && kernel.course.ceiling == steps[0].voltage)
    }
  }

  @Test func `a train over half a second needs somebody who holds`() {
    for (microseconds, needs) in [(100_000, false), (100_001, true)] as [(Int32, Bool)] {
      var kernel = Self.kernel([Bedside.step(pulses: 5, period: .microseconds(microseconds))])
      kernel.course.needsHold = !needs
      kernel.state.mode = .probing(step: 0, loaded: false, asked: false, ticksLeft: 1)
      kernel.setCourse()
      #expect(kernel.course.needsHold == needs)
    }
    let fresh = Course()
    #expect(fresh.needsHold && fresh.gate == 0 && fresh.target == .zero && fresh.ceiling == .zero)
  }
}
