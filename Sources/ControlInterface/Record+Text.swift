extension Record {
  /// The definition, word for word as in the `.varlink` file beside this one.
  public static let source = """
    # The record: what was planned, what was delivered, and how it was measured. Reading only.
    #
    # Units stand at the end of a field's name, as in io.porate.Control.
    interface io.porate.Record

    # What became of a train. open: it is still under way, or its outcome was not written.
    type OutcomeName (open, delivered, partial, notDelivered, unresolved, deliveredUnmeasured)

    # One train without its pulses.
    type Train (
      id: int,
      # When its intent became durable.
      start_wall_us: int,
      # treatment, testLoad or selfTest.
      kind: string,
      # The array's identity.
      array: string,
      protocol: string,
      serial: string,
      simulated: bool,
      # SHA-256 of the canonical plan, of the configuration, and of the calibration in force.
      digest: string,
      configuration: string,
      calibration: ?string,
      # The program's version.
      build: string,
      # The user who armed.
      operatorUid: int,
      # The generator's pulse counter before the train, and after it where it was read.
      counterBefore: int,
      counterAfter: ?int,
      # Voltage of each step as prepared.
      steps_mV: []int,
      planned: int,
      # Pulses known to have been given.
      pulses: int,
      outcome: OutcomeName,
      # Why it ended: a fixed name.
      cause: string,
      # All of it in one sentence.
      sentence: string,
      # How the outcome became known: reports, counter, person or nobody; and the person's reason.
      settledBy: string,
      reason: ?string
    )

    # One pulse as measured and judged.
    type Pulse (
      index: int,
      step: int,
      # On the generator's clock.
      start_time_us: int,
      width_ns: int,
      planned_mV: int,
      # Mean of the middle 80 %, signed.
      voltage_mV: int,
      current_mA: int,
      peak_mA: int,
      # good, or the name of the fault that it shows.
      verdict: string
    )

    # Voltage and current over one pulse. A voltage is its count times perCount_uV plus voltageOffset_mV; a current likewise.
    type Waveform (
      index: int,
      # The first sample's time after the pulse's start, and from sample to sample.
      lead_ns: int,
      interval_ns: int,
      perCount_uV: int,
      perCount_uA: int,
      voltageOffset_mV: int,
      currentOffset_mA: int,
      # Counts, at most 2048 in a reply; first is the place of the first of them in the whole waveform of total samples.
      first: int,
      total: int,
      voltage: []int,
      current: []int
    )

    # A train: the last one, or the one of a number. With more and waveforms: the train with its pulses first, then its
    # waveforms in pieces; without more, waveforms must be absent or false.
    method GetTrain(id: ?int, waveforms: ?bool) -> (train: ?Train, pulses: ?[]Pulse, waveform: ?Waveform)

    # Trains, the newest first, below a number and at most so many (16, if absent; 64 at most).
    method ListTrains(below: ?int, limit: ?int) -> (trains: []Train)

    # The method replies more than once, and the call did not say more.
    error ExpectedMore ()

    # The caller's user has none of the roles that may read the record.
    error NotAllowed (explanation: string, remedy: string)

    # The record has no such train, or none at all.
    error NoSuchTrain (id: ?int)

    # The record cannot be read now.
    error RecordUnavailable (explanation: string, remedy: string)

    """
}
