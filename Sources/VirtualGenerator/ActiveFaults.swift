import GeneratorLink
import Plant

/// What of the fault menu is in effect.
struct ActiveFaults: Sendable {
  /// In the order in which they came.
  var entries: [FaultEntry] = []
  /// Those that have not changed anything yet.
  var withoutEffect: Set<FaultEntry> = []
  var frozenTelemetry: TelemetryMessage?
  var readsBackWrong = false
  var refusesDischarge = false
  var ignoresStop = false
  var givesExtraPulse = false { didSet { note(.extraPulse, givesExtraPulse) } }
  var missesPulse = false { didSet { note(.missingPulse, missesPulse) } }
  var pulseLonger_ns: Int64 = 0
  var isPolarityWrong = false
  var isMemoryDead = false
  var isArrayRemoved = false
  var isArrayWrong = false
  var isHanging = false { didSet { note(.hang, isHanging) } }
  var isRestarting = false { didSet { note(.reboot, isRestarting) } }
  var tissue = LoadFault.none

  mutating func note(_ entry: FaultEntry, _ isActive: Bool) {
    entries.removeAll { $0 == entry }
    if isActive { entries.append(entry) }
  }
}

/// An action and what it waits for.
struct Appointment: Sendable {
  var trigger: Trigger
  var action: SimulatedAction
}
