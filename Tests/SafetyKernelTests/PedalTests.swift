import Quantities
import SafetyKernel
import Testing

@Suite struct `The two-stage pedal` {
  static func bedside(_ rule: PedalRule) -> Bedside {
    var configuration = Bedside.configuration()
    configuration.pedal = rule
    return Bedside(configuration)
  }

  @Test func `fires only after it was seen released while armed`() {
    var bedside = Self.bedside(.fires)
    bedside.input.pedal = .second
    bedside.bring(to: .armed)
    for _ in 0..<10 { bedside.tick() }
    #expect(bedside.name == .armed && bedside.releases == 0)
    bedside.input.pedal = .released
    bedside.tick()
    bedside.input.pedal = .first
    bedside.tick()
    #expect(bedside.releases == 0)
    bedside.input.pedal = .second
    bedside.tick()
    #expect(bedside.releases == 1)
    bedside.finish()
    #expect(bedside.outcome == .delivered)
  }

  @Test(arguments: [PedalReading.released, .first, .absent])
  func `released in a train, also in a short one, it stops between pulses`(reading: PedalReading) {
    var bedside = Self.bedside(.fires)
    bedside.bring(to: .armed)
    bedside.tick()
    bedside.input.pedal = .second
    bedside.tick()
    #expect(bedside.name == .delivering)
    bedside.input.pedal = reading
    bedside.tick()
    #expect(bedside.kernel.state.cause == .released && !bedside.output.permit)
  }

  @Test func `contradicting contacts are a fault in every state with energy, and fire nothing`() {
    var bedside = Self.bedside(.fires)
    bedside.bring(to: .armed)
    bedside.input.pedal = .implausible
    bedside.tick()
    #expect(bedside.kernel.state.faults.first == .pedalImplausible && bedside.releases == 0)
  }

  @Test func `without a rule for it the pedal does nothing`() {
    var bedside = Self.bedside(.notUsed)
    bedside.bring(to: .armed)
    bedside.tick()
    bedside.input.pedal = .second
    bedside.tick()
    bedside.input.pedal = .implausible
    bedside.tick()
    #expect(bedside.name == .armed && bedside.releases == 0)
  }

  @Test func `its first stage arms the prepared plan anew, where that is configured`() {
    var bedside = Self.bedside(.armsAndFires)
    bedside.bring(to: .armed)
    bedside.tick()
    bedside.input.pedal = .second
    bedside.tick()
    bedside.finish()
    #expect(bedside.outcome == .delivered)
    for _ in 0..<5 { bedside.tick() }
    #expect(bedside.name == .standby, "held from before, it arms nothing")
    bedside.input.pedal = .released
    bedside.tick()
    bedside.input.pedal = .first
    bedside.tick()
    #expect(bedside.name == .probing)
    bedside.input.pedal = .released
    bedside.reach(.armed)
    bedside.tick()
    bedside.input.pedal = .second
    bedside.tick()
    #expect(bedside.releases == 2)
  }

  @Test func `a first stage that was held from before arms nothing`() {
    var bedside = Self.bedside(.armsAndFires)
    bedside.bring(to: .armed)
    bedside.input.pedal = .first
    bedside.input.stop = true
    bedside.tick()
    bedside.reach(.standby)
    for _ in 0..<10 { bedside.tick() }
    #expect(bedside.name == .standby && bedside.refusals.isEmpty)
  }

  @Test func `it arms nothing without a plan, a lease or a confirmed array`() {
    var bedside = Self.bedside(.armsAndFires)
    bedside.reach(.standby)
    bedside.tick()
    bedside.input.pedal = .first
    bedside.tick()
    #expect(bedside.name == .standby)
    bedside.input.pedal = .released
    bedside.prepare()
    bedside.tick()
    bedside.input.pedal = .first
    bedside.tick()
    #expect(bedside.refusals.last == .blocked(.arrayUnconfirmed))
  }
}
