"""After a cell's fault is taken back: the machine comes back as a person brings it back, and delivers a train."""

import time

import fault_cells_truth as truth_log
from fault_cells_rig import Refused
from rig import wait

# What stands in the way of arming while nobody has begun to arm.
USUAL = {"noLease", "arrayUnconfirmed", "budgetExhausted"}


class Recovery:
    def __init__(self, cell, plan):
        self.cell, self.rig, self.plan = cell, cell.rig, plan
        self.attempts = 0

    def run(self):
        """The following train's outcome."""
        self.cell.console.end()
        if self.cell.fault.needs_power_cycle:
            self.power_cycle()
        self.rig.raise_supply()
        if not self.rig.is_alive():
            self.rig.start_daemon()
        names = []
        for _ in range(3):
            wait("the machine can be armed again", self.is_ready, 60)
            # Tissue that had its pulses conducts better; the next application is elsewhere.
            self.rig.simulator("Set", {"tissue": "tumour"})
            names.append(self.train())
            if names[-1] == "delivered":
                return "delivered"
        return ", ".join(names)

    def power_cycle(self):
        self.rig.sim.kill()
        self.rig.sim.wait()
        self.rig.start_sim()
        self.rig.simulator("Set", self.rig.initial)

    def is_ready(self):
        state = self.rig.state()
        blockers = {blocker["name"] for blocker in state["blockers"]}
        if "trainUnresolved" in blockers:
            self.resolve()
        if "faultLatched" in blockers and state["mode"] == "standby":
            self.acknowledge()
        return state["mode"] == "standby" and blockers <= USUAL

    def resolve(self):
        try:
            pulses = max(truth_log.pulses_told_may_be(self.cell.truth()))
            self.rig.control("ResolveTrain", pulses, "the simulator's own log")
        except Refused:
            time.sleep(0.2)  # Settled in this moment by the generator's counter, or not yet to be asked.

    def acknowledge(self):
        try:
            self.rig.control("AcknowledgeFault")
        except Refused as error:
            if error.name == "selfTestNeeded":
                self.self_test()

    def self_test(self):
        self.attempts += 1
        operator = self.rig.operator(f"test-{self.attempts}", self.plan, "selfTest")
        wait("the self-test is over", operator.is_over)
        operator.end()

    def train(self):
        self.attempts += 1
        operator = self.rig.operator(f"following-{self.attempts}", self.plan)
        before = (self.rig.state().get("last") or {}).get("train")
        operator.tell("begin")
        operator.tell("go")
        wait("the following train is over", operator.is_over)
        operator.end()
        if operator.refusal():
            return f"refused: {operator.refusal()}"

        def outcome():
            last = self.rig.state().get("last")
            return last if last and last.get("train") != before and last["name"] != "unresolved" else None

        last = wait("the following train's outcome", outcome)
        return last["name"] if last["name"] == "delivered" else f"{last['name']} {last['cause']}"
