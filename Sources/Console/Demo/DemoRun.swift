internal import ControlInterface
import Glibc
internal import Quantities
internal import QuantityText
internal import Settings
internal import Treatment

/// The work of a demonstration between its first and its last process.
struct DemoRun {
  let setting: ConsoleSetting
  let wish: Demo.Wish
  let programs: DemoPrograms
  let folder: String

  private var socket: String { "\(folder)/control" }

  func deliver(_ processes: DemoProcesses) async throws -> Ending {
    let file = try DemoFiles.write(from: programs.configuration, to: folder)
    let plan = try chosen(file)
    say("\(setting.style.attention(Words.simulated)): a demonstration without a generator and without a patient.")
    say("  Budgets for a shared machine, see porated.yaml: late tick 250 ms, permit 500 ms, telemetry 500 ms,")
    say("  trigger 250 ms, lease 2 s, ticket 1 s. The simulated bank is large, 20 mF, and so is its supply, 10 kW:")
    say("  that holds the voltage by capacitance alone.")
    try startSimulator(processes, plan)
    try await wait(processes, "the simulated generator") {
      access("\(folder)/generator", F_OK) == 0 && access("\(folder)/state/channels.json", F_OK) == 0
    }
    try DemoCalibration.write(
      channels: try DemoFiles.read("\(folder)/state/channels.json"), toFolder: "\(folder)/calibration")
    try processes.start("porated", programs.daemon, ["--config", file])
    say("  porate-sim and porated run, joined by a pseudo-terminal, in \(folder)")
    let client = try await connected(processes)
    try await ready(client, processes)
    return try await apply(client, plan.wish)
  }

  private func say(_ text: String) { if !setting.isJSON { setting.output.line(text) } }

  // MARK: What is given

  private struct Choice {
    var wish: PlanWish
    var kind: ElectrodeArrayDefinition.Kind
    var carriesChip: Bool
  }

  private func chosen(_ file: String) throws -> Choice {
    let configuration: Configuration
    do { configuration = try Configuration.read(file) } catch {
      throw ConsoleError(.failed, "configuration", "\(error)", remedy: "correct \(programs.configuration)")
    }
    let library = configuration.library
    guard let array = library.array(named: wish.array) else {
      let known = library.arrays.map(\.name).joined(separator: ", ")
      throw ConsoleError(
        .usage, "NoSuchArray", "there is no electrode array \(wish.array)", remedy: "there are \(known)")
    }
    let fitting = library.protocols(for: array).map(\.name)
    let name = wish.protocolName ?? fitting.first { $0.hasSuffix("-1khz") } ?? fitting.first
    guard let name, fitting.contains(name) else {
      throw ConsoleError(
        .usage, "NoSuchProtocol", "\(array.name) has no protocol \(wish.protocolName ?? "at all")",
        remedy: "it has \(fitting.joined(separator: ", "))")
    }
    let gap = wish.gap ?? (array.gaps.count > 1 ? array.gaps.max() : nil)
    return Choice(
      wish: PlanWish(array: array.name, protocolName: name, gap: gap), kind: array.kind,
      carriesChip: array.carriesIdentity)
  }

  private func startSimulator(_ processes: DemoProcesses, _ plan: Choice) throws {
    var arguments = [
      "serve", "--link", "\(folder)/generator", "--socket", "\(folder)/sim", "--state", "\(folder)/state",
    ]
    switch plan.kind {
    case .plates, .needleRows, .hexagonal, .testLoad: arguments += ["--array", plan.kind.rawValue]
    case .internalLoad: arguments += ["--array", "none"]
    }
    // The gap of a hexagonal array in the library is an effective one; the simulator has that of its needles.
    if plan.kind == .plates, let gap = plan.wish.gap {
      arguments += ["--gap", QuantityText.text(gap).filter { $0 != " " }]
    }
    // Between plates 27 A flow. A bank of 20 mF loses 1 V in eight such pulses, so that what is missing at the terminals
    // is the drop across the source's 0.5 ohm; a clinical bank of 1.5 mF loses 14 V.
    arguments += ["--bank", "20mF", "--supply", "10kW"]
    if plan.carriesChip { arguments.append("--chip") }
    try processes.start("porate-sim", programs.simulator, arguments)
  }

  // MARK: Until the machine is ready

  private func wait(_ processes: DemoProcesses, _ what: String, _ condition: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + Demo.patience
    while try await !condition() {
      try processes.check()
      guard ContinuousClock.now < end else {
        throw ConsoleError(.failed, "tooSlow", "\(what) was not ready within 30 s")
      }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  private func connected(_ processes: DemoProcesses) async throws -> ControlClient {
    var client: ControlClient?
    try await wait(processes, "porated") {
      client = try? await ControlClient.connect(to: socket)
      return client != nil
    }
    guard let client else { throw ConsoleError(.noConnection, "noConnection", "porated does not answer") }
    return client
  }

  private func ready(_ client: ControlClient, _ processes: DemoProcesses) async throws {
    try await wait(processes, "the generator behind porated") {
      let state = try await client.state()
      // A latched fault does not go by waiting: the arming will say it.
      if !state.faults.isEmpty { return true }
      return state.mode == .standby && state.link == .up && StateText.obstacles(state).isEmpty
    }
  }

  // MARK: The application

  private func apply(_ client: ControlClient, _ wish: PlanWish) async throws -> Ending {
    let lease = ConsoleSetting(
      socket: socket, isJSON: setting.isJSON, style: setting.style, output: setting.output)
    let control = try await HeldControl.take(lease)
    let plan = try await client.prepare(wish.wire(acceptLowered: nil), token: control.token)
    if !setting.isJSON { setting.output.lines(PlanText.lines(plan, setting.style)) }
    let application = Application(client: client, control: control, progress: setting.progress)
    let (pulses, outcome): ([Control.Pulse], Control.Outcome)
    do {
      let (armed, _) = try await application.arm(plan, confirmed: plan.confirmArray ? plan.array : nil)
      (pulses, outcome) = try await application.fire(plan, armed)
    } catch {
      throw await application.explained(error, interrupted: false)
    }
    if setting.isJSON {
      setting.output.json(DeliveryReport(plan, pulses, outcome))
    } else {
      setting.progress?.tell(outcome)
      try await showWaveforms(client, outcome, pulses)
    }
    await control.release()
    return Ending(outcome.name)
  }

  /// Waveforms come after the train, behind everything else on the line.
  private func showWaveforms(_ client: ControlClient, _ outcome: Control.Outcome, _ pulses: [Control.Pulse])
    async throws
  {
    guard let first = pulses.first?.index, let last = pulses.last?.index, let train = outcome.train else { return }
    var gathering = WaveformGathering()
    let end = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < end {
      gathering = WaveformGathering()
      for try await reply in try await client.train(train, waveforms: true) {
        if let piece = reply.waveform { gathering.add(piece) }
      }
      if gathering.voltages(ofPulse: first) != nil, gathering.voltages(ofPulse: last) != nil { break }
      try await Task.sleep(for: .milliseconds(100))
    }
    for index in first == last ? [first] : [first, last] {
      if let samples = gathering.voltages(ofPulse: index) {
        say("  \(setting.style.attention(Words.simulated))")
        setting.output.lines(WaveformText.lines(samples, pulse: index))
      } else {
        say("  the waveform of pulse \(index.addingReportingOverflow(1).partialValue) is not in the record yet")
      }
    }
  }
}
