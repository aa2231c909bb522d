/// The comparators during one pulse: they decide in which step the switch opens.
struct PulseGuard {
  private let overCurrent_A: Double
  private let overVoltage_V: Double
  private let blankingSteps: Int
  private let reactionSteps: Int
  private let tailSteps: Int
  private var hasTripped = false
  /// Last step in which the switch is closed.
  private(set) var openAt: Int
  /// Last step of the waveform.
  private(set) var lastStep: Int
  private(set) var end: PulseEnd

  init(limits: PulseLimits, end: PulseEnd, openAt: Int, tailSteps: Int) {
    overCurrent_A = limits.overCurrent_A ?? .infinity
    overVoltage_V = limits.overVoltage_V ?? .infinity
    blankingSteps = PulseRun.steps(limits.blanking_s, atMost: PulseSimulation.longestPulse_s)
    reactionSteps = PulseRun.steps(limits.reaction_s, atMost: PulseSimulation.longestPulse_s)
    self.tailSteps = tailSteps
    self.openAt = openAt
    self.end = end
    lastStep = openAt > 0 ? openAt + tailSteps : 0
  }

  /// Compares; a limit that is exceeded opens the switch after the reaction, unless the pulse ends earlier anyway.
  @inline(__always)
  mutating func check(voltage_V: Double, current_A: Double, step: Int) {
    let isOverCurrent = current_A > overCurrent_A && step > blankingSteps
    guard isOverCurrent || voltage_V > overVoltage_V, !hasTripped else { return }
    hasTripped = true
    end = isOverCurrent ? .overCurrent : .overVoltage
    openAt = min(openAt, step + reactionSteps)
    lastStep = openAt + tailSteps
  }
}
