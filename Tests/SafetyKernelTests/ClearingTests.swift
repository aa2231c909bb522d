import Quantities
import SafetyKernel
import Testing

@Suite struct `How latched faults clear` {
  /// What each fault needs beside an acknowledgement, as docs/states.md has it.
  static let needs: [(FaultClearing, [Fault])] = [
    (
      .afterSelfTest,
      [
        .pulseCurrentHigh, .switchStuck, .pulseTooLong, .bankSensorsDisagree, .selfTestFailed, .pulsePolarityWrong,
        .pulseExtra, .pulseMistimed,
      ]
    ),
    (.afterDischarge, [.dischargeUnconfirmed, .unexpectedEnergy, .bankTooHigh]),
    (.whenArrayPresent, [.arrayRemoved, .arrayDiffers]),
    (
      .whenConditionGone,
      [
        .linkLost, .telemetryStale, .generatorRebooted, .generatorChanged, .generatorFault, .generatorUnexpected,
        .generatorSilent, .programDiffers, .gatesDisagree, .chargeTimeout, .interlockOpened, .tickLate,
        .pulseVoltageLow, .pulseVoltageHigh, .pulseCurrentLow, .pulseTooShort, .pulseOutOfOrder, .pulseMissing,
        .pedalImplausible,
      ]
    ),
  ]

  @Test func `each fault clears in one way, and a set knows which ways its faults need`() {
    #expect(Self.needs.reduce(0) { $0 + $1.1.count } == Fault.allCases.count)
    for (clearing, faults) in Self.needs {
      for fault in faults {
        #expect(fault.clearing == clearing, "\(fault)")
        var set = FaultSet()
        #expect(set.isEmpty && set.first == nil && !set.contains(fault))
        let isNew = set.insert(fault)
        #expect(isNew && set.first == fault && !set.isEmpty)
        for other in Fault.allCases { #expect(set.contains(other) == (other == fault)) }
        for way in FaultClearing.allCases { #expect(set.contains(way) == (way == clearing), "\(fault)") }
        let again = set.insert(fault)
        #expect(!again)
      }
    }
  }

  @Test func `a set keeps its first fault first, whatever else comes`() {
    for first in Fault.allCases {
      var set = FaultSet()
      _ = set.insert(first)
      for other in Fault.allCases where other != first {
        let isNew = set.insert(other)
        #expect(isNew)
      }
      #expect(set.first == first)
      for fault in Fault.allCases { #expect(set.contains(fault)) }
      for way in FaultClearing.allCases { #expect(set.contains(way)) }
    }
    for fault in Fault.allCases { #expect(Fault.coded(fault.code) == fault) }
    #expect(Fault.coded(UInt8(Fault.allCases.count)) == nil)
  }

  /// A machine in standby with an arming behind it and one fault latched, whose condition is gone.
  static func latched(pedal: PedalRule = .fires, _ cause: (inout Bedside) -> Void) -> Bedside {
    var configuration = Bedside.configuration()
    configuration.pedal = pedal
    var bedside = Bedside(configuration)
    bedside.bring(to: .armed)
    let good = bedside.input
    cause(&bedside)
    bedside.tick()
    let counter = bedside.input.telemetry.pulseCounter
    let time = bedside.input.telemetry.deviceTime
    bedside.input.closedInterlocks = good.closedInterlocks
    bedside.input.telemetry = good.telemetry
    bedside.input.telemetry.state = .idle
    bedside.input.telemetry.bankA = .zero
    bedside.input.telemetry.bankB = .zero
    bedside.input.telemetry.pulseCounter = counter
    bedside.input.telemetry.deviceTime = time
    bedside.finish()
    return bedside
  }

  static func opened() -> Bedside { latched { $0.input.closedInterlocks = InterlockSet(bits: 0) } }

  /// What still stands in the way of clearing, each by itself.
  static let conditions: [(String, @Sendable (inout Bedside) -> Void)] = [
    ("an interlock is open", { $0.input.closedInterlocks = InterlockSet(bits: 0b010) }),
    ("telemetry is stale", { $0.input.telemetryAge = .seconds(1) }),
    ("the bank is charged", { $0.setBank(.volts(42)) }),
    ("only one channel is low", { $0.input.telemetry.bankB = .volts(42) }),
    ("the channels disagree below 42 V", { $0.input.telemetry.bankA = .volts(30) }),
    ("there is voltage at the electrodes", { $0.input.telemetry.outputVoltage = .volts(42) }),
    ("the generator has a fault", { $0.input.telemetry.hasFault = true }),
    ("the generator stands in fault", { $0.input.telemetry.state = .fault }),
    ("the second gate refuses", { $0.input.secondGateRefused = true }),
    ("the pedal contradicts itself", { $0.input.pedal = .implausible }),
  ]

  @Test(arguments: conditions.indices)
  func `nothing clears while a condition stands`(index: Int) {
    let (name, change) = Self.conditions[index]
    var bedside = Self.opened()
    #expect(bedside.name == .standby && bedside.kernel.state.faults.first == .interlockOpened)
    change(&bedside)
    bedside.tick(.acknowledge)
    #expect(bedside.refusals.last == .conditionStillHolds, "\(name)")
    #expect(bedside.kernel.state.faults.contains(.interlockOpened))
  }

  @Test func `with every condition gone an acknowledgement clears, says so, and asks the array's holder anew`() {
    var bedside = Self.opened()
    bedside.tick(.acknowledge)
    let told = `Every command in every state`.told(bedside.output)
    #expect(told.contains { if case .cleared = $0 { true } else { false } })
    #expect(told.contains { if case .accepted = $0 { true } else { false } })
    #expect(bedside.kernel.state.faults.isEmpty && bedside.kernel.state.faults.first == nil)
    bedside.tick(.acknowledge)
    #expect(bedside.refusals.last == .noFault)
  }

  @Test func `a pedal that is not used stands in nobody's way`() {
    var bedside = Self.latched(pedal: .notUsed) { $0.input.closedInterlocks = InterlockSet(bits: 0) }
    bedside.input.pedal = .implausible
    bedside.tick(.acknowledge)
    #expect(bedside.kernel.state.faults.isEmpty)
  }

  @Test func `a removed array has to be back before its fault clears, and no other fault asks for one`() {
    var removed = Self.latched { $0.input.telemetry.array = .absent }
    #expect(removed.kernel.state.faults.contains(.arrayRemoved))
    removed.input.telemetry.array = .absent
    removed.tick(.acknowledge)
    #expect(removed.refusals.last == .conditionStillHolds)
    removed.input.telemetry.array = .unidentified
    removed.tick(.acknowledge)
    #expect(removed.kernel.state.faults.isEmpty)
    var opened = Self.opened()
    opened.input.telemetry.array = .absent
    opened.tick(.acknowledge)
    #expect(opened.kernel.state.faults.isEmpty)
  }

  @Test func `a passed self-test serves once`() {
    var bedside = Self.latched { $0.input.telemetry.outputVoltage = .volts(42) }
    #expect(bedside.kernel.state.faults.contains(.switchStuck))
    bedside.tick(.acknowledge)
    #expect(bedside.refusals.last == .selfTestNeeded)
    bedside.bring(to: .delivering, plan: Bedside.plan(kind: .selfTest))
    bedside.finish()
    #expect(bedside.outcome == .delivered && bedside.kernel.state.selfTestPassed)
    bedside.tick(.acknowledge)
    #expect(bedside.kernel.state.faults.isEmpty && !bedside.kernel.state.selfTestPassed)
  }

  @Test(arguments: StateName.allCases.filter { $0 != .standby })
  func `nothing clears outside standby`(state: StateName) {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    bedside.input.closedInterlocks = InterlockSet(bits: 0)
    bedside.tick()
    bedside.input.closedInterlocks = InterlockSet(bits: 0xffff)
    if state == .starting {
      bedside.finish()
      bedside.input.link = .down
      bedside.tick()
    } else if state != .discharging {
      // A self-test is the one train that begins with a fault latched.
      bedside.finish()
      let first = Bedside.step(synchronisation: state == .waitingForBeat ? .eachPulse : .none)
      let steps = [first, Bedside.step(volts: 900)]
      bedside.bring(to: state, plan: Bedside.plan(steps, kind: .selfTest))
    }
    #expect(bedside.name == state)
    bedside.tick(.acknowledge)
    #expect(bedside.refusals.last == .conditionStillHolds && bedside.kernel.state.faults.contains(.interlockOpened))
  }
}
