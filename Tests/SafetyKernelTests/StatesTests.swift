import Foundation
import Quantities
import SafetyKernel
import Testing

/// A walk through the machine with random input, to see which transitions there are.
private struct Wanderer {
  var bedside: Bedside
  var seed: UInt64
  var seen: Set<String> = []
  var overflowed = false
  var unpermitted = 0

  mutating func random(_ bound: UInt64) -> UInt64 {
    seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (seed >> 33) % bound
  }

  mutating func walk(_ ticks: Int, plans: [Plan]) {
    for _ in 0..<ticks {
      let before = bedside.name
      disturb()
      bedside.tick(command(plans))
      if bedside.output.overflowed { overflowed = true }
      if bedside.name != before { seen.insert("\(before) --> \(bedside.name)") }
      if bedside.output.permit && !bedside.kernel.state.mode.energises { unpermitted += 1 }
    }
  }

  private mutating func disturb() {
    bedside.input.stop = random(400) == 0
    bedside.input.closedInterlocks = InterlockSet(bits: random(500) == 0 ? 0b011 : 0b111)
    bedside.input.link = random(300) == 0 ? .down : .up
    bedside.input.lateness = random(500) == 0 ? .seconds(1) : .zero
    bedside.obeys = random(60) != 0
    if random(400) == 0 { bedside.setBank(.volts(60)) }
    bedside.recordsIntent = random(20) != 0
    bedside.impedance = random(30) == 0 ? .ohms(1) : .ohms(100)
    bedside.reshape = random(100) == 0 ? { _ in nil } : { $0 }
    bedside.input.lease = .held(Bedside.lease, role: .operating, age: .zero, hold: random(300) != 0)
    if random(5) == 0 { bedside.input.beat = `Delivery in step with the heart`.beat(bedside) }
  }

  private mutating func command(_ plans: [Plan]) -> Command {
    switch random(8) {
    case 0:
      bedside.input.proposal = plans[Int(random(UInt64(plans.count)))]
      return random(4) == 0 ? .prepare(Bedside.lease) : .none
    case 1, 2: return .arm(Bedside.lease, bedside.kernel.digest, confirmed: Bedside.array().identity)
    case 3, 4: return .fire(Bedside.lease, bedside.kernel.arming?.nonce ?? Nonce(value: 0), ticketAge: .zero)
    case 5: return .acknowledge
    case 6: return random(40) == 0 ? .disarm(Bedside.lease) : .none
    default: return random(10) == 0 ? .resolve(pulses: 1) : .none
    }
  }
}

@Suite struct `The drawing of the states` {
  /// The transitions that docs/states.md draws, as `from --> to`.
  static func drawn() throws -> Set<String> {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: "docs/states.md"), encoding: .utf8)
    var transitions: Set<String> = []
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":")[0].components(separatedBy: "-->")
      guard parts.count == 2 else { continue }
      let from = parts[0].trimmingCharacters(in: .whitespaces)
      let to = parts[1].trimmingCharacters(in: .whitespaces)
      if from != "[*]" { transitions.insert("\(from) --> \(to)") }
    }
    return transitions
  }

  @Test func `shows exactly the transitions that the code makes`() throws {
    let plans = [
      Bedside.plan(), Bedside.plan([Bedside.step(volts: 1000), Bedside.step(0, 1, volts: 800)]),
      Bedside.plan([Bedside.step(pulses: 2, synchronisation: .eachPulse)]),
      Bedside.plan([
        Bedside.step(volts: 900, pulses: 2), Bedside.step(0, 1, volts: 700, pulses: 2, synchronisation: .eachStep),
        Bedside.step(0, 1, volts: 800, pulses: 1),
      ]),
    ]
    var seen: Set<String> = []
    for seed in 1...12 as ClosedRange<UInt64> {
      var configuration = Bedside.configuration()
      configuration.budget.pulsesPerMinute = .max
      configuration.budget.pulsesPerSite = .max
      configuration.budget.energyPerMinute = .microjoules(.max)
      configuration.budget.energyPerSite = .microjoules(.max)
      var wanderer = Wanderer(bedside: Bedside(configuration), seed: seed)
      wanderer.walk(40_000, plans: plans)
      #expect(!wanderer.overflowed, "an event found no room")
      #expect(wanderer.unpermitted == 0)
      seen.formUnion(wanderer.seen)
    }
    let drawn = try Self.drawn()
    #expect(seen.subtracting(drawn).sorted() == [], "made by the code, missing in the drawing")
    #expect(drawn.subtracting(seen).sorted() == [], "drawn, but never seen")
  }
}
