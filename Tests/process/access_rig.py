"""A rig whose socket is handed over as a service manager does it: its folder, mode and group are the manager's."""

import os
import socket
import subprocess
import sys

from access_people import PATIENCE, Line, connected_as
from never_rig import NeverRig
from rig import BIN, wait

# What systemd does between fork and exec.
HAND_OVER = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS='1');"
    "os.execv(sys.argv[2], sys.argv[2:])"
)


class AccessRig(NeverRig):
    """porated behind a socket of mode 0660 and a group of its own, with rules or without."""

    def __init__(self, people, rules=True):
        self.people, self.with_rules = people, rules
        super().__init__("none")
        os.chmod(self.folder, 0o711)

    def _configure(self, pedal):
        super()._configure(pedal)
        if self.with_rules:
            with open(self.folder / "config" / "porated.yaml", "a") as file:
                file.write(self.people.rules())

    @property
    def path(self):
        """The control socket."""
        return f"{self.folder}/control"

    def start_daemon(self):
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(self.path)
        os.chown(self.path, 0, self.people.gid("socket"))
        os.chmod(self.path, 0o660)
        listener.listen(128)
        configuration = self.folder / "config" / "porated.yaml"
        words = [sys.executable, "-c", HAND_OVER, listener.fileno(), BIN / "porated", "--config", configuration]
        with open(self.folder / "porated.log", "ab") as log:
            self.daemon = subprocess.Popen(
                [str(word) for word in words], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                pass_fds=[listener.fileno()],
            )  # fmt: skip
        self.children.append(self.daemon)
        listener.close()
        self.watcher = self.line("uobserver" if self.with_rules else "root")
        wait("porated is in standby", lambda: self.state()["mode"] == "standby")

    def line(self, name):
        """A new connection of somebody."""
        return Line(connected_as(self.people.named(name), self.path))

    def state(self):
        """The state, as somebody who may read it sees it."""
        reply = self.watcher.call("io.porate.Control.GetState")
        if reply is None:
            raise AssertionError("an observer's idle connection was closed while strangers came")
        return reply["parameters"]["state"]

    def quiet(self):
        """Waits until the bank is empty."""
        wait("standby", lambda: self.state()["mode"] == "standby", PATIENCE)

    def pulses(self):
        """How many pulses the simulator has given in all."""
        return sum(entry["event"] == "pulseStart" for entry in self.truth())


class Held:
    """A lease of somebody, renewed when it is used."""

    def __init__(self, rig, name):
        self.rig, self.lease, self.other = rig, rig.line(name), rig.line(name)
        self.lease.send("io.porate.Control.AcquireControl", more=True)
        reply = self.lease.receive()
        self.error = reply.get("error", "").rsplit(".", 1)[-1] or None
        self.token = reply["parameters"].get("token", "0" * 32)

    def call(self, method, parameters=None, **flags):
        """One call with this lease's token, just renewed."""
        self.renew()
        reply = self.other.call(method, {"token": self.token, **(parameters or {})}, **flags)
        return reply

    def renew(self):
        """A fresh ticket."""
        reply = self.other.call("io.porate.Control.RenewControl", {"token": self.token, "hold": True})
        return reply["parameters"].get("ticket", "0" * 16)

    def close(self):
        """Gives the lease back, and waits until the daemon has noticed."""
        self.lease.close()
        self.other.close()
        wait("the lease is free", lambda: self.rig.state().get("holder") is None)
