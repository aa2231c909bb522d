/// Good documents, which tests spoil in one place each.
enum Documents {
  static let electrodes = """
    schema: 1
    name: plates
    title: Parallel plates
    kind: plates
    identity: PLATES
    identity_chip: no
    gaps: [6 mm, 7 mm]
    electrodes:
      - name: left
        max_voltage: 900 V
      - name: right
    pairs:
      - {positive: left, negative: right, gap: chosen}
    max_voltage: 1100 V
    max_field: 1400 V/cm
    impedance: {lowest: 15 ohm, highest: 3 kohm}
    current: {low: 300 mA, high: 30 A}
    citation: Marty 2006, EJC Supplements 4:3
    source: unverified

    """

  static let protocolFile = """
    schema: 1
    name: plates-1khz
    title: Plates
    field: 1300 V/cm
    minimum_field: 1200 V/cm
    pulses: 8
    width: 100 us
    rate: 1 kHz
    polarity: single
    synchronisation: none
    tolerances: {voltage: 5 %, width: 2 us}
    arrays: [plates]
    citation: Marty 2006, EJC Supplements 4:3
    source: unverified

    """

  static let daemon = """
    schema: 1
    generator:
      driver: native
      device: /dev/ttyUSB0
      baud: 921600
      serial: SIM-0001
      permit_ttl: 50 ms
      telemetry_stale: 40 ms
    control:
      path: /run/porate/control
      ticket_age: 500 ms
    interlocks:
      - {name: door, line: door, required: yes}
    emergency_stop_path: The red button opens the chain.
    limits:
      treatment: &T
      test_load: &T
      self_test: &T
      budget: {pulses_per_minute: 300, energy_per_minute: 400 J, pulses_per_site: 5000, energy_per_site: 5000 J}
    access:
      - {user: anna, role: operator}
    pedal: none
    default_array: plates

    """.replacingOccurrences(of: "&T", with: limits)

  /// The limits of one kind of plan, in one line so that line numbers stay easy to count.
  private static let limits =
    "{min_voltage: 100 V, max_voltage: 1000 V, max_field: 1500 V/cm, max_current: 30 A, min_width: 50 us, "
    + "max_width: 100 us, min_period: 200 us, max_period: 2 s, max_step_pulses: 8, max_train_pulses: 96, "
    + "max_pulse_energy: 5 J, max_train_energy: 150 J, max_train_duration: 120 s}"

  static let calibration = """
    schema: 1
    serial: SIM-0001
    date: 2026-11-23
    valid_until: 2027-11-22
    technician: A. Person
    instrument: Reference divider 17
    channels:
      bank_a: {gain: 1.0321, offset: 0.5 V}
      bank_b: {gain: 0.98, offset: -1.25 V}
      pulse_voltage: {gain: 1, offset: 0 V}
      pulse_current: {gain: 1.002003, offset: -20 mA}
    width_offset: -12 ns

    """
}

extension String {
  /// The text with each occurrence of a part exchanged; without Foundation.
  func replacingOccurrences(of part: String, with other: String) -> String {
    var result = ""
    var rest = self[...]
    while let range = rest.firstRange(of: part) {
      result += rest[..<range.lowerBound] + other
      rest = rest[range.upperBound...]
    }
    return result + rest
  }
}
