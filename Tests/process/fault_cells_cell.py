"""One cell under way: reaches its state, makes the fault there, and sees what comes of it."""

import dataclasses
import time

import fault_cells_truth as truth_log
from fault_cells_menu import faults
from fault_cells_recover import USUAL
from fault_cells_rig import CellRig, now_ns
from rig import wait

# How long anything may take before the cell is given up; it ends hanging cells and judges none.
PATIENCE = 30


class NotReached(Exception):
    """The state was not reached with the fault in effect: a slow machine, so the cell is tried again."""


@dataclasses.dataclass(frozen=True)
class Plan:
    array: str
    protocol: str
    gap: int | None
    pulses: int
    synchronised: bool = False


PLANS = {
    "quick": Plan("plates", "plates-1khz", 6000, 8),
    "slow": Plan("plates", "plates-1hz", 6000, 8),
    "beats": Plan("plates", "plates-beats", 6000, 3, True),
    "pairs": Plan("hexagonal", "needles-1khz", None, 48),
}
# Which plan reaches a state, and what makes the state last: a weak supply, a large bank.
STATES = {
    "starting": ("quick", {"bank_uF": 1500}),
    "standby": ("quick", {}),
    "probing": ("pairs", {}),
    "charging": ("quick", {"supply": "300W", "bank_uF": 1500}),
    "armed": ("quick", {}),
    "waitingForBeat": ("beats", {"beats": 30}),
    "delivering": ("slow", {}),
    "settling": ("pairs", {"supply": "60W"}),
    "discharging": ("quick", {"bank_uF": 1500}),
}


def plan_name(fault, state):
    if fault.mode == "double":
        return "slow"  # So that the second firing finds the train under way.
    return "quick" if state == "delivering" and fault.wants_quick_train else STATES[state][0]


class Cell:
    """What the faults see of a cell under way."""

    def __init__(self, fault_name, state, preload):
        self.fault, self.state = faults()[fault_name], state
        self.plan_name = plan_name(self.fault, state)
        self.plan = PLANS[self.plan_name]
        self.rig = CellRig(preload, self.plan.array, own_disk=self.fault.own_disk, **STATES[state][1])
        self.began_ns = self.acted_ns = self.fault_ns = self.console = self.other = self.blocked_by = None
        self.daemon_started_ns = 0
        # Where in the log the fault is, for one that is there.
        self.mark = None

    def truth(self):
        return truth_log.read(self.rig)

    # The way to the state, and the fault in it.

    def reach(self):
        self.rig.start_daemon()
        if self.state == "starting":
            self.reach_starting()
        self.console = self.rig.operator("first", self.plan, self.fault.mode)
        if self.state in ("starting", "standby"):
            self.make_at_once()
            self.await_effect()
            self.check_state()
            self.console.tell("begin")
            self.console.tell("go")
            self.fault.pass_time(self)
            return
        if not self.fault.by_hand:
            self.fault.arrange(self)
        if self.state != "armed" or self.fault.mode != "once":
            self.console.tell("go")
        self.console.tell("begin")
        if self.fault.by_hand and self.fault.mode == "once":
            self.await_state()
            self.make_at_once()
        self.await_effect()
        self.check_state()
        self.fault.pass_time(self)
        if self.rig.generator() is not None and not self.fault.needs_time:
            self.rig.raise_supply()
        # An armed machine is fired, if it still is armed after a while.
        time.sleep(0.3 if self.state == "armed" else 0)
        self.console.tell("go")

    def reach_starting(self):
        """A daemon that starts on a charged bank: the one before it was killed while armed."""
        first = self.rig.operator("former", self.plan)
        first.tell("begin")
        wait("armed", lambda: first.said("armed") or first.said("refused"))
        self.rig.daemon.kill()
        self.rig.daemon.wait()
        first.end()
        self.daemon_started_ns = now_ns()
        self.rig.spawn_daemon()
        self.until(lambda: truth_log.last_before(self.truth(), "linkOpened", now_ns()) > self.daemon_started_ns)

    def make_at_once(self):
        self.began_ns = now_ns()
        self.fault.act(self)
        self.acted_ns = now_ns()

    def await_state(self):
        self.until(lambda: truth_log.state_at(self.truth(), now_ns(), self.plan, self.daemon_started_ns) == self.state)

    def await_effect(self):
        self.fault_ns = self.until(lambda: self.fault.effect(self))

    def until(self, condition):
        # An arming lasts half a minute.
        patience = PATIENCE * 2 if self.fault.mode == "expiry" else PATIENCE
        try:
            return wait(f"{self.fault.name} at {self.state}", condition, patience)
        except TimeoutError as error:
            raise NotReached(f"{error}; {self.logs()}") from error

    def check_state(self):
        # The log is looked at up to the fault: what follows it at the same instant may have ended the state.
        truth = self.truth()[: self.mark]
        # What is made by hand takes a moment, and may itself end the state.
        at = self.began_ns if self.fault.by_hand and self.began_ns else self.fault_ns
        seen = truth_log.state_at(truth, at, self.plan, self.daemon_started_ns)
        if self.fault.mode != "once" and seen == "delivering":
            seen = self.state  # A firing takes the machine from one state to the other.
        if seen != self.state:
            raise NotReached(f"the fault was in effect in {seen}, not in {self.state}")

    # What came of it.

    def is_quiet(self):
        """Whether the generator rests by its own true values, and the daemon, if it is there, has come to its end."""
        generator = self.rig.generator()
        if generator is not None and (generator["permit"] or generator["bank_mV"] >= 42_000):
            return self.is_told_as_live()
        if self.fault.daemon_lives and self.rig.is_alive():
            frozen = self.fault.name == "consoleFrozen"
            if not frozen and not self.console.is_over():
                return False
            return self.daemon_rests()
        return True

    def daemon_rests(self):
        try:
            mode = self.rig.state()["mode"]
        except Exception:  # noqa: BLE001  # out of descriptors: nobody can ask
            return self.fault.name == "descriptorsExhausted"
        # The generator is empty in truth; where the daemon cannot measure that, it goes on asking for it.
        is_known = self.rig.generator() is not None or self.is_told_as_live()
        return mode in ("standby", "starting") or (mode == "discharging" and is_known)

    def is_told_as_live(self):
        if not self.rig.is_alive():
            return False
        return any(fault["name"] == "dischargeUnconfirmed" for fault in self.rig.state()["faults"])

    def note_blocker(self):
        """What stood in the way of arming while the fault lasted, the first as the machine orders them."""
        try:
            names = [blocker["name"] for blocker in self.rig.state()["blockers"]]
        except Exception:  # noqa: BLE001  # nobody there, or nobody who can be asked
            names = []
        self.blocked_by = next((name for name in names if name not in USUAL), None)

    def await_quiet(self):
        wait(f"the machine rests after {self.fault.name} at {self.state}", self.is_quiet, PATIENCE)
        self.note_blocker()
        if self.fault.ends is not False and self.state in ("waitingForBeat", "delivering", "settling"):
            time.sleep(0.5)  # Somebody who goes on in spite of it is to be seen.

    def judge(self):
        truth = self.truth()
        verdict = truth_log.judge(truth, self.fault_ns, self.plan.pulses, self.allowance())
        generator = self.rig.generator()
        if generator is not None:
            if generator["permit"] and not self.fault.allowance.ignores_stop:
                verdict.violations.append("permit: it still stands")
            if generator["bank_mV"] >= 42_000 and not self.is_told_as_live():
                verdict.violations.append(f"volts: {generator['bank_mV']} mV on the bank, and nobody says so")
        return verdict

    def allowance(self):
        allowance = self.fault.allowance
        # A train that was already over goes on in no way, and one that starts after the fault is the operator's.
        if self.state in ("standby", "starting") or self.fault.ends is not True:
            return dataclasses.replace(allowance, silent_after_ms=None)
        return allowance

    def told(self):
        """What the daemon says of it: first cause and outcome; a train nobody can settle is left open."""
        wait("the outcome is told", lambda: self.is_told() or self.rig.state()["mode"] == "standby", PATIENCE)
        end = time.monotonic() + 3
        while time.monotonic() < end and not self.is_told():
            time.sleep(0.05)
        state = self.rig.state()
        outcome = state.get("last") or {"name": "none", "pulses": 0}
        first = next((fault["name"] for fault in state["faults"] if fault["first"]), None)
        cause = state["cause"]["name"]
        # What ended there, if anything, was before the fault.
        is_before = self.state in ("standby", "starting") and outcome["name"] in ("none", "notDelivered")
        if self.fault.daemon_lives and (cause == "none" or is_before):
            cause = first or self.blocked_by or self.console.refusal() or cause
        return cause, outcome

    def is_told(self):
        last = self.rig.state().get("last")
        return last is not None and last["name"] != "unresolved"

    def logs(self):
        texts = []
        for name in ("porated.log", "sim.log", "first/said"):
            path = self.rig.folder / name
            if path.exists():
                texts.append(f"{name}: " + " | ".join(path.read_text().splitlines()[-4:]))
        return "\n    ".join(texts)
