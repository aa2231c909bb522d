"""The moves of the never-test: what consoles, hands and accidents do.

Each is a function of the world and of plain values, so that a run is a list which can be played again.
"""

import json
import socket

import varlink
from never_console import PATIENCE, Console
from never_world import BAD, GOOD, MALFORMED
from rig import wait
from truth_watch import Violation

MOVES = {}


def move(function):
    """Makes a function a move by its name."""
    MOVES[function.__name__] = function
    return function


@move
def acquire(world, take_over=None):
    """Takes the lease, or tries to: with a lease held only with a reason, and then the former holder is told."""
    before, old = world.mark(), world.console
    try:
        console = Console(world.interfaces, take_over)
    except varlink.VarlinkError as error:
        name = world.interfaces.check(error)
        world.errors[name] = world.errors.get(name, 0) + 1
        if name == "LeaseHeld" and not old:
            # A connection of ours that went away is noticed a moment later.
            return
        if name not in ("LeaseHeld", "BadValue", "NotConfigured", "NoLease"):
            raise Violation(f"AcquireControl was refused with {error}") from error
        world.refused(before, "AcquireControl")
        return
    except OSError:
        return
    if old:
        if take_over is None and old.is_renewing:
            console.close()
            raise Violation("two consoles hold the lease")
        reason = old.ending()
        if reason not in ("takenOver", "lapsed", "connection"):
            raise Violation(f"the former holder was told {reason}")
        world.end_lease()
    world.console = console


@move
def release(world):
    """The console goes away."""
    world.end_lease()


@move
def renew(world, token="held", hold=True):
    """A renewal from another connection; with a token that is not the lease's it must be refused."""
    text = world.tokens(token)
    _, error = world.ask("RenewControl", text, hold)
    if error is None and not (world.console and text == world.console.token):
        raise Violation(f"a {token} token renewed the lease")
    if world.console:
        world.console.hold = hold


@move
def lapse(world):
    """The console freezes until the lease has lapsed."""
    if not world.console or not world.console.is_renewing:
        return
    world.console.stop_renewing()
    reason = world.console.ending()
    if reason not in ("lapsed", "connection"):
        raise Violation(f"a frozen console was told {reason}")
    _, error = world.ask("Disarm", world.console.token)
    if error is None:
        raise Violation("a lapsed lease disarmed")
    world.end_lease()


@move
def prepare(world, plan, token="held"):
    """Prepares a good plan."""
    before = world.mark()
    replies, error = world.ask("Prepare", world.tokens(token), GOOD[plan])
    if error is None:
        if token != "held":
            raise Violation(f"a {token} token prepared a plan")
        world.prepared = replies[0]["plan"]
        world.digests = [*world.digests[-5:], world.prepared["digest"]]
    elif error != "unknown":
        world.refused(before, f"Prepare of {plan} ({error})")


@move
def prepare_bad(world, plan):
    """Prepares a plan that breaks a rule."""
    before = world.mark()
    parameters, expected = BAD[plan]
    _, error = world.ask("Prepare", world.tokens("held"), parameters)
    if error is None or error not in expected | {"NoLease", "NotConfigured", "unknown"}:
        raise Violation(f"a plan with {plan} was answered with {error}")
    world.refused(before, f"Prepare with {plan}")


@move
def malformed(world, message):
    """Sends what is no call of the interface; it is refused, or the connection ends, before anything is done."""
    before = world.mark()
    text = json.dumps(MALFORMED[message])
    if world.console:
        text = text.replace('"token": "t"', f'"token": "{world.console.token}"')
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(PATIENCE)
    connection.connect(f"{world.rig.folder}/control")
    answer = b""
    try:
        connection.sendall(text.encode() + b"\0")
        if message == "oneway":
            # It is not answered, whatever is wrong with it; the call behind it is.
            connection.sendall(b'{"method":"org.varlink.service.Refuse"}\0')
        while not answer.endswith(b"\0"):
            grown = connection.recv(65536)
            if not grown:
                break
            answer += grown
    except (ConnectionError, socket.timeout) as error:
        if isinstance(error, socket.timeout):
            raise Violation(f"a message with {message} was neither answered nor refused") from error
    finally:
        connection.close()
    if answer and not json.loads(answer[:-1]).get("error", "").startswith("org.varlink.service."):
        raise Violation(f"a message with {message} was answered with {answer[:200]}")
    world.refused(before, f"a message with {message}")


def digest_of(world, which):
    """A digest: of the prepared plan, of a former one, or none."""
    if which == "former" and len(set(world.digests)) > 1:
        return next(digest for digest in reversed(world.digests) if digest != world.digests[-1])
    if which == "right" and world.digests:
        return world.digests[-1]
    return {"short": "12ab", "not hexadecimal": "z" * 64}.get(which, "5" * 64)


@move
def arm(world, digest="right", token="held", confirm="right"):
    """Arms, or tries to."""
    before = world.mark()
    array = world.prepared["array"] if world.prepared else "plates"
    confirmed = {"right": array, "none": None, "wrong": "hexagonal" if array == "plates" else "plates"}[confirm]
    text = digest_of(world, digest)
    pulses = world.prepared["pulses"] if world.prepared else 0
    attempt = world.watch.arming(pulses)
    replies, error = world.ask("Arm", world.tokens(token), text, confirmed, more=True)
    if error is None:
        if token != "held" or text != before["prepared"]:
            raise Violation(f"armed with a {token} token and a {digest} digest; prepared is {before['prepared']}")
        world.nonce = replies[-1]["armed"]["nonce"]
        if world.nonce in world.spent:
            raise Violation(f"the nonce {world.nonce} was given out twice")
        return True
    attempt.refused = not replies and error not in ("unknown", "ArmingEnded", "LeaseEnded")
    if attempt.refused:
        world.refused(before, f"Arm with {digest} digest ({error})")
    return False


def nonce_of(world, which):
    """A nonce: of the present arming, of a former one, or none."""
    if which == "right" and world.nonce:
        return world.nonce
    if which == "spent" and world.spent:
        return world.spent[-1]
    return {"zero": "0000000000000000", "not hexadecimal": "fire!"}.get(which, "123456789abcdef0")


@move
def fire(world, nonce="right", ticket="fresh", token="held"):
    """Fires, or tries to; the right nonce is used up by an accepted one."""
    before = world.mark()
    text = nonce_of(world, nonce)
    stamp = world.console.ticket(ticket) if world.console else "0123456789abcdef"
    firing = world.fire(world.tokens(token), text, stamp)
    error = world.finish(firing)
    was_accepted = bool(firing.replies)
    if was_accepted:
        if ticket != "fresh" or token != "held" or text != world.nonce or text in world.spent:
            raise Violation(f"a Fire with {nonce} nonce, {ticket} ticket, {token} token was accepted")
        world.spent.append(text)
    elif firing.attempt.refused:
        world.refused(before, f"Fire with {nonce} nonce, {ticket} ticket ({error})")


@move
def disarm(world, token="held"):
    """Disarms; only the holder can."""
    before = world.mark()
    _, error = world.ask("Disarm", world.tokens(token))
    if error is None and token != "held":
        raise Violation(f"a {token} token disarmed")
    if error not in (None, "unknown"):
        world.refused(before, f"Disarm ({error})")


@move
def stop(world, how="new"):
    """Stop: answered at once, and after it no pulse."""
    world.stop_by(how)

    def withdrawn():
        if world.rig.sim.poll() is not None:
            return True
        return not world.simulator("GetState")["permit"]

    wait("no permit after a stop", withdrawn, PATIENCE)
    world.quiet()


@move
def acknowledge(world):
    """A person saw the faults."""
    world.ask("AcknowledgeFault")


@move
def resolve(world, pulses=0, reason="counted on the oscilloscope"):
    """A person states what was given: refused unless something is unresolved."""
    before, last = world.mark(), world.state().get("last")
    _, error = world.ask("ResolveTrain", pulses, reason)
    if error is None and not (last and last["name"] == "unresolved"):
        # It may have become unresolved in between; the record says so then.
        rows = world.state()["last"]
        if not rows["sentence"].endswith("as a person stated"):
            raise Violation(f"a person resolved what was not unresolved: {last}")
    if error not in (None, "unknown"):
        world.refused(before, f"ResolveTrain ({error})")


@move
def monitor(world):
    """Opens a Monitor, which is then left unread; at most a few."""
    connection = world.interfaces.open()
    try:
        first = next(connection.Monitor(_more=True))
    except OSError:
        return
    if "state" not in first:
        raise Violation(f"Monitor began without the state: {first}")
    world.monitors.append(connection)
    if len(world.monitors) > 4:
        world.monitors.pop(0).close()


@move
def read(world, what):
    """Reads the record and the library."""
    if what in ("ListElectrodes", "ListProtocols", "GetDiagnostics", "GetInfo"):
        _, error = world.ask(what)
        if error:
            raise Violation(f"{what} was refused: {error}")
        return
    with world.interfaces.client.open("io.porate.Record") as record:
        record._connection.settimeout(PATIENCE)
        try:
            if what == "ListTrains":
                record.ListTrains(None, 16)
            else:
                list(record.GetTrain(None, what == "waveforms", _more=True))
        except varlink.VarlinkError as error:
            world.interfaces.check(error)
        except OSError:
            pass
