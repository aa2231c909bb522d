"""Real users and groups for tests of who may do what, and connections made by them.

They are made with useradd and groupadd under a prefix of this process, and removed in the end whatever happened.
"""

import grp
import json
import os
import pwd
import socket
import subprocess
from dataclasses import dataclass

ROLES = ("observer", "operator", "technician", "engineer")
PATIENCE = 60


@dataclass(frozen=True)
class Person:
    """Somebody who connects: ids as the kernel will tell them, and the roles that are due."""

    name: str
    uid: int
    gid: int
    groups: tuple
    roles: frozenset


class People:
    """Users and groups of this test. Use it in a `with` statement."""

    def __init__(self):
        self.prefix = f"prt{os.getpid() % 100_000}"
        self.users, self.groups, self.everybody = [], [], []

    def __enter__(self):
        try:
            self._make()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for name in reversed(self.users):
            subprocess.run(["userdel", "--force", name], check=False, capture_output=True)
        for name in reversed(self.groups):
            subprocess.run(["groupdel", name], check=False, capture_output=True)

    def group(self, word):
        """The name of one of the groups."""
        return f"{self.prefix}g{word}"

    def gid(self, word):
        """The id of one of the groups."""
        return grp.getgrnam(self.group(word)).gr_gid

    def named(self, name):
        """One person by the name that the test's output has."""
        return next(person for person in self.everybody if person.name == name)

    def rules(self):
        """The section `access:` of the configuration: a user and a group for each role."""
        lines = ["access:"]
        for role in ROLES:
            lines.append(f"  - {{user: {self.prefix}u{role}, role: {role}}}")
            lines.append(f"  - {{group: {self.group(role)}, role: {role}}}")
        return "\n".join(lines) + "\n"

    def _group(self, word):
        self.groups.append(self.group(word))
        subprocess.run(["groupadd", self.group(word)], check=True, capture_output=True)

    def _user(self, word, roles=(), primary=None, others=("socket",)):
        name = f"{self.prefix}{word}"
        command = ["useradd", "--no-create-home", "--shell", "/usr/sbin/nologin", "--gid", self.group(primary or "own")]
        if others:
            command += ["--groups", ",".join(self.group(other) for other in others)]
        self.users.append(name)
        subprocess.run([*command, name], check=True, capture_output=True)
        entry = pwd.getpwnam(name)
        groups = tuple(os.getgrouplist(name, entry.pw_gid))
        self.everybody.append(Person(word, entry.pw_uid, entry.pw_gid, groups, frozenset(roles)))

    def _make(self):
        for word in (*ROLES, "own", "socket"):
            self._group(word)
        for role in ROLES:
            self._user(f"u{role}", [role])
            self._user(f"p{role}", [role], primary=role)
            self._user(f"s{role}", [role], others=("socket", role))
        self._user("stranger")
        self._user("outsider", others=())
        self._user("mixed", ["observer", "engineer"], others=("socket", "observer", "engineer"))
        stranger = self.named("stranger")
        # What /etc/group says counts for nothing: the groups of the process do. One has left its group, one was let in.
        left = self.named("soperator")
        self.everybody.append(
            Person("left", left.uid, left.gid, (left.gid, self.gid("socket")), frozenset())
        )
        many = (stranger.gid, self.gid("socket"), *range(700_000, 700_100), self.gid("operator"))
        self.everybody.append(Person("many groups", stranger.uid, stranger.gid, many, frozenset(["operator"])))
        self.everybody.append(Person("root", 0, 0, (0,), frozenset()))


def become(person):
    """Drops this process's rights for a person's; for a child process only."""
    os.setgroups(list(person.groups))
    os.setresgid(person.gid, person.gid, person.gid)
    os.setresuid(person.uid, person.uid, person.uid)


def connected_as(person, path):
    """A connection that a child process with a person's ids made: the kernel remembers who connected."""
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        try:
            become(person)
            made = socket.socket(socket.AF_UNIX)
            made.connect(path)
            socket.send_fds(theirs, [b"+"], [made.fileno()])
        except OSError as error:
            theirs.send(f"{error.errno}".encode())
        finally:
            os._exit(0)
    theirs.close()
    word, descriptors, _, _ = socket.recv_fds(ours, 16, 1)
    ours.close()
    os.waitpid(child, 0)
    if word != b"+":
        raise OSError(int(word), f"{person.name} could not connect to {path}")
    made = socket.socket(fileno=descriptors[0])
    made.settimeout(PATIENCE)
    return made


class Line:
    """One connection, message by message, without any library in between."""

    def __init__(self, made):
        self.made, self.rest = made, b""

    def send(self, method, parameters=None, **flags):
        """Sends one call."""
        message = {"method": method, "parameters": parameters or {}, **flags}
        self.made.sendall(json.dumps(message).encode() + b"\0")

    def receive(self):
        """The next reply; None when the daemon has closed the connection."""
        while b"\0" not in self.rest:
            try:
                grown = self.made.recv(1 << 20)
            except ConnectionError:
                return None
            if not grown:
                return None
            self.rest += grown
        message, _, self.rest = self.rest.partition(b"\0")
        return json.loads(message)

    def call(self, method, parameters=None, **flags):
        """One call and its last reply; None when the daemon has closed the connection."""
        try:
            self.send(method, parameters, **flags)
        except ConnectionError:
            return None
        while True:
            reply = self.receive()
            if reply is None or not reply.get("continues"):
                return reply

    def close(self):
        """Goes away."""
        self.made.close()
