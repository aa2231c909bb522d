import ControlInterface
import Quantities

/// States, plans and pulses as porated would give them.
enum Samples {
  static func plan(
    lowered: Bool = true, confirmArray: Bool = true, needsHold: Bool = false
  ) -> Control.PreparedPlan {
    let planned = lowered ? Voltage.volts(1000) : .volts(910)
    let pair = Control.PlannedPair(
      positive: "left", negative: "right", gap: .millimetres(lowered ? 8 : 7),
      wanted: lowered ? .volts(1040) : .volts(910),
      planned: planned, field: .voltsPerCentimetre(lowered ? 1250 : 1300), pulses: 8, width: .microseconds(100),
      period: .milliseconds(1), lowered: lowered, binding: lowered ? .machine : .plan,
      limit: "the machine's limit for treatment", ceiling: .volts(1000), limitFile: "/etc/porate/porated.yaml")
    return Control.PreparedPlan(
      digest: String(repeating: "ab", count: 32), kind: .treatment, array: "plates", arrayTitle: "Parallel plates",
      protocolName: "plates-1khz", protocolTitle: "Plates, 1300 V/cm, 1 kHz", gap: .millimetres(lowered ? 8 : 7),
      pairs: [pair], pulses: 8, duration: .milliseconds(8), lowered: lowered, confirmArray: confirmArray,
      needsHold: needsHold, energyLow: .millijoules(240), energyHigh: .millijoules(24_000), verified: false)
  }

  static func outcome(_ name: Control.OutcomeName, pulses: Int64 = 8) -> Control.Outcome {
    Control.Outcome(
      train: 3, name: name, pulses: pulses, planned: 8, cause: name == .delivered ? "completed" : "stop",
      sentence: "\(pulses) of 8 pulses were given", remedy: name == .delivered ? "" : "arm again when ready",
      simulated: true)
  }

  static func pulse(_ index: Int64, verdict: String = "good") -> Control.Pulse {
    Control.Pulse(
      index: index, step: 0, positive: "left", negative: "right", startTimeMicroseconds: 5_000_000 + index * 1000,
      width: .nanoseconds(100_040), planned: .volts(1000), voltage: .millivolts(996_400), current: .milliamperes(7_312),
      peak: .milliamperes(7_900), resistance: .milliohms(136_269), field: .voltsPerMetre(124_550), verdict: verdict,
      explanation: verdict == "good" ? "within its limits" : "the voltage was too low")
  }

  static func state(_ mode: Control.Mode = .standby, prepared: Control.PreparedPlan? = nil) -> Control.State {
    Control.State(
      mode: mode, explanation: "the bank is empty", problems: [], link: .up,
      generator: Control.Generator(
        serial: "SIM-0000BEEF", firmware: "virtual-1", simulated: true, counter: 24, maximumVoltage: .volts(3000),
        maximumCurrent: .milliamperes(50_000), bankNanofarads: 1_500_000),
      measured: Control.Measured(bankA: .millivolts(1_200), bankB: .millivolts(900)),
      interlocks: [.init(name: "generator", closed: true), .init(name: "door", closed: true)], pedal: .absent,
      socket: Control.Socket(present: true), prepared: prepared, blockers: [], faults: [],
      cause: .init(name: "none", explanation: "nothing has ended yet", remedy: ""), recordHealthy: true,
      clockGood: true, calibration: "SIM-0000BEEF-2026-01-31.yaml", realtime: true)
  }

  /// A state with all that can be wrong.
  static var troubled: Control.State {
    var state = state(.standby)
    state.interlocks[1].closed = false
    state.declaredWithout = "the only console of a bench"
    state.blockers = [
      .init(name: "noLease", explanation: "nobody has taken control", remedy: "take control"),
      .init(name: "interlockOpen", explanation: "a required interlock is open", remedy: "close it"),
      .init(name: "faultLatched", explanation: "a fault is latched", remedy: "acknowledge it"),
    ]
    state.faults = [
      .init(
        name: "pulseVoltageLow", explanation: "a pulse's voltage was too low", remedy: "check the bank", first: false),
      .init(name: "telemetryLost", explanation: "the generator fell silent", remedy: "check the cable", first: true),
    ]
    state.measured = Control.Measured()
    state.socket.present = false
    state.calibration = nil
    state.realtime = false
    state.last = outcome(.partial, pulses: 3)
    return state
  }

  static let arrays = [
    Control.ArrayEntry(
      name: "plates", title: "Parallel plates", kind: "plates", identity: "PLATES", carriesIdentity: false,
      gaps: [.millimetres(6), .millimetres(7), .millimetres(8)], electrodes: ["left", "right"], pairs: 1,
      maximumVoltage: .volts(1100), maximumField: .voltsPerCentimetre(1400), source: "Marty 2006", verified: false,
      file: "/etc/porate/electrodes/plates.yaml"),
    Control.ArrayEntry(
      name: "hexagonal", title: "Seven needles", kind: "hexagonal", identity: "HEXAGONAL-7", carriesIdentity: true,
      gaps: [], electrodes: ["rim-1"], pairs: 12, maximumVoltage: .volts(800), maximumField: .voltsPerCentimetre(1100),
      source: "Marty 2006", verified: true, file: "/etc/porate/electrodes/hexagonal.yaml"),
  ]

  static let protocols = [
    Control.ProtocolEntry(
      name: "plates-1khz", title: "Plates, 1300 V/cm, 1 kHz", field: .voltsPerCentimetre(1300),
      minimumField: .voltsPerCentimetre(1200), pulses: 8, width: .microseconds(100), period: .milliseconds(1),
      polarity: "single", synchronisation: "none", arrays: ["plates"], description: "", source: "Marty 2006",
      verified: false, file: "p.yaml"),
    Control.ProtocolEntry(
      name: "needles-5khz", title: "Needles, 1000 V/cm, 5 kHz", voltage: .volts(730), pulses: 8,
      width: .microseconds(100), period: .microseconds(200), polarity: "reversed", synchronisation: "none",
      arrays: ["needle-rows", "hexagonal"], description: "", source: "Marty 2006", verified: true, file: "n.yaml"),
  ]
}
