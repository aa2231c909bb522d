"""The machine, its consoles and its simulator, as the never-test moves them; each move is checked against the watch.

Moves never assert that something succeeds: they assert that nothing happened which must not.
"""

import signal
import socket
import sqlite3
import time

import varlink
from never_console import PATIENCE, UNKNOWN, Firing, Interfaces
from never_rig import NeverRig
from rig import wait
from truth_watch import TruthWatch, Violation

PLATES = {"array": "plates", "gap_um": 7000, "acceptLowered": True}
GOOD = {
    "plates": PLATES | {"protocol": "plates-1khz"},
    "fast": PLATES | {"protocol": "plates-5khz", "gap_um": 6000},
    "lowered": PLATES | {"protocol": "plates-1khz", "gap_um": 8000},
    "typed": PLATES | {"protocol": "plates-1khz", "voltage_mV": 400_000, "site": "left arm"},
    "slow": PLATES | {"protocol": "slow"},
    "held": PLATES | {"protocol": "held"},
    "load": {"array": "test-load", "protocol": "test-load"},
    "rows": {"array": "needle-rows", "protocol": "needles-5khz"},
    "hexagonal": {"array": "hexagonal", "protocol": "needles-1khz"},
}
# Plans that break a rule, and the errors that may say so.
BAD = {
    "no such array": (PLATES | {"array": "plate", "protocol": "plates-1khz"}, {"NoSuchArray"}),
    "no such protocol": (PLATES | {"protocol": "plates"}, {"NoSuchProtocol"}),
    "gap that is not": (PLATES | {"protocol": "plates-1khz", "gap_um": 7001}, {"PlanRefused"}),
    "gap beyond all": (PLATES | {"protocol": "plates-1khz", "gap_um": 2**62}, {"PlanRefused", "BadValue"}),
    "gap missing": ({"array": "plates", "protocol": "plates-1khz"}, {"PlanRefused"}),
    "voltage above": (PLATES | {"protocol": "plates-1khz", "voltage_mV": 1_000_001}, {"PlanRefused"}),
    "voltage none": (PLATES | {"protocol": "plates-1khz", "voltage_mV": 0}, {"PlanRefused", "BadValue"}),
    "voltage below": (PLATES | {"protocol": "plates-1khz", "voltage_mV": -5000}, {"PlanRefused", "BadValue"}),
    "voltage beyond all": (PLATES | {"protocol": "plates-1khz", "voltage_mV": 2**63 - 1}, {"PlanRefused", "BadValue"}),
    "protocol of others": ({"array": "hexagonal", "protocol": "plates-1khz"}, {"PlanRefused"}),
    "lowered unseen": (PLATES | {"protocol": "plates-1khz", "gap_um": 8000, "acceptLowered": False}, {"PlanLowered"}),
    "site too long": (PLATES | {"protocol": "plates-1khz", "site": "x" * 600}, {"BadValue"}),
}
# Messages that are not of the interface; each must be refused before anything is done.
PREPARE = {"method": "io.porate.Control.Prepare"}
MALFORMED = {
    "unknown key": PREPARE | {"parameters": {"token": "t", "plan": GOOD["plates"] | {"voltage_V": 800}}},
    "unknown parameter": {"method": "io.porate.Control.Stop", "parameters": {"now": True}},
    "text for a number": PREPARE | {"parameters": {"token": "t", "plan": GOOD["plates"] | {"voltage_mV": "800 V"}}},
    "wrong unit": PREPARE | {"parameters": {"token": "t", "plan": GOOD["plates"] | {"gap_mm": 7}}},
    "fraction": PREPARE | {"parameters": {"token": "t", "plan": GOOD["plates"] | {"gap_um": 7000.5}}},
    "beyond 64 bits": PREPARE | {"parameters": {"token": "t", "plan": GOOD["plates"] | {"gap_um": 10**30}}},
    "null": PREPARE | {"parameters": {"token": None, "plan": GOOD["plates"]}},
    "missing": {"method": "io.porate.Control.Fire", "parameters": {"token": "t"}},
    "number for a token": {"method": "io.porate.Control.Disarm", "parameters": {"token": 7}},
    "no such method": {"method": "io.porate.Control.FireAll"},
    "no such interface": {"method": "io.porate.Maintenance.Fire"},
    "oneway": {"method": "io.porate.Control.Prepare", "parameters": {"token": "t"}, "oneway": True},
    "upgrade": {"method": "io.porate.Control.GetState", "upgrade": True},
    "a list": [],
    "too long": {"method": "io.porate.Control.GetState", "parameters": {"x": "y" * 70_000}},
}
ARRAYS = {"load": "test-load", "rows": "needle-rows", "hexagonal": "hexagonal"}
REST = ["chain", "door", "auxiliary", "pedalContacts"]


class World:
    """One rig and everything that is known about it."""

    def __init__(self, pedal="none"):
        self.rig = NeverRig(pedal)
        self.rig.start_daemon()
        self.interfaces = Interfaces(f"unix:{self.rig.folder}/control")
        self.watch = TruthWatch(self.rig.folder / "state" / "truth.jsonl", pedal_fires=pedal == "fires")
        self.sim_client = varlink.Client(f"unix:{self.rig.folder}/sim")
        self.console = None
        self.former = None
        self.monitors = []
        self.digests = []
        self.prepared = None
        self.nonce = None
        self.spent = []
        self.rules, self.errors, self.outcomes = {}, {}, {}
        self.delivered = 0
        self.sequence = 0
        self.told = {}

    # What is asked, and what is known

    def simulator(self, method, *arguments):
        with self.sim_client.open("io.porate.Simulator") as connection:
            return getattr(connection, method)(*arguments)

    def ask(self, method, *arguments, more=False):
        """One call on a connection of its own: its last reply and None, or None and the error's name."""
        connection = self.interfaces.open()
        replies = []
        try:
            if more:
                for reply in getattr(connection, method)(*arguments, _more=True):
                    replies.append(reply)
            else:
                replies.append(getattr(connection, method)(*arguments))
            return replies, None
        except varlink.VarlinkError as error:
            name = self.interfaces.check(error)
            self.errors[name] = self.errors.get(name, 0) + 1
            if name == "Refused" and error.parameters()["name"] in UNKNOWN:
                return replies, "unknown"
            return replies, name
        except socket.timeout as error:
            raise Violation(f"{method} was not answered within {PATIENCE} s") from error
        except OSError:
            return replies, "unknown"
        finally:
            connection.close()

    def state(self):
        """The daemon's state; it always answers."""
        replies, error = self.ask("GetState")
        if error == "unknown" and self.rig.daemon.poll() is not None:
            raise Violation(f"porated ended by itself with {self.rig.daemon.returncode}")
        if error:
            raise Violation(f"GetState was refused: {error}")
        return replies[0]["state"]

    def mark(self):
        """What a refused call must leave as it was."""
        state = self.state()
        return {
            "mode": state["mode"],
            "prepared": (state.get("prepared") or {}).get("digest"),
            "armed": (state.get("armed") or {}).get("nonce"),
            "last": (state.get("last") or {}).get("train"),
            "cause": state["cause"]["name"],
        }

    def refused(self, before, what):
        """After a refusal: nothing is different, but for what happens by itself."""
        # A few ticks: what it should not have done would be done by then.
        time.sleep(0.03)
        after = self.mark()
        if before["mode"] == after["mode"] == "standby" and (before["prepared"], None) != (
            after["prepared"],
            after["armed"],
        ):
            raise Violation(f"{what} was refused and changed something: {before} to {after}")
        if before["armed"] and after["armed"] != before["armed"]:
            by_itself = after["armed"] is None and after["cause"] not in ("disarmed", "stop", "none", "completed")
            if not by_itself:
                raise Violation(f"{what} was refused and changed the arming: {before} to {after}")

    def tokens(self, which):
        """A token: the one that is held, a former one, or none."""
        if which == "held" and self.console:
            return self.console.token
        if which == "former" and self.former:
            return self.former
        return "" if which == "empty" else "00" * 16

    # What is checked after each move

    def check(self):
        """The log against everything known, and the record's outcomes against the log."""
        if self.rig.sim.poll() is not None and self.rig.sim.returncode != -signal.SIGKILL:
            raise Violation(f"porate-sim ended by itself with {self.rig.sim.returncode}")
        self.watch.read()
        self._read_outcomes()
        for number, (nonce, pulses, what) in self.told.items():
            train = self.watch.trains.get(nonce)
            if train and train.exempt:
                continue
            if self.watch.pulses(nonce) != pulses:
                raise Violation(
                    f"train {number} ({nonce}) is told as {what} with {pulses} pulses; "
                    f"the simulator gave {self.watch.pulses(nonce)}"
                )

    def _read_outcomes(self):
        path = self.rig.folder / "journal.sqlite"
        record = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=PATIENCE)
        rows = record.execute(
            "SELECT o.seq, t.id, t.nonce, t.planned_pulses, o.outcome, o.pulses, o.settled_by FROM outcomes o"
            " JOIN trains t ON t.id = o.train WHERE o.seq > ? ORDER BY o.seq",
            (self.sequence,),
        ).fetchall()
        record.close()
        for sequence, number, nonce, planned, outcome, pulses, by in rows:
            self.sequence = sequence
            self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1
            self.delivered += outcome == "delivered"
            if outcome == "unresolved" or by == "person":
                self.told.pop(number, None)
                continue
            count = {"delivered": planned, "notDelivered": 0}.get(outcome, pulses)
            self.told[number] = (f"{nonce & (2**64 - 1):016x}", count, outcome)
        for number in sorted(self.told)[:-20]:
            del self.told[number]

    def quiet(self, seconds=4):
        """Waits until the machine stands by with an empty bank, and remembers that moment; not all faults let it."""

        def stands_by():
            if self.state()["mode"] != "standby":
                return False
            return not self.simulator("GetState")["permit"]

        try:
            wait("standby", stands_by, seconds)
        except TimeoutError:
            return False
        self.watch.barrier()
        return True

    def end_lease(self):
        """The console goes away."""
        if self.console:
            self.former = self.console.token
            self.console.close()
            self.console = None

    def stop_by(self, how):
        """One Stop, which must be answered whatever else goes on."""
        if how == "raw":
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(PATIENCE)
            connection.connect(f"{self.rig.folder}/control")
            connection.sendall(b'{"method":"io.porate.Control.Monitor","more":true}\0')
            connection.sendall(b'{"method":"io.porate.Control.Stop","oneway":true}\0')
            connection.sendall(b'{"method":"io.porate.Control.Stop"}\0')
            connection.recv(1)
            # A new connection is answered only after what this one has sent was read.
            self.state()
            connection.close()
            return
        if how == "renewing" and self.console and not self.console.is_renewing:
            try:
                self.console.renewing.Stop()
                return
            except (OSError, varlink.VarlinkError):
                pass
        replies, error = self.ask("Stop")
        if error:
            raise Violation(f"Stop was answered with {error}")

    def revive(self):
        """Starts what was killed, and lets what was frozen go on."""
        for process in (self.rig.sim, self.rig.daemon):
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
        self.rig.revive()

    def fire(self, token, nonce, ticket):
        """Sends a Fire that the caller then finishes."""
        return Firing(self.interfaces, self.watch.firing(nonce), token, nonce, ticket)

    def finish(self, firing):
        """The end of a Fire; its outcome as told must be the record's and the simulator's."""
        error = firing.finish()
        if error:
            self.errors[error] = self.errors.get(error, 0) + 1
        outcome = firing.outcome
        self.watch.read()
        if outcome and outcome["name"] in ("delivered", "partial", "notDelivered"):
            train = self.watch.trains.get(firing.arguments[1])
            count = self.watch.pulses(firing.arguments[1])
            if outcome["pulses"] != count and not (train and train.exempt):
                raise Violation(f"Fire told {outcome}, the simulator gave {count}")
        return error

    def close(self, keep=False):
        """Ends everything."""
        self.end_lease()
        for monitor in self.monitors:
            monitor.close()
        self.rig.close(keep=keep)
