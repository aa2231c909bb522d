extension DefectTests {
  /// What may be wrong with a protocol's file.
  static let protocols: [Spoilt] = [
    Spoilt(
      .protocolFile, "pulses: 8", "pulses: 8 x",
      "6:9: `8 x` is not a count (write digits only, as `8`)"),
    Spoilt(
      .protocolFile, "pulses: 8", "pulses: 0",
      "6:9: `pulses`: 0 is out of range (1 to 10000)"),
    Spoilt(
      .protocolFile, "pulses: 8", "pulses: 010",
      "6:9: `010` is not a count (write digits only, as `8`)"),
    Spoilt(
      .protocolFile, "width: 100 us", "width: 100 ms",
      "7:8: `width`: 100 ms is out of range (1 µs to 1 ms)"),
    Spoilt(
      .protocolFile, "width: 100 us", "width: 100 usec",
      "7:8: `100 usec` is not a time (units: ns, µs, us, ms, s, min, h, d)"),
    Spoilt(
      .protocolFile, "rate: 1 kHz", "rate: 1000",
      "8:7: `1000` has no unit (write `1000 Hz`)"),
    Spoilt(
      .protocolFile, "rate: 1 kHz", "rate: 1 ms",
      "8:7: `1 ms` is not a rate (units: Hz, kHz)"),
    Spoilt(
      .protocolFile, "rate: 1 kHz", "rate: 3 Hz",
      "8:7: the period of `3 Hz` is not a whole number of ns; write a rate that divides evenly (write it like "
        + "`1 kHz`)"),
    Spoilt(
      .protocolFile, "rate: 1 kHz", "rate: 50 kHz",
      "8:7: `rate`: 50 kHz is out of range (a period of 100 µs to a period of 1 min)"),
    Spoilt(
      .protocolFile, "rate: 1 kHz", "rate: 1 kHz\nperiod: 1 ms",
      "8:1: `rate` and `period` exclude each other (remove one of them)"),
    Spoilt(
      .protocolFile, "rate: 1 kHz", "period: 100 us",
      "8:1: the next pulse would begin before the last one ends (a longer period)"),
    Spoilt(
      .protocolFile, "minimum_field: 1200 V/cm", "minimum_field: 1400 V/cm",
      "5:1: `minimum_field` is above `field` (lower it)"),
    Spoilt(
      .protocolFile, "minimum_field: 1200 V/cm\n", "",
      "1:1: `minimum_field` is missing from the file (add a line `minimum_field: …`)"),
    Spoilt(
      .protocolFile, "field: 1300 V/cm", "field: 1300 V",
      "4:8: `1300 V` is not a field strength (units: V/m, V/cm, kV/cm)"),
    Spoilt(
      .protocolFile, "field: 1300 V/cm\n", "field: 1300 V/cm\nvoltage: 500 V\n",
      "4:1: `field` and `voltage` exclude each other (remove one of them)\nf:6:1: `minimum_field` and "
        + "`voltage` exclude each other (remove one of them)"),
    Spoilt(
      .protocolFile, "pulses: 8\nwidth: 100 us\nrate: 1 kHz\npolarity: single",
      "pulses: 7\nwidth: 100 us\nrate: 1 kHz\npolarity: reversed",
      "6:1: 7 pulses cannot be split between two polarities (use an even number)"),
    Spoilt(
      .protocolFile, "voltage: 5 %", "voltage: 50 %",
      "11:23: `voltage`: 50 % is out of range (0.1 % to 20 %)"),
    Spoilt(
      .protocolFile, "width: 2 us}", "width: 2 us, current_low: 8 A, current_high: 7 A}",
      "11:59: `current_high` is not above `current_low` (correct one)"),
    Spoilt(
      .protocolFile, "synchronisation: none", "synchronisation: each step",
      "10:18: `synchronisation` cannot be `each step` (did you mean `each_step`? it is one of none, each_step, "
        + "each_pulse)"),
    Spoilt(
      .protocolFile, "[plates]", "[plates, plates]",
      "12:18: `plates` is listed twice (keep one of them)"),
  ]
}
