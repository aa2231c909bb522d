#!/usr/bin/env python3
"""Writes the seeds of the fuzzers' corpora: from the test vectors, the shipped configuration and the interfaces.

Usage: Tests/fuzz/seeds.py [FOLDER]

FOLDER is Tests/fuzz/corpus unless given. Files named seed-* are replaced; inputs that a fuzzer found stay.
The first byte of most inputs says how the rest is meant; the targets in Tests/fuzz/Sources/PorateFuzz say which.
"""

import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def vectors(name):
    return json.loads((ROOT / "Tests/vectors" / f"{name}.json").read_text())["vectors"]


def without_comments(path):
    """A file without its comments: a fuzzer would only turn them over."""
    lines = (ROOT / path).read_text().splitlines()
    kept = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    return ("\n".join(kept) + "\n").encode()


def uncoded(line):
    """The bytes of a good frame before COBS, without checksum."""
    out, at = bytearray(), 0
    line = line.rstrip(b"\0")
    while at < len(line):
        if at:
            out.append(0)
        out += line[at + 1 : at + line[at]]
        at += line[at]
    return bytes(out[:-4])


def record(frame, damage=0):
    """A frame as the second way of the link's target takes it."""
    return bytes([damage, frame[1], 0xEF]) + frame[6:8] + frame[8:9] + bytes([len(frame) - 10]) + frame[10:]


def link():
    seeds, records = {}, b""
    for file in ("host-messages", "device-messages"):
        for index, vector in enumerate(vectors(file)):
            line = bytes.fromhex(vector["line"])
            frame = uncoded(line)
            seeds[f"line-{file}-{index:02}"] = b"\0" + line
            seeds[f"frame-{file}-{index:02}"] = b"\1" + record(frame)
            records += record(frame, damage=(0, 0, 0x45, 0x89, 0xC0)[index % 5])
    seeds["frames"] = b"\1" + records
    for index, vector in enumerate(vectors("damaged")):
        seeds[f"damaged-{index:02}"] = b"\0" + bytes.fromhex(vector["line"])
    for index, vector in enumerate(vectors("programs")):
        seeds[f"program-{index:02}"] = b"\2" + bytes.fromhex("".join(vector["program"]))
    return seeds


def varlink():
    def message(value):
        return json.dumps(value).encode() + b"\0"

    everything = {
        "flag": True,
        "count": -3,
        "ratio": 2.5e-3,
        "words": ["a", "\u00e9\ud83d\ude00", "\n\t\"\\"],
        "nodes": {"x": {"name": "n", "next": {"name": "m", "next": None, "kind": "two"}, "kind": "one"}},
        "any": {"k": [1, [2, [3, {}]]]},
        "inner": {"a": 1, "b": [True, False]},
        "choice": "left",
    }
    node = {"node": {"name": "n", "kind": "three"}}
    calls = [
        {"method": "org.varlink.service.GetInfo"},
        {"method": "io.porate.Control.Monitor", "more": True, "parameters": {}},
        {"method": "io.porate.Control.Stop", "oneway": True},
        {"method": "io.porate.Control.Fire", "parameters": {"token": "t", "nonce": "18446744073709551615"}},
    ]
    replies = [
        {"parameters": {"state": "standby"}, "continues": True},
        {"error": "io.porate.Control.InterlockOpen", "parameters": {"name": "door", "since_us": 12}},
        {"parameters": {}},
    ]
    return {
        "calls": b"\x07" + b"".join(map(message, calls)),
        "replies": b"\xff" + b"".join(map(message, replies)),
        "everything": b"\xff" + message(everything),
        "without-options": b"\xff" + message({k: v for k, v in everything.items() if k not in ("any", "choice")}),
        "node": b"\0" + message(node),
        "escapes": b"\x10" + rb'["\u0041\ud83d\ude00\/\b\f\r\u00e9", 1E+2, -0, 0.5e-7, 12345678901234567890]' + b"\0",
        "deep": b"\xff" + b"[" * 32 + b"]" * 32 + b"\0",
        "too-deep": b"\xff" + b"[" * 33 + b"]" * 33 + b"\0",
        "twice": b"\xff" + b'{"a":1,"a":2}\0{"a":1',
        "long": b"\xff" + b'"' + b"x" * 598 + b'"\0' + b'"' + b"x" * 599 + b'"\0',
    }


def idl():
    seeds = {
        name.lower(): (ROOT / f"Sources/ControlInterface/io.porate.{name}.varlink").read_bytes()
        for name in ("Control", "Record", "Simulator")
    }
    seeds["kinds"] = b"""# Of all kinds
# two lines
interface a-b.c.d1

# A tree
type T (
  # its leaves
  l: []?T, m: [string][]int, e: (one, two), s: (x: ?float, o: object)) # behind
type E (a, b)
method M(t: T) -> ()
error R (why: string, e: ?E)
"""
    seeds["comments"] = b"#\r\n# x\r\ninterface a.b\n#\n# \n#  y\nerror E ()\n# last\n"
    seeds["deep"] = b"interface a.b\ntype T (a: " + b"[]" * 30 + b"bool)\n"
    seeds["too-deep"] = b"interface a.b\ntype T (a: " + b"[]" * 40 + b"bool)\n"
    return seeds


CALIBRATION = b"""schema: 1
serial: SIM-0001
date: 2026-11-23
valid_until: 2027-11-22
technician: A. Person
instrument: "Reference divider \\"17\\""
channels:
  bank_a: {gain: 1.0321, offset: 0.5 V}
  bank_b: {gain: 0.98, offset: -1.25 V}
  pulse_voltage: {gain: 1, offset: 0 V}
  pulse_current: {gain: 1.002003, offset: -20 mA}
width_offset: -12 ns
"""


def settings():
    seeds = {"daemon": b"d" + without_comments("config/porated.yaml"), "calibration": b"c" + CALIBRATION}
    quoted = CALIBRATION.replace(b"A. Person", b'"A. \\\\Person\\x21"').replace(b"schema: 1", b"'schema': 1")
    seeds["calibration-quoted"] = b"c" + quoted
    # As many keys as a file can have.
    seeds["keys"] = b"p" + b"".join(b"k%d: 1\n" % index for index in range(300))
    for kind in ("electrodes", "protocols"):
        for path in sorted((ROOT / "config" / kind).glob("*.yaml")):
            seeds[f"{kind}-{path.stem}"] = kind[:1].encode() + without_comments(path)
    plates = without_comments("config/electrodes/plates.yaml")
    seeds["electrodes-out-of-range"] = b"e" + plates.replace(b"max_voltage: ", b"max_voltage: 9")
    seeds["yaml-kinds"] = b"""e? a
: - !t [&x 'b', "\\x1b", {c: *x}]
  - |2-
      d
  - >+
   e
%Y
---
...
"""
    return seeds


def caps():
    return {
        "shipped": (ROOT / "config/absolute-caps").read_bytes(),
        "bare": without_comments("config/absolute-caps"),
        "twice": without_comments("config/absolute-caps").replace(b"window 60 s\n", b"window 60 s\nwindow 60 s\n"),
        "without-unit": without_comments("config/absolute-caps").replace(b" A\n", b"\n"),
    }


def device():
    tick, released, discharge = bytes([5, 0xC0, 0]), bytes([5, 0xC6, 0]), bytes([5, 2, 0])
    telemetry = bytes([2, 0x1D, 3, 0, 4, 0, 1, 0, 0, 3, 0])
    idle = bytes([2, 0x1D, 3, 0, 0, 0, 0, 0, 0, 3, 0])
    load = b"\3" + bytes([5, 0x43, 0])
    report = bytes([3, 1, 0, 3, 0, 2, 0, 0x10, 0, 1, 0, 1, 0, 0])
    ended = bytes([4, 0x8C, 4, 0, 4, 0])
    waveform = bytes([4, 0x85, 0, 0, 40, 0, 1, 0, 1, 0, 31]) + bytes(range(128))
    stranger, restarted = bytes([4, 6, 1, 0, 0, 0]), bytes([4, 6, 1, 2, 0, 0])
    seeds = {
        "handshake": b"\0" + bytes([6, 15, 6, 15, 5, 2, 0, 6, 15]),
        "stranger": b"\0" + tick + stranger + tick + telemetry + tick,
        "restart": b"\3" + tick + restarted + tick + idle + tick + bytes([7, 15]),
        "arming": b"\1" + bytes([6, 5, 5, 0x43, 0, 6, 15, 6, 15, 6, 15, 5, 0x44, 0, 6, 5, 5, 0x45, 0, 6, 15]),
        "train": b"\2" + bytes([6, 15, 5, 0xC0, 0, 6, 15, 6, 15, 5, 2, 9, 6, 15]),
        "silent": b"\4" + bytes([5, 0xC0, 255] * 4),
        "stop": b"\4" + discharge + tick + discharge + bytes([7, 9]) + discharge,
        "late-reports": b"\4" + telemetry + tick + report + tick + report + tick + ended + tick,
        "waveforms": b"\4" + report + tick + ended + idle + tick + waveform + tick + waveform + tick,
        "release-twice": b"\3" + released + tick + released + tick,
        "answers": load + (bytes([4, 0x80]) + tick) * 14 + bytes([4, 0x8A, 127]) + bytes(128) + tick,
        "rejections": load + b"".join(bytes([4, 0x81, index]) + tick for index in range(8)),
        "any-frame": b"\4" + bytes([1, 3, 0x88, 16]) + bytes(16) + tick + bytes([1, 15, 0x82, 4, 1, 2, 3, 4]) + tick,
    }
    for index, vector in enumerate(vectors("device-messages")):
        line = bytes.fromhex(vector["line"])
        frame = uncoded(line)
        seeds[f"frame-{index:02}"] = b"\4" + bytes([1, 3, frame[1], len(frame) - 10]) + frame[10:] + tick
    for index, vector in enumerate(vectors("damaged")[:12]):
        line = bytes.fromhex(vector["line"])[:255]
        seeds[f"damaged-{index:02}"] = b"\3" + bytes([0, len(line)]) + line + tick
    return seeds


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "Tests/fuzz/corpus"
    for make in (link, varlink, idl, settings, caps, device):
        target = folder / make.__name__
        target.mkdir(parents=True, exist_ok=True)
        for old in target.glob("seed-*"):
            old.unlink()
        for name, content in make().items():
            (target / f"seed-{name}").write_bytes(content)


if __name__ == "__main__":
    main()
