import GeneratorLink
import PulseDispatch
import Quantities
import SafetyKernel
import VirtualGenerator

/// What is watched in every tick of a cell, in the generator's truth and beside it in the daemon's word.
struct CellWatch {
  /// A time in which the daemon, alive, was in a state with a permit.
  struct Authority {
    var from: HostInstant
    var to: HostInstant
  }

  /// How long a heartbeat keeps the permit alive.
  let timeToLive: TimeSpan
  private(set) var authorities: [Authority] = []
  /// The longest time for which the permit lived on behind an authority's end.
  private(set) var longestPermitBehind = TimeSpan.zero
  /// The highest true voltage at the electrodes between pulses.
  private(set) var highestTerminal = Voltage.zero
  /// The tick from which on the bank was below 42 V and no permit stood; nil while that is not so.
  private(set) var safeSince: Int?
  /// Ticks at which an authority ended, and from which on it was safe behind that; nil while it is not.
  private(set) var withdrawals: [(at: Int, safe: Int?)] = []
  // What the daemon showed, for witnesses.
  private(set) var sawLinkDown = false
  private(set) var sawLeaseLost = false
  private(set) var sawHolder: LeaseIdentity?
  private(set) var sawCalibrationInvalid = false
  private(set) var blockersSeen: Set<Blocker> = []
  private(set) var latestTick = TimeSpan.zero
  private var isEnergised = false

  init(timeToLive: TimeSpan) { self.timeToLive = timeToLive }

  /// Looks at the bench behind a tick. `isDead`: the daemon does not run now.
  mutating func look(_ bench: VirtualBench, isDead: Bool) {
    let status = bench.status
    let energises = !isDead && status.state.mode.energises
    if energises {
      if !isEnergised { authorities.append(Authority(from: status.time, to: status.time)) }
      // In a freeze the time of the last tick stands still, and only a short one is within the authority.
      extend(to: max(status.time, HostInstant.nanoseconds(bench.generator.time.nanoseconds)))
    } else if isEnergised {
      // A pulse that begins together with the tick that withdraws comes before it.
      if !isDead { extend(to: status.time) }
      withdrawals.append((bench.ticks, nil))
    }
    isEnergised = energises
    lookAtPower(bench)
    guard !isDead else { return }
    if case .down = status.link { sawLinkDown = true }
    switch status.lease {
    case .none: sawLeaseLost = true
    case .held(let holder, _, let age, _):
      sawHolder = holder
      if age > .seconds(1) { sawLeaseLost = true }
    }
    if !status.calibrationValid { sawCalibrationInvalid = true }
    for blocker in [Blocker.record, .wallClock] where status.blockers.contains(blocker) {
      blockersSeen.insert(blocker)
    }
    latestTick = max(latestTick, status.lateness)
  }

  private mutating func extend(to time: HostInstant) {
    guard let last = authorities.indices.last else { return }
    authorities[last].to = max(authorities[last].to, time)
  }

  /// Forgets what the daemon showed so far: a fault comes now.
  mutating func forgetShown() {
    sawLinkDown = false
    sawLeaseLost = false
    sawCalibrationInvalid = false
    blockersSeen = []
    latestTick = .zero
  }

  private mutating func lookAtPower(_ bench: VirtualBench) {
    let isLive = bench.generator.isPermitLive
    if !isEnergised, isLive {
      let end = authorities.last?.to ?? .zero
      if let behind = bench.generator.time.nanoseconds.since(end) {
        longestPermitBehind = max(longestPermitBehind, behind)
      }
    }
    highestTerminal = max(highestTerminal, bench.generator.terminalVoltage)
    let isSafe = !isLive && !isEnergised && bench.generator.bankVoltage < .volts(42)
    safeSince = isSafe ? safeSince ?? bench.ticks : nil
    if isSafe, let last = withdrawals.indices.last, withdrawals[last].safe == nil {
      withdrawals[last].safe = bench.ticks
    }
  }

  /// How far behind the end of the last authority a moment is: zero within one, and nil where there was none before.
  func distance(of moment: SimulationInstant) -> TimeSpan? {
    var nearest: TimeSpan?
    for authority in authorities where authority.from.nanoseconds <= moment.nanoseconds {
      let behind = moment.nanoseconds - authority.to.nanoseconds
      nearest = .nanoseconds(max(0, behind))
    }
    return nearest
  }
}

extension Int64 {
  /// The span from an instant of the host to this moment in ns.
  fileprivate func since(_ instant: HostInstant) -> TimeSpan? {
    let (span, overflow) = subtractingReportingOverflow(instant.nanoseconds)
    return overflow ? nil : .nanoseconds(span)
  }
}
