"""What strangers at the socket can spoil while the machine is armed: nothing but their own connections.

The console is a process of its own, of an operator; the strangers are processes of a user without any role. Nothing is
judged by time: the arming is still there, with the same nonce, without a fault; no event of the loop was lost and it
went on ticking; Stop works from a connection that was there before and from a new one.
"""

import multiprocessing
import os

import varlink
from access_people import PATIENCE, Line, become, connected_as
from access_rig import AccessRig
from access_strangers import KINDS, flooding
from rig import wait

# Memory that a daemon may take for its clients beyond what it has: 256 connections, each with its bounds.
MOST_GROWTH_KB = 64 * 1024
TRIES = 3
STATE = "io.porate.Control.GetState"


def console(person, path, pipe):
    """An operator: takes control, prepares, arms when told, renews all the time; tells each end."""
    # Made before: it reads a file of its package, which may lie where only root may look. It connects when it opens.
    client = varlink.Client(f"unix:{path}")
    become(person)
    lease, renewing, acting = (client.open("io.porate.Control") for _ in range(3))
    stream = lease.AcquireControl(None, _more=True)
    token = next(stream)["token"]
    pipe.send("ready")
    try:
        while True:
            renewing.RenewControl(token, True)
            if not pipe.poll(0.2):
                continue
            if pipe.recv() == "end":
                return
            plan = {"array": "plates", "protocol": "plates-1khz", "gap_um": 7000, "acceptLowered": True}
            digest = acting.Prepare(token, plan)["plan"]["digest"]
            armed = acting.Arm(token, digest, "plates")
            pipe.send(armed["armed"]["nonce"])
    except (varlink.VarlinkError, OSError, StopIteration) as error:
        pipe.send(f"the console failed: {error!r}")


def status_kb(pid, key):
    """A number of /proc/PID/status, in kB."""
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith(f"{key}:"))


def counters(line):
    """The daemon's own counters."""
    reply = line.call("io.porate.Control.GetDiagnostics")
    if reply is None:
        raise AssertionError("a console's idle connection was closed while strangers came")
    return {entry["name"]: entry["value"] for entry in reply["parameters"]["counters"]}


class Child:
    """A process with a pipe to it."""

    def __init__(self, function, *arguments):
        context = multiprocessing.get_context("fork")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=function, args=(*arguments, theirs), daemon=True)
        self.process.start()
        theirs.close()

    def answer(self):
        """What it says next."""
        if not self.pipe.poll(PATIENCE):
            raise TimeoutError("a child process says nothing")
        return self.pipe.recv()

    def end(self, word="end"):
        """Tells it to end."""
        try:
            self.pipe.send(word)
        except OSError:
            pass
        self.process.join(PATIENCE)


class Flood:
    """One machine under all kinds of floods, one after the other."""

    def __init__(self, rig, people, say):
        self.rig, self.people, self.say = rig, people, say
        self.wrong, self.connections, self.late = [], 0, 0
        # The one who looks is there before the strangers, calls seldom, and must still be served in the end.
        self.early = Line(connected_as(people.named("soperator"), rig.path))
        self.take_control()

    def take_control(self):
        """Starts the console's process."""
        self.console = Child(console, self.people.named("uoperator"), self.rig.path)
        assert self.console.answer() == "ready"

    def arm(self):
        """Arms, with fresh tissue; the nonce."""
        if not self.console.process.is_alive():
            self.take_control()
        if self.rig.state()["faults"]:
            self.rig.line("soperator").call("io.porate.Control.AcknowledgeFault")
        self.rig.simulator("Set", {"array": "plates", "tissue": "tumour"})
        self.console.pipe.send("arm")
        nonce = self.console.answer()
        if nonce.startswith("the console"):
            raise AssertionError(nonce)
        return nonce

    def one(self, kind, count):
        """One kind of flood against an armed machine.

        A late tick counts only if it comes each time: a shared machine stalls by itself, without any flood.
        """
        for _ in range(TRIES):
            if self.one_try(kind, count):
                return
            self.late += 1
        self.wrong.append(f"{kind}: a tick was late in each of {TRIES} tries")

    def one_try(self, kind, count):
        """One flood; whether no tick was late meanwhile."""
        nonce = self.arm()
        before = counters(self.early)
        stranger = Child(flooding, self.people.named("stranger"), self.rig.path, kind, count)
        trouble = stranger.answer()
        if trouble:
            self.wrong.append(f"{kind}: {trouble}")
        new = self.rig.line("soperator")
        if self.early.call(STATE) is None:
            self.wrong.append(f"{kind}: the connection that was there before was closed")
        state = new.call("io.porate.Control.GetState")["parameters"]["state"]
        if state["cause"]["name"] == "tickLate":
            stranger.end()
            wait("standby", lambda: self.rig.line("uobserver").call(STATE)["parameters"]["state"]["mode"] == "standby")
            self.early = self.rig.line("soperator")
            return False
        if self.console.pipe.poll(0):
            self.wrong.append(f"{kind}: {self.console.pipe.recv()}")
        if (state.get("armed") or {}).get("nonce") != nonce or state["faults"]:
            what = f"mode {state['mode']}, cause {state['cause']['name']}, faults {state['faults']}"
            self.wrong.append(f"{kind}: the arming is gone: {what}")
        after = counters(new)
        ticks = after["loop.ticks"] - before["loop.ticks"]
        if ticks <= 0 or after["loop.lostEvents"] != before["loop.lostEvents"]:
            self.wrong.append(f"{kind}: {before} became {after}")
        self.stop(kind, self.early)
        self.early.close()
        self.early = new
        stranger.end()
        self.connections += count
        self.say(f"{kind}: {count} connections or MB, {ticks} ticks meanwhile")
        return True

    def stop(self, kind, line):
        """A Stop by a connection, and its effect."""
        reply = line.call("io.porate.Control.Stop")
        if reply is None or "error" in reply:
            self.wrong.append(f"{kind}: Stop from an early connection was answered with {reply}")
            reply = self.rig.line("stranger").call("io.porate.Control.Stop")
            if reply is None or "error" in reply:
                self.wrong.append(f"{kind}: Stop from a new connection was answered with {reply}")
        wait("the permit is gone", lambda: not self.rig.simulator("GetState")["permit"])
        wait("standby", lambda: self.rig.line("uobserver").call(STATE)["parameters"]["state"]["mode"] == "standby")

    def monitors(self, count):
        """An observer opens Monitors without end: a new connection must still be served, and Stop work from it."""
        self.arm()
        made, refused = [], 0
        for _ in range(count):
            line = self.rig.line("uobserver")
            line.send("io.porate.Control.Monitor", more=True)
            made.append(line)
        for line in made:
            reply = line.receive()
            refused += reply is None or "error" in reply
        new = self.rig.line("stranger")
        reply = new.call("io.porate.Control.Stop")
        if reply is None or "error" in reply:
            self.wrong.append(f"with {count} Monitors open, a Stop from a new connection was answered with {reply}")
        for line in made:
            line.close()
        self.stop("monitors", self.rig.line("stranger"))
        self.say(f"monitors: {count} asked for, {refused} refused")


def run(people, options, say):
    """All floods."""
    count = 400 if options.smoke else 3000
    rig = AccessRig(people)
    try:
        rig.start_daemon()
        pid = rig.daemon.pid
        before = status_kb(pid, "VmRSS")
        flood = Flood(rig, people, say)
        for kind in KINDS:
            flood.one(kind, min(count, 1024) if kind == "huge" else count)
        flood.monitors(300)
        grown = status_kb(pid, "VmHWM") - before
        if grown > MOST_GROWTH_KB:
            flood.wrong.append(f"the daemon grew by {grown} kB")
        descriptors = len(os.listdir(f"/proc/{pid}/fd"))
        if descriptors > 400:
            flood.wrong.append(f"the daemon has {descriptors} descriptors open")
        flood.console.end()
        if any(entry["event"] == "pulseStart" for entry in rig.truth()):
            flood.wrong.append("a pulse was given, and nobody had fired")
        counts = {"connections": flood.connections, "kB grown": grown, "kinds": len(KINDS) + 1}
        return counts | {"late tries": flood.late}, flood.wrong
    finally:
        rig.close(keep=options.keep)


