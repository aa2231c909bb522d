import ControlInterface
import Quantities
import Testing
import Varlink

@testable import Console

@Suite struct TextTests {
  @Test func `the state of a ready machine`() throws {
    try expectSnapshot(StateText.lines(Samples.state(prepared: Samples.plan()), .plain), "ready")
  }

  @Test func `every trouble is told with its remedy, the first fault first`() throws {
    try expectSnapshot(StateText.lines(Samples.troubled, .plain), "troubled")
  }

  @Test func `a bad configuration names file, line and column, and the next command`() throws {
    var state = Samples.state(.notConfigured)
    state.problems = [
      .init(file: "/etc/porate/porated.yaml", line: 7, column: 3, message: "`7` has no unit"),
      .init(file: "/etc/porate/absolute-caps", line: 0, column: 0, message: "cannot be read"),
    ]
    state.nextCommand = "porated check"
    state.generator = nil
    state.link = .down
    try expectSnapshot(StateText.lines(state, .plain), "not-configured")
  }

  @Test func `a plan without a lowered pair says who set the voltage`() throws {
    try expectSnapshot(PlanText.lines(Samples.plan(lowered: false, needsHold: true), .plain), "plan")
  }

  @Test func `the confirmation names array, voltage and what was lowered`() throws {
    var several = Samples.plan()
    several.pairs.append(several.pairs[0])
    several.pairs[1].planned = .volts(730)
    several.pairs[1].lowered = false
    try expectSnapshot(
      [
        PlanText.confirmation(Samples.plan()), PlanText.confirmation(Samples.plan(lowered: false)),
        PlanText.confirmation(several),
      ], "confirmation")
  }

  @Test func `pulses stand in columns, planned and measured apart`() throws {
    let rows = [Samples.pulse(0), Samples.pulse(95, verdict: "voltageLow")].map { PulseTable.row($0, .plain) }
    try expectSnapshot([PulseTable.heading] + rows, "pulses")
  }

  @Test func `the library as tables`() throws {
    try expectSnapshot(LibraryText.lines(Samples.arrays) + LibraryText.lines(Samples.protocols), "library")
  }

  @Test func `errors name cause and remedy`() throws {
    let errors = [
      ConsoleError(ControlClientError(.absent(path: "/run/porate/control"))),
      ConsoleError(ControlClientError(.notPermitted(path: "/run/porate/control"))),
      ConsoleError(ControlClientError.refused(Control.NoLease(explanation: "nobody has control", remedy: "take it"))),
    ]
    try expectSnapshot(errors.map { $0.text(.plain) } + errors.map { JSONText.text($0.report) }, "errors")
  }

  @Test func `a train's report has its documented keys in order`() throws {
    let report = DeliveryReport(Samples.plan(), [Samples.pulse(0), Samples.pulse(1)], Samples.outcome(.delivered))
    try expectSnapshot([JSONText.text(report)], "delivery-json")
  }

  @Test func `the screen while armed, while asked and while held`() throws {
    var desk = OperateDesk()
    desk.state = Samples.state(.armed, prepared: Samples.plan(needsHold: true))
    desk.state?.armed = Control.Armed(nonce: "1", expiresMilliseconds: 30_000)
    desk.probes = [Control.Probe(step: 0, positive: "left", negative: "right", impedance: .milliohms(85_200))]
    let armed = OperateScreen.lines(desk, .plain)
    desk.question = .arm
    let asked = OperateScreen.lines(desk, .plain)
    desk.question = .none
    desk.isFiring = true
    desk.isHolding = true
    desk.pulses = [Samples.pulse(0)]
    let held = OperateScreen.lines(desk, .plain)
    try expectSnapshot(armed + ["", "---", ""] + asked + ["", "---", ""] + held, "operate")
  }
}

@Suite struct SmallScreenTests {
  @Test(arguments: [3, 10, 24]) func `a small screen keeps state, question and keys`(rows: Int) {
    var desk = OperateDesk()
    var plan = Samples.plan()
    plan.pairs = Array(repeating: plan.pairs[0], count: 12)
    desk.state = Samples.state(.standby, prepared: plan)
    desk.question = .arm
    let lines = OperateScreen.lines(desk, .plain, rows: rows)
    #expect(lines.count == rows)
    #expect(lines.first?.hasPrefix("State") == true)
    #expect(lines[rows - 2].contains("y arms"))
    #expect(lines.last?.contains("[space] stop") == true)
  }
}

@Suite struct StyleTests {
  @Test(arguments: [
    (true, [:], true), (false, [:], false), (true, ["NO_COLOR": "1"], false), (true, ["NO_COLOR": ""], true),
    (true, ["TERM": "dumb"], false),
  ])
  func `colours are for terminals, and yield to NO_COLOR`(terminal: Bool, environment: [String: String], wanted: Bool) {
    #expect(Style(isTerminal: terminal, environment: environment).isColoured == wanted)
  }

  @Test func `a line is cut by what is seen of it`() {
    let line = Style(isColoured: true).bad("abcdef") + "gh"
    #expect(ScreenLine.cut(line, to: 3) == "\u{1B}[1;31mabc\u{1B}[0m")
    #expect(ScreenLine.cut("short", to: 80) == "short")
  }

  @Test func `a waveform rises from the bottom to the top and falls again`() {
    let samples = [Int64](repeating: 0, count: 4) + [Int64](repeating: 1000, count: 8) + [0, 0, 0, 0]
    let lines = WaveformPicture.lines(samples, width: 8, height: 2)
    #expect(lines.count == 2)
    #expect(lines.allSatisfy { $0.count == 8 })
    #expect(lines[0].first == "\u{2800}", "empty above the zero line before the pulse")
    #expect(lines[1].first == "\u{28C0}", "the zero line at the bottom")
    #expect(Array(lines[0])[4] == "\u{2809}", "the pulse at the top")
    #expect(WaveformPicture.lines([], width: 8, height: 2).isEmpty)
    #expect(WaveformPicture.lines([0, 0], width: 8, height: 2).isEmpty)
  }

  @Test func `pieces of a waveform are joined in order, and a missing one is waited for`() {
    func piece(_ first: Int64, _ counts: [Int64]) -> Record.Waveform {
      Record.Waveform(
        index: 0, lead: .zero, interval: .microseconds(1), perCountMicrovolts: 50_000, perCountMicroamperes: 1,
        voltageOffset: .millivolts(7), currentOffset: .zero, first: first, total: 4, voltage: counts, current: [])
    }
    var gathering = WaveformGathering()
    gathering.add(piece(2, [3, 4]))
    #expect(gathering.voltages(ofPulse: 0) == nil)
    gathering.add(piece(0, [1, 2]))
    #expect(gathering.voltages(ofPulse: 0) == [57, 107, 157, 207])
    #expect(gathering.voltages(ofPulse: 1) == nil)
  }

  @Test func `the demonstration's settings replace whole sections`() {
    let shipped =
      "schema: 1\ncontrol:\n  # note\n  lease_lapse: 1 s\n\ninterlocks:\n  - a\n# end\npedal: none\nlimits:\n"
    let text = DemoFiles.text(shipped, without: ["control", "pedal"])
    #expect(text == "schema: 1\ninterlocks:\n  - a\n# end\nlimits:\n")
  }

  @Test func `every exit code is its own and says what it means`() {
    #expect(Set(Ending.allCases.map(\.meaning)).count == Ending.allCases.count)
    #expect(Ending.table.split(separator: "\n").count == Ending.allCases.count)
    #expect(Ending(.delivered) == .done)
    let others: [Control.OutcomeName] = [.partial, .notDelivered, .unresolved, .deliveredUnmeasured]
    #expect(Set(others.map { Ending($0) }).count == 4)
    #expect(!others.contains { Ending($0) == .done })
  }
}
