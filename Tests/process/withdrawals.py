"""Loses the permit in every way and in every state, with real processes, and reads the simulator's own log.

Prints one line a cell and `N passed, N failed`. Usage: withdrawals.py [--jobs N] [--only TEXT] [--keep]
"""

import argparse
import concurrent.futures
import signal
import sys
import time
import traceback

from rig import Rig, wait

LOSSES = [
    "interlock opened",
    "pedal released",
    "line cut",
    "daemon stopped",
    "daemon killed",
    "simulator killed",
    "console killed",
    "console stopped",
]
MOMENTS = {
    ("plates", "probing"): {"state": "probing"},
    ("plates", "charging"): {"state": "charging"},
    ("plates", "armed"): {"state": "armed"},
    ("plates", "delivering"): {"pulse": 3, "edge": "end"},
    ("hexagonal", "delivering"): {"pulse": 3, "edge": "end"},
    ("hexagonal", "between pairs"): {"pulse": 8, "edge": "end"},
}
PROTOCOLS = {"plates": ("plates-1hz", "8000"), "hexagonal": ("needles-1hz", "-")}
# What State.cause may name afterwards.
CAUSES = {
    "interlock opened": {"interlockOpened"},
    "pedal released": {"released"},
    "line cut": {"linkLost", "telemetryStale"},
    "daemon stopped": {"tickLate", "telemetryStale", "linkLost", "leaseEnded", "generatorUnexpected", "generatorEnded"},
    "daemon killed": {"restarted"},
    "simulator killed": {"linkLost", "telemetryStale"},
    "console killed": {"leaseEnded"},
    "console stopped": {"leaseEnded"},
}


def lose(rig, loss, console, trigger):
    """Arranges the loss to happen at the trigger, by the simulator itself."""
    if loss == "interlock opened":
        rig.simulator("Release", "door", trigger)
    elif loss == "pedal released":
        rig.simulator("Release", "pedalSecond", trigger)
    elif loss == "line cut":
        rig.simulator("Inject", {"fault": "cutLine"}, trigger)
    else:
        who, what = loss.split(" ")
        process = {"daemon": rig.daemon, "simulator": rig.sim, "console": console}[who]
        signal_name = "kill" if what == "killed" else "stop"
        rig.simulator("Inject", {"signal": signal_name, "pid": process.pid}, trigger)


def press_to_fire(rig):
    wait("armed for the pedal", lambda: rig.said("armed"))
    time.sleep(0.3)
    rig.simulator("Press", "pedalFirst")
    rig.simulator("Press", "pedalSecond")


def recover(rig, loss, console):
    """Brings back what was lost, so that the next console can be told."""
    if loss == "interlock opened":
        rig.simulator("Press", "door")
    elif loss == "line cut":
        rig.simulator("ClearFaults")
    elif loss == "daemon stopped":
        rig.daemon.send_signal(signal.SIGCONT)
    elif loss == "daemon killed":
        rig.daemon.wait()
        rig.start_daemon()
    elif loss == "simulator killed":
        rig.sim.wait()
        rig.start_sim()
    elif loss == "console stopped":
        console.kill()


def is_withdrawn(rig, loss, console):
    """Whether the loss has had its whole effect, as far as it can be seen from outside."""
    if loss == "simulator killed":
        return rig.sim.poll() is not None
    state = rig.simulator("GetState")
    return not state["permit"] and state["bank_mV"] < 42_000 and state["state"] in ("idle", "fault")


def happened(rig, loss, console, moment):
    """Whether the trigger was reached: the loss is in effect."""
    truth = rig.truth()
    pulses = sum(entry["event"] == "pulseEnd" for entry in truth)
    if moment in ("probing", "charging", "armed"):
        return any(entry["event"] == "entered" and entry["name"] == moment for entry in truth)
    return pulses >= (8 if moment == "between pairs" else 3)


def check_no_pulse_without_permit(truth):
    for entry in truth:
        if entry["event"] == "pulseStart" and entry["device_ns"] > entry["until_us"] * 1000:
            raise AssertionError(f"a pulse began without a permit: {entry}")


def check_no_pulse_after_withdrawal(truth):
    """After a discharge request, a revoke or a lapse no pulse of the same train starts."""
    ended = False
    for entry in truth:
        if entry["event"] in ("dischargeReceived", "permitRevoked", "permitLapsed", "trainEnded"):
            ended = True
        elif entry["event"] == "chargeAccepted":
            ended = False
        elif entry["event"] == "pulseStart" and ended:
            raise AssertionError(f"a pulse began after the withdrawal: {entry}")


def check_told(rig, loss, truth_pulses):
    def settled():
        state = rig.state()
        last = state.get("last")
        return state if last and last["name"] != "unresolved" and state["mode"] in ("standby", "starting") else None

    state = wait("the outcome is told", settled)
    last = state["last"]
    if last["pulses"] != truth_pulses:
        raise AssertionError(f"told {last['pulses']} pulses, the simulator's log has {truth_pulses}: {last}")
    if last["name"] == "delivered":
        raise AssertionError(f"a train that was cut short is called delivered: {last}")
    expected = CAUSES.get(loss)
    if expected and state["cause"]["name"] not in expected:
        raise AssertionError(f"the first cause is told as {state['cause']['name']}, expected one of {expected}")
    return f"{state['cause']['name']}, {last['name']} {last['pulses']}"


def cell(loss, array, moment, keep):
    by_pedal = loss == "pedal released"
    rig = Rig(array, pedal="fires" if by_pedal else "none")
    try:
        rig.start_daemon()
        protocol, gap = PROTOCOLS[array]
        fires = moment in ("delivering", "between pairs")
        firing = ("pedal" if by_pedal else "fire") if fires else "arm"
        # The console first waits for the operator's go, because the loss may need its process number.
        console = rig.console(array, protocol, gap, firing)
        lose(rig, loss, console, MOMENTS[(array, moment)])
        if by_pedal and fires:
            press_to_fire(rig)
        wait("the moment comes", lambda: happened(rig, loss, console, moment), seconds=90)
        if by_pedal and not fires:
            # Nobody fired: letting go of the pedal is nothing to act upon. The operator goes away instead.
            time.sleep(0.5)
            console.kill()
        wait("the loss takes effect", lambda: is_withdrawn(rig, loss, console), seconds=90)
        time.sleep(2.5)
        truth = rig.truth()
        check_no_pulse_without_permit(truth)
        check_no_pulse_after_withdrawal(truth)
        recover(rig, loss, console)
        pulses = sum(entry["event"] == "pulseStart" for entry in rig.truth())
        if by_pedal and not fires:
            loss = "console killed"
        told = check_told(rig, loss, pulses)
        truth = rig.truth()
        check_no_pulse_without_permit(truth)
        check_no_pulse_after_withdrawal(truth)
        return told
    except Exception as error:
        logs = [rig.folder / name for name in ("porated.log", "sim.log", "operator.log")]
        tails = [f"--- {log.name}\n" + "".join(log.read_text().splitlines(True)[-8:]) for log in logs if log.exists()]
        raise AssertionError(f"{error}; porated {rig.daemon and rig.daemon.poll()}\n" + "".join(tails)) from error
    finally:
        rig.close(keep)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=6)
    parser.add_argument("--only", default="")
    parser.add_argument("--keep", action="store_true", help="leave the cells' folders behind")
    options = parser.parse_args()
    cells = [(loss, array, moment) for loss in LOSSES for array, moment in MOMENTS]
    cells = [entry for entry in cells if options.only in f"{entry[0]} at {entry[2]}, {entry[1]}"]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        running = {pool.submit(cell, *entry, options.keep): entry for entry in cells}
        for future in concurrent.futures.as_completed(running):
            loss, array, moment = running[future]
            name = f"{loss} at {moment}, {array}"
            try:
                print(f"passed  {name}: {future.result()}", flush=True)
            except Exception as error:  # noqa: BLE001  # every cell is reported
                failed += 1
                print(f"FAILED  {name}: {error}", flush=True)
                if not isinstance(error, (AssertionError, TimeoutError)):
                    traceback.print_exc()
    print(f"{len(cells) - failed} passed, {failed} failed")
    sys.exit(failed != 0)


main()
