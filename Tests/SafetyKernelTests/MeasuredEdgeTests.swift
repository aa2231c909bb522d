import Quantities
import Testing

@testable import SafetyKernel

@Suite struct `Edges of what is measured` {
  @Test func `the first pulse of a release is on time within its window, both ends included`() {
    var segment = Segment()
    segment.from = 4
    segment.earliest = .microseconds(1_000)
    segment.latest = .microseconds(2_000)
    for (start, isOnTime) in [(999, false), (1_000, true), (2_000, true), (2_001, false)] as [(Int64, Bool)] {
      #expect(segment.isOnTime(4, start: .microseconds(start)) == isOnTime)
    }
  }

  /// For short periods 5 µs are more than a hundredth, for long ones less.
  @Test(arguments: [(200, 5), (500, 5), (1_000, 10), (20_000, 200)] as [(Int32, Int64)])
  func `each other pulse comes a period after the one before, within 5 µs or a hundredth`(period: Int32, off: Int64) {
    var segment = Segment()
    segment.from = 0
    segment.lastStart = .microseconds(10_000)
    segment.period = .microseconds(period)
    let due = 10_000 + Int64(period)
    for (start, isOnTime) in [
      (due - off - 1, false), (due - off, true), (due, true), (due + off, true), (due + off + 1, false),
    ] {
      #expect(segment.isOnTime(1, start: .microseconds(start)) == isOnTime, "\(start - due) µs off")
    }
  }

  @Test func `a short name is read back without its padding and without what is not printable`() {
    let name = "AZ~!09az"
    #expect(ArrayIdentity(ascii: name)?.ascii == name)
    // From the first byte on: 0, control, 0x1f, space, '!', '~', delete, 0x80.
    #expect(ArrayIdentity(low: 0x807f_7e21_201f_0100, high: 0).ascii == "!~")
  }

  @Test func `a voltage is within thousandths of the wanted one, the bound included`() {
    for (measured, isWithin) in [
      (979_999, false), (980_000, true), (1_000_000, true), (1_020_000, true), (1_020_001, false),
    ] as [(Int64, Bool)] {
      #expect(Facts.within(.millivolts(measured), of: .volts(1_000), thousandths: 20) == isWithin)
    }
  }

  @Test func `no voltage and no current are too little, not the wrong way round`() throws {
    let step = Bedside.step()
    func fault(_ voltage: Voltage, _ current: Current) -> Fault? {
      let report = PulseReport(
        nonce: Nonce(value: 1), step: 0, index: 0, start: .zero, width: .microseconds(100), voltage: voltage,
        current: current, peakCurrent: current, cut: .none)
      return PulseVerdict.fault(in: report, step: step, index: 0, stepIndex: 0)
    }
    #expect(fault(.zero, .amperes(8)) == .pulseVoltageLow)
    #expect(fault(.millivolts(-1), .amperes(8)) == .pulsePolarityWrong)
    #expect(fault(.volts(1_000), .amperes(20)) == nil)
    #expect(fault(.volts(1_000), .milliamperes(20_001)) == .pulseCurrentHigh)
    var open = step
    open.limits.currentLow = .zero
    let report = PulseReport(
      nonce: Nonce(value: 1), step: 0, index: 0, start: .zero, width: .microseconds(100), voltage: .volts(1_000),
      current: .zero, peakCurrent: .zero, cut: .none)
    #expect(PulseVerdict.fault(in: report, step: open, index: 0, stepIndex: 0) == nil)
  }

  @Test func `each pair of electrodes is probed once, whichever way round and wherever it comes again`() {
    let pairs: [(UInt8, UInt8)] = [(0, 1), (0, 2), (2, 1)]
    let steps = [(0, 1), (1, 0), (0, 2), (2, 1), (1, 2), (2, 0), (0, 1)].map { Bedside.step(UInt8($0.0), UInt8($0.1)) }
    let plan = Bedside.plan(steps, array: Bedside.array(pairs: pairs))
    var bedside = Bedside()
    bedside.bring(to: .armed, plan: plan)
    let probed = bedside.commands.compactMap { if case .probe(_, let step) = $0 { step } else { nil } }
    #expect(probed == [0, 2, 3])
  }

  @Test func `a bank within thousandths of the step's voltage is ready, not of its own`() {
    for (volts, isReady) in [(979, false), (980, true), (1_020, true), (1_021, false)] as [(Int32, Bool)] {
      var bedside = Bedside()
      bedside.bring(to: .armed)
      bedside.setBank(.volts(volts))
      #expect(bedside.kernel.bankReady(bedside.input) == isReady)
    }
  }

  @Test func `the minute of a sum has sixty seconds, also decades after the start`() {
    var budget = WindowBudget()
    budget.pulsesPerMinute = 8
    budget.energyPerMinute = .joules(100)
    budget.pulsesPerSite = .max
    budget.energyPerSite = .microjoules(.max)
    let start: Int64 = 1_000_000_000_000_000_000
    var ledger = Ledger()
    ledger.book(pulses: 8, energy: .joules(1), site: SiteIdentity(value: 1), now: .nanoseconds(start))
    for (second, fits) in [(0, false), (60, false), (61, true)] as [(Int64, Bool)] {
      let now = HostInstant.nanoseconds(start + second * 1_000_000_000)
      #expect(ledger.fits(pulses: 1, energy: .zero, site: SiteIdentity(value: 2), now: now, budget: budget) == fits)
    }
  }

  @Test func `a spot without a name has no sum`() {
    var budget = WindowBudget()
    budget.pulsesPerMinute = .max
    budget.energyPerMinute = .microjoules(.max)
    budget.pulsesPerSite = 8
    budget.energyPerSite = .joules(1)
    var ledger = Ledger()
    let named = SiteIdentity(value: 1)
    // As many named spots as there are places, this one the oldest; a nameless one takes none of them.
    for value in 1...64 as ClosedRange<UInt64> {
      let now = HostInstant.nanoseconds(Int64(value) * 1_000_000_000)
      ledger.book(pulses: 8, energy: .joules(1), site: SiteIdentity(value: value), now: now)
    }
    ledger.book(
      pulses: 8, energy: .joules(1), site: SiteIdentity(value: 0), now: .nanoseconds(70_000_000_000))
    let later = HostInstant.nanoseconds(90_000_000_000)
    let nameless = ledger.fits(
      pulses: 8, energy: .joules(1), site: SiteIdentity(value: 0), now: later, budget: budget)
    let again = ledger.fits(pulses: 1, energy: .zero, site: named, now: later, budget: budget)
    #expect(nameless && !again)
  }

  @Test func `the electrode behind the last place has no limit`() {
    var array = Bedside.array()
    array.electrodeCount = 200
    #expect(array.maximum(of: UInt8(ElectrodeArray.electrodeCapacity)) == nil)
  }

  @Test func `an array is for one kind of plan`() {
    for kind in [PlanKind.treatment, .testLoad, .selfTest] {
      for use in [PlanKind.treatment, .testLoad, .selfTest] {
        var plan = Bedside.plan(kind: kind)
        plan.array.use = use
        #expect((PlanCheck.defect(in: plan, limits: Bedside.limits()) == .kind) == (kind != use))
      }
    }
  }

  @Test func `a field below its minimum is told as that, whatever voltage stands beside it`() {
    var step = Bedside.step(volts: 1000)
    step.origin = .field(
      wanted: .voltsPerCentimetre(1_000), minimum: .voltsPerCentimetre(1_200), lowered: false)
    // 1000 V over 8 mm are 1250 V/cm: enough, but not what was wanted.
    #expect(PlanCheck.defect(in: Bedside.plan([step]), limits: Bedside.limits()) == .fieldBelowMinimum(step: 0))
  }
}
