"""The table of methods and roles, and the calls that try it. A method of the interfaces without a row is a failure.

A row may have variants: what is prepared, armed or resolved decides as well. `everyone` needs no role.
"""

from access_people import ROLES

EVERYONE = None
READS = {"observer", "operator", "technician", "engineer"}
ACTS = {"operator", "technician", "engineer"}
LOADS = {"operator", "technician"}
TREATS = {"operator"}

TABLE = {
    "org.varlink.service.GetInfo": {"": EVERYONE},
    "org.varlink.service.GetInterfaceDescription": {"": EVERYONE},
    "io.porate.Control.GetInfo": {"": READS},
    "io.porate.Control.GetState": {"": READS},
    "io.porate.Control.Monitor": {"": READS},
    "io.porate.Control.ListElectrodes": {"": READS},
    "io.porate.Control.ListProtocols": {"": READS},
    "io.porate.Control.GetDiagnostics": {"": ACTS},
    "io.porate.Control.AcquireControl": {"": ACTS},
    "io.porate.Control.RenewControl": {"": ACTS},
    "io.porate.Control.Disarm": {"": ACTS},
    "io.porate.Control.Prepare": {"tissue": TREATS, "test load": LOADS, "own load": ACTS},
    "io.porate.Control.Arm": {"tissue": TREATS, "test load": LOADS, "own load": ACTS},
    "io.porate.Control.Fire": {"tissue": TREATS, "test load": LOADS, "own load": ACTS},
    "io.porate.Control.SelfTest": {"": ACTS},
    "io.porate.Control.AcknowledgeFault": {"": LOADS},
    "io.porate.Control.ResolveTrain": {"tissue": TREATS, "test load": LOADS},
    "io.porate.Control.Stop": {"": EVERYONE},
    "io.porate.Record.GetTrain": {"": READS},
    "io.porate.Record.ListTrains": {"": READS},
}
# What is prepared for a variant, and what has to be on the socket for it.
PLANS = {
    "tissue": ({"array": "plates", "protocol": "plates-1khz", "gap_um": 7000, "acceptLowered": True}, "plates"),
    "test load": ({"array": "test-load", "protocol": "test-load"}, "test-load"),
    "own load": ({"array": "internal-load", "protocol": "self-test"}, "test-load"),
}
# Calls that need nothing before them, and the errors that say that a caller was let in.
SIMPLE = {
    "org.varlink.service.GetInfo": ({}, {}),
    "org.varlink.service.GetInterfaceDescription": ({"interface": "io.porate.Control"}, {}),
    "io.porate.Control.GetInfo": ({}, {}),
    "io.porate.Control.GetState": ({}, {}),
    "io.porate.Control.ListElectrodes": ({}, {}),
    "io.porate.Control.ListProtocols": ({}, {}),
    "io.porate.Control.GetDiagnostics": ({}, {}),
    "io.porate.Control.AcknowledgeFault": ({}, {"Refused"}),
    "io.porate.Control.Stop": ({}, {}),
    "io.porate.Record.GetTrain": ({}, {"NoSuchTrain"}),
    "io.porate.Record.ListTrains": ({"limit": 2}, {}),
}


def may(person, roles):
    """Whether one of a person's roles is in a row."""
    return roles is EVERYONE or bool(person.roles & roles)


def due(person):
    """All roles of a person, in the interface's order."""
    return [role for role in ROLES if role in person.roles]
