extension Control {
  /// Part 2 of 5 of the definition, word for word as in the `.varlink` file beside this one.
  static let text2 = """
    # One pair of electrodes in a plan.
    type PlannedPair (
      # The electrode that is positive first, and the other one.
      positive: string,
      negative: string,
      # The distance that the field U/d divides by.
      gap_um: int,
      # What the protocol or a person asked for.
      wanted_mV: int,
      # What will be given.
      planned_mV: int,
      # The field U/d that the planned voltage makes.
      field_Vm: int,
      # Pulses of both polarities, their width and period.
      pulses: int,
      width_ns: int,
      period_ns: int,
      # Whether a limit made the voltage less than wanted.
      lowered: bool,
      # The limit that made it so; plan if none did.
      binding: LimitName,
      # The smallest limit on this pair, binding or not: its name in words, its voltage, and the file that sets it.
      limit: string,
      ceiling_mV: int,
      limitFile: string
    )

    # A plan as the machine holds it.
    type PreparedPlan (
      # SHA-256 of the canonical plan, 64 hexadecimal digits: what Arm confirms.
      digest: string,
      kind: PlanKind,
      # Names and titles of array and protocol.
      array: string,
      arrayTitle: string,
      protocol: string,
      protocolTitle: string,
      # The gap that the array is set to; absent where all its gaps are fixed.
      gap_um: ?int,
      pairs: []PlannedPair,
      # All pulses of all pairs.
      pulses: int,
      # From the first pulse to the last, without waiting for banks or beats.
      duration_ns: int,
      # Whether any pair is lowered.
      lowered: bool,
      # The array has no identity chip: Arm must name it.
      confirmArray: bool,
      # The train takes longer than half a second: RenewControl must say hold while it runs, or the pedal is held.
      needsHold: bool,
      # Expected energy of all pulses, at the lowest and the highest good current.
      energyLow_uJ: int,
      energyHigh_uJ: int,
      # Whether every number in it comes from a source that somebody compared with its text.
      verified: bool
    )

    # An arming that can be fired.
    type Armed (
      # Fire carries it; it is spent once.
      nonce: string,
      # How long it still holds.
      expires_ms: int
    )

    # One pulse as planned and as measured.
    type Pulse (
      # Within the whole train, from 0.
      index: int,
      # The step of the plan, from 0.
      step: int,
      positive: string,
      negative: string,
      # When it started.
      start_time_us: int,
      # Width at half height.
      width_ns: int,
      planned_mV: int,
      # Mean of the middle 80 % at the terminals.
      voltage_mV: int,
      # Mean of the middle 80 %.
      current_mA: int,
      # The highest current in it.
      peak_mA: int,
      # Voltage by current; absent where there was no current.
      resistance_mohm: ?int,
      # Field U/d by the measured voltage.
      field_Vm: int,
      # good, or the name of the fault that it shows.
      verdict: string,
      # What the verdict means.
      explanation: string
    )

    # What became of a train.
    type Outcome (
      # The train's number in the record; absent where the record has not taken it yet.
      train: ?int,
      name: OutcomeName,
      # Pulses known to have been given, and those planned.
      pulses: int,
      planned: int,
      # Why it ended: a fixed name.
      cause: string,
      # All of it in one sentence.
      sentence: string,
      # What to do now; empty where nothing is to be done.
      remedy: string,
      simulated: bool
    )

    # Everything a console shows.
    type State (
      mode: Mode,
      # One sentence about the mode, and why it is so.
      explanation: string,
      # The command that a person should give next, where the machine cannot go on by itself.
      nextCommand: ?string,
      # What is wrong with the configuration; empty if nothing is.
      problems: []Problem,
      link: Link,
      generator: ?Generator,
      measured: Measured,
      interlocks: []Interlock,
      # Why there is no interlock beside the generator's own chain, where the configuration says so; shown on every screen.
      declaredWithout: ?string,
      pedal: Pedal,
      socket: Socket,
      holder: ?Holder,
      prepared: ?PreparedPlan,
      armed: ?Armed,
      # Everything that stands in the way of arming now.
      blockers: []Notice,
      faults: []LatchedFault,
      # Why the machine last left a state with energy.
      cause: Notice,
      # The last train; absent if there was none.
      last: ?Outcome,
      # Whether the record can be written, and the wall clock is not behind it.
      recordHealthy: bool,
      clockGood: bool,
      # The file of the calibration in force.
      calibration: ?string,
      # Whether the loop has realtime priority.
      realtime: bool
    )

    # What happened, one line for people and a name for programs.
    type Event (name: string, sentence: string, pulse: ?Pulse, outcome: ?Outcome)

    # What to prepare.
    type Plan (
      array: string,
      protocol: string,
      # The gap that the array is set to; may be absent for an array that has only one.
      gap_um: ?int,
      # A voltage for every pair instead of the protocol's; refused above a limit.
      voltage_mV: ?int,
      # A name for the spot that is treated: pulses and energy are summed for each.
      site: ?string,
      # false refuses a plan that a limit lowered; true and absent mark it as lowered.
      acceptLowered: ?bool
    )

    # How far an arming or a train has come.
    type Phase (prepared, probing, charging, armed, accepted, pulse, outcome)

    # What the low-voltage probe found on one pair.
    type Probe (
      step: int,
      positive: string,
      negative: string,
      # Absent for an open contact.
      impedance_mohm: ?int
    )


    """
}
