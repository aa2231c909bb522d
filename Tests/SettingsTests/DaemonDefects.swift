extension DefectTests {
  /// What may be wrong with the daemon's file.
  static let daemon: [Spoilt] = [
    Spoilt(
      .daemon, "driver: native", "driver: scpi",
      "3:11: `driver` cannot be `scpi` (it is one of native)"),
    Spoilt(
      .daemon, "device: /dev/ttyUSB0", "device: ttyUSB0",
      "4:11: `ttyUSB0` is not a device (write its whole path, as `/dev/ttyUSB0`)"),
    Spoilt(
      .daemon, "baud: 921600", "baud: 921601",
      "5:9: serial lines have no speed of 921601 baud (one of 9600, 19200, 38400, 57600, 115200, 230400, "
        + "460800, 921600, 1000000, 2000000)"),
    Spoilt(
      .daemon, "serial: SIM-0001", "serial: ../x",
      "6:11: `../x` is not a serial number (1 to 16 letters, digits and hyphens)"),
    Spoilt(
      .daemon, "permit_ttl: 50 ms", "permit_ttl: 50",
      "7:15: `50` has no unit (write `50 ms`)"),
    Spoilt(
      .daemon, "permit_ttl: 50 ms", "permit_ttl: 30 ms",
      "8:3: telemetry would count as fresh for longer than the permit lives (at most `permit_ttl`)"),
    Spoilt(
      .daemon, "permit_ttl: 50 ms", "permit_ttl: 1 min",
      "7:15: `permit_ttl`: 1 min is out of range (10 ms to 1 s)"),
    Spoilt(
      .daemon, "path: /run/porate/control", "path: control",
      "10:9: `control` cannot be a socket's path (begin with `/`, and stay below 108 bytes)"),
    Spoilt(
      .daemon, "ticket_age: 500 ms", "ticket_age: 2 s",
      "11:3: a ticket would outlive the lease (at most `lease_lapse`)"),
    Spoilt(
      .daemon, "required: yes", "required: no",
      "13:3: no interlock is required beside the generator's own chain (require one, or write `interlocks: "
        + "{declared_without: REASON}`)"),
    Spoilt(
      .daemon, "line: door", "line: dor",
      "13:24: `line` cannot be `dor` (did you mean `door`? it is one of chain, estop, door, aux)"),
    Spoilt(
      .daemon, "  - {name: door, line: door, required: yes}", "  declared_without: none",
      "13:21: `declared_without` must give a reason, not `none` (a sentence that a stranger understands)"),
    Spoilt(
      .daemon, "interlocks:\n  - {name: door, line: door, required: yes}\n", "",
      "1:1: `interlocks` is missing from the file (add a line `interlocks: …`)"),
    Spoilt(
      .daemon, "required: yes}", "required: yes}\n  - {name: gate, line: door, required: yes}",
      "14:18: this line already has an interlock (one for each line)"),
    Spoilt(
      .daemon, "required: yes}", "required: yes}\n  - {name: chain, line: chain, required: no}",
      "14:32: the generator's own chain is always required (write `yes`)"),
    Spoilt(
      .daemon, "emergency_stop_path: The red button opens the chain.\n", "",
      "1:1: `emergency_stop_path` is missing from the file (add a line `emergency_stop_path: …`)"),
    Spoilt(
      .daemon, "The red button opens the chain.", "yes",
      "14:22: `emergency_stop_path` must give a reason, not `yes` (a sentence that a stranger understands)"),
    Spoilt(
      .daemon, "max_voltage: 1000 V, ", "",
      "16:14: `max_voltage` is missing from `treatment` (add a line `max_voltage: …`)"),
    Spoilt(
      .daemon, "max_voltage: 1000 V", "max_voltage: 90 V",
      "16:35: `max_voltage` is not above `min_voltage` (correct one of them)"),
    Spoilt(
      .daemon, "max_voltage: 1000 V", "max_voltage: 1000",
      "16:48: `1000` has no unit (write `1000 V`)"),
    Spoilt(
      .daemon, "energy_per_minute: 400 J", "energy_per_minute: 400 W",
      "19:55: `400 W` is not an energy (units: µJ, uJ, mJ, J)"),
    Spoilt(
      .daemon, "pedal: none", "pedal: arms",
      "22:8: `pedal` cannot be `arms` (it is one of none, fires, arms_and_fires)"),
    Spoilt(
      .daemon, "role: operator", "role: surgeon",
      "21:24: `role` cannot be `surgeon` (it is one of observer, operator, technician, engineer)"),
    Spoilt(
      .daemon, "user: anna, ", "",
      "21:5: an entry names a `user` or a `group`, one of the two (one entry for each)"),
    Spoilt(
      .daemon, "pedal: none", "pedal: none\nallow_without_realtime: yes",
      "23:25: `allow_without_realtime` must give a reason, not `yes` (a sentence that a stranger understands)"),
    Spoilt(
      .daemon, "pedal: none", "pedal: none\ntimeouts: {charge: 70 s}",
      "23:20: `charge`: 70 s is out of range (10 ms to 65 s)"),
    Spoilt(
      .daemon, "pedal: none", "pedal: none\nbank: {tolerance: 1.25 %}",
      "23:19: `tolerance` is counted in whole thousandths (write it in steps of 0.1 %)"),
    Spoilt(
      .daemon, "pedal: none", "pedal: none\nbeats: {delay: 60 ms}",
      "23:8: `window` is missing from `beats` (add a line `window: …`)\nf:23:8: `shortest_interval` is missing "
        + "from `beats` (add a line `shortest_interval: …`)\nf:23:8: `longest_interval` is missing from `beats` "
        + "(add a line `longest_interval: …`)"),
  ]
}
