import PulseDispatch
import Quantities
import SafetyKernel

/// A person at the console, who goes on as people do: prepares, arms, fires, waits for the outcome, acknowledges what is
/// latched, tries once more, and goes on to the next train.
struct CellOperator {
  /// What the person waits for.
  private enum Step: Equatable {
    case resting
    case acknowledging, preparing, arming
    case awaitingArmed
    case firing
    case awaitingOutcome
  }

  /// Ticks from the sight of `armed` to the press.
  private static let reaction = 30

  /// The lease that the person believes to hold.
  var lease = VirtualBench.lease
  /// Whether the console lives: else nothing is renewed and nothing asked.
  var isAwake = true
  /// Whether each firing is sent twice, and once more behind its acknowledgement.
  var firesTwice = false
  /// Whether the firing comes in the last ticks of the arming, and once behind it.
  var firesAtExpiry = false
  /// Firings that were refused.
  private(set) var refusedFirings = 0
  /// Firings sent within the last two ticks of an arming, or behind it.
  private(set) var lateFirings = 0
  /// The first refusal that the person got, of any command.
  private(set) var refusal: Refusal?
  /// Trains that the person has not given up or given yet, the present one first.
  private(set) var plans: [Plan]

  private var step = Step.resting
  private var awaited: UInt32 = 0
  private var firings: Set<UInt32> = []
  private var digest: PlanDigest?
  private var heard = 0
  private var patience = 0
  private var tries = 0
  private var armedFor = 0
  private var renewedAt = HostInstant.zero
  private var restUntil = HostInstant.zero
  private var standbySince: HostInstant?

  init(plans: [Plan]) { self.plans = plans }

  /// Whether no train is left to be given.
  var isDone: Bool { plans.isEmpty }

  /// The console is another one, or the same one started anew: it knows of no answer that it waits for.
  mutating func beginAnew(_ lease: LeaseIdentity, at now: HostInstant) {
    self.lease = lease
    isAwake = true
    renewedAt = .zero
    restUntil = now
    if step != .awaitingOutcome { step = .resting }
  }

  /// One look at the screen, and what follows from it.
  mutating func act(_ bench: VirtualBench) {
    guard isAwake else { return }
    renew(bench)
    let answer = answer(bench)
    patience += 1
    switch step {
    case .resting: rest(bench)
    case .acknowledging: if answer != nil { prepare(bench) }
    case .preparing:
      if answer == .some(.none) { arm(bench) } else if answer != nil { giveUp(bench) }
    case .arming:
      if answer == .some(.none) { go(.awaitingArmed) } else if answer != nil { giveUp(bench) }
    case .awaitingArmed: awaitArmed(bench)
    case .firing: if answer != nil { go(.awaitingOutcome) }
    case .awaitingOutcome: awaitOutcome(bench)
    }
  }

  private mutating func go(_ next: Step) {
    step = next
    patience = 0
  }

  private mutating func renew(_ bench: VirtualBench) {
    guard let passed = bench.now.since(renewedAt), passed >= .milliseconds(250) else { return }
    if bench.tell(.leaseRenewed(lease, at: bench.now, hold: true)) { renewedAt = bench.now }
  }

  /// The answer to the command sent last: nothing yet, accepted (nil within), or a refusal. No answer counts as one.
  private mutating func answer(_ bench: VirtualBench) -> Refusal?? {
    var found: Refusal??
    for record in bench.records[min(heard, bench.records.count)...] where record.correlation != 0 {
      guard case .kernel(let event) = record.event else { continue }
      let told: Refusal?
      switch event {
      case .accepted, .prepared: told = nil
      case .refused(let why): told = why
      case _: continue
      }
      if firings.contains(record.correlation), told != nil { refusedFirings += 1 }
      if let told, refusal == nil { refusal = told }
      if case .prepared(let prepared) = event { digest = prepared }
      if record.correlation == awaited { found = .some(told) }
    }
    heard = bench.records.count
    if found == nil, patience > 200, [.acknowledging, .preparing, .arming, .firing].contains(step) {
      return .some(.wrongState)
    }
    return found
  }

  private mutating func send(_ bench: VirtualBench, _ next: Step, _ message: (UInt32) -> InboxMessage) {
    awaited = bench.nextCorrelation()
    bench.tell(message(awaited))
    go(next)
  }

  private mutating func rest(_ bench: VirtualBench) {
    guard !plans.isEmpty, bench.now >= restUntil else { return }
    guard bench.stateName == .standby else {
      standbySince = nil
      return
    }
    // Nobody acts on a screen in the moment in which it changes.
    let since = standbySince ?? bench.now
    standbySince = since
    guard let seen = bench.now.since(since), seen >= .milliseconds(100) else { return }
    switch bench.status.state.standing {
    case .open, .unresolved: return
    case .none, .settled: break
    }
    guard !bench.status.blockers.contains(.interlockOpen) else { return }
    if bench.status.state.faults.isEmpty {
      prepare(bench)
    } else {
      send(bench, .acknowledging) { .acknowledge(correlation: $0) }
    }
  }

  private mutating func prepare(_ bench: VirtualBench) {
    guard let plan = plans.first else { return }
    send(bench, .preparing) { [lease] in .prepare(correlation: $0, lease, plan) }
  }

  private mutating func arm(_ bench: VirtualBench) {
    guard let plan = plans.first, let digest else { return }
    send(bench, .arming) { [lease] in .arm(correlation: $0, lease, digest, confirmed: plan.array.identity) }
  }

  private mutating func awaitArmed(_ bench: VirtualBench) {
    let state = bench.status.state
    guard case .armed(_, let left, _) = state.mode else {
      armedFor = 0
      if patience > 5, !state.mode.energises { giveUp(bench) }
      return
    }
    armedFor += 1
    guard armedFor > CellOperator.reaction else { return }
    if firesAtExpiry, left > 1 { return }
    fire(bench)
    if firesAtExpiry {
      fire(bench)
      lateFirings += 1
    }
    if firesTwice { fire(bench) }
    go(.firing)
  }

  /// Sends a firing of the present arming.
  mutating func fire(_ bench: VirtualBench) {
    awaited = bench.nextCorrelation()
    firings.insert(awaited)
    let nonce = bench.status.arming?.nonce ?? Nonce(value: 0)
    bench.tell(.fire(correlation: awaited, lease, nonce, ticketIssued: bench.now))
  }

  private mutating func awaitOutcome(_ bench: VirtualBench) {
    if patience == 2, firesTwice || firesAtExpiry { fire(bench) }
    guard patience > 5, bench.stateName == .standby else { return }
    switch bench.status.state.standing {
    case .open, .unresolved: return
    case .none, .settled: break
    }
    plans.removeFirst()
    tries = 0
    pause(bench)
  }

  /// This try came to nothing: one more, and then the next train.
  private mutating func giveUp(_ bench: VirtualBench) {
    tries += 1
    if tries >= 2, !plans.isEmpty {
      plans.removeFirst()
      tries = 0
    }
    pause(bench)
  }

  private mutating func pause(_ bench: VirtualBench) {
    standbySince = nil
    restUntil = bench.now.adding(.milliseconds(200)) ?? bench.now
    go(.resting)
  }
}
