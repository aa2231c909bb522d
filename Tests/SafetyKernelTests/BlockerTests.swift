import Quantities
import Testing

@testable import SafetyKernel

@Suite struct `What blocks an arming` {
  @Test func `without a link nothing is said of a bank and a generator that nobody sees`() {
    var bedside = Bedside()
    bedside.prepare()
    bedside.input.link = .down
    bedside.input.telemetry.state = .charging
    bedside.setBank(.volts(900))
    let found = bedside.kernel.blockers(bedside.input, confirmed: true)
    #expect(found.first == .linkDown)
    #expect(
      found
        == {
          var set = BlockerSet(); set.insert(.linkDown, if: true); return set
        }())
  }

  @Test func `an array that should carry a chip and shows none is another one, whoever confirms it`() {
    var array = Bedside.array()
    array.carriesIdentity = true
    var bedside = Bedside()
    bedside.prepare(Bedside.plan(array: array))
    for isConfirmed in [true, false] {
      let found = bedside.kernel.blockers(bedside.input, confirmed: isConfirmed)
      #expect(
        found
          == {
            var set = BlockerSet(); set.insert(.arrayDiffers, if: true); return set
          }())
    }
  }

  @Test func `a confirmation stands for the next arming into a test load; a latched fault blocks it`() {
    var bedside = Bedside()
    bedside.bring(to: .probing, plan: Bedside.plan(kind: .testLoad))
    bedside.tick(.disarm(Bedside.lease))
    bedside.finish()
    #expect(bedside.kernel.state.arrayConfirmed)
    #expect(bedside.kernel.blockers(bedside.input, confirmed: false).isEmpty)
    _ = bedside.kernel.state.faults.insert(.tickLate)
    #expect(bedside.kernel.blockers(bedside.input, confirmed: false).first == .faultLatched)
  }

  @Test func `an array's fault is cleared once an array with a chip is seen`() {
    for isSeen in [true, false] {
      var bedside = Bedside()
      bedside.prepare()
      _ = bedside.kernel.state.faults.insert(.arrayRemoved)
      bedside.input.telemetry.array = isSeen ? .identified(Bedside.array().identity) : .absent
      bedside.tick(.acknowledge)
      #expect(bedside.kernel.state.faults.isEmpty == isSeen)
    }
  }

  @Test func `a release that the bank refuses costs the press, and time goes on`() {
    var configuration = Bedside.configuration()
    configuration.pedal = .fires
    var bedside = Bedside(configuration)
    bedside.bring(to: .armed)
    bedside.obeys = false
    bedside.input.pedal = .released
    bedside.tick()
    guard case .armed(true, let left, let probe) = bedside.kernel.state.mode else {
      Issue.record("not armed: \(bedside.kernel.state.mode)")
      return
    }
    #expect(left != probe)
    bedside.setBank(.volts(960))
    bedside.input.pedal = .second
    bedside.tick()
    #expect(bedside.refusals == [.wrongState])
    #expect(bedside.kernel.state.mode == .armed(released: false, ticksLeft: left - 1, probeTicks: probe - 1))
  }
}
