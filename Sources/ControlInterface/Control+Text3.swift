extension Control {
  /// Part 3 of 5 of the definition, word for word as in the `.varlink` file beside this one.
  static let text3 = """
    # An electrode array of the library.
    type ArrayEntry (
      name: string,
      title: string,
      # plates, needle-rows, hexagonal, test-load or internal-load.
      kind: string,
      identity: string,
      carriesIdentity: bool,
      gaps_um: []int,
      electrodes: []string,
      pairs: int,
      maximumVoltage_mV: int,
      maximumField_Vm: int,
      source: string,
      verified: bool,
      file: string
    )

    # A protocol of the library.
    type ProtocolEntry (
      name: string,
      title: string,
      # What sets the voltage: a field with its least acceptable value, or a voltage.
      field_Vm: ?int,
      minimumField_Vm: ?int,
      voltage_mV: ?int,
      pulses: int,
      width_ns: int,
      period_ns: int,
      # single or reversed.
      polarity: string,
      # none, eachStep or eachPulse: whether pulses wait for the heart.
      synchronisation: string,
      arrays: []string,
      description: string,
      source: string,
      verified: bool,
      file: string
    )

    # A number of the daemon's own, for engineers.
    type Counter (name: string, value: int)

    # What this daemon is and what the caller may do.
    method GetInfo() -> (
      program: string,
      version: string,
      pid: int,
      # The file that was read, and the SHA-256 of the whole configuration.
      configurationFile: string,
      configurationDigest: string,
      # Path of the record.
      journal: ?string,
      # The device that the generator is behind.
      device: ?string,
      # The caller's roles.
      roles: []Role,
      # A lease that is not renewed for this long lapses; renew it this often.
      lapse_ms: int,
      renew_ms: int,
      # A firing's ticket may be this old.
      ticket_ms: int
    )

    # The state now, and the number of the last change.
    method GetState() -> (number: int, state: State)

    # With more: the state at once, then each change. Numbers grow by one for each reply but the first; a gap means that
    # something was missed. state is the whole state, where it changed; event says what happened, where something did.
    method Monitor() -> (number: int, state: ?State, event: ?Event)


    """
}
