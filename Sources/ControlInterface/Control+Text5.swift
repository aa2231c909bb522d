extension Control {
  /// Part 5 of 5 of the definition, word for word as in the `.varlink` file beside this one.
  static let text5 = """
    # The method replies more than once, and the call did not say more.
    error ExpectedMore ()

    # The caller's user has none of the roles that may do this.
    error NotAllowed (needed: []Role, explanation: string, remedy: string)

    # The token is not that of the lease that is held.
    error NoLease (explanation: string, remedy: string)

    # Somebody else holds the lease.
    error LeaseHeld (holder: Holder, explanation: string, remedy: string)

    # The lease ended: lapsed, takenOver, released or stopped. by: who took it over, and why.
    error LeaseEnded (reason: string, by: ?Holder, explanation: string)

    # The machine refuses; name is fixed.
    error Refused (name: string, explanation: string, remedy: string)

    # A required interlock is open.
    error InterlockOpen (name: string, since_us: int, explanation: string, remedy: string)

    # The plan breaks a rule. limit names it in words; file sets it. value and bound are the two numbers with their units.
    error PlanRefused (
      name: string,
      limit: string,
      value: string,
      bound: string,
      file: string,
      explanation: string,
      remedy: string
    )

    # A limit lowered the plan, and the call said that this is not accepted. Nothing was prepared.
    error PlanLowered (pairs: []PlannedPair, explanation: string, remedy: string)

    # The permit's conditions do not hold; all of them.
    error Blocked (blockers: []Notice)

    # The arming ended before it was armed.
    error ArmingEnded (cause: string, explanation: string, remedy: string)

    # The machine is in a state where this makes no sense.
    error WrongState (mode: Mode, explanation: string, remedy: string)

    # No plan is prepared.
    error NothingPrepared (explanation: string, remedy: string)

    # The digest is not that of the prepared plan.
    error DigestDiffers (prepared: ?string, explanation: string, remedy: string)

    # The nonce is not that of the present arming, or is spent.
    error NonceDiffers (explanation: string, remedy: string)

    # The ticket is unknown or older than allowed.
    error TicketTooOld (allowed_ms: int, explanation: string, remedy: string)

    # No generator is configured, or the configuration is bad.
    error NotConfigured (problems: []Problem, explanation: string, nextCommand: string)

    # The library has no such electrode array.
    error NoSuchArray (name: string, known: []string, remedy: string)

    # The library has no such protocol.
    error NoSuchProtocol (name: string, known: []string, remedy: string)

    # A name or number in the call is not one: which, and why.
    error BadValue (field: string, explanation: string)

    """
}
