"""What must never happen, held against the simulator's own log of what really happened.

The watch is told what was asked of the daemon and how it answered, reads the log as it grows, and raises `Violation`.
Times are of the machine's monotonic clock, which both sides read; they order things and are never judged as durations.
"""

import json
import time
from dataclasses import dataclass, field


class Violation(AssertionError):
    """Something that must never happen did."""


@dataclass
class Attempt:
    """One call that may lead to pulses: when it was sent, and whether it was refused for certain."""

    sent_ns: int
    refused: bool = False
    closed_ns: int | None = None
    planned: int = 0
    self_test: bool = False


@dataclass
class Train:
    """One nonce, as the simulator's log shows it."""

    charged: bool = False
    planned: int = 0
    self_test: bool = False
    ended: str = ""
    starts: list = field(default_factory=list)
    indices: set = field(default_factory=set)
    exempt: bool = False
    extra: bool = False


# Faults of the simulated device by which it does what it was not told: what the host did right shows elsewhere then.
DISOBEDIENT = {"ignoresStop", "stuckSwitch"}


class TruthWatch:
    """Follows one simulator's log."""

    def __init__(self, path, pedal_fires=False):
        self.path, self.pedal_fires = path, pedal_fires
        self.offset = 0
        self.armings = []
        self.fires = {}
        self.trains = {}
        self.barrier_ns = None
        self.before_barrier = set()
        self.active = set()
        self.pressed_ns = None
        self.counts = {}

    def arming(self, planned, self_test=False):
        """An Arm or SelfTest is about to be sent, for a plan of so many pulses."""
        attempt = Attempt(time.monotonic_ns(), planned=planned, self_test=self_test)
        self.armings.append(attempt)
        return attempt

    def firing(self, nonce):
        """A Fire is about to be sent."""
        attempt = Attempt(time.monotonic_ns())
        self.fires.setdefault(nonce, []).append(attempt)
        return attempt

    def barrier(self):
        """The daemon says standby and the simulator says no permit: whatever was armed is over for good."""
        self.read()
        now = time.monotonic_ns()
        for nonce, attempts in self.fires.items():
            if self.pulses(nonce) and all(attempt.refused for attempt in attempts) and not self._by_pedal(now):
                raise Violation(f"every firing of {nonce} was refused, and it gave {self.pulses(nonce)} pulses")
        for attempt in self.armings:
            attempt.closed_ns = attempt.closed_ns or now
        self.barrier_ns = now
        self.before_barrier = set(self.trains) | set(self.fires)
        self.armings = [attempt for attempt in self.armings if now - attempt.closed_ns < 60_000_000_000]

    def read(self):
        """Takes what the log has grown by."""
        if not self.path.exists():
            return
        with open(self.path, "rb") as log:
            log.seek(self.offset)
            grown = log.read()
        end = grown.rfind(b"\n") + 1
        self.offset += end
        for line in grown[:end].splitlines():
            self._take(json.loads(line))

    def pulses(self, nonce):
        """How many pulses a train really gave."""
        return len(self.trains[nonce].starts) if nonce in self.trains else 0

    def _take(self, entry):
        event = entry["event"]
        self.counts[event] = self.counts.get(event, 0) + 1
        handler = getattr(self, f"_{event}", None)
        if handler:
            handler(entry)

    def _train(self, entry):
        return self.trains.setdefault(entry["nonce"], Train())

    def _require_arming(self, entry, what):
        for attempt in reversed(self.armings):
            if not attempt.refused and attempt.sent_ns <= entry["time_ns"]:
                if attempt.closed_ns is None or entry["time_ns"] <= attempt.closed_ns:
                    return attempt
        raise Violation(f"{what} without an accepted arming: {entry}")

    def _started(self, entry):
        self.active -= {"extraPulse"}
        self._end_all("the device started anew")

    def _injected(self, entry):
        self.active.add(entry["name"])
        for train in self.trains.values():
            train.exempt = train.exempt or (not train.ended and entry["name"] in DISOBEDIENT)

    def _cleared(self, entry):
        self.active.discard(entry["name"])

    def _line(self, entry):
        if entry["name"] == "pedalSecond" and entry["reason"] == "closed":
            self.pressed_ns = entry["time_ns"]

    def _permitGranted(self, entry):
        self._require_arming(entry, "a permit")

    def _bankAbove42V(self, entry):
        self._require_arming(entry, "a charged bank")

    def _chargeAccepted(self, entry):
        attempt = self._require_arming(entry, "charging")
        train = self._train(entry)
        if train.charged:
            raise Violation(f"one nonce was charged for twice: {entry}")
        train.planned, train.self_test = attempt.planned, attempt.self_test
        train.charged = True
        train.exempt = bool(self.active & DISOBEDIENT)

    def _dischargeReceived(self, entry):
        self._end_all("the discharge was asked for")

    def _permitRevoked(self, entry):
        self._end_all("the permit was revoked")

    def _permitLapsed(self, entry):
        self._end_all("the permit lapsed")

    def _trainEnded(self, entry):
        self._train(entry).ended = "the train ended"

    def _end_all(self, why):
        for train in self.trains.values():
            train.ended = train.ended or why

    def _pulseStart(self, entry):
        train = self._train(entry)
        nonce = entry["nonce"]
        train.extra = train.extra or "extraPulse" in self.active
        if not train.exempt:
            if entry["device_ns"] > entry["until_us"] * 1000:
                raise Violation(f"a pulse without a living permit: {entry}")
            if train.ended:
                raise Violation(f"a pulse after {train.ended}: {entry}")
        if not train.charged:
            raise Violation(f"a pulse of a train that was never charged for: {entry}")
        if entry["index"] in train.indices and not train.extra:
            raise Violation(f"the same pulse of one nonce twice: {entry}")
        train.indices.add(entry["index"])
        train.starts.append(entry["time_ns"])
        planned = train.planned + train.extra
        if len(train.starts) > planned:
            raise Violation(f"pulse {len(train.starts)} of a plan of {planned}: {entry}")
        if nonce in self.before_barrier and entry["time_ns"] > self.barrier_ns:
            raise Violation(f"a pulse after the machine had stopped and said so: {entry}")
        self._require_fire(entry)

    def _by_pedal(self, at):
        return self.pedal_fires and self.pressed_ns is not None and self.pressed_ns < at

    def _require_fire(self, entry):
        at = entry["time_ns"]
        if any(not attempt.refused and attempt.sent_ns < at for attempt in self.fires.get(entry["nonce"], [])):
            return
        # A self-test fires by itself, and its nonce is never told.
        if not self._train(entry).self_test and not self._by_pedal(at):
            raise Violation(f"a pulse that nobody fired: {entry}")
