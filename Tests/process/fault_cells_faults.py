"""The faults that real processes can show: how each is made, seen to be in effect, and taken back."""

import dataclasses
import signal
import time

from fault_cells_rig import process_state
from fault_cells_truth import Allowance, entered_at, last_before, pulse_edge_at
from rig import wait

# When the generator itself makes something happen: exactly at the state.
TRIGGERS = {
    "probing": {"state": "probing"},
    "charging": {"state": "charging"},
    "armed": {"state": "armed"},
    "waitingForBeat": {"state": "waiting"},
    "settling": {"state": "waiting"},
    "delivering": {"pulse": 3, "edge": "end"},
    "discharging": {"state": "discharging"},
}


def trigger_time(cell):
    """When the trigger came, by the simulator's log; None while it has not."""
    trigger, truth = TRIGGERS[cell.state], cell.truth()
    if "pulse" in trigger:
        return pulse_edge_at(truth, trigger["pulse"], trigger["edge"])
    return entered_at(truth, trigger["state"])


def first_of(cell, is_it):
    """When the log first has something, whose place in it is kept; None while it has not."""
    for place, entry in enumerate(cell.truth()):
        if is_it(entry):
            cell.mark = place
            return entry["time_ns"]
    return None


@dataclasses.dataclass
class Fault:
    """What all faults have: whether the train must end by it, and what the faulty device may give."""

    name: str
    # True: no train of this cell may be called delivered. False: it must be. None: both are right.
    ends: bool | None = True
    allowance: Allowance = dataclasses.field(default_factory=Allowance)
    # Whether what the daemon says afterwards comes from a daemon that was there all the time.
    daemon_lives: bool = True
    own_disk: bool = False
    # Whether the device can work again only after its power was switched off and on.
    needs_power_cycle: bool = False
    mode: str = "once"
    # Whether what remains of the train has to last, so that the supply stays weak.
    needs_time: bool = False
    # Whether it acts on pulses, so that those of a millisecond each show it as well as those of a second.
    wants_quick_train: bool = False

    # Whether it is made as soon as the state is seen, rather than by a trigger of the generator.
    by_hand = True

    def arrange(self, cell):
        """Before the operator begins, for what the generator itself triggers."""

    def act(self, cell):
        """Makes it, in the state."""

    def effect(self, cell):
        """When it was in effect, by the simulator's log or the system; None while it is not."""
        return cell.acted_ns

    def pass_time(self, cell):
        """What happens while it lasts."""

    def objections(self, cell):
        """What may not be with this fault in particular."""
        return []

    def clear(self, cell):
        """Takes it back."""


@dataclasses.dataclass
class DeviceFault(Fault):
    """An entry of the simulator's menu; its log says when it took effect."""

    entry: str = ""
    details: dict = dataclasses.field(default_factory=dict)
    wants_quick_train: bool = True
    # Whether somebody presses Stop while it is there: what ignores it is seen only then.
    wants_stop: bool = False
    by_hand = False

    def arrange(self, cell):
        cell.rig.simulator("Inject", {"fault": self.entry, **self.details}, TRIGGERS[cell.state])

    def act(self, cell):
        cell.rig.simulator("Inject", {"fault": self.entry, **self.details})

    def effect(self, cell):
        return first_of(cell, lambda entry: entry["event"] == "injected" and entry.get("name") == self.entry)

    def pass_time(self, cell):
        if self.wants_stop:
            cell.rig.control("Stop")

    def clear(self, cell):
        cell.rig.simulator("ClearFaults")


@dataclasses.dataclass
class LinkFault(DeviceFault):
    """One of the line: it ends a train by the permit's or the telemetry's time, and takes that long."""

    wants_quick_train: bool = False


@dataclasses.dataclass
class ProcessFault(Fault):
    """A signal to a process, sent by the generator at the trigger; a frozen one goes on after its time."""

    process: str = "daemon"
    signal: str = "kill"
    lasts_ms: int | None = None
    by_hand = False

    def victim(self, cell):
        return {"daemon": cell.rig.daemon, "generator": cell.rig.sim, "console": cell.console.child}[self.process]

    def arrange(self, cell):
        cell.rig.simulator("Inject", {"signal": self.signal, "pid": self.victim(cell).pid}, TRIGGERS[cell.state])

    def act(self, cell):
        self.victim(cell).send_signal(signal.SIGKILL if self.signal == "kill" else signal.SIGSTOP)

    def effect(self, cell):
        # A process that was stopped before its time would be none of this cell: the order is that of the log.
        when = cell.acted_ns or trigger_time(cell)
        expected = "Z" if self.signal == "kill" else "T"
        return when if when and process_state(self.victim(cell).pid) == expected else None

    def pass_time(self, cell):
        if self.lasts_ms is not None:
            time.sleep(self.lasts_ms / 1000)
            self.victim(cell).send_signal(signal.SIGCONT)

    def clear(self, cell):
        if self.process == "console":
            cell.console.end()
        elif self.signal == "kill" and self.process == "daemon":
            cell.rig.daemon.wait()
            cell.rig.start_daemon()
        elif self.signal == "kill":
            cell.rig.sim.wait()
            cell.rig.start_sim()
            cell.rig.simulator("Set", cell.rig.initial)


class DoorOpened(Fault):
    by_hand = False

    def arrange(self, cell):
        cell.rig.simulator("Release", "door", TRIGGERS[cell.state])

    def act(self, cell):
        cell.rig.simulator("Release", "door")

    def effect(self, cell):
        return first_of(cell, lambda entry: entry["event"] == "line" and entry.get("reason") == "open")

    def clear(self, cell):
        cell.rig.simulator("Press", "door")


class TakeOver(Fault):
    def act(self, cell):
        cell.other = cell.rig.operator("other", cell.plan, "takeOver")
        wait("the other one has control", lambda: cell.other.said("control") or cell.other.said("refused"))

    def effect(self, cell):
        return cell.acted_ns if cell.other.said("control") and cell.console.said("lost") else None

    def clear(self, cell):
        cell.other.end()


class Firing(Fault):
    """A wrong firing: in effect once the generator was released, or gave up, while the operator fires."""

    def effect(self, cell):
        truth = cell.truth()
        ends = ("releaseAccepted", "dischargeReceived")
        times = [entry["time_ns"] for entry in truth if entry["event"] in ends]
        times = [when for when in times if when > last_before(truth, "chargeAccepted", when) > 0]
        fires = cell.console.count("fires")
        return times[0] if times and fires >= (2 if self.mode == "double" else 1) else None

    def objections(self, cell):
        accepted = cell.console.count("accepted")
        return [f"{accepted} firings of one arming were accepted"] if accepted > 1 else []
