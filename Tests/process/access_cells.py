"""Tries every method as everybody, and holds what is let in and what is refused against the table."""

from access_rig import Held
from access_table import EVERYONE, PLANS, SIMPLE, TABLE, due, may
from rig import wait

# A shared computer stalls by itself: what a late tick ended is done again so often.
TRIES = 3


class Cells:
    """The cells of one daemon; what went wrong is collected, so that one run shows all of it."""

    def __init__(self, rig, people, say):
        self.rig, self.people, self.say = rig, people, say
        self.tried, self.allowed, self.refused, self.late = 0, 0, 0, 0
        self.wrong = []

    def expect(self, person, method, variant, error, accepted=()):
        """One cell: let in (no error, or one of the accepted), or refused by NotAllowed and nothing else."""
        is_due = may(person, TABLE[method][variant])
        self.tried += 1
        self.allowed += is_due
        self.refused += not is_due
        good = (error is None or error in accepted) if is_due else error == "NotAllowed"
        if not good:
            wanted = "let in" if is_due else "refused"
            what = f"{method.removeprefix('io.porate.')} {variant}".strip()
            self.wrong.append(f"{what} as {person.name} ({', '.join(due(person)) or 'no role'}): "
                              f"should be {wanted}, was answered {error or 'without error'}")  # fmt: skip

    def patiently(self, act, *arguments):
        """Something with a train in it, done again where a late tick spoilt it; only the last try counts."""
        for attempt in range(TRIES):
            kept = self.tried, self.allowed, self.refused, len(self.wrong)
            self.rig.quiet()
            act(*arguments)
            if "tickLate" not in [fault["name"] for fault in self.rig.state()["faults"]]:
                return
            self.late += 1
            line = self.rig.line("soperator")
            line.call("io.porate.Control.AcknowledgeFault")
            line.close()
            if attempt + 1 < TRIES:
                self.tried, self.allowed, self.refused, _ = kept
                del self.wrong[kept[3] :]
        self.wrong.append(f"a tick was late in each of {TRIES} tries")

    def methods(self):
        """All methods of all interfaces that the daemon itself names."""
        line = self.rig.line("stranger")
        found = []
        for interface in line.call("org.varlink.service.GetInfo")["parameters"]["interfaces"]:
            text = line.call("org.varlink.service.GetInterfaceDescription", {"interface": interface})
            words = [row.split("(")[0].split() for row in text["parameters"]["description"].splitlines()]
            found += [f"{interface}.{row[1]}" for row in words if len(row) == 2 and row[0] == "method"]
        line.close()
        return found

    def check_rows(self):
        """Each method has a row, and each row a method."""
        found = self.methods()
        self.wrong += [f"{method} has no row in the table" for method in found if method not in TABLE]
        self.wrong += [f"{method} is in the table and in no interface" for method in TABLE if method not in found]
        return len(found)

    def ids(self):
        """That the daemon sees everybody's roles as they are due."""
        for person in self.people:
            line = self.rig.line(person.name)
            reply = line.call("io.porate.Control.GetInfo")
            if person.roles and reply["parameters"].get("roles") != due(person):
                self.wrong.append(f"{person.name} has the roles {reply['parameters']}, due are {due(person)}")
            line.close()

    def simple(self):
        """The calls that need nothing before them, and those with a lease, without one."""
        for person in self.people:
            line = self.rig.line(person.name)
            for method, (parameters, accepted) in SIMPLE.items():
                before = self.mark()
                error = name(line.call(method, parameters))
                self.expect(person, method, "", error, accepted)
                if error == "NotAllowed" and self.mark() != before:
                    self.wrong.append(f"{method} as {person.name} was refused and changed something")
            line.send("io.porate.Control.Monitor", more=True)
            self.expect(person, "io.porate.Control.Monitor", "", name(line.receive()))
            line.close()

    def lease(self):
        """The lease, and what needs nothing else; who gets none tries with a token made up."""
        for person in self.people:
            held = Held(self.rig, person.name)
            self.expect(person, "io.porate.Control.AcquireControl", "", held.error)
            for method, parameters, accepted in (
                ("RenewControl", {"hold": False}, ()),
                ("Disarm", {}, {"WrongState"}),
            ):
                reply = held.other.call(f"io.porate.Control.{method}", {"token": held.token, **parameters})
                self.expect(person, f"io.porate.Control.{method}", "", name(reply), accepted)
            held.close()

    def trains(self, people, variants):
        """Prepare, Arm and Fire of each kind: what is let in gives its pulses, what is refused gives none."""
        for variant in variants:
            plan, array = PLANS[variant]
            for person in people:
                self.patiently(self.prepared_train, person, variant, plan, array)

    def prepared_train(self, person, variant, plan, array):
        """One person and one kind of train, with a plan of somebody who may prepared: who leases next finds it."""
        # Fresh tissue: what had pulses before conducts more and more.
        self.rig.simulator("Set", {"array": array, "tissue": "tumour"})
        owner = Held(self.rig, "uoperator")
        digest = owner.call("io.porate.Control.Prepare", {"plan": plan})["parameters"]["plan"]["digest"]
        owner.close()
        self.one_train(person, variant, plan, digest, may(person, TABLE["io.porate.Control.Fire"][variant]))

    def one_train(self, person, variant, plan, digest, is_due):
        """One person and one kind of train."""
        before, held = self.rig.pulses(), Held(self.rig, person.name)
        arming = {"digest": digest, "confirmedArray": plan["array"]}
        if not is_due:
            self.expect(person, "io.porate.Control.Arm", variant, name(held.call("io.porate.Control.Arm", arming)))
            if self.rig.state()["mode"] != "standby":
                self.wrong.append(f"{person.name} armed the {variant} that somebody else had prepared")
                self.rig.watcher.call("io.porate.Control.Stop")
                self.rig.quiet()
            reply = held.call("io.porate.Control.Prepare", {"plan": plan})
            self.expect(person, "io.porate.Control.Prepare", variant, name(reply))
            # What is fired must be armed, which it is not: whoever plays a part at all may hear that instead.
            reply = held.call("io.porate.Control.Fire", {"nonce": "1", "ticket": held.renew()})
            error = name(reply)
            acts = may(person, TABLE["io.porate.Control.AcquireControl"][""])
            self.expect(person, "io.porate.Control.Fire", variant,
                        "NotAllowed" if acts and error in ("NonceDiffers", "WrongState") else error)  # fmt: skip
        else:
            reply = held.call("io.porate.Control.Prepare", {"plan": plan})
            self.expect(person, "io.porate.Control.Prepare", variant, name(reply))
            reply = held.call("io.porate.Control.Arm", arming)
            self.expect(person, "io.porate.Control.Arm", variant, name(reply))
            nonce = reply["parameters"].get("armed", {}).get("nonce", "1")
            reply = held.call("io.porate.Control.Fire", {"nonce": nonce, "ticket": held.renew()})
            self.expect(person, "io.porate.Control.Fire", variant, name(reply))
            outcome = reply["parameters"].get("outcome", {})
            if outcome.get("name") != "delivered":
                self.wrong.append(f"{person.name} fired the {variant}, which gave {reply}")
        given = self.rig.pulses() - before
        if given != (0 if not is_due else reply["parameters"].get("outcome", {}).get("pulses")):
            self.wrong.append(f"{person.name} and the {variant}: the simulator gave {given} pulses")
        self.rig.quiet()
        held.close()

    def self_tests(self, people):
        """The self-test of everybody."""
        for person in people:
            self.patiently(self.self_test, person)

    def self_test(self, person):
        """The self-test of one."""
        held = Held(self.rig, person.name)
        reply = held.call("io.porate.Control.SelfTest")
        self.expect(person, "io.porate.Control.SelfTest", "", name(reply))
        self.rig.quiet()
        held.close()

    def resolves(self, variant):
        """ResolveTrain, after a train of a kind: nothing is unresolved, and those who may are told so."""
        for person in self.people:
            line = self.rig.line(person.name)
            reply = line.call("io.porate.Control.ResolveTrain", {"pulses": 0, "reason": "counted"})
            self.expect(person, "io.porate.Control.ResolveTrain", variant, name(reply), {"Refused"})
            line.close()

    def stops(self, people):
        """Everybody stops an armed machine."""
        for person in people:
            self.patiently(self.stop, person)

    def stop(self, person):
        """One person stops an armed machine."""
        plan, array = PLANS["tissue"]
        self.rig.simulator("Set", {"array": array, "tissue": "tumour"})
        held = Held(self.rig, "uoperator")
        digest = held.call("io.porate.Control.Prepare", {"plan": plan})["parameters"]["plan"]["digest"]
        reply = held.call("io.porate.Control.Arm", {"digest": digest, "confirmedArray": "plates"})
        if "error" in reply:
            self.wrong.append(f"could not arm to stop: {reply}")
        line = self.rig.line(person.name)
        self.expect(person, "io.porate.Control.Stop", "", name(line.call("io.porate.Control.Stop")))
        wait("the permit is gone", lambda: not self.rig.simulator("GetState")["permit"])
        self.rig.quiet()
        cause = self.rig.state()["cause"]["name"]
        if cause != "stop":
            self.wrong.append(f"{person.name} stopped, and the machine says {cause}")
        line.close()
        held.close()

    def mark(self):
        """What a refused call must leave as it was."""
        state = self.rig.state()
        kept = ("mode", "prepared", "armed", "faults", "holder", "last")
        return {key: state.get(key) for key in kept}


def name(reply):
    """The error's name without its interface, or None; a closed connection is an error of its own."""
    if reply is None:
        return "the connection was closed"
    return reply.get("error", "").rsplit(".", 1)[-1] or None


assert EVERYONE is None
