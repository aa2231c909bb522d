"""What Hypothesis chooses from: the moves of the never-test with their values.

Small ones share a rule, so that whole applications come often enough.
"""

import sys

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from never_accidents import CALLS, HANDS
from never_moves import MOVES
from never_world import BAD, GOOD, MALFORMED

FAULTS = (
    "dropBytes corruptBytes duplicateBytes delayBytes stuckBuffer babble mute cutLine reboot hang staleTelemetry"
    " wrongReadBack refusesDischarge ignoresStop extraPulse missingPulse longPulse stuckSwitch bankDrift bankStuck"
    " wrongPolarity deadSupply deadMemory removedArray wrongArray openTissue shortTissue arc risingCurrent"
).split()
# A stop comes twice as often as the rest.
MIDST = [*sorted([*CALLS, *HANDS, "fire again"]), "stop", "stop behind a monitor"]
LINES = ["chain", "emergencyStop", "door", "auxiliary", "pedalFirst", "pedalSecond", "pedalContacts"]
SETTINGS = [
    {"tissue": "liver"}, {"tissue": "potato"}, {"array": "hexagonal"}, {"array": "none"}, {"array": "test-load"},
    {"gap_um": 8000}, {"load_mohm": 50_000}, {"beats_per_minute": 72}, {"array": "plates", "gap_um": 7000},
]  # fmt: skip
TRIGGERS = [None, {"state": "probing"}, {"state": "charging"}, {"state": "armed"}, {"pulse": 2, "edge": "start"}]
READS = ["ListElectrodes", "ListProtocols", "GetDiagnostics", "GetInfo", "ListTrains", "GetTrain", "waveforms"]
SHORT = st.sampled_from(["plates", "fast", "lowered", "typed", "load", "rows"])
DIGESTS = st.sampled_from(["right", "right", "right", "former", "garbage", "short", "not hexadecimal"])
TOKENS = st.sampled_from(["held", "held", "held", "former", "garbage", "empty"])
NONCES = st.sampled_from(["right", "right", "spent", "garbage", "zero", "not hexadecimal"])
TICKETS = st.sampled_from(["fresh", "fresh", "old", "garbage"])


def move(name, /, **values):
    """A move with a strategy for each of its values."""
    return st.tuples(st.just(name), st.fixed_dictionaries(values))


SMALL = st.one_of(
    move("acknowledge"),
    move("resolve", pulses=st.sampled_from([0, 3, 8, -1, 70_000]), reason=st.sampled_from(["counted", "", "x" * 600])),
    move("monitor"),
    move("read", what=st.sampled_from(READS)),
    move("clear"),
    move("recover"),
    move("self_test"),
)
LEASES = st.one_of(
    move("acquire", take_over=st.sampled_from([None, None, "it is my turn", "", "x" * 600])),
    move("renew", token=TOKENS, hold=st.booleans()),
    move("release"),
    move("lapse"),
)
HAND = st.one_of(
    move("line", name=st.sampled_from(LINES), press=st.booleans()),
    move("tissue", settings=st.sampled_from(SETTINGS)),
    move("fault", name=st.sampled_from(FAULTS), trigger=st.sampled_from(TRIGGERS)),
)
ACCIDENTS = st.one_of(
    move("kill", who=st.sampled_from(["daemon", "simulator"])),
    move("freeze", who=st.sampled_from(["daemon", "simulator"]), tenths=st.sampled_from([1, 4, 12])),
)
# Exactly one thing is wrong, or everything: what several checks refuse tells little about each of them.
BAD_TOKENS = st.sampled_from(["former", "garbage", "empty"])
BAD_NONCES = st.sampled_from(["spent", "garbage", "zero", "not hexadecimal"])
BAD_TICKETS = st.sampled_from(["old", "garbage"])
WRONG_FIRE = st.one_of(
    move("misfire", plan=SHORT, nonce=BAD_NONCES),
    move("misfire", plan=SHORT, ticket=BAD_TICKETS),
    move("misfire", plan=SHORT, token=BAD_TOKENS),
    move("misfire", plan=SHORT, nonce=BAD_NONCES, ticket=BAD_TICKETS, token=BAD_TOKENS),
)
WRONG = st.one_of(
    move("misfire", plan=SHORT, digest=st.sampled_from(["former", "garbage", "short", "not hexadecimal"])),
    move("misfire", plan=SHORT, token=BAD_TOKENS, token_at=st.sampled_from(["arm", "disarm", "renew"])),
)


class Run:
    """What one worker has done."""

    world = None
    wanted = 0
    steps = 0
    example = []
    failure = None
    falsifying = []


def step(name, /, **values):
    """Makes one move and checks everything; remembers it, so that it can be played again."""
    if Run.failure:
        raise Run.failure
    if Run.steps >= Run.wanted and name != "stop":
        return
    world = Run.world
    Run.example.append([name, values])
    world.rules[name] = world.rules.get(name, 0) + 1
    try:
        MOVES[name](world, **values)
        world.check()
    except Exception as error:
        Run.failure, Run.falsifying = error, list(Run.example)
        raise
    # The same move again and again, with which Hypothesis begins, is not what is meant by so many moves.
    if Run.example[-2:-1] == Run.example[-1:]:
        return
    Run.steps += 1
    if Run.steps % 100 == 0:
        print(f"{Run.steps} steps, {world.delivered} trains delivered", file=sys.stderr, flush=True)


class Machine(RuleBasedStateMachine):
    """One example: from a machine that is ready, so many moves, then a Stop that must be answered."""

    def __init__(self):
        super().__init__()
        Run.example = []
        step("recover")

    @rule(chosen=SMALL)
    def does_little(self, chosen):
        step(chosen[0], **chosen[1])

    @rule(chosen=LEASES)
    def leases(self, chosen):
        step(chosen[0], **chosen[1])

    @rule(chosen=HAND)
    def uses_hands(self, chosen):
        step(chosen[0], **chosen[1])

    @rule(chosen=ACCIDENTS)
    def has_an_accident(self, chosen):
        step(chosen[0], **chosen[1])

    @rule(plan=SHORT)
    def treats(self, plan):
        step("application", plan=plan)

    @rule(plan=st.sampled_from(sorted(GOOD)), then=st.sampled_from(sorted(CALLS)))
    def treats_and_acts(self, plan, then):
        step("application", plan="held" if then == "let go" else plan, then=then, at="pulse")

    @rule(then=st.sampled_from(MIDST), at=st.sampled_from(["armed", "pulse"]))
    def treats_slowly_and_acts(self, then, at):
        step("application", plan="slow", then=then, at=at)

    @rule(plan=SHORT, then=st.sampled_from(FAULTS), at=st.sampled_from(["arming", "armed", "pulse"]))
    def treats_with_a_fault(self, plan, then, at):
        step("application", plan=plan, then=f"fault {then}", at=at)

    @rule(chosen=WRONG)
    def errs_once(self, chosen):
        step(chosen[0], **chosen[1])

    @rule(chosen=WRONG_FIRE)
    def fires_wrongly(self, chosen):
        step(chosen[0], **chosen[1])

    @rule(plan=st.sampled_from(sorted(GOOD)), token=TOKENS)
    def prepares(self, plan, token):
        step("prepare", plan=plan, token=token)

    @rule(plan=st.sampled_from(sorted(BAD)))
    def prepares_badly(self, plan):
        step("prepare_bad", plan=plan)

    @rule(message=st.sampled_from(sorted(MALFORMED)))
    def sends_nonsense(self, message):
        step("malformed", message=message)

    @rule(digest=DIGESTS, token=TOKENS, confirm=st.sampled_from(["right", "right", "none", "wrong"]))
    def arms(self, digest, token, confirm):
        step("arm", digest=digest, token=token, confirm=confirm)

    @rule(nonce=NONCES, ticket=TICKETS, token=TOKENS)
    def fires(self, nonce, ticket, token):
        step("fire", nonce=nonce, ticket=ticket, token=token)

    @rule(token=TOKENS)
    def disarms(self, token):
        step("disarm", token=token)

    @rule(how=st.sampled_from(["new", "raw", "renewing"]))
    def stops(self, how):
        step("stop", how=how)

    def teardown(self):
        if not Run.failure:
            step("stop")
