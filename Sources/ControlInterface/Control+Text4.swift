extension Control {
  /// Part 4 of 5 of the definition, word for word as in the `.varlink` file beside this one.
  static let text4 = """
    # With more: takes the control lease, answers with its token, and holds it until this connection ends or the lease
    # lapses; that is then told by LeaseEnded. takeOver, with a reason, takes it from another holder, who is told; that
    # disarms, and is recorded.
    method AcquireControl(takeOver: ?string) -> (token: string, role: Role, lapse_ms: int, renew_ms: int)

    # Renews the lease. hold: the person keeps holding the firing, as a pressed pedal would. The ticket stamps what the
    # console has seen up to now; a Fire must carry a fresh one.
    method RenewControl(token: string, hold: bool) -> (ticket: string)

    # Plans a train and keeps it as the prepared one. It does not arm; it disarms what was armed.
    method Prepare(token: string, plan: Plan) -> (plan: PreparedPlan)

    # Probes each pair, charges, and arms the prepared plan. With more: each probe, the bank while it charges, and at last
    # the armed phase; without: only that. confirmedArray: the array that the operator says is connected, for one without an
    # identity chip.
    method Arm(token: string, digest: string, confirmedArray: ?string) -> (
      phase: Phase,
      probe: ?Probe,
      bank_mV: ?int,
      target_mV: ?int,
      armed: ?Armed
    )

    # Gives the armed train. With more: accepted, each pulse, at last the outcome; without: only that. Needs a ticket of
    # RenewControl that is not older than ticket_ms, and hold there for a train over half a second.
    method Fire(token: string, nonce: string, ticket: string) -> (
      phase: Phase,
      pulse: ?Pulse,
      outcome: ?Outcome
    )

    # Gives up the arming, keeps the plan.
    method Disarm(token: string) -> ()

    # Stops between pulses, discharges, disarms. For everyone, without a lease, at once; also oneway.
    method Stop() -> (mode: Mode)

    # A person saw the latched faults. They clear if their conditions are gone. A lease is not needed.
    method AcknowledgeFault() -> (cleared: []string)

    # A person states, on the record, how many pulses an unresolved train gave.
    method ResolveTrain(pulses: int, reason: string) -> (outcome: Outcome)

    # Prepares, arms and fires the configured self-test into the generator's own load. The plan that was prepared before is
    # dropped.
    method SelfTest(token: string) -> (
      phase: Phase,
      probe: ?Probe,
      pulse: ?Pulse,
      outcome: ?Outcome
    )

    # Counters of the loop, the link and the record, and how late ticks were.
    method GetDiagnostics() -> (counters: []Counter, notes: []string)

    # The electrode arrays of the library. With more: a few in each reply, so that any number fits.
    method ListElectrodes() -> (electrodes: []ArrayEntry)

    # The protocols of the library. With more: a few in each reply, so that any number fits.
    method ListProtocols() -> (protocols: []ProtocolEntry)


    """
}
