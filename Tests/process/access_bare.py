"""Without `access:` porated's own user has every role, and nobody else any: root's daemon, and a plain user's."""

import os
import pathlib
import shutil
import subprocess
import tempfile

import rig as rig_module
from access_cells import name
from access_people import Line, connected_as
from access_rig import AccessRig
from access_table import EVERYONE, SIMPLE, TABLE
from never_rig import NeverRig
from rig import wait

ALL_ROLES = ["observer", "operator", "technician", "engineer"]


class PlainRig(NeverRig):
    """A whole machine of a plain user: simulator, daemon and folder are theirs."""

    def __init__(self, person, programs):
        self.person, self.programs = person, programs
        super().__init__("none")

    def _configure(self, pedal):
        super()._configure(pedal)
        if os.geteuid() == 0:
            with open(self.folder / "config" / "porated.yaml", "a") as file:
                file.write('allow_without_realtime: "a test on a shared machine"\n')
        for path in [self.folder, *self.folder.rglob("*")]:
            os.chown(path, self.person.uid, self.person.gid)
        os.chmod(self.folder, 0o711)

    def _start(self, *command, log):
        words = [str(word) for word in command]
        words[0] = str(self.programs / pathlib.Path(words[0]).name)
        if log == "sim.log":
            words += ["--bank", "300uF"]
        with open(self.folder / log, "ab") as out:
            child = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=out, stderr=out, user=self.person.uid, group=self.person.gid,
                extra_groups=list(self.person.groups), cwd=self.folder,
            )  # fmt: skip
        self.children.append(child)
        return child

    def start_daemon(self):
        """Starts it; whoever may read sees it in standby."""
        program = rig_module.BIN / "porated"
        self.daemon = self._start(program, "--config", self.folder / "config" / "porated.yaml", log="porated.log")
        path = f"{self.folder}/control"
        wait("the socket is there", lambda: os.path.exists(path))
        # Its mode is 0660 for the daemon's user and group; here everybody shall be able to try.
        mode = os.stat(path).st_mode & 0o777
        assert mode == 0o660, f"the socket has mode {mode:o}"
        os.chmod(path, 0o666)
        # Between bind and listen the file is there, and nobody is behind it.
        line = Line(wait("the socket is served", lambda: connected_as(self.person, path)))
        wait("standby", lambda: line.call("io.porate.Control.GetState")["parameters"]["state"]["mode"] == "standby")
        line.close()


def check(rig, people, owner, wrong):
    """Everybody on one daemon: the owner has all roles, the others none."""
    cells = 0
    for person in people:
        line = Line(connected_as(person, f"{rig.folder}/control"))
        roles = line.call("io.porate.Control.GetInfo")["parameters"].get("roles")
        if person == owner and roles != ALL_ROLES:
            wrong.append(f"the daemon's own user {person.name} has the roles {roles}")
        for method, (parameters, accepted) in SIMPLE.items():
            cells += 1
            error = name(line.call(method, parameters))
            is_due = person == owner or TABLE[method][""] is EVERYONE
            good = (error is None or error in accepted) if is_due else error == "NotAllowed"
            if not good:
                wrong.append(f"without access: {method} as {person.name} was answered {error or 'without error'}")
        line.send("io.porate.Control.AcquireControl", more=True)
        error = name(line.receive())
        cells += 1
        if error != (None if person == owner else "NotAllowed"):
            wrong.append(f"without access: the lease as {person.name} was answered {error or 'without error'}")
        line.close()
    return cells


def run(people, options, say):
    """Both daemons."""
    wrong, cells = [], 0
    everybody = [people.named(word) for word in ("root", "uoperator", "pengineer", "stranger", "many groups")]
    say("without `access:`, root's daemon")
    rig = AccessRig(people, rules=False)
    try:
        rig.start_daemon()
        rig.watcher.close()
        cells += check(rig, everybody, people.named("root"), wrong)
    finally:
        rig.close(keep=options.keep)
    say("without `access:`, a plain user's daemon")
    programs = pathlib.Path(tempfile.mkdtemp(prefix="porate-programs-"))
    try:
        os.chmod(programs, 0o755)
        for word in ("porated", "porate-sim"):
            shutil.copy(rig_module.BIN / word, programs / word)
        rig = PlainRig(people.named("uoperator"), programs)
        try:
            rig.start_daemon()
            cells += check(rig, everybody, people.named("uoperator"), wrong)
        finally:
            rig.close(keep=options.keep)
    finally:
        shutil.rmtree(programs, ignore_errors=True)
    return {"cells": cells, "daemons": 2}, wrong
