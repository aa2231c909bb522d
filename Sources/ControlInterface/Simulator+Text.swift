extension Simulator {
  /// The definition, word for word as in the `.varlink` file beside this one.
  public static let source = """
    # A simulated generator: its buttons, its tissue, its faults, and what it really did. Served by porate-sim.
    #
    # Units stand at the end of a field's name, as in io.porate.Control. Everything here is for engineers: it works
    # without any lease and at any moment, as a hand at the bedside does.
    interface io.porate.Simulator

    # What a hand can move. emergencyStop: the mushroom; pedalFirst and pedalSecond: the two stages of the pedal.
    # chain, door and auxiliary: contacts of the generator's interlock chain. pedalContacts: the pedal's plug.
    type Line (chain, emergencyStop, door, auxiliary, pedalFirst, pedalSecond, pedalContacts)

    # What to change; what is absent stays as it is.
    type Settings (
      # The tissue between the electrodes: tumour, liver, muscle, fat or potato. The array is then in fresh
      # tissue.
      tissue: ?string,
      # The array on the socket: plates, needle-rows, hexagonal, test-load, or none.
      array: ?string,
      # Whether the array carries a chip that tells its identity.
      chip: ?bool,
      # The distance of plates, of rows, or between neighbouring needles.
      gap_um: ?int,
      # A resistor instead of tissue; 0 goes back to tissue.
      load_mohm: ?int,
      # Heart beats in a minute, 6 to 300; 0 for none.
      beats_per_minute: ?int,
      # Power of the charging supply in mW.
      supply_mW: ?int,
      # Capacitance of the bank.
      bank_nF: ?int
    )

    # When something takes effect: when the device enters a state (probing, charging, armed, delivering, waiting),
    # or at the start or end of a pulse of the present or next train, counted from 1; one of the two. Without a
    # trigger: at once.
    type Trigger (state: ?string, pulse: ?int, edge: ?(start, end))

    # A fault of the device's own menu by name, or a signal to a process; one of the two. strength: bytes' share in
    # parts per million (dropBytes, corruptBytes, duplicateBytes: 1000), frames' share (reorderFrames,
    # truncateFrames: 100000), time in us (delayBytes: 100000, stuckBuffer: 1000000, longPulse: 20), resistance
    # in milliohm (shortTissue, arc: 500), share in parts per million (bankDrift: 100000; risingCurrent, each us:
    # 10000), reading in mV (bankStuck: 0); behind the colon what an absent one means.
    type Injection (
      fault: ?string,
      strength: ?int,
      # Of arc: the time within each pulse, 50 if absent.
      after_us: ?int,
      # Of faults of the line: both if absent.
      way: ?(toDevice, toHost, both),
      # Of faults of a bank channel: a if absent.
      channel: ?(a, b),
      signal: ?(kill, stop, resume),
      pid: ?int
    )

    # One entry of the simulator's own log of what really happened, in true values, never those of the device's
    # channels. The same, one object a line, is in the file truth.jsonl of the simulator's folder.
    type Truth (
      # From 1 on, without gaps, anew for each start of porate-sim.
      number: int,
      # On the machine's monotonic clock.
      time_ns: int,
      # On the device's clock, since its start.
      device_ns: int,
      # The device's start, 16 hexadecimal digits.
      boot: string,
      # started, linkOpened, entered, permitGranted, permitLapsed, permitRevoked, dischargeReceived,
      # programCommitted, chargeAccepted, releaseAccepted, releaseRefused, pulseStart, pulseEnd, trainEnded,
      # bankAbove42V, bankBelow42V, deviceFault, deviceFaultGone, injected, tookEffect, cleared, line, array.
      # tookEffect: an injected fault first really changed something.
      event: string,
      # The state, fault, line, array, or digest that it is about.
      name: ?string,
      # The state before.
      from: ?string,
      # Why, or how: of a refusal, a cut, a train's end; of a line: open, closed.
      reason: ?string,
      # The arming, 16 hexadecimal digits.
      nonce: ?string,
      # Index of a pulse in the whole train, from 0.
      index: ?int,
      # Index of a step, from 0.
      step: ?int,
      # Index of a pulse within its step, from 0.
      pulse: ?int,
      # The electrode that is positive in truth.
      positive: ?int,
      # The electrode that is negative in truth.
      negative: ?int,
      # The pulse counter with this pulse.
      counter: ?int,
      # Until when the permit stands, on the device's clock.
      until_us: ?int,
      # Mean over the middle 80 % of the pulse, positive when the step's positive electrode is.
      voltage_mV: ?int,
      # Mean over the middle 80 % of the pulse, signed as the voltage.
      current_mA: ?int,
      # The highest current.
      peak_mA: ?int,
      # Width at half height.
      width_ns: ?int,
      # Energy at the terminals.
      energy_uJ: ?int,
      # Pulses of the train.
      pulses: ?int
    )

    # Moves a line as a press does: pedalFirst and pedalSecond close, emergencyStop opens its contact; chain, door,
    # auxiliary and pedalContacts close.
    method Press(line: Line, trigger: ?Trigger) -> ()

    # The opposite of Press: the pedal is let go, the emergency stop unlocked, the door opened.
    method Release(line: Line, trigger: ?Trigger) -> ()

    # Changes tissue, array, supply, bank or heart, at once.
    method Set(settings: Settings) -> ()

    # Makes a fault, or sends a signal to a process, now or later.
    method Inject(injection: Injection, trigger: ?Trigger) -> ()

    # Takes back every fault that waits or lasts, and everything else that waits for a trigger.
    method ClearFaults() -> ()

    # The simulator's own log of this start from a number on (absent: from 1), at most 100 entries in a reply. With
    # more: replies go on until all that is there was sent. Without: ask again from the last number plus 1, until
    # none comes.
    method GetTruth(from: ?int) -> (lines: []Truth)

    # What the device does now.
    method GetState() -> (
      serial: string,
      # As the native link names it.
      state: string,
      # The true voltage.
      bank_mV: int,
      permit: bool,
      counter: int,
      linkPath: string,
      closed: []Line,
      # Its identity, or none.
      array: string,
      tissue: string,
      # The device's own fault, or none.
      fault: string,
      # Entries of the fault menu that last.
      faults: []string,
      # How many actions wait for a trigger.
      waiting: int
    )

    # No such name; known lists those that are.
    error NoSuchName (field: string, name: string, known: []string)

    # The number is out of range.
    error OutOfRange (field: string, least: int, most: int)

    # No such process, or this user may not signal it.
    error CannotSignal (pid: int, explanation: string)

    # The call names nothing to do, or things that exclude each other.
    error Unclear (explanation: string)

    """
}
