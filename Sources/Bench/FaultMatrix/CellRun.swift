import GeneratorLink
import PulseDispatch
import Quantities
import SafetyKernel
import VirtualGenerator

/// One cell as it is played: a fresh bench, a person, the watch, and the fault with what is still to come of it.
final class CellRun {
  let fault: MatrixFault?
  let scene: CellScene
  let bench: VirtualBench
  var person: CellOperator
  var watch: CellWatch
  /// Where truth and records stood when the fault came; nil before.
  var truthAtFault: Int?
  var recordsAtFault = 0
  var ticksAtFault = 0
  /// Where the truth stood, and which tick it was, when the fault was mended.
  var truthAtMending: Int?
  var ticksAtStop = 0
  var recordsAtStop: Int?
  /// Whether the stop at the end took the permit in its own tick.
  var isStopObeyed = true
  /// What stood in the way of arming when the stop was called.
  var blockerAtStop: Blocker?
  /// Whether the daemon does not run now.
  var isDead = false
  /// The true bank when a dead daemon came back, or at the end of a long freeze.
  var bankAtReturn: Voltage?
  /// Intents that the record has not taken, while it is locked or hangs.
  var withheld: [Nonce] = []
  var withheldSince: HostInstant?
  /// A command that another console sent, and whether it was answered.
  var foreign: Set<UInt32> = []
  /// What comes later of the fault: at this time, this.
  var sequel: [(due: HostInstant, act: (CellRun) -> Void)] = []
  /// What happens as soon as the daemon gives a permit.
  var whenEnergised: ((CellRun) -> Void)?
  /// The tick by which the permit must be withdrawn for the fault, and the arming that it belongs to.
  var overdueAt: Int?
  var armingAtFault: Nonce?
  /// Whether it was not.
  private(set) var isOverdue = false
  /// The person calls for a stop as soon as the generator has been energised for this many ticks.
  var stopAfterEnergised: Int?
  private var recordsSeen = 0

  init(_ state: StateName, fault: MatrixFault?, like: MatrixFault?, seed: UInt64) {
    self.fault = fault
    let armed: UInt16 = like == .fireAtExpiry ? 1_500 : 30_000
    scene = CellScene(state, isBrisk: like?.isBrisk ?? false, armedTicks: armed, seed: seed)
    bench = VirtualBench(scene.setup)
    bench.renewsLease = false
    bench.generator.setHeart(interval: scene.heart)
    person = CellOperator(plans: [scene.first, scene.second, scene.last])
    watch = CellWatch(timeToLive: scene.setup.permitTimeToLive)
  }

  /// One tick of everybody.
  func tick() {
    if !isDead { person.act(bench) }
    bench.tick()
    watch.look(bench, isDead: isDead)
    withhold()
    lookAtDeadline()
    while let index = sequel.firstIndex(where: { $0.due <= bench.now }) { sequel.remove(at: index).act(self) }
    callStopIfEnergised()
  }

  private func lookAtDeadline() {
    let status = bench.status
    guard !isDead, status.state.mode.energises else { return }
    if let due = whenEnergised, bench.generator.isPermitLive {
      whenEnergised = nil
      due(self)
    }
    guard let due = overdueAt, bench.ticks >= due else { return }
    overdueAt = nil
    isOverdue = status.arming?.nonce == armingAtFault
  }

  /// Ticks until a condition holds, or for this much time at most.
  @discardableResult
  func run(for span: TimeSpan, until condition: (CellRun) -> Bool = { _ in false }) -> Bool {
    let end = bench.now.adding(span) ?? bench.now
    while bench.now < end {
      if condition(self) { return true }
      tick()
    }
    return condition(self)
  }

  /// Something more comes of the fault after this time.
  func later(_ span: TimeSpan, _ act: @escaping (CellRun) -> Void) {
    sequel.append((bench.now.adding(span) ?? bench.now, act))
  }

  /// The daemon stands still, tick by tick of the world around it.
  func freeze(for span: TimeSpan) {
    isDead = span > watch.timeToLive
    var left = span.nanoseconds
    while left > 0 {
      let slice = min(left, 1_000_000)
      bench.freeze(for: .nanoseconds(slice))
      watch.look(bench, isDead: isDead)
      left -= slice
    }
    if isDead { bankAtReturn = bench.generator.bankVoltage }
    isDead = false
  }

  /// The daemon starts anew with what the record holds, and the person takes the lease anew.
  func restart() {
    bankAtReturn = bench.generator.bankVoltage
    bench.restart(openTrain: openTrain)
    isDead = false
    person.beginAnew(VirtualBench.lease, at: bench.now)
  }

  /// The arming whose intent the record holds without an outcome.
  private var openTrain: Arming? {
    var open: Arming?
    for record in bench.records {
      guard case .kernel(let event) = record.event else { continue }
      switch event {
      case .intent(let nonce, let digest, let serial, let boot, let counter, let planned):
        open = Arming(
          nonce: nonce, digest: digest, serial: serial, boot: boot, counterBefore: counter, plannedPulses: planned)
      case .settled(let nonce, _, _): if let known = open, known.nonce == nonce { open = nil }
      case _: break
      }
    }
    return open
  }

  /// Keeps the intents that the bench did not make durable, because the record is locked or hangs.
  private func withhold() {
    defer { recordsSeen = bench.records.count }
    guard !bench.recordsIntents else { return }
    for record in bench.records[recordsSeen...] {
      guard case .kernel(.intent(let nonce, _, _, _, _, _)) = record.event else { continue }
      withheld.append(nonce)
      withheldSince = withheldSince ?? bench.now
    }
    // A lock goes after a while; who hangs, hangs on.
    guard fault == .journalLocked, let since = withheldSince, let waited = bench.now.since(since),
      waited >= .milliseconds(1_500)
    else { return }
    unlockRecord()
  }

  /// The record takes what waits for it, and all that comes.
  func unlockRecord() {
    bench.recordsIntents = true
    withheldSince = nil
    if let last = withheld.last { bench.tell(.recordDurable(last)) }
  }

  /// The stop at the end: nothing may stand in its way.
  func callStop() {
    person.isAwake = false
    ticksAtStop = bench.ticks
    recordsAtStop = bench.records.count
    blockerAtStop = bench.status.blockers.first
    bench.ends.signals.callStop()
    tick()
    isStopObeyed = isDead || !bench.status.state.mode.energises
  }

  /// Whether the generator is in a state in which it holds or gives energy, and so has something to stop.
  private var isGeneratorEnergised: Bool {
    switch bench.generator.state {
    case .probing, .charging, .armed, .delivering, .waiting: true
    case .idle, .discharging, .fault: false
    }
  }

  private func callStopIfEnergised() {
    guard let left = stopAfterEnergised, isGeneratorEnergised else { return }
    stopAfterEnergised = left > 0 ? left - 1 : nil
    if left == 0 { bench.ends.signals.callStop() }
  }
}
