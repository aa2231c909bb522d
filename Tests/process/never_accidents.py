"""The larger moves of the never-test: what hands and accidents do, and whole applications with something in them."""

import signal
import time

from never_console import PATIENCE
from never_moves import acquire, arm, disarm, fire, move, prepare, release, renew
from never_world import ARRAYS, REST
from rig import wait
from truth_watch import Violation


@move
def self_test(world):
    """Runs the self-test under the lease."""
    attempt = world.watch.arming(2, self_test=True)
    replies, error = world.ask("SelfTest", world.tokens("held"), more=True)
    attempt.refused = not replies and error not in (None, "unknown", "ArmingEnded")
    world.nonce = None
    world.quiet()


@move
def line(world, name, press):
    """A hand at the bedside: emergency stop, door, chain, pedal."""
    world.simulator("Press" if press else "Release", name)


@move
def tissue(world, settings):
    """What is between the electrodes, and which electrodes."""
    world.simulator("Set", settings)


@move
def fault(world, name, trigger=None):
    """A fault of the simulated device, now or later."""
    world.simulator("Inject", {"fault": name}, trigger)


@move
def clear(world):
    """Takes the device's faults back."""
    world.simulator("ClearFaults")


@move
def kill(world, who):
    """Kills the daemon or the simulator, and starts it again."""
    process = world.rig.daemon if who == "daemon" else world.rig.sim
    if process.poll() is None:
        process.kill()
    process.wait()
    world.rig.revive()


@move
def freeze(world, who, tenths):
    """Freezes the daemon or the simulator for a while."""
    process = world.rig.daemon if who == "daemon" else world.rig.sim
    process.send_signal(signal.SIGSTOP)
    time.sleep(tenths / 10)
    process.send_signal(signal.SIGCONT)


@move
def recover(world):
    """What people do until the machine is ready again; that there is a way out is part of what must hold."""
    world.revive()
    world.simulator("ClearFaults")
    for name in REST:
        world.simulator("Press", name)
    for name in ("emergencyStop", "pedalFirst", "pedalSecond"):
        world.simulator("Release", name)
    world.simulator("Set", {"array": "plates", "gap_um": 7000, "tissue": "tumour", "load_mohm": 0})
    state = None
    for attempt in range(9):
        ready = world.quiet(10)
        state = world.state()
        blockers = {entry["name"] for entry in state["blockers"]} - {"noLease", "arrayUnconfirmed", "arrayDiffers"}
        unresolved = (state.get("last") or {}).get("name") == "unresolved"
        if ready and not blockers and not unresolved and not state["faults"]:
            return
        if attempt in (3, 6):
            kill(world, "simulator" if attempt == 3 else "daemon")
        elif unresolved and attempt > 1:
            world.ask("ResolveTrain", 0, "nobody knows")
        elif state["faults"]:
            _, error = world.ask("AcknowledgeFault")
            if error == "Refused":
                acquire(world, "to test the machine")
                if world.console:
                    self_test(world)
                    world.ask("AcknowledgeFault")
        time.sleep(0.3)
    raise Violation(f"no way out: {state}")


def wait_for(world, firing, nonce, pulses):
    """Waits until so many pulses were given, or the train is over."""

    def reached():
        world.watch.read()
        return world.watch.pulses(nonce) >= pulses or not firing.is_alive()

    wait("pulses", reached, seconds=PATIENCE)


@move
def application(world, plan="plates", then="nothing", at="pulse"):
    """A whole application, and what happens in it: at the arming, when armed, or after the third pulse."""
    recover(world)
    acquire(world, "to treat")
    world.simulator("Set", {"array": ARRAYS.get(plan, "plates")})
    prepare(world, plan)
    if at == "arming":
        disturb(world, then, {"state": "charging"})
    if not world.console or not world.prepared or not arm(world):
        world.quiet()
        return
    nonce = world.nonce
    if at == "armed":
        disturb(world, then, None)
    if at == "pulse":
        disturb(world, then, {"pulse": 3, "edge": "end"})
    if not world.console or not world.console.tickets:
        world.quiet()
        return
    firing = world.fire(world.console.token, nonce, world.console.ticket("fresh"))
    if at == "pulse" and then in CALLS:
        wait_for(world, firing, nonce, 3)
        CALLS[then](world)
        world.watch.read()
    given = world.watch.pulses(nonce)
    world.finish(firing)
    if at == "armed" and then.startswith("stop") and firing.replies:
        raise Violation(f"a train was fired after a Stop that came before ({then}): {firing.replies}")
    if at == "pulse" and then.startswith("stop"):
        # The daemon has answered since: with three more pulses due, 50 ms apart, not all of them may have come.
        train = world.watch.trains.get(nonce)
        if train and not train.exempt and given + 3 <= train.planned <= world.watch.pulses(nonce) and plan == "slow":
            raise Violation(f"after {given} pulses somebody stopped ({then}), and all {train.planned} were given")
    if firing.replies:
        world.spent.append(nonce)
    if then == "fire again":
        fire(world, "right", "fresh")
    world.revive()
    world.quiet()


@move
def misfire(world, plan="plates", digest="right", nonce="right", ticket="fresh", token="held", token_at="fire"):
    """A whole application in which something is wrong once, which must be refused; then all is right."""
    recover(world)
    acquire(world, "to treat")
    world.simulator("Set", {"array": ARRAYS.get(plan, "plates")})
    prepare(world, "typed")
    prepare(world, plan)
    if digest != "right" or token_at == "arm":
        arm(world, digest, token)
    if not world.console or not arm(world):
        world.quiet()
        return
    if nonce != "right" or ticket != "fresh" or (token != "held" and token_at == "fire"):
        fire(world, nonce, ticket, token)
    if token_at == "disarm":
        disarm(world, token)
    if token_at == "renew":
        renew(world, token)
    fire(world)
    fire(world)
    world.quiet()


# What somebody does in the midst of a train.
CALLS = {
    "stop": lambda world: world.stop_by("new"),
    "stop behind a monitor": lambda world: world.stop_by("raw"),
    "disarm": disarm,
    "take over": lambda world: acquire(world, "he does not look well"),
    "go away": release,
    "let go": lambda world: renew(world, hold=False),
    "fire twice": lambda world: fire(world, "right", "fresh"),
    "arm again": arm,
    "prepare again": lambda world: prepare(world, "fast"),
    "kill the daemon": lambda world: kill(world, "daemon"),
    "kill the simulator": lambda world: kill(world, "simulator"),
    "freeze the daemon": lambda world: freeze(world, "daemon", 8),
    "freeze the simulator": lambda world: freeze(world, "simulator", 8),
}
# What the simulator does by itself at a moment.
HANDS = {
    "the door opens": ("Release", "door"),
    "the chain opens": ("Release", "chain"),
    "emergency stop": ("Press", "emergencyStop"),
    "the pedal": ("Press", "pedalSecond"),
}


def disturb(world, then, trigger):
    """Arranges a disturbance, or makes it now."""
    if then in HANDS:
        method, name = HANDS[then]
        world.simulator(method, name, trigger)
    elif then.startswith("fault "):
        world.simulator("Inject", {"fault": then.removeprefix("fault ")}, trigger)
    elif trigger is None and then in CALLS:
        CALLS[then](world)
