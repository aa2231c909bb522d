"""A private porated and porate-sim, as real processes joined by a pseudo-terminal, for tests from outside.

Timing is that of shared machines: every budget of time is wide, and nothing here asserts a duration.
"""

import datetime
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import varlink

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BIN = pathlib.Path(os.environ.get("PORATE_BIN_DIR", ROOT / ".build" / "release"))

GENERATOR = """generator:
  driver: native
  device: {folder}/generator
  baud: 921600
  late_tick: 250 ms
  permit_ttl: 500 ms
  telemetry_stale: 500 ms
  not_after_margin: 250 ms
"""


class Rig:
    """One daemon, one simulator, one private folder."""

    def __init__(self, array="plates", gap=None, pedal="none", supply="3000W"):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="porate-rig-"))
        self.array, self.gap, self.supply = array, gap, supply
        self.sim = self.daemon = None
        self.children = []
        self.terminals = []
        shutil.copytree(ROOT / "config", self.folder / "config")
        self._configure(pedal)
        self.start_sim()
        self._calibrate()

    def _configure(self, pedal):
        path = self.folder / "config" / "porated.yaml"
        lines, skipping = [], False
        for line in path.read_text().splitlines():
            if line.startswith("# generator:"):
                lines += GENERATOR.format(folder=self.folder).splitlines()
                skipping = True
                continue
            if skipping and line.startswith("#"):
                continue
            skipping = False
            line = line.replace("lease_lapse: 1 s", f"path: {self.folder}/control\n  lease_lapse: 2 s")
            line = line.replace("ticket_age: 500 ms", "ticket_age: 1 s")
            line = line.replace("pedal: none", f"pedal: {pedal}")
            lines.append(line)
        lines += [f"journal: {{path: {self.folder}/journal.sqlite}}", ""]
        if os.geteuid() != 0:
            lines.append('allow_without_realtime: "a test on a shared machine"\n')
        path.write_text("\n".join(lines))

    def _calibrate(self):
        channels = json.loads((self.folder / "state" / "channels.json").read_text())
        today = datetime.date.today()

        def channel(name, unit):
            entry = channels[name]
            return f"{{gain: {entry['factor_ppm'] / 1e6:.6f}, offset: {entry['offset']} {unit}}}"

        text = f"""schema: 1
serial: {channels["serial"]}
date: {today}
valid_until: {today + datetime.timedelta(days=365)}
technician: "a test"
instrument: "the simulator's own channel errors"
channels:
  bank_a: {channel("bankA", "mV")}
  bank_b: {channel("bankB", "mV")}
  pulse_voltage: {channel("pulseVoltage", "mV")}
  pulse_current: {channel("pulseCurrent", "mA")}
width_offset: {channels["width"]["offset"]} ns
"""
        folder = self.folder / "config" / "calibration"
        folder.mkdir(exist_ok=True)
        (folder / f"{channels['serial']}-{today}.yaml").write_text(text)

    def _start(self, *command, log):
        out = open(self.folder / log, "ab")
        # What a person exported for a socket of their own is not meant here.
        own = ("PORATE_SOCKET", "PORATE_LEASE")
        environment = {name: value for name, value in os.environ.items() if name not in own}
        words = [str(word) for word in command]
        child = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=environment)
        self.children.append(child)
        return child

    def start_sim(self):
        command = [BIN / "porate-sim", "serve", "--link", self.folder / "generator", "--socket", self.folder / "sim"]
        command += ["--state", self.folder / "state", "--array", self.array, "--supply", self.supply]
        if self.gap:
            command += ["--gap", self.gap]
        self.sim = self._start(*command, log="sim.log")
        wait("porate-sim serves", lambda: self.simulator("GetState"))
        # Holding its terminal keeps the number from going to another simulator once this one is killed.
        self.terminals.append(os.open(os.readlink(self.folder / "generator"), os.O_RDWR | os.O_NOCTTY))

    def start_daemon(self):
        self.daemon = self._start(
            BIN / "porated", "--config", self.folder / "config" / "porated.yaml", log="porated.log"
        )
        wait("porated is in standby", lambda: self.state()["mode"] == "standby")

    def simulator(self, method, *arguments):
        return call(f"unix:{self.folder}/sim", "io.porate.Simulator", method, *arguments)

    def control(self, method, *arguments):
        return call(f"unix:{self.folder}/control", "io.porate.Control", method, *arguments)

    def state(self):
        return self.control("GetState")["state"]

    def truth(self):
        """Everything the simulator really did, all its starts."""
        path = self.folder / "state" / "truth.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines() if line.endswith("}")]

    def console(self, *arguments):
        """An operator as a process of its own, so that it can be killed or frozen."""
        program = pathlib.Path(__file__).with_name("operator_process.py")
        return self._start(sys.executable, program, f"unix:{self.folder}/control", *arguments, log="operator.log")

    def said(self, word):
        """Whether the operator's process has said a word."""
        path = self.folder / "operator.log"
        return path.exists() and any(line.split(" ")[0] == word for line in path.read_text().splitlines())

    def close(self, keep=False):
        for child in self.children:
            if child.poll() is None:
                child.send_signal(signal.SIGCONT)
                child.kill()
            child.wait()
        for terminal in self.terminals:
            os.close(terminal)
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)


def call(address, interface, method, *arguments):
    client = varlink.Client(address)
    with client.open(interface) as connection:
        return getattr(connection, method)(*arguments)


def wait(what, condition, seconds=60):
    """Waits for a condition; the bound is there to end a hanging test, not to judge one."""
    end = time.monotonic() + seconds
    trouble = None
    while time.monotonic() < end:
        try:
            result = condition()
            if result:
                return result
        except Exception as error:  # noqa: BLE001  # the programs may not be up yet
            trouble = error
        time.sleep(0.02)
    raise TimeoutError(f"{what}: not within {seconds} s ({trouble})")
