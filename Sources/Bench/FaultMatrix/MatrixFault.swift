/// Whose fault it is.
public enum FaultClass: String, Sendable, CaseIterable {
  /// The line between host and generator.
  case link
  /// The generator and its electrode array.
  case device
  /// The tissue between the electrodes.
  case tissue
  /// The person, and the console through which the person acts.
  case person = "operator"
  /// The computer and the daemon on it.
  case host
}

/// A fault of the matrix by its name.
///
/// Each is set in the state of its cell. One that has no meaning there (a missing pulse, in standby) is pending from that
/// state on and takes effect at its next chance: no cell is left out.
public enum MatrixFault: String, Sendable, CaseIterable {
  // The link.
  case dropBytes, delayBytes, duplicateBytes, reorderFrames, corruptBytes, truncateFrames, babble, halfOpenToDevice
  case halfOpenToHost, wrongBaud, stuckBuffer, cutLine
  // The device.
  case reboot, hang, staleTelemetry, wrongReadBack, refusesDischarge, ignoresStop, extraPulse, missingPulse, longPulse
  case stuckSwitch, driftingBankA, driftingBankB, stuckBankA, stuckBankB, wrongPolarity, deadSupply, deadMemory
  case removedArray, wrongArray
  // The tissue.
  case openTissue, shortTissue, arcAtPulse, risingCurrent
  // The operator.
  case doorOpened, doubleFire, fireAtExpiry, consoleKilled, consoleFrozen, takeOver
  // The host.
  case daemonKilled, killedBehindBuffer, daemonFrozen10ms, daemonFrozen100ms, daemonFrozen1s, daemonFrozen10s,
    tickOverrun
  case wallClockStepped, descriptorsExhausted, diskExhausted, journalLocked, journalHanging, configSwapped, planEdited

  /// Whose fault it is.
  public var faultClass: FaultClass {
    switch self {
    case .dropBytes, .delayBytes, .duplicateBytes, .reorderFrames, .corruptBytes, .truncateFrames, .babble,
      .halfOpenToDevice, .halfOpenToHost, .wrongBaud, .stuckBuffer, .cutLine:
      .link
    case .reboot, .hang, .staleTelemetry, .wrongReadBack, .refusesDischarge, .ignoresStop, .extraPulse, .missingPulse,
      .longPulse, .stuckSwitch, .driftingBankA, .driftingBankB, .stuckBankA, .stuckBankB, .wrongPolarity, .deadSupply,
      .deadMemory, .removedArray, .wrongArray:
      .device
    case .openTissue, .shortTissue, .arcAtPulse, .risingCurrent: .tissue
    case .doorOpened, .doubleFire, .fireAtExpiry, .consoleKilled, .consoleFrozen, .takeOver: .person
    case .daemonKilled, .killedBehindBuffer, .daemonFrozen10ms, .daemonFrozen100ms, .daemonFrozen1s, .daemonFrozen10s,
      .tickOverrun, .wallClockStepped, .descriptorsExhausted, .diskExhausted, .journalLocked, .journalHanging,
      .configSwapped,
      .planEdited:
      .host
    }
  }

  /// Whether a request of the host may not reach the generator, so that the permit's own end is what stops it.
  var hidesRequests: Bool {
    switch self {
    case .daemonKilled, .killedBehindBuffer, .daemonFrozen10ms, .daemonFrozen100ms, .daemonFrozen1s, .daemonFrozen10s,
      .tickOverrun, .descriptorsExhausted:
      true
    case _: faultClass == .link
    }
  }

  /// Whether a permit may live out its time, because nobody is there to take its revocation in.
  var leavesPermit: Bool { hidesRequests || self == .hang || self == .ignoresStop }

  /// Whether the generator itself may go on, or give a pulse too many, against what it is told.
  var defies: Bool { self == .ignoresStop || self == .extraPulse }

  /// Whether a train must not be called delivered with this fault in effect: generator or tissue are not as planned. A
  /// restart at rest leaves nothing behind.
  var mustShow: Bool {
    switch (faultClass, self) {
    case (.device, .reboot), (.device, .hang): false
    case (.device, _), (.tissue, _): true
    case (.link, _), (.person, _), (.host, _): false
    }
  }

  /// Whether the pulses of the first train come a millisecond apart, so that the host can't be in time.
  var isBrisk: Bool { self == .extraPulse }
}
