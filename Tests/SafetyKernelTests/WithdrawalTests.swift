import Quantities
import SafetyKernel
import Testing

/// One way to lose the permit, and the cause that must then be told.
struct Withdrawal: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let cause: EndCause
  let apply: @Sendable (inout Bedside) -> Void

  static let all: [Withdrawal] = [
    Withdrawal(testDescription: "stop", cause: .stop) { $0.input.stop = true },
    Withdrawal(testDescription: "generator's chain open", cause: .fault(.interlockOpened)) {
      $0.input.closedInterlocks = InterlockSet(bits: 0xfffe)
    },
    Withdrawal(testDescription: "second interlock open", cause: .fault(.interlockOpened)) {
      $0.input.closedInterlocks = InterlockSet(bits: 0xfffb)
    },
    Withdrawal(testDescription: "link down", cause: .fault(.linkLost)) { $0.input.link = .down },
    Withdrawal(testDescription: "link opening again", cause: .fault(.linkLost)) { $0.input.link = .opening },
    Withdrawal(testDescription: "telemetry stale", cause: .fault(.telemetryStale)) {
      $0.input.telemetryAge = .milliseconds(41)
    },
    Withdrawal(testDescription: "telemetry from the future", cause: .fault(.telemetryStale)) {
      $0.input.telemetryAge = .nanoseconds(-1)
    },
    Withdrawal(testDescription: "late tick", cause: .fault(.tickLate)) { $0.input.lateness = .milliseconds(11) },
    Withdrawal(testDescription: "lease lapsed", cause: .leaseEnded) {
      $0.input.lease = .held(Bedside.lease, role: .operating, age: .milliseconds(1001), hold: true)
    },
    Withdrawal(testDescription: "lease gone", cause: .leaseEnded) { $0.input.lease = .none },
    Withdrawal(testDescription: "reboot", cause: .fault(.generatorRebooted)) {
      $0.input.telemetry.boot = BootIdentity(value: 12)
    },
    Withdrawal(testDescription: "another generator", cause: .fault(.generatorChanged)) {
      $0.input.telemetry.serial = DeviceSerial(low: 99, high: 0)
    },
    Withdrawal(testDescription: "generator's own fault", cause: .fault(.generatorFault)) {
      $0.input.telemetry.hasFault = true
    },
    Withdrawal(testDescription: "array removed", cause: .fault(.arrayRemoved)) {
      $0.input.telemetry.array = .absent
    },
    Withdrawal(testDescription: "another array", cause: .fault(.arrayDiffers)) {
      $0.input.telemetry.array = .identified(ArrayIdentity(low: 9, high: 9))
    },
    Withdrawal(testDescription: "calibration lost", cause: .conditionLost) { $0.input.calibrationValid = false },
    Withdrawal(testDescription: "realtime lost", cause: .conditionLost) { $0.input.realtime = false },
    Withdrawal(testDescription: "second gate refuses", cause: .fault(.gatesDisagree)) {
      $0.input.secondGateRefused = true
    },
    Withdrawal(testDescription: "bank channels disagree", cause: .fault(.bankSensorsDisagree)) {
      $0.input.telemetry.bankB = .volts(200)
      if $0.input.telemetry.bankA < .volts(300) { $0.input.telemetry.bankA = .volts(30) }
    },
    Withdrawal(testDescription: "stuck switch", cause: .fault(.switchStuck)) {
      $0.input.telemetry.outputVoltage = .volts(60)
    },
  ]
}

@Suite struct `Withdrawing the permit` {
  static let states: [StateName] = [.probing, .charging, .armed, .waitingForBeat, .delivering, .settling]

  /// Plans that pass through each state.
  static func plan(for state: StateName) -> Plan {
    switch state {
    case .waitingForBeat: Bedside.plan([Bedside.step(synchronisation: .eachStep)])
    case .settling: Bedside.plan([Bedside.step(volts: 1000), Bedside.step(0, 1, volts: 800)])
    case .starting, .standby, .probing, .charging, .armed, .delivering, .discharging: Bedside.plan()
    }
  }

  @Test(arguments: states, Withdrawal.all)
  func `takes the permit in the same tick, discharges, and keeps the cause`(state: StateName, way: Withdrawal) {
    var bedside = Bedside()
    if state == .charging { bedside.recordsIntent = false }
    bedside.bring(to: state, plan: Self.plan(for: state))
    #expect(bedside.name == state)
    let releases = bedside.releases
    bedside.obeys = false
    way.apply(&bedside)
    bedside.tick()
    #expect(!bedside.output.permit)
    #expect(bedside.name == .discharging)
    if case .discharge = bedside.output.command {} else { Issue.record("no discharge was asked for") }
    if state == .probing, way.cause == .fault(.bankSensorsDisagree) {
      #expect([.fault(.bankSensorsDisagree), .fault(.unexpectedEnergy)].contains(bedside.kernel.state.cause))
    } else {
      #expect(bedside.kernel.state.cause == way.cause)
    }
    for _ in 0..<5 {
      bedside.tick()
      #expect(!bedside.output.permit)
      // A probe's bank is empty, so that the machine may rest at once; all others go on asking.
      guard bedside.name == .discharging else { continue }
      if case .discharge = bedside.output.command {} else { Issue.record("discharge was asked for only once") }
    }
    #expect(bedside.releases == releases)
  }

  @Test func `a stop counts also in standby`() {
    var bedside = Bedside()
    bedside.prepare()
    bedside.input.stop = true
    bedside.tick()
    if case .discharge = bedside.output.command {} else { Issue.record("no discharge was asked for") }
  }

  @Test func `stop comes before interlock, interlock before fault, and all faults are kept`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    bedside.input.stop = true
    bedside.input.closedInterlocks = InterlockSet(bits: 0)
    bedside.input.lateness = .seconds(1)
    bedside.tick()
    #expect(bedside.kernel.state.cause == .stop)
    #expect(bedside.kernel.state.faults.first == .interlockOpened)
    #expect(bedside.kernel.state.faults.contains(.tickLate))
  }

  @Test func `an interlock comes before a bad pulse that is reported in the same tick`() {
    var bedside = Bedside()
    bedside.bring(to: .delivering)
    bedside.reshape = { report in
      var report = report
      report.voltage = .volts(10)
      return report
    }
    bedside.input.closedInterlocks = InterlockSet(bits: 0)
    bedside.tick()
    #expect(bedside.kernel.state.cause == .fault(.interlockOpened))
    #expect(bedside.kernel.state.faults.contains(.pulseVoltageLow))
  }

  @Test func `a stop wins over a fire in the same tick`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    bedside.input.stop = true
    bedside.fire()
    #expect(bedside.releases == 0 && bedside.name == .discharging)
  }

  @Test func `a bank that is never measured empty is latched as live, and still discharged`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    bedside.obeys = false
    bedside.input.stop = true
    for _ in 0..<40 { bedside.tick() }
    #expect(bedside.kernel.state.faults.contains(.dischargeUnconfirmed))
    #expect(bedside.name == .discharging)
    if case .discharge = bedside.output.command {} else { Issue.record("discharge was given up") }
    bedside.setBank(.volts(41))
    bedside.input.telemetry.state = .idle
    bedside.tick()
    #expect(bedside.name == .standby)
    #expect(bedside.kernel.state.faults.contains(.dischargeUnconfirmed))
  }

  @Test func `one channel below 42 V is not enough`() {
    var bedside = Bedside()
    bedside.bring(to: .armed)
    bedside.obeys = false
    bedside.input.stop = true
    bedside.input.telemetry.state = .idle
    bedside.input.telemetry.bankA = .volts(41)
    bedside.input.telemetry.bankB = .volts(42)
    for _ in 0..<5 { bedside.tick() }
    #expect(bedside.name == .discharging)
  }

  @Test func `voltage in standby is a fault and is discharged`() {
    var bedside = Bedside()
    bedside.prepare()
    bedside.setBank(.volts(60))
    bedside.tick()
    #expect(bedside.name == .discharging && bedside.kernel.state.faults.first == .unexpectedEnergy)
  }

  @Test func `without a link nothing is known: discharge is asked for until the bank is measured`() {
    var bedside = Bedside()
    bedside.prepare()
    bedside.input.link = .down
    bedside.tick()
    #expect(bedside.name == .starting)
    if case .discharge = bedside.output.command {} else { Issue.record("no discharge was asked for") }
  }
}
