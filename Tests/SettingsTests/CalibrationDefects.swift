extension DefectTests {
  /// What may be wrong with a calibration.
  static let calibrations: [Spoilt] = [
    Spoilt(
      .calibration, "gain: 1.0321", "gain: 1,0321",
      "8:20: unknown key `0321` in `bank_a` (numbers have a decimal point, not a comma)"),
    Spoilt(
      .calibration, "gain: 1.0321", "gain: 1.0000001",
      "8:18: `1.0000001` is not a gain (a factor with at most six decimals, as `1.0321`)"),
    Spoilt(
      .calibration, "gain: 1.0321", "gain: 0",
      "8:18: `0` is not a gain (a factor with at most six decimals, as `1.0321`)"),
    Spoilt(
      .calibration, "offset: 0.5 V", "offset: 0.5",
      "8:34: `0.5` has no unit (write `0.5 V`)"),
    Spoilt(
      .calibration, "offset: 0.5 V", "offset: 500 V",
      "8:34: `offset`: 500 V is out of range (-5 V to 5 V)"),
    Spoilt(
      .calibration, "offset: 0.5 V", "offset: 5.001 V",
      "8:34: `offset`: 5.001 V is out of range (-5 V to 5 V)"),
    Spoilt(
      .calibration, "-20 mA", "-1001 mA",
      "11:43: `offset`: -1001 mA is out of range (-1 A to 1 A)"),
    Spoilt(
      .calibration, "width_offset: -12 ns", "width_offset: -1001 ns",
      "12:15: `width_offset`: -1001 ns is out of range (-1 µs to 1 µs)"),
    Spoilt(
      .calibration, "-20 mA", "-20 mV",
      "11:43: `-20 mV` is not a current (units: mA, A)"),
    Spoilt(
      .calibration, "width_offset: -12 ns", "width_offset: -12 ms",
      "12:15: `width_offset`: -12 ms is out of range (-1 µs to 1 µs)"),
    Spoilt(
      .calibration, "width_offset: -12 ns", "width_offset: -0 ns",
      "12:15: `-0 ns` is not a number with a unit: zero has no sign (write it like `-20 ns`)"),
    Spoilt(
      .calibration, "date: 2026-11-23", "date: 23.11.2026",
      "3:7: `23.11.2026` is not a date (write year-month-day, as `2026-11-23`)"),
    Spoilt(
      .calibration, "date: 2026-11-23", "date: 2026-11-31",
      "3:7: `2026-11-31` is not a date (write year-month-day, as `2026-11-23`)"),
    Spoilt(
      .calibration, "valid_until: 2027-11-22", "valid_until: 2025-11-22",
      "4:1: `valid_until` is before `date` (correct one of them)"),
    Spoilt(
      .calibration, "serial: SIM-0001", "serial: SIM-0002",
      "2:1: serial number and date do not belong to this file's name (name it `SIM-0002-2026-11-23.yaml`, or "
        + "correct them)"),
    Spoilt(
      .calibration, "  bank_b: {gain: 0.98, offset: -1.25 V}\n", "",
      "8:3: `bank_b` is missing from `channels` (add a line `bank_b: …`)"),
    Spoilt(
      .calibration, "technician: A. Person", #"technician: "A.\rPerson""#,
      "5:13: `technician` holds a control character: `A.?Person` (write visible characters only)"),
    // A paragraph separator: what would be written with it could not be read again.
    Spoilt(
      .calibration, "technician: A. Person", #"technician: "A.\PPerson""#,
      "5:13: `technician` holds a control character: `A.?Person` (write visible characters only)"),
  ]
}
