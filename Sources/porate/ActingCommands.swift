import ArgumentParser
import Console

/// `porate prepare`.
struct Prepare: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Plans an application and shows each pair's voltage with the limit that sets it.",
    discussion: """
      Example: porate prepare --array plates --protocol plates-1khz --gap 8mm
      --json: the prepared plan, as Prepare of io.porate.Control gives it.
      """)
  @OptionGroup var plan: PlanOptions
  @Flag(help: "Refuse a plan that a limit lowered.") var refuseLowered = false
  @OptionGroup var shared: SharedOptions

  func validate() throws { _ = try plan.requiredWish() }

  func run() async throws {
    let wish = try plan.requiredWish()
    try await shared.run { try await Acting.prepare($0, wish, acceptLowered: !refuseLowered) }
  }
}

/// `porate arm`.
struct Arm: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks the electrodes, charges and arms what is prepared; only in `porate control`.",
    discussion: """
      Example: porate control -- sh -c 'porate arm --connected plates && porate fire'
      --json: `probes` and `armed`, as Arm of io.porate.Control gives them.
      """)
  @Option(help: "The array that you see connected, for one without an identity chip.") var connected: String?
  @OptionGroup var shared: SharedOptions

  func run() async throws { try await shared.run { try await Acting.arm($0, connected: connected) } }
}

/// `porate fire`.
struct Fire: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Gives what is armed, and holds it until it is over; only in `porate control`.",
    discussion: """
      Example: porate control -- sh -c 'porate arm --connected plates && porate fire'
      --json: `array`, `cause`, `lowered`, `outcome`, `plannedVoltage_mV`, `protocol`, `pulses` (each with `current_mA`, \
      `index`, `planned_mV`, `start_us`, `verdict`, `voltage_mV`, `width_ns`), `sentence`, `simulated`, `train`.
      """)
  @OptionGroup var shared: SharedOptions

  func run() async throws { try await shared.run { try await Acting.fire($0) } }
}

/// `porate deliver`.
struct Deliver: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prepares, asks, arms and fires: a whole application.",
    discussion: """
      Example: porate deliver --array plates --protocol plates-1khz --gap 8mm
      Example: porate deliver --array hexagonal --protocol needles-1khz --yes --json
      --json: as `porate fire`.
      """)
  @OptionGroup var plan: PlanOptions
  @Flag(help: "Do not ask; says also that the array is connected. Refuses a plan that a limit lowered.") var yes = false
  @Flag(help: "With --yes: give a plan that a limit lowered.") var acceptLowered = false
  @Option(help: "Take control from whoever has it, with this reason; goes on the record.") var takeOver: String?
  @OptionGroup var shared: SharedOptions

  func validate() throws { _ = try plan.requiredWish() }

  func run() async throws {
    let wish = try plan.requiredWish()
    let consent = Console.Deliver.Consent(yes: yes, acceptLowered: acceptLowered, takeOver: takeOver)
    try await shared.run { try await Console.Deliver.run($0, wish, consent) }
  }
}

/// `porate self-test`.
struct SelfTest: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "self-test",
    abstract: "Gives the self-test's pulses into the generator's own load.",
    discussion: """
      Example: porate self-test
      --json: the outcome, as SelfTest of io.porate.Control gives it.
      """)
  @OptionGroup var shared: SharedOptions

  func run() async throws { try await shared.run { try await Acting.selfTest($0) } }
}

/// `porate operate`.
struct Operate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The view of the person in control: arm with a, fire with f, stop with space.",
    discussion: """
      Example: porate operate --array plates --protocol plates-1khz --gap 8mm
      --json: `outcomes`, an array of every outcome that was seen, when the view is left.
      """)
  @OptionGroup var plan: PlanOptions
  @Option(help: "Take control from whoever has it, with this reason; goes on the record.") var takeOver: String?
  @OptionGroup var shared: SharedOptions

  func validate() throws { _ = try plan.wish() }

  func run() async throws {
    let wish = try plan.wish()
    try await shared.run { try await Console.Operate.run($0, wish, takeOver: takeOver) }
  }
}

/// `porate control`.
struct Control: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Holds control while a command runs, for prepare, arm and fire one by one.",
    discussion: """
      Example: porate control -- sh -c 'porate arm --connected plates && porate fire'
      The command finds PORATE_LEASE, PORATE_SOCKET and PORATE_HOLD in its environment. The exit code is the command's; \
      it is porate's own where control was not given or the command did not start.
      --json: `exitCode` and `lease` (held, or why it was lost), after the command has ended.
      """)
  @Option(help: "Take control from whoever has it, with this reason; goes on the record.") var takeOver: String?
  @OptionGroup var shared: SharedOptions
  @Argument(parsing: .postTerminator, help: "The command, behind --.") var command: [String] = []

  func validate() throws {
    if command.isEmpty { throw ValidationError("Write the command behind --, as: porate control -- sh") }
  }

  func run() async throws {
    try await shared.runForCode { try await ControlCommand.run($0, command, takeOver: takeOver) }
  }
}
