extension DefectTests {
  /// What may be wrong with an electrode array's file.
  static let electrodes: [Spoilt] = [
    Spoilt(
      .electrodes, "schema: 1\n", "",
      "1:1: `schema` is missing from the file (add a line `schema: …`)"),
    Spoilt(
      .electrodes, "schema: 1", "schema: 2",
      "1:9: schema 2 is not known to this program (it reads `schema: 1`)"),
    Spoilt(
      .electrodes, "schema: 1", "schema: one",
      "1:9: `one` is not a count (write digits only, as `8`)"),
    Spoilt(
      .electrodes, "max_voltage: 1100 V", "max_voltage: 1100",
      "14:14: `1100` has no unit (write `1100 V`)"),
    Spoilt(
      .electrodes, "max_voltage: 1100 V", "max_voltage: 1_100 V",
      "14:14: `1_100 V` is not a number with a unit: write the digits without separators (write it like `1000 "
        + "V`)"),
    Spoilt(
      .electrodes, "max_voltage: 1100 V", "max_voltage: 07 V",
      "14:14: `07 V` is not a number with a unit: leave out the leading zero (write it like `1000 V`)"),
    Spoilt(
      .electrodes, "max_voltage: 1100 V", "max_voltage: 1.1 kv",
      "14:14: `1.1 kv` is not a voltage (units: mV, V, kV)"),
    Spoilt(
      .electrodes, "max_voltage: 1100 V", "max_voltage: 11 A",
      "14:14: `11 A` is not a voltage (units: mV, V, kV)"),
    Spoilt(
      .electrodes, "max_voltage: 1100 V", "max_voltage: 5 kV",
      "14:14: `max_voltage`: 5 kV is out of range (1 V to 3000 V)"),
    Spoilt(
      .electrodes, "max_voltage: 1100 V", "max_voltage:",
      "14:1: `max_voltage` has no value (write one behind the colon, or remove the line)"),
    Spoilt(
      .electrodes, "max_voltage: 1100 V", "max_voltage: [1100 V]",
      "14:14: `max_voltage` must be a single value (write `key: value`)"),
    Spoilt(
      .electrodes, "max_voltage: 1100 V", "max_volts: 1100 V",
      "1:1: `max_voltage` is missing from the file (add a line `max_voltage: …`)\nf:14:1: unknown key "
        + "`max_volts` in the file (did you mean `max_voltage`?)"),
    Spoilt(
      .electrodes, "title: Parallel plates", "title: Parallel plates\ncolour: blue",
      "4:1: unknown key `colour` in the file (known here: schema, name, title, description, kind, identity, "
        + "identity_chip, gaps, electrodes, pairs, max_voltage, max_field, impedance, current, citation, source)"),
    Spoilt(
      .electrodes, "max_voltage: 900 V", "max_votage: 900 V",
      "10:5: unknown key `max_votage` in entry 1 of `electrodes` (did you mean `max_voltage`?)"),
    Spoilt(
      .electrodes, "[6 mm, 7 mm]", "[6 mm, 700 mm]",
      "7:14: entry 2 of `gaps`: a gap of 700 mm is absurd (did you mean 7 mm? it is 500 µm to 50 mm)"),
    Spoilt(
      .electrodes, "[6 mm, 7 mm]", "[6 mm, 7 cm]",
      "7:14: entry 2 of `gaps`: a gap of 70 mm is absurd (did you mean 7 mm? it is 500 µm to 50 mm)"),
    Spoilt(
      .electrodes, "[6 mm, 7 mm]", "[6 mm, 7 um]",
      "7:14: entry 2 of `gaps`: a gap of 7 µm is absurd (did you mean 7 mm? it is 500 µm to 50 mm)"),
    Spoilt(
      .electrodes, "[6 mm, 7 mm]", "[6 mm, 7]",
      "7:14: `7` has no unit (write `7 mm`)"),
    Spoilt(
      .electrodes, "[6 mm, 7 mm]", "[6 mm, 6 mm]",
      "7:14: this gap is listed twice (keep one of them)"),
    Spoilt(
      .electrodes, "[6 mm, 7 mm]", "[]",
      "7:7: `gaps` has 0 entries (1 to 64 are possible)"),
    Spoilt(
      .electrodes, "[6 mm, 7 mm]", "6 mm",
      "7:7: `gaps` must be a list (write `- entry` lines, or `[a, b]`)"),
    Spoilt(
      .electrodes, "gaps: [6 mm, 7 mm]\n", "",
      "11:1: a pair's gap is `chosen`, but there are no `gaps` (list them)"),
    Spoilt(
      .electrodes, "gap: chosen", "gap: 6 mm",
      "7:1: no pair's gap is `chosen` (remove `gaps`, or write `gap: chosen`)"),
    Spoilt(
      .electrodes, "kind: plates", "kind: plate",
      "4:7: `kind` cannot be `plate` (did you mean `plates`? it is one of plates, needle-rows, hexagonal, "
        + "test-load, internal-load)"),
    Spoilt(
      .electrodes, "identity_chip: no", "identity_chip: false",
      "6:16: `identity_chip` cannot be `false` (it is one of yes, no)"),
    Spoilt(
      .electrodes, "identity: PLATES", "identity: Parallel plates",
      "5:11: `Parallel plates` is not an identity (1 to 16 ASCII characters without spaces)"),
    Spoilt(
      .electrodes, "name: plates", "name: Plates",
      "2:7: `Plates` is not a name (up to 32 lower-case letters, digits and hyphens, as `needle-rows`)"),
    Spoilt(
      .electrodes, "  - name: right\n", "",
      "9:3: an array has 2 to 16 electrodes"),
    Spoilt(
      .electrodes, "- name: right", "- name: left",
      "11:5: electrode `left` is listed twice (give each a name of its own)"),
    Spoilt(
      .electrodes, "negative: right", "negative: rigth",
      "13:32: `negative` cannot be `rigth` (did you mean `right`? it is one of left, right)"),
    Spoilt(
      .electrodes, "negative: right", "negative: left",
      "13:5: a pair has two different electrodes (name another one)"),
    Spoilt(
      .electrodes, "lowest: 15 ohm", "lowest: 15 kohm",
      "16:30: `highest` is not above its lower bound (exchange the two, or correct one)"),
    Spoilt(
      .electrodes, "source: unverified", "source: maybe",
      "19:9: `source` cannot be `maybe` (it is one of verified, unverified)"),
    Spoilt(
      .electrodes, "citation: Marty 2006, EJC Supplements 4:3\n", "",
      "1:1: `citation` is missing from the file (add a line `citation: …`)"),
  ]
}
