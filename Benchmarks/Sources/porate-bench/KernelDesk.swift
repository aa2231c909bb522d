import Bench
import Quantities
import SafetyKernel

/// A kernel with an ideal generator, brought to a state and kept there: what one step costs.
struct KernelDesk {
  /// The states that are measured.
  enum Rest: String, CaseIterable {
    case standby, armed, delivering
  }

  private var kernel: SafetyKernel
  private var input: TickInput

  /// A kernel in this state; nil if it does not get there.
  init?(_ rest: Rest) {
    var configuration = BenchSetup.kernelConfiguration()
    // Countdowns long enough that the state outlasts the measurement; counting them down costs the same. Time stands still
    // in the input for the same reason.
    configuration.ticks.armed = .max
    configuration.ticks.probeValid = .max
    configuration.ticks.pulse = .max
    kernel = SafetyKernel(configuration: configuration, openTrain: nil)
    input = KernelDesk.goodInput()
    guard run(10, until: .standby) else { return nil }
    if rest == .standby { return }
    let plan = BenchPlans.plates()
    input.proposal = plan
    tick(.prepare(KernelDesk.lease))
    tick(.arm(KernelDesk.lease, kernel.digest, confirmed: plan.array.identity))
    guard run(50, until: .armed) else { return nil }
    if rest == .armed { return }
    guard let nonce = kernel.arming?.nonce else { return nil }
    tick(.fire(KernelDesk.lease, nonce, ticketAge: .zero))
    guard run(2, until: .delivering) else { return nil }
  }

  /// So many steps from the state on, nothing happening between them; false if the state was left. The longest countdown
  /// outlasts some 60 000.
  func steps(_ count: Int) -> Bool {
    var kernel = kernel
    var input = input
    input.command = .none
    var events = 0
    for _ in 0..<count {
      let output = kernel.step(input)
      events &+= output.eventCount
    }
    keep(events)
    return kernel.state.mode.name == self.kernel.state.mode.name
  }

  private static let lease = LeaseIdentity(value: 42)

  private static func goodInput() -> TickInput {
    var input = TickInput()
    input.now = .nanoseconds(1_000_000_000)
    input.realtime = true
    input.lease = .held(lease, role: .operating, age: .milliseconds(100), hold: true)
    input.closedInterlocks = InterlockSet(bits: 0xffff)
    input.record.healthy = true
    input.record.clockGood = true
    input.calibrationValid = true
    input.link = .up
    input.telemetryAge = .milliseconds(5)
    input.telemetry.serial = DeviceSerial(ascii: "SIM-BENCH") ?? DeviceSerial(low: 1, high: 0)
    input.telemetry.boot = BootIdentity(value: 11)
    input.telemetry.array = .unidentified
    return input
  }

  private mutating func run(_ bound: Int, until state: StateName) -> Bool {
    for _ in 0..<bound where kernel.state.mode.name != state { tick(.none) }
    return kernel.state.mode.name == state
  }

  /// One step, then what an ideal generator does about it.
  private mutating func tick(_ command: Command) {
    input.command = command
    input.freshNonce = Nonce(value: 100)
    let output = kernel.step(input)
    input.probe = nil
    switch output.command {
    case .none, .release: break
    case .discharge:
      input.telemetry.state = .idle
      input.readBack = nil
    case .load(let nonce):
      input.readBack = kernel.digest
      input.telemetry.nonce = nonce
      input.record.durableIntent = nonce
    case .probe(let nonce, let step):
      input.probe = ProbeReading(nonce: nonce, step: step, impedance: .ohms(100))
    case .charge:
      let voltage = kernel.plan.step(0)?.voltage ?? .zero
      input.telemetry.bankA = voltage
      input.telemetry.bankB = voltage
      input.telemetry.state = .armed
    }
  }
}
