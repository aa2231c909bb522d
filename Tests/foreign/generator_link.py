#!/usr/bin/env python3
"""A second decoder of the generator link, written from docs/generator-link.md alone. Standard library only.

generator_link.py vectors DIR     checks every vector in DIR/*.json; exit code 1 if one fails
generator_link.py decode < HEX    reads a capture as hexadecimal text, prints one JSON object a frame or damage
"""

import json
import pathlib
import struct
import sys

MOST_CONTENT = 206
LEAST_CONTENT = 14


class Damage(Exception):
    """Bytes between two delimiters that are no frame."""


class Defect(Exception):
    """A whole frame that is no message."""


class BadProgram(Exception):
    """Program bytes that break a rule."""


def crc32c(data):
    remainder = 0xFFFFFFFF
    for byte in data:
        remainder ^= byte
        for _ in range(8):
            remainder = (remainder >> 1) ^ (0x82F63B78 if remainder & 1 else 0)
    return remainder ^ 0xFFFFFFFF


def uncobs(coded):
    content = bytearray()
    place = 0
    while place < len(coded):
        distance = coded[place]
        block = coded[place + 1 : place + distance]
        if len(content) + distance - 1 > MOST_CONTENT:
            raise Damage("tooLong")
        if len(block) != distance - 1:
            raise Damage("cutShort")
        content += block
        place += distance
        if place < len(coded):
            content.append(0)
    if len(content) > MOST_CONTENT:
        raise Damage("tooLong")
    return bytes(content)


def content_of(coded):
    content = uncobs(coded)
    if len(content) < LEAST_CONTENT:
        raise Damage("tooShort")
    if crc32c(content[:-4]) != struct.unpack("<I", content[-4:])[0]:
        raise Damage("checksum")
    return content


# What a field is, apart from plain numbers of struct.
ZERO, NONCE, TIME, NAME, HEX = "zero", "nonce", "time", "name", "hex"

HOST = {
    0x01: ("hello", [("I", "link_id"), ("B", "protocol_version"), (ZERO, 3)]),
    0x02: ("heartbeat", [("I", "ttl_us"), (TIME, "echo_us")]),
    0x03: ("discharge", []),
    0x04: ("programBegin", [(NONCE, "nonce"), ("H", "bytes"), (ZERO, 2), (HEX, "sha256", 32)]),
    0x05: ("programData", [(NONCE, "nonce"), ("H", "offset"), ("chunk",)]),
    0x06: ("programCommit", [(NONCE, "nonce")]),
    0x07: ("programRead", [(NONCE, "nonce"), ("H", "offset"), ("B", "count"), (ZERO, 1)]),
    0x08: ("probe", [(NONCE, "nonce"), ("B", "step"), (ZERO, 3)]),
    0x09: ("charge", [(NONCE, "nonce")]),
    0x0A: (
        "release",
        [(NONCE, "nonce"), ("B", "step"), (ZERO, 1), ("H", "pulse"), (TIME, "fire_at_us"), (TIME, "not_after_us")],
    ),
    0x0B: ("query", [(NONCE, "nonce")]),
    0x0C: ("reportRead", [(NONCE, "nonce"), ("H", "index"), (ZERO, 2)]),
    0x0D: ("waveformRead", [(NONCE, "nonce"), ("H", "index"), ("H", "offset")]),
    0x0E: ("identityRead", []),
}

STATES = ["idle", "probing", "charging", "armed", "delivering", "waiting", "discharging", "fault"]
FAULTS = [
    "none", "bankOvervoltage", "bankChannelsDisagree", "chargeFailed", "dischargeFailed", "switchStuck",
    "overTemperature", "supplyFailed", "memoryFailed", "sensorFailed", "selectorFailed", "internalError",
]
CUTS = ["none", "currentHigh", "voltageHigh", "voltageLow", "currentLow", "widthHigh"]
FATES = ["unknown", "waitingForTrigger", "running", "ended", "neverStarted"]
ENDS = dict(enumerate(
    ["none", "completed", "permitLapsed", "discharged", "interlock", "gateTimeout", "selfFault", "linkChanged"]))
ENDS.update({16 + number: "cut" + name[0].upper() + name[1:] for number, name in enumerate(CUTS) if number})
REASONS = dict(enumerate([
    "badState", "noPermit", "interlockOpen", "unknownNonce", "programBad", "programDigest", "aboveLimit", "tooLate",
    "busy", "notSupported", "badRequest", "nonceSpent", "faulted", "arrayDiffers"], start=1))
RULES = dict(enumerate([
    "length", "magic", "version", "kind", "stepCount", "electrodeCount", "arrayIdentity", "totalPulses", "reserved",
    "pair", "sync", "gate", "pulses", "voltage", "width", "period", "voltageLimits", "currentLimits", "widthLimit"],
    start=1))
FLAGS = [
    "permitLive", "chainClosed", "estopClosed", "doorClosed", "auxClosed", "pedalFirst", "pedalSecond",
    "pedalContactsValid", "arrayPresent", "arrayIdentified", "hasFault", "programLoaded", "startedByWatchdog",
]

DEVICE = {
    0x81: (
        "identity",
        [
            (NAME, "serial"), ("Q", "boot"), (NAME, "firmware"), ("B", "simulated", ["false", "true"]), (ZERO, 3),
            ("I", "pulse_counter"), ("I", "maximum_voltage_mv"), ("I", "maximum_current_ma"),
            ("I", "bank_capacitance_nf"),
        ],
    ),
    0x82: (
        "telemetry",
        [
            (TIME, "device_time_us"), ("I", "boot_low"), ("I", "pulse_counter"), ("B", "state", STATES),
            ("B", "step"), ("H", "flags"), ("i", "bank_a_mv"), ("i", "bank_b_mv"), ("i", "output_mv"),
            ("Q", "nonce"), ("H", "pulses_given"), ("B", "fault", FAULTS), (ZERO, 1), (HEX, "array_identity", 16),
        ],
    ),
    0x83: ("accepted", []),
    0x84: ("rejected", [("B", "reason", REASONS), ("B", "rule"), ("B", "step"), (ZERO, 1)]),
    0x85: ("programBytes", [(NONCE, "nonce"), ("H", "offset"), ("chunk",)]),
    0x86: ("probeResult", [(NONCE, "nonce"), ("B", "step"), (ZERO, 3), ("I", "impedance_mohm")]),
    0x87: (
        "pulseReport",
        [
            (NONCE, "nonce"), ("B", "step"), ("B", "cut", CUTS), ("H", "index"), (TIME, "start_us"),
            ("H", "start_ns"), (ZERO, 2), ("I", "width_ns"), ("i", "voltage_mv"), ("i", "current_ma"),
            ("i", "peak_ma"),
        ],
    ),
    0x88: (
        "trainFate",
        [
            (NONCE, "nonce"), ("B", "state", FATES), ("B", "end_reason", ENDS), ("H", "pulses"),
            ("H", "reports_kept"), (ZERO, 2),
        ],
    ),
    0x89: (
        "waveform",
        [
            (NONCE, "nonce"), ("H", "index"), ("H", "offset"), ("H", "total"), ("H", "voltage_scale_mv"),
            ("H", "current_scale_ma"), ("samples",),
        ],
    ),
    0x8A: ("beat", [(TIME, "time_us"), ("I", "interval_us"), ("I", "number")]),
}


class Reader:
    def __init__(self, data):
        self.data = data
        self.place = 0

    def take(self, count):
        if self.place + count > len(self.data):
            raise Defect("wrongLength")
        piece = self.data[self.place : self.place + count]
        self.place += count
        return piece

    def number(self, form):
        return struct.unpack("<" + form, self.take(struct.calcsize("<" + form)))[0]


def is_name(data):
    text = data.rstrip(b"\0")
    return len(text) > 0 and all(0x21 <= byte <= 0x7E for byte in text)


def named(number, names):
    known = names if isinstance(names, dict) else dict(enumerate(names))
    if number not in known:
        raise Defect("valueOutOfRange")
    return known[number]


def read_field(reader, field, into):
    kind = field[0]
    if kind == ZERO:
        if any(reader.take(field[1])):
            raise Defect("reservedNotZero")
    elif kind == NONCE:
        into[field[1]] = reader.number("Q")
        if into[field[1]] == 0:
            raise Defect("valueOutOfRange")
    elif kind == TIME:
        into[field[1]] = reader.number("Q")
        if into[field[1]] >= 1 << 63:
            raise Defect("valueOutOfRange")
    elif kind == NAME:
        data = reader.take(16)
        if not is_name(data):
            raise Defect("valueOutOfRange")
        into[field[1]] = data.rstrip(b"\0").decode("ascii")
    elif kind == HEX:
        into[field[1]] = reader.take(field[2]).hex()
    elif kind == "chunk":
        count = reader.number("B")
        read_field(reader, (ZERO, 1), into)
        if not 1 <= count <= 128:
            raise Defect("valueOutOfRange")
        into["bytes"] = reader.take(count).hex()
    elif kind == "samples":
        count = reader.number("B")
        read_field(reader, (ZERO, 1), into)
        if not 1 <= count <= 32:
            raise Defect("valueOutOfRange")
        into["samples"] = [list(struct.unpack("<hh", reader.take(4))) for _ in range(count)]
    elif len(field) == 3:
        into[field[1]] = named(reader.number(kind), field[2])
    else:
        into[field[1]] = reader.number(kind)


def require(holds, defect):
    if not holds:
        raise Defect(defect)


def judge(name, fields, link):
    """Rules beyond a single field."""
    if name == "hello":
        require(fields["link_id"] != 0, "valueOutOfRange")
        require(fields["link_id"] == link, "contradiction")
    elif name == "heartbeat":
        require(fields["ttl_us"] <= 2_000_000, "valueOutOfRange")
    elif name == "programRead":
        require(1 <= fields["count"] <= 128, "valueOutOfRange")
    elif name == "identity":
        fields["simulated"] = fields["simulated"] == "true"
    elif name == "telemetry":
        judge_telemetry(fields)
    elif name == "rejected":
        if fields["reason"] == "programBad":
            fields["rule"] = named(fields["rule"], RULES)
        else:
            require(fields["rule"] == 0, "reservedNotZero")
            del fields["rule"]
            if fields["reason"] != "aboveLimit":
                require(fields["step"] == 0, "reservedNotZero")
                del fields["step"]
    elif name == "pulseReport":
        require(fields["start_ns"] <= 999, "valueOutOfRange")
    elif name == "trainFate":
        require(fields["reports_kept"] <= fields["pulses"], "contradiction")
        require((fields["pulses"] > 0) == (fields["state"] in ("running", "ended")), "contradiction")
        require((fields["end_reason"] != "none") == (fields["state"] in ("ended", "neverStarted")), "contradiction")
    elif name == "waveform":
        require(fields["voltage_scale_mv"] > 0 and fields["current_scale_ma"] > 0, "valueOutOfRange")
        require(fields["offset"] + len(fields["samples"]) <= fields["total"], "contradiction")
    elif name == "probeResult" and fields["impedance_mohm"] == 0xFFFFFFFF:
        fields["impedance_mohm"] = "open"


def judge_telemetry(fields):
    bits = fields["flags"]
    require(bits < 1 << len(FLAGS), "reservedNotZero")
    flags = [name for number, name in enumerate(FLAGS) if bits >> number & 1]
    identity = bytes.fromhex(fields["array_identity"])
    require(("hasFault" in flags) == (fields["fault"] != "none"), "contradiction")
    require("arrayPresent" in flags or "arrayIdentified" not in flags, "contradiction")
    if "arrayIdentified" in flags:
        require(is_name(identity), "valueOutOfRange")
    else:
        require(not any(identity), "contradiction")
    fields["flags"] = flags
    fields["array_identity"] = identity.rstrip(b"\0").decode("ascii")


def message_of(content):
    version, kind, link, sequence, request = struct.unpack("<BBIHH", content[:10])
    frame = {"version": version, "type": kind, "link": link, "sequence": sequence, "request": request}
    if version != 1:
        raise Defect("unknownVersion")
    if kind not in HOST and kind not in DEVICE:
        raise Defect("unknownType")
    frame["from"] = "host" if kind in HOST else "device"
    name, layout = (HOST if kind in HOST else DEVICE)[kind]
    frame["message"] = name
    reader = Reader(content[10:-4])
    fields = {}
    for field in layout:
        read_field(reader, field, fields)
    require(reader.place == len(reader.data), "wrongLength")
    judge(name, fields, link)
    frame["fields"] = fields
    return frame


def events_of(data):
    """Frames and damages of a stream that ends with a delimiter; what is behind the last one is not looked at."""
    for coded in data.split(b"\0")[:-1]:
        if not coded:
            continue
        try:
            yield message_of(content_of(coded))
        except Damage as damage:
            yield {"damage": str(damage)}
        except Defect as defect:
            yield {"defect": str(defect)}


STEP_FIELDS = [
    "positive", "negative", "sync", "gate", "pulses", "reserved", "voltage_mv", "width_ns", "period_us",
    "voltage_low_mv", "voltage_high_mv", "current_low_ma", "current_high_ma", "width_high_ns",
]


def demand(holds, rule):
    if not holds:
        raise BadProgram(rule)


def program_of(data):
    demand(len(data) >= 32, "length")
    demand(data[:4] == b"PPG1", "magic")
    demand(data[4] == 1, "version")
    demand(data[5] <= 2, "kind")
    demand(1 <= data[6] <= 32, "stepCount")
    demand(len(data) == 32 + 40 * data[6], "length")
    demand(data[7] >= 2, "electrodeCount")
    demand(is_name(data[8:24]), "arrayIdentity")
    demand(not any(data[26:32]), "reserved")
    steps = []
    for place in range(32, len(data), 40):
        step = dict(zip(STEP_FIELDS, struct.unpack("<BBBBHHIIIIIIII", data[place : place + 40]), strict=True))
        demand(step.pop("reserved") == 0, "reserved")
        judge_step(step, steps[-1] if steps else None, data[7])
        steps.append(step)
    demand(sum(step["pulses"] for step in steps) == struct.unpack("<H", data[24:26])[0], "totalPulses")
    kind = ["treatment", "testLoad", "selfTest"][data[5]]
    array = data[8:24].rstrip(b"\0").decode("ascii")
    return {"kind": kind, "array_identity": array, "electrodes": data[7], "steps": steps}


def judge_step(step, before, electrodes):
    demand(step["positive"] != step["negative"], "pair")
    demand(max(step["positive"], step["negative"]) < electrodes, "pair")
    demand(step["sync"] <= 2, "sync")
    gated = before is None or step["sync"] > 0 or step["voltage_mv"] != before["voltage_mv"]
    demand(step["gate"] == (1 if gated else 0), "gate")
    demand(step["pulses"] > 0, "pulses")
    demand(step["voltage_mv"] > 0, "voltage")
    demand(step["width_ns"] > 0, "width")
    demand(step["period_us"] * 1000 > step["width_ns"], "period")
    demand(step["voltage_low_mv"] <= step["voltage_mv"] <= step["voltage_high_mv"], "voltageLimits")
    demand(step["current_low_ma"] < step["current_high_ma"], "currentLimits")
    demand(step["width_ns"] <= step["width_high_ns"], "widthLimit")


def check_vector(vector):
    """None, or what is wrong."""
    if "program" in vector:
        data = bytes.fromhex("".join(vector["program"]))
        try:
            found = {"fields": program_of(data)}
        except BadProgram as rule:
            found = {"rule": str(rule)}
        wanted = {key: vector[key] for key in ("fields", "rule") if key in vector}
        return None if found == wanted else f"wanted {wanted}, found {found}"
    line = bytes.fromhex(vector["line"])
    found = list(events_of(line))
    if found != vector["events"]:
        return f"wanted {vector['events']}, found {found}"
    if "legend" in vector:
        told = bytes.fromhex("".join(piece for piece, _ in vector["legend"]))
        if told != content_of(line.rstrip(b"\0")):
            return f"the legend says {told.hex()}"
    return None


def check_vectors(folder):
    files = sorted(pathlib.Path(folder).glob("*.json"))
    checked = failed = 0
    for file in files:
        for vector in json.loads(file.read_text(encoding="utf-8"))["vectors"]:
            checked += 1
            wrong = check_vector(vector)
            if wrong:
                failed += 1
                print(f"{file.name}: {vector['name']}: {wrong}")
    print(f"{checked} vectors checked, {failed} failed")
    return 0 if checked > 0 and failed == 0 else 1


def main(arguments):
    if crc32c(b"123456789") != 0xE3069283:
        print("the checksum does not have its check value")
        return 1
    if len(arguments) == 2 and arguments[0] == "vectors":
        return check_vectors(arguments[1])
    if arguments == ["decode"]:
        for event in events_of(bytes.fromhex(sys.stdin.read())):
            print(json.dumps(event))
        return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
