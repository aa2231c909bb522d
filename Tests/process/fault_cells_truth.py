"""What the simulator's own log says of one cell: the state at an instant, and the three predicates of safety.

All times are nanoseconds of the machine's monotonic clock, by which the simulated device runs.
"""

import dataclasses
import json

WITHDRAWALS = ("permitLapsed", "permitRevoked", "dischargeReceived", "trainEnded")


def read(rig):
    path = rig.folder / "state" / "truth.jsonl"
    lines = path.read_text().splitlines() if path.exists() else []
    return [json.loads(line) for line in lines if line.endswith("}")]


def device_state_at(truth, time_ns):
    """The device's state at an instant; None before its start."""
    state = None
    for entry in truth:
        if entry["time_ns"] > time_ns:
            break
        if entry["event"] == "started":
            state = "idle"
        elif entry["event"] == "entered":
            state = entry["name"]
    return state


def last_before(truth, event, time_ns):
    """When something last happened up to an instant; 0 for never."""
    times = [entry["time_ns"] for entry in truth if entry["event"] == event]
    return max((when for when in times if when <= time_ns), default=0)


def state_at(truth, time_ns, plan, daemon_started_ns=0):
    """The kernel's state as the device's log shows it."""
    device = device_state_at(truth, time_ns)
    programmed = last_before(truth, "programCommitted", time_ns)
    charged = last_before(truth, "chargeAccepted", time_ns)
    opened = last_before(truth, "linkOpened", time_ns)
    if device in ("idle", "probing") and programmed > max(charged, opened):
        return "probing"
    if device == "waiting":
        return "waitingForBeat" if plan.synchronised else "settling"
    if device in ("charging", "armed", "delivering"):
        return device
    if device == "discharging" and opened > daemon_started_ns > 0:
        return "starting"
    if device == "discharging":
        return "discharging"
    return "standby" if device == "idle" and opened > 0 else device


def entered_at(truth, device_state, after_ns=0):
    """When the device first entered a state after an instant."""
    for entry in truth:
        if entry["event"] == "entered" and entry["name"] == device_state and entry["time_ns"] >= after_ns:
            return entry["time_ns"]
    return None


def took_effect(truth, name):
    """Whether an entry of the simulator's menu changed anything: being asked for is not enough."""
    return any(entry["event"] == "tookEffect" and entry.get("name") == name for entry in truth)


def pulse_edge_at(truth, number, edge):
    """When a pulse of the first train started or ended, counted from 1."""
    event = "pulseStart" if edge == "start" else "pulseEnd"
    times = [entry["time_ns"] for entry in truth if entry["event"] == event and entry["index"] == number - 1]
    return times[0] if times else None


@dataclasses.dataclass
class Verdict:
    violations: list
    pulses_after: int
    pulses: int
    by_fault: int
    ticks_to_safe: int

    @property
    def safe(self):
        return not self.violations


@dataclasses.dataclass
class Allowance:
    """What the faulty device gives by itself, for which no host is to blame."""

    extra_pulses: int = 0
    ignores_stop: bool = False
    # By when pulses must have ended after the fault, on the device's clock; None where the fault ends no train.
    silent_after_ms: int | None = None


# A generator whose permit lapsed, because a bad line lost heartbeats, still gets those that its host sent before it
# could know: as long as telemetry may be old, and as long as a permit lives, with the line's own delay.
UNKNOWING_MS = 200


def judge(truth, fault_ns, planned, allowance):
    """The predicates about pulses and permit, over everything up to now; volts are asked of the simulator itself."""
    violations, counts = [], {}
    withdrawn, granted, fresh = True, False, False
    lapsed, unknowing_ns = False, None
    after = by_fault = 0
    for entry in truth:
        event = entry["event"]
        if event == "started":
            withdrawn, granted, fresh = True, False, False
            lapsed, unknowing_ns = False, None
        elif event == "programCommitted":
            fresh = True
        elif event == "permitGranted":
            if not fresh and not lapsed:
                violations.append("permit: granted again without a new program")
            if not fresh:
                unknowing_ns = entry["device_ns"]
            granted = True
        elif event == "chargeAccepted":
            withdrawn = False
            if not granted or not fresh:
                violations.append("permit: charged without one, or without a new program")
        elif event in WITHDRAWALS:
            withdrawn, fresh = True, False
            lapsed = event == "permitLapsed" or (lapsed and event == "trainEnded")
            if event in ("permitLapsed", "permitRevoked"):
                if unknowing_ns is not None and entry["device_ns"] - unknowing_ns > UNKNOWING_MS * 1_000_000:
                    violations.append("permit: kept alive behind its lapse")
                unknowing_ns = None
            granted = granted and event in ("dischargeReceived", "trainEnded")
        elif event == "pulseStart":
            nonce = entry["nonce"]
            counts[nonce] = counts.get(nonce, 0) + 1
            late = withdrawn or entry["device_ns"] > entry["until_us"] * 1000
            bound = allowance.silent_after_ms
            if bound is not None and fault_ns and entry["time_ns"] > fault_ns + bound * 1_000_000:
                late = True
            if late and allowance.ignores_stop:
                by_fault += 1
            elif late:
                after += 1
    for nonce, count in counts.items():
        by_fault += max(0, count - planned)
        if count > planned + allowance.extra_pulses:
            violations.append(f"pulses: {count} of {planned} in train {nonce}")
    if after:
        violations.append(f"pulses: {after} after permit or withdrawal")
    return Verdict(violations, after, sum(counts.values()), by_fault, ticks_to_safe(truth, fault_ns))


def ticks_to_safe(truth, fault_ns):
    """From the fault to the bank's last fall below 42 V, in ticks of 1 ms on the device's clock.

    0 if it was below all the time, None if it still is above.
    """
    live, safe_ns = False, fault_ns
    for entry in truth:
        if entry["event"] == "bankAbove42V":
            live = True
        elif live and entry["event"] in ("bankBelow42V", "started"):
            live, safe_ns = False, max(fault_ns, entry["time_ns"])
    return None if live else (safe_ns - fault_ns) // 1_000_000


def pulses_told_may_be(truth):
    """What a host may say of the newest train: pulses that began, or those of them that gave any voltage."""
    nonces = [entry["nonce"] for entry in truth if entry["event"] == "chargeAccepted"]
    nonce = nonces[-1] if nonces else None
    began = sum(entry["event"] == "pulseStart" and entry["nonce"] == nonce for entry in truth)
    ended = [entry for entry in truth if entry["event"] == "pulseEnd" and entry["nonce"] == nonce]
    return {began, began - sum(entry["width_ns"] == 0 for entry in ended)}
