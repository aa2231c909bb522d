import SafetyKernel

extension MatrixFault {
  /// Ticks of one millisecond within which the daemon must withdraw the permit, where the fault comes in a state that has it;
  /// nil where nothing has to be withdrawn, or where it only shows later.
  ///
  /// By the design's own budgets: what the daemon is told counts at once, telemetry is stale after 40 ms and comes every
  /// 10 ms, a lease lapses after a second.
  func deadline(in state: StateName) -> Int? {
    switch state {
    case .starting, .standby, .discharging: return nil
    case .probing, .charging, .armed, .waitingForBeat, .delivering, .settling: break
    }
    switch self {
    case .doorOpened, .takeOver, .consoleKilled, .configSwapped, .descriptorsExhausted: return 3
    case .daemonFrozen100ms, .daemonFrozen1s, .daemonFrozen10s, .tickOverrun: return 2
    case .consoleFrozen: return 1_010
    case .babble, .halfOpenToHost, .wrongBaud, .cutLine, .stuckBuffer, .staleTelemetry, .reboot, .hang: return 60
    case .removedArray, .wrongArray: return 15
    case .planEdited, .wallClockStepped, .diskExhausted:
      // A train under way is not cut short for the record's sake, and no plan can be edited under it.
      return state == .probing || state == .charging || state == .armed ? 3 : nil
    case .stuckSwitch, .stuckBankA, .stuckBankB: return state == .probing ? nil : 25
    case .driftingBankA, .driftingBankB: return state == .probing || state == .charging ? nil : 25
    case .dropBytes, .delayBytes, .duplicateBytes, .reorderFrames, .corruptBytes, .truncateFrames, .halfOpenToDevice,
      .wrongReadBack, .refusesDischarge, .ignoresStop, .extraPulse, .missingPulse, .longPulse, .wrongPolarity,
      .deadSupply, .deadMemory, .openTissue, .shortTissue, .arcAtPulse, .risingCurrent, .doubleFire, .fireAtExpiry,
      .daemonKilled, .killedBehindBuffer, .daemonFrozen10ms, .journalLocked, .journalHanging:
      return nil
    }
  }
}
