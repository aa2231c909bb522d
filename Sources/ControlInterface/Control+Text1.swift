extension Control {
  /// Part 1 of 5 of the definition, word for word as in the `.varlink` file beside this one.
  static let text1 = """
    # Control of an electroporation console: who may act, what is planned, arm, fire, stop, and what became of it.
    #
    # Numbers are integers; the last part of a field's name is its unit: mV, mA, mohm, um (micrometres), Vm (volts per
    # metre), uJ, ns, us, ms. Names that end in _time_us count from the generator's own start, those in _wall_us from
    # 1970-01-01 UTC. Every word for people is in English and ends without a full stop.
    #
    # A client that acts holds a lease: AcquireControl on a connection of its own, kept open; RenewControl every 250 ms on
    # another one, because varlink answers in order and an unfinished Arm would hold its answer back; the other calls carry
    # the token on any connection. Stop needs no lease and works from every connection, at once.
    interface io.porate.Control

    # Which part a user may play. observer: reads. operator: treats. technician: as the operator, but pulses into loads
    # only, never into tissue. engineer: reads, diagnoses, self-tests.
    type Role (observer, operator, technician, engineer)

    # The state of the machine. notConfigured: no generator is configured, or the configuration is bad. starting: nothing is
    # known of the generator's energy. standby: its bank is measured below 42 V. probing: each pair is measured at low
    # voltage. charging, armed, delivering: as they say. waitingForBeat: a synchronised pulse waits for the heart. settling:
    # the bank moves to the next pair's voltage. discharging: the bank is being emptied.
    type Mode (
      notConfigured,
      starting,
      standby,
      probing,
      charging,
      armed,
      waitingForBeat,
      delivering,
      settling,
      discharging
    )

    # The connection to the generator. opening: the handshake is not finished, or another generator than the configured one
    # answered.
    type Link (down, opening, up)

    # The two-stage pedal. implausible: its contacts contradict each other.
    type Pedal (absent, released, first, second, implausible)

    # What became of a train. unresolved: nobody knows how many pulses were given, and no train may start before that is
    # settled. deliveredUnmeasured: all were given, by a generator that measures none.
    type OutcomeName (delivered, partial, notDelivered, unresolved, deliveredUnmeasured)

    # What a plan is for: tissue, a declared load outside the generator, or the generator's own load.
    type PlanKind (treatment, testLoad, selfTest)

    # The limit that binds a voltage. plan: none, the voltage is the one that was asked for.
    type LimitName (plan, machine, array, positiveElectrode, negativeElectrode, field)

    # Something for a person: a short fixed name for programs, one sentence, and what to do about it.
    type Notice (
      # Never changes, whatever the words become.
      name: string,
      explanation: string,
      remedy: string
    )

    # A latched fault.
    type LatchedFault (
      name: string,
      explanation: string,
      remedy: string,
      # The first cause: the one to show.
      first: bool
    )

    # A place in a file that is wrong.
    type Problem (
      file: string,
      # From 1; 0 where the whole file is meant.
      line: int,
      # From 1, in characters; 0 where the whole line is meant.
      column: int,
      message: string
    )

    # One required interlock.
    type Interlock (name: string, closed: bool)

    # Who holds the control lease.
    type Holder (
      # The user's id, and name where the system knows one.
      uid: int,
      user: string,
      # The process.
      pid: int,
      role: Role,
      # Since when it holds the lease.
      held_ms: int
    )

    # The generator that answers.
    type Generator (
      serial: string,
      firmware: string,
      # The device says itself that it is a simulation; shown wherever its data are.
      simulated: bool,
      # All pulses that it ever gave; wraps at 2^32.
      counter: int,
      maximumVoltage_mV: int,
      maximumCurrent_mA: int,
      # The bank's capacitance.
      bank_nF: int
    )

    # What was last measured. Absent numbers were not measured, or are too old to be shown.
    type Measured (
      # The bank's voltage by its two independent channels.
      bankA_mV: ?int,
      bankB_mV: ?int,
      # Between the electrodes, outside pulses.
      output_mV: ?int
    )

    # The electrode array on the generator's socket.
    type Socket (
      # Whether anything is plugged in.
      present: bool,
      # The identity that its chip gives; absent for one without a chip.
      identity: ?string
    )


    """
}
