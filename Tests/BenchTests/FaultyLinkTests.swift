import Bench
import GeneratorLink
import Plant
import Quantities
import SafetyKernel
import Testing
import VirtualGenerator

@Suite struct `A link that damages one byte in a thousand` {
  /// What a thousand trains came to.
  struct Tally: Equatable {
    var delivered = 0
    var notDelivered = 0
    var partial = 0
    var other = 0
    var wrongCount = 0
    var unresolved = 0
  }

  static func fault(_ kind: Int) -> SimulatedFault {
    let share = Proportion.partsPerMillion(1_000)
    switch kind {
    case 0: return .dropBytes(share, .both)
    case 1: return .duplicateBytes(share, .both)
    default: return .corruptBytes(share, .both)
    }
  }

  /// A thousand trains over benches that are made anew every hundred, so that a stubborn fault does not spoil the rest.
  static func tally(_ kind: Int, trains: Int) -> Tally {
    var tally = Tally()
    // A resistor: tissue heats up under trains a second apart until its current is really too high.
    let array = SimulatedArray(resistor: .ohms(100), kind: .plates)
    let plan = BenchPlans.plates()
    var bench: VirtualBench?
    for number in 0..<trains {
      if number % 50 == 0 {
        let fresh = VirtualBench(BenchSetup(array: array, seed: UInt64(number + kind * 7_919 + 1)))
        fresh.settle()
        _ = fresh.prepare(plan)
        fresh.generator.schedule(.fault(fault(kind)))
        bench = fresh
      }
      guard let bench else { continue }
      count(bench.attempt(plan), &tally)
    }
    return tally
  }

  static func count(_ train: BenchTrain, _ tally: inout Tally) {
    switch train.outcome {
    case .delivered: tally.delivered += 1
    case .notDelivered: tally.notDelivered += 1
    case .partial: tally.partial += 1
    case .deliveredUnmeasured: tally.other += 1
    case .none: tally.unresolved += 1
    }
    let told: Int
    switch train.outcome {
    case .delivered, .deliveredUnmeasured: told = 8
    case .partial(let pulses): told = Int(pulses)
    case .notDelivered, .none: told = 0
    }
    if train.outcome != nil, told != train.truePulses { tally.wrongCount += 1 }
  }

  @Test(arguments: [0, 1, 2])
  func `delivers nine trains in ten, resolves all, and counts each pulse`(kind: Int) {
    let tally = Self.tally(kind, trains: 334)
    #expect(tally.delivered >= 300, "\(tally)")
    #expect(tally.unresolved == 0 && tally.wrongCount == 0, "\(tally)")
  }
}
