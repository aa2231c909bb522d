public import Quantities

/// Why the second gate refuses.
public enum GateRefusal: UInt8, Hashable, Sendable, CaseIterable {
  /// Nothing was read back from the generator.
  case noProgram = 0
  /// What was read back is no program.
  case malformedProgram
  /// A step's voltage, or the voltage at which the generator cuts a pulse, is above its cap.
  case voltage
  /// The current at which the generator cuts is above the cap.
  case current
  /// The width at which the generator cuts is above the cap.
  case width
  /// The train has more pulses than the cap allows.
  case trainPulses
  /// With this train the window would hold more pulses than the cap allows.
  case windowPulses
  /// With this train the window could hold more energy than the cap allows.
  case windowEnergy
  /// The generator counted more pulses than the program has.
  case extraPulses
  /// A required interlock line is open.
  case interlock
  /// Telemetry is older than allowed.
  case telemetryStale

  /// Whether nothing was read back (yet), which before the first energising command is no quarrel.
  var isAboutMissingProgram: Bool {
    @_noAllocation @_noLocks get {
      switch self {
      case .noProgram: return true
      case .malformedProgram, .voltage, .current, .width, .trainPulses, .windowPulses, .windowEnergy, .extraPulses,
        .interlock, .telemetryStale:
        return false
      }
    }
  }
}

/// What the second gate says in a tick.
public enum GateVerdict: Hashable, Sendable {
  /// Heartbeat and energising commands may go out.
  case allowed
  /// They may not.
  case refused(GateRefusal)
}

/// What the second gate needs beside its caps: which raw lines must be closed and how old telemetry may be.
public struct SecondGateRules: Hashable, Sendable {
  /// Bits of the raw lines that must be set, as the generator sends them. No bit at all refuses everything.
  public var requiredLines: UInt16
  /// Telemetry older than this counts as none.
  public var telemetryStale: TimeSpan

  /// Rules given one by one.
  @_noAllocation @_noLocks
  public init(requiredLines: UInt16, telemetryStale: TimeSpan) {
    self.requiredLines = requiredLines
    self.telemetryStale = telemetryStale
  }
}

/// The gate after the kernel and just before the driver. It shares only the quantities with the kernel: it decodes what
/// the generator read back itself, looks at raw lines itself, and counts pulses itself.
public struct SecondGate: Sendable {
  private let caps: AbsoluteCaps
  private let rules: SecondGateRules
  private var window: GateWindow
  /// The last program that was one. Pulses are booked by it, also those that come after its arming is over.
  private var program: GateProgram
  private var programSeen: Bool
  private var programGood: Bool
  /// Whether the window had room for the whole train, which is then reserved: booking its pulses takes nothing more.
  private var admitted: Bool
  private var counter: UInt32?
  private var counterAtProgram: UInt32

  /// A gate that has seen no program yet.
  @_noAllocation @_noLocks
  public init(caps: AbsoluteCaps, rules: SecondGateRules) {
    self.caps = caps
    self.rules = rules
    window = GateWindow(length: caps.window)
    program = GateProgram()
    programSeen = false
    programGood = false
    admitted = false
    counter = nil
    counterAtProgram = 0
  }

  /// Whether the shipped gate is compiled in. Only the tests of the two gates build it without.
  public static var isCompiledIn: Bool {
    #if PORATE_TEST_NO_SECOND_GATE
    false
    #else
    true
    #endif
  }

  /// Counts the generator's pulses; called in every tick with telemetry, whatever the state.
  @_noAllocation @_noLocks
  public mutating func observe(now: HostInstant, pulseCounter: UInt32) {
    window.advance(to: now)
    guard let before = counter else {
      counterAtProgram = pulseCounter
      counter = pulseCounter
      return
    }
    counter = pulseCounter
    // Modulo 2³², as the counter wraps. One that goes back looks like very many pulses: the window is then full until it
    // has passed, which errs to the safe side.
    let given = pulseCounter &- before
    guard given != 0 else { return }
    let energy = program.energy(from: before &- counterAtProgram, count: given)
    window.count(given, energy: energy ?? .microjoules(Int64.max))
  }

  /// Another generator answers from now on: its counter says nothing about pulses until it was seen once. What the window
  /// holds stays, as it went into the same patient.
  @_noAllocation @_noLocks
  public mutating func forgetCounter() { counter = nil }

  /// Takes the bytes that the generator read back for an arming.
  @_noAllocation @_noLocks
  public mutating func readBack(_ bytes: UnsafePointer<UInt8>, count: Int) {
    programSeen = true
    programGood = false
    admitted = false
    guard let read = GateProgram.read(bytes, count: count) else { return }
    program = read
    programGood = true
    counterAtProgram = counter ?? 0
  }

  /// Forgets the program: the arming is over. Pulses still under way keep counting at its energies.
  @_noAllocation @_noLocks
  public mutating func forgetProgram() {
    programSeen = false
    programGood = false
    admitted = false
  }

  /// Whether energy may be asked for in this tick. The window is judged once for a whole train, before its first pulse:
  /// what was admitted is not cut in its midst for what it adds up to itself.
  ///
  /// - Parameter lines: the raw lines, neither debounced nor sorted.
  @_noAllocation @_noLocks
  public mutating func verdict(lines: UInt16, telemetryAge: TimeSpan) -> GateVerdict {
    #if PORATE_TEST_NO_SECOND_GATE
    return .allowed
    #else
    return judge(lines: lines, telemetryAge: telemetryAge)
    #endif
  }

  @_noAllocation @_noLocks
  private mutating func judge(lines: UInt16, telemetryAge: TimeSpan) -> GateVerdict {
    guard rules.requiredLines != 0, lines & rules.requiredLines == rules.requiredLines else {
      return .refused(.interlock)
    }
    guard let counter, telemetryAge >= .zero, telemetryAge <= rules.telemetryStale else {
      return .refused(.telemetryStale)
    }
    guard programSeen else { return .refused(.noProgram) }
    guard programGood else { return .refused(.malformedProgram) }
    guard program.highestVoltage <= caps.maximumVoltage, isCutVoltageAllowed else { return .refused(.voltage) }
    guard program.highestCurrent <= caps.maximumCurrent else { return .refused(.current) }
    guard program.longestWidth <= caps.maximumWidth else { return .refused(.width) }
    guard program.pulses <= caps.maximumTrainPulses else { return .refused(.trainPulses) }
    let given = counter &- counterAtProgram
    guard given <= program.pulses else { return .refused(.extraPulses) }
    if admitted { return .allowed }
    let remaining = program.pulses &- given
    guard window.pulseSum &+ UInt64(remaining) <= UInt64(caps.maximumWindowPulses) else {
      return .refused(.windowPulses)
    }
    guard let ahead = program.energy(from: given, count: remaining) else { return .refused(.windowEnergy) }
    let (sum, overflow) = window.energySum.addingReportingOverflow(ahead.microjoules)
    guard !overflow, sum <= caps.maximumWindowEnergy.microjoules else { return .refused(.windowEnergy) }
    admitted = true
    return .allowed
  }

  /// A pulse may be a tenth above its set voltage, and the raw channel by which the generator cuts may be another tenth
  /// off: together 121 % of the cap, and no program needs more.
  private var isCutVoltageAllowed: Bool {
    @_noAllocation @_noLocks get {
      let (left, first) = program.highestCutVoltage.millivolts.multipliedReportingOverflow(by: 100)
      let (right, second) = caps.maximumVoltage.millivolts.multipliedReportingOverflow(by: 121)
      return !first && !second && left <= right
    }
  }
}
