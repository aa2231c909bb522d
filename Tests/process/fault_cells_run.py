"""A cell from its start to its verdict, and a plan without any fault, as what the cells are compared with."""

import fault_cells_truth as truth_log
from fault_cells_cell import PLANS, STATES, Cell, NotReached
from fault_cells_menu import CAUSES, SLOW
from fault_cells_recover import Recovery
from fault_cells_rig import CellRig
from rig import wait

# The design's outcomes; none: no train was released.
OUTCOMES = {"none", "delivered", "partial", "notDelivered", "unresolved", "deliveredUnmeasured"}


def objections(cell, verdict, cause, outcome, allowed):
    """What else may not be: no cause, no outcome of the design's, a count that is not the simulator's."""
    found = [*verdict.violations, *cell.fault.objections(cell)]
    fault, name = cell.fault, outcome["name"]
    if cause == "none" and fault.daemon_lives:
        found.append("told: no first cause")
    if name not in OUTCOMES:
        found.append(f"told: no such outcome as {name}")
    if name not in ("none", "unresolved") and outcome["pulses"] not in allowed:
        found.append(f"told: {outcome['pulses']} pulses, the simulator's log has {sorted(allowed)}")
    if name == "none" and max(allowed) > 0:
        found.append(f"told: no train, the simulator's log has {sorted(allowed)} pulses")
    if name == "delivered" and outcome["pulses"] != cell.plan.pulses:
        found.append(f"told: delivered, with {outcome['pulses']} pulses")
    ending = cell.state not in ("starting", "standby", "discharging")
    causes = CAUSES.get(fault.name, {cause})
    if ending and cause not in causes:
        found.append(f"told: the first cause {cause}, not {' or '.join(sorted(causes))}")
    if fault.ends and ending and name == "delivered":
        found.append("told: a train is called delivered that the fault must have ended")
    if fault.ends is False and name != "delivered":
        found.append(f"told: {name}, but nothing stood in the way")
    return found


def row(fault, state, reached, found, **more):
    """A cell's row; what is not known of it says so."""
    known = {"transport": "processes", "fault": fault, "state": state, "reached": reached, "safe": not found}
    unknown = {"ticksToSafe": None, "pulsesAfter": 0, "firstCause": "none", "outcome": "none"}
    return known | unknown | more | {"objections": found}


def run_cell(fault_name, state, preload, keep=False):
    """The cell's row; NotReached where the state was not reached with the fault in effect."""
    cell = Cell(fault_name, state, preload)
    try:
        cell.reach()
        return judged(cell)
    except NotReached:
        raise
    except Exception as error:  # noqa: BLE001  # whatever fails, fails this cell
        return row(fault_name, state, cell.fault_ns is not None, [f"{type(error).__name__}: {error}", cell.logs()])
    finally:
        cell.rig.close(keep)


def judged(cell):
    cell.await_quiet()
    verdict = cell.judge()
    died = cell.fault.daemon_lives and not cell.rig.is_alive()
    cell.fault.clear(cell)
    entry = getattr(cell.fault, "entry", None)
    if entry and not truth_log.took_effect(cell.truth(), entry):
        raise NotReached(f"the simulator's log does not show that {entry} changed anything")
    cause, outcome = cell.told()
    if cause in SLOW - CAUSES.get(cell.fault.name, SLOW - {"tickLate"}) and not verdict.violations:
        raise NotReached(f"the machine was so slow that {cause} ended it, and not the fault")
    truth = cell.truth()
    allowed = truth_log.pulses_told_may_be(truth)
    # What came while the fault was taken back counts as well.
    later = truth_log.judge(truth, cell.fault_ns, cell.plan.pulses, cell.allowance())
    verdict.violations += [text for text in later.violations if text not in verdict.violations]
    found = objections(cell, verdict, cause, outcome, allowed)
    if died:
        found.append(f"the daemon died: {cell.rig.daemon.returncode}")
    following = Recovery(cell, cell.plan if cell.plan.array != "plates" else PLANS["quick"]).run()
    if following != "delivered":
        found.append(f"the following train: {following}")
    return row(
        cell.fault.name,
        cell.state,
        True,
        found,
        ticksToSafe=verdict.ticks_to_safe,
        pulsesAfter=later.pulses_after,
        pulsesByFault=later.by_fault,
        pulses=max(allowed),
        firstCause=cause,
        outcome=outcome["name"],
        following=following,
        plan=cell.plan_name,
    )


def run_baseline(plan_name, preload):
    """The same without any fault: it must be delivered, and pass through the states that the cells of it ask for."""
    plan = PLANS[plan_name]
    settings = next(kept for name, kept in STATES.values() if name == plan_name)
    rig = CellRig(preload, plan.array, **{key: value for key, value in settings.items() if key != "supply"})
    try:
        rig.start_daemon()
        console = rig.operator("first", plan)
        console.tell("begin")
        console.tell("go")
        wait("the train is over", console.is_over)
        last = wait("its outcome", lambda: rig.state().get("last"))
        truth = truth_log.read(rig)
        seen = {"starting", "standby"} if rig.state()["cause"]["name"] == "completed" else set()
        for entry in truth:
            if entry["event"] in ("entered", "pulseStart"):
                seen.add(truth_log.state_at(truth, entry["time_ns"], plan))
        missing = {state for state, (name, _) in STATES.items() if name == plan_name} - seen
        verdict = truth_log.judge(truth, 0, plan.pulses, truth_log.Allowance())
        found = list(verdict.violations)
        if last["name"] != "delivered" or last["pulses"] != plan.pulses or verdict.pulses != plan.pulses:
            found.append(f"told: {last['sentence']}; {verdict.pulses} pulses in truth")
        if missing:
            found.append(f"states not passed through: {sorted(missing)}")
        return found
    finally:
        rig.close()
