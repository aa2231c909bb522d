"""The rig of one cell: a daemon, a simulator and operators of its own, made so that every state lasts long enough."""

import json
import mmap
import os
import pathlib
import re
import resource
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time

from rig import BIN, Rig, wait

HERE = pathlib.Path(__file__).resolve().parent

# The parameters of what is called, in their order.
PARAMETERS = {
    "Inject": ("injection", "trigger"),
    "Press": ("line", "trigger"),
    "Release": ("line", "trigger"),
    "Set": ("settings",),
    "ResolveTrain": ("pulses", "reason"),
}
# A daemon that cannot take another connection leaves a client waiting; this one goes away.
CALL_PATIENCE = 5
BEATS = "beats: {delay: 60 ms, window: 120 ms, shortest_interval: 300 ms, longest_interval: 3 s}"
# How much the small disk holds: the daemon refuses arming when less than 64 MiB are left.
DISK_BYTES = 80 << 20


def build_preload(folder):
    """Compiles what steps the wall clock and lets the disk hang; a compiler is there wherever Swift is."""
    compiler = next((path for path in map(shutil.which, ("clang", "cc", "gcc")) if path), None)
    if compiler is None:
        raise SystemExit("fault_cells.py needs a C compiler: clang comes with Swift")
    library = pathlib.Path(folder) / "fault_cells_preload.so"
    source = HERE / "fault_cells_preload.c"
    subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return library


class Refused(Exception):
    """An error that the other side answered."""

    def __init__(self, error, parameters):
        super().__init__(f"{error} {parameters}")
        self.name = parameters.get("name") or error.rsplit(".", 1)[-1]


def ask(path, method, parameters):
    """One call without any library, because a client that waits for ever is part of what is tested."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(CALL_PATIENCE)
        connection.connect(str(path))
        connection.sendall(json.dumps({"method": method, "parameters": parameters}).encode() + b"\0")
        answer = b""
        while not answer.endswith(b"\0"):
            piece = connection.recv(65536)
            if not piece:
                raise ConnectionError("the connection was closed")
            answer += piece
    reply = json.loads(answer[:-1])
    if reply.get("error"):
        raise Refused(reply["error"], reply.get("parameters") or {})
    return reply.get("parameters") or {}


class Board:
    """The memory shared with what is loaded into the daemon."""

    FIELDS = ("wall_step_s", "disk_hangs", "hung", "stepped", "unaccepted")

    def __init__(self, path):
        path.write_bytes(bytes(8 * len(self.FIELDS)))
        with open(path, "r+b") as file:
            self.memory = mmap.mmap(file.fileno(), 8 * len(self.FIELDS))

    def __getitem__(self, field):
        return struct.unpack_from("q", self.memory, 8 * self.FIELDS.index(field))[0]

    def __setitem__(self, field, value):
        struct.pack_into("q", self.memory, 8 * self.FIELDS.index(field), value)


class CellRig(Rig):
    """A rig with a heart, two voltages on the hexagonal array, a disk of its own where asked, and the preload."""

    def __init__(self, preload, array="plates", supply="3000W", bank_uF=500, beats=0, own_disk=False):
        self.preload, self.own_disk, self.mounted = preload, own_disk, False
        super().__init__(array, supply=supply)
        self.initial = {"bank_nF": bank_uF * 1000, "supply_mW": int(supply.removesuffix("W")) * 1000}
        if array == "plates":
            self.initial["gap_um"] = 6000
        if beats:
            self.initial["beats_per_minute"] = beats
        self.simulator("Set", self.initial)

    def _configure(self, pedal):
        super()._configure(pedal)
        config = self.folder / "config"
        path = config / "porated.yaml"
        record = self.folder / "disk"
        record.mkdir()
        text = path.read_text().replace(f"{self.folder}/journal.sqlite", f"{record}/journal.sqlite")
        path.write_text(text + BEATS + "\n")
        self._add_synchronised(config / "protocols")
        self._vary_gaps(config / "electrodes" / "hexagonal.yaml")
        self.board = Board(self.folder / "board")
        if self.own_disk and os.geteuid() == 0:
            command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(record)]
            self.mounted = subprocess.run(command, stderr=subprocess.DEVNULL).returncode == 0

    @staticmethod
    def _add_synchronised(folder):
        text = (folder / "plates-1khz.yaml").read_text()
        text = text.replace("name: plates-1khz", "name: plates-beats").replace("pulses: 8", "pulses: 3")
        (folder / "plates-beats.yaml").write_text(text.replace("synchronisation: none", "synchronisation: each_pulse"))

    @staticmethod
    def _vary_gaps(path):
        """Every other pair of the rim is nearer, so that the bank moves between the pairs; the spokes go."""
        lines = [line for line in path.read_text().splitlines() if "negative: centre" not in line]
        pairs = [number for number, line in enumerate(lines) if "positive:" in line]
        for number in pairs[::2]:
            lines[number] = lines[number].replace("7.3 mm", "5 mm")
        path.write_text("\n".join(lines) + "\n")

    def spawn_daemon(self):
        """Starts the daemon without waiting for it."""
        program = [str(BIN / "porated"), "--config", str(self.folder / "config" / "porated.yaml")]
        own = ("PORATE_SOCKET", "PORATE_LEASE")
        environment = {name: value for name, value in os.environ.items() if name not in own}
        environment |= {"LD_PRELOAD": str(self.preload), "FAULT_CELLS_BOARD": str(self.folder / "board")}
        with open(self.folder / "porated.log", "ab") as out:
            # restore_signals: a file that may not grow is then an error for the daemon, and not its end.
            self.daemon = subprocess.Popen(
                program, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=environment, restore_signals=False
            )
        self.children.append(self.daemon)

    def start_daemon(self):
        self.spawn_daemon()
        wait("porated is in standby", lambda: self.state()["mode"] == "standby")

    def operator(self, name, plan, mode="once"):
        """An operator that waits for the words `begin` and `go`."""
        folder = self.folder / name
        folder.mkdir()
        gap = "-" if plan.gap is None else plan.gap
        program = [sys.executable, HERE / "fault_cells_operator.py", f"unix:{self.folder}/control", folder]
        child = self._start(*program, plan.array, plan.protocol, gap, mode, log=f"{name}/said")
        return Console(folder, child)

    def raise_supply(self):
        self.simulator("Set", {"supply_mW": 3_000_000})

    def simulator(self, method, *arguments):
        named = dict(zip(PARAMETERS.get(method, ()), arguments, strict=False))
        return ask(self.folder / "sim", f"io.porate.Simulator.{method}", named)

    def control(self, method, *arguments):
        named = dict(zip(PARAMETERS.get(method, ()), arguments, strict=False))
        return ask(self.folder / "control", f"io.porate.Control.{method}", named)

    def generator(self):
        """What the generator is in truth; None for one without power."""
        for _ in range(100):
            if self.sim.poll() is not None:
                return None
            try:
                return self.simulator("GetState")
            except ConnectionError:
                time.sleep(0.02)  # Perhaps it ends in this moment.
        raise TimeoutError("porate-sim runs, but takes no connection")

    def is_alive(self):
        return self.daemon is not None and self.daemon.poll() is None

    def close(self, keep=False):
        try:
            self.board["disk_hangs"] = 0
            super().close(keep=True)
        finally:
            if self.mounted:
                subprocess.run(["umount", "-l", str(self.folder / "disk")], stderr=subprocess.DEVNULL)
            if not keep:
                shutil.rmtree(self.folder, ignore_errors=True)


class Console:
    """An operator's process."""

    def __init__(self, folder, child):
        self.folder, self.child = folder, child

    def tell(self, word):
        (self.folder / word).touch()

    def lines(self):
        path = self.folder / "said"
        return path.read_text().splitlines() if path.exists() else []

    def count(self, word):
        return sum(line.split(" ")[0] == word for line in self.lines())

    def said(self, word):
        return self.count(word) > 0

    def refusal(self):
        """The name of what refused it, the particular one where there is one."""
        for line in self.lines():
            words = line.split(" ", 2)
            if words[0] == "refused":
                details = json.loads(words[2]) if len(words) > 2 else {}
                blockers = details.get("blockers") or [{}]
                return blockers[0].get("name") or details.get("cause") or details.get("name") or words[1]
        return None

    def is_over(self):
        return self.said("waiting") or self.said("refused") or self.child.poll() is not None

    def end(self):
        if self.child.poll() is None:
            self.child.send_signal(signal.SIGCONT)
            self.child.kill()
        self.child.wait()


def process_state(pid):
    """One letter of the system's own: T is stopped, Z is dead."""
    try:
        return re.search(r"\) (\w)", pathlib.Path(f"/proc/{pid}/stat").read_text()).group(1)
    except FileNotFoundError:
        return "Z"


def now_ns():
    """On the clock that the simulator's log uses."""
    return time.clock_gettime_ns(time.CLOCK_MONOTONIC)


def limit(pid, which, value):
    """Changes a soft limit of a running process; the former one."""
    former = resource.prlimit(pid, which)
    resource.prlimit(pid, which, (value, former[1]))
    return former
