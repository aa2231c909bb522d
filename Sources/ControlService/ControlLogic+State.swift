import ControlInterface
import Generators
import PulseDispatch
import Quantities
import SafetyKernel
import Settings

extension ControlLogic {
  /// The mode as it travels.
  var mode: Control.Mode { setup.isConfigured ? status.state.mode.name.mode : .notConfigured }

  /// Whether telemetry is there and young enough to be shown.
  var isFresh: Bool {
    guard case .up = status.link, let stale = setup.configuration?.settings.kernel.telemetryStale,
      let since = now.since(status.time), let age = status.telemetryAge.adding(since)
    else { return false }
    // A slow tick adds up to 10 ms to what the kernel allows.
    return age >= .zero && age <= (stale.adding(.milliseconds(20)) ?? stale)
  }

  /// Everything a console shows.
  var currentState: Control.State {
    let settings = setup.configuration?.settings
    return Control.State(
      mode: mode, explanation: explanation, nextCommand: nextCommand, problems: setup.problems.map(\.wire),
      link: status.link.wire, generator: generator, measured: measured, interlocks: interlocks,
      declaredWithout: settings?.interlocksDeclaredWithout, pedal: status.pedal.wire, socket: socket,
      holder: lease?.holder(now: now), prepared: prepared?.display, armed: armedDisplay,
      blockers: setup.isConfigured ? blockerList.map { notice(of: $0) } : [], faults: faultDisplay,
      cause: status.state.cause.words.notice, last: lastOutcome, recordHealthy: record.isHealthy,
      clockGood: record.clockGood, calibration: status.calibrationValid ? calibrationFile?.fileName : nil,
      realtime: status.realtime)
  }

  private var explanation: String {
    if setup.configuration == nil { return "the configuration is bad, so nothing can be armed" }
    if !setup.isConfigured { return "no generator is configured" }
    switch status.state.mode {
    case .starting:
      switch status.link {
      case .down: return "there is no connection to the generator: \(trouble)"
      case .opening: return "waiting for the generator's answer: \(trouble)"
      case .up: return status.state.mode.name.sentence
      }
    case .discharging:
      return "\(status.state.mode.name.sentence): \(status.state.cause.words.explanation)"
    case .standby, .probing, .charging, .armed, .waitingForBeat, .delivering, .settling:
      return status.state.mode.name.sentence
    }
  }

  private var trouble: String { status.trouble.sentence }

  private var generator: Control.Generator? {
    guard let identity = status.identity else { return nil }
    return Control.Generator(
      serial: identity.serial.ascii, firmware: identity.firmware, simulated: identity.simulated,
      counter: Int64(isFresh ? status.telemetry.pulseCounter : identity.pulseCounter),
      maximumVoltage: identity.maximumVoltage, maximumCurrent: identity.maximumCurrent,
      bankNanofarads: Int64(identity.bankCapacitanceNanofarads))
  }

  private var measured: Control.Measured {
    guard isFresh else { return Control.Measured() }
    return Control.Measured(
      bankA: status.telemetry.bankA, bankB: status.telemetry.bankB, output: status.telemetry.outputVoltage)
  }

  private var interlocks: [Control.Interlock] {
    (setup.configuration?.settings.interlocks ?? []).filter(\.isRequired).map {
      Control.Interlock(name: $0.name, closed: isClosed($0))
    }
  }

  private func isClosed(_ interlock: InterlockSetting) -> Bool {
    interlock.set.subtracting(status.closedInterlocks).isEmpty
  }

  private var socket: Control.Socket {
    guard isFresh else { return Control.Socket(present: false) }
    switch status.telemetry.array {
    case .absent: return Control.Socket(present: false)
    case .unidentified: return Control.Socket(present: true)
    case .identified(let identity): return Control.Socket(present: true, identity: identity.ascii)
    }
  }

  private var faultDisplay: [Control.LatchedFault] {
    // The snapshot may be a tick ahead of the events or behind them; its set decides, the events give the order.
    let standing = Fault.allCases.filter { status.state.faults.contains($0) }
    let ordered = faults.filter(standing.contains) + standing.filter { !faults.contains($0) }
    return ordered.map {
      Control.LatchedFault(
        name: $0.words.name, explanation: $0.words.explanation, remedy: "\($0.words.remedy), \($0.clearingWords)",
        first: $0 == status.state.faults.first)
    }
  }

  // MARK: Blockers

  /// The blockers that stand, in their order.
  var blockerList: [Blocker] { Blocker.allCases.filter(status.blockers.contains) }

  /// A blocker with its words, and with what is known beyond them.
  func notice(of blocker: Blocker) -> Control.Notice {
    var words = blocker.words
    switch blocker {
    case .interlockOpen:
      let names = (setup.configuration?.settings.interlocks ?? []).filter { $0.isRequired && !isClosed($0) }.map(\.name)
      if !names.isEmpty {
        words.explanation = "open: \(names.joined(separator: ", "))"
        words.remedy = "close \(names.joined(separator: " and "))"
      }
    case .linkDown: words.explanation += " (\(trouble))"
    case .calibration:
      if let calibrationObjection {
        let parts = calibrationObjection.split(separator: ";", maxSplits: 1).map(String.init)
        words.explanation = parts.first ?? words.explanation
        if parts.count > 1 { words.remedy = String(parts[1].drop { $0 == " " }) }
      }
    case .record: if let trouble = setup.recordTrouble ?? record.trouble { words.explanation += ": \(trouble)" }
    case .faultLatched:
      if let first = status.state.faults.first {
        words.explanation = "fault: \(first.words.explanation)"
        words.remedy = "\(first.words.remedy), \(first.clearingWords)"
      }
    case .telemetryStale, .noLease, .trainUnresolved, .arrayAbsent, .arrayDiffers, .arrayUnconfirmed, .wallClock,
      .notRealtime, .bankNotDischarged, .generatorBusy, .budgetExhausted,
      .tickLate:
      break
    }
    return words.notice
  }

  /// Keeps since when each interlock is open.
  mutating func observeInterlocks() {
    for interlock in setup.configuration?.settings.interlocks ?? [] {
      let place = interlock.line.rawValue
      if isClosed(interlock) {
        interlocksOpenSince[place] = nil
      } else if interlocksOpenSince[place] == nil {
        interlocksOpenSince[place] = now
      }
    }
  }

  /// The first required interlock that is open, and for how long it was seen so.
  var firstOpenInterlock: (name: String, since: TimeSpan)? {
    let open = (setup.configuration?.settings.interlocks ?? []).first { $0.isRequired && !isClosed($0) }
    guard let open else { return nil }
    return (open.name, interlocksOpenSince[open.line.rawValue].flatMap { now.since($0) } ?? .zero)
  }
}

extension SettingsProblem {
  /// The problem as it travels.
  var wire: Control.Problem {
    Control.Problem(
      file: file, line: Int64(line), column: Int64(column), message: remedy.isEmpty ? message : "\(message) (\(remedy))"
    )
  }
}
