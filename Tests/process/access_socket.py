"""What porated does with what it finds at its socket's place. It runs without a generator: only the place counts."""

import os
import pathlib
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time

from access_people import Line, connected_as
from access_rig import PATIENCE
from rig import BIN, ROOT, wait

NO_SOCKET = 69


class Place:
    """A folder with a configuration and a place for the socket."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="porate-place-"))
        shutil.copytree(ROOT / "config", self.folder / "config")
        with open(self.folder / "config" / "porated.yaml", "a") as file:
            file.write(f"journal: {{path: {self.folder}/journal.sqlite}}\n")
        self.path = self.folder / "control"
        self.aside = self.folder / "aside"
        self.daemon = None

    def start(self):
        """Starts porated at the place."""
        command = [BIN / "porated", "--config", self.folder / "config" / "porated.yaml", "--socket", self.path]
        self.daemon = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def end(self):
        """Ends porated as a service manager does; what it wrote."""
        self.daemon.send_signal(signal.SIGTERM)
        return self.daemon.communicate(timeout=PATIENCE)[0]

    def close(self):
        """Takes everything away."""
        if self.daemon and self.daemon.poll() is None:
            self.daemon.kill()
        if self.daemon:
            self.daemon.wait()
            self.daemon.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def fingerprint(folder):
    """Everything in a folder but the record's files: kind, inode, mode, target or bytes."""
    found = {}
    for path in sorted(folder.iterdir()):
        if path.name.startswith(("journal", "config")):
            continue
        entry = os.lstat(path)
        content = os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else ""
        found[path.name] = (stat.S_IFMT(entry.st_mode), entry.st_ino, entry.st_mode, content)
    return found


def served(path):
    """Whether porated answers at a path."""
    made = socket.socket(socket.AF_UNIX)
    made.settimeout(PATIENCE)
    made.connect(str(path))
    reply = Line(made).call("org.varlink.service.GetInfo")
    made.close()
    return reply["parameters"]["product"] == "porated"


def a_link_to_a_file(place):
    place.aside.write_text("precious")
    place.path.symlink_to(place.aside)


def a_link_to_nothing(place):
    place.path.symlink_to(place.aside)


def a_link_to_a_served_socket(place):
    a_served_socket(place, place.aside)
    place.path.symlink_to(place.aside)


def a_link_to_a_stale_socket(place):
    a_stale_socket(place, place.aside)
    place.path.symlink_to(place.aside)


def a_file(place):
    place.path.write_text("precious")


def an_empty_file(place):
    place.path.touch()


def a_folder(place):
    place.path.mkdir()


def a_pipe(place):
    os.mkfifo(place.path)


def a_served_socket(place, path=None):
    place.foreign = socket.socket(socket.AF_UNIX)
    place.foreign.bind(str(path or place.path))
    place.foreign.listen(1)


def a_served_socket_with_a_full_queue(place):
    a_served_socket(place)
    place.waiting = []
    for _ in range(8):
        made = socket.socket(socket.AF_UNIX)
        made.setblocking(False)
        made.connect_ex(str(place.path))
        place.waiting.append(made)


def a_stale_socket(place, path=None):
    gone = socket.socket(socket.AF_UNIX)
    gone.bind(str(path or place.path))
    gone.listen(1)
    gone.close()


REFUSED = [
    a_link_to_a_file, a_link_to_nothing, a_link_to_a_served_socket, a_link_to_a_stale_socket, a_file, an_empty_file,
    a_folder, a_pipe, a_served_socket, a_served_socket_with_a_full_queue,
]  # fmt: skip


def refuses(make, wrong):
    """porated refuses to start, names the place, and leaves everything as it was."""
    place, what = Place(), make.__name__.replace("_", " ")
    try:
        make(place)
        before = fingerprint(place.folder)
        place.start()
        try:
            said = place.daemon.communicate(timeout=PATIENCE)[0]
        except subprocess.TimeoutExpired:
            wrong.append(f"{what} at the socket's place: porated went on, {fingerprint(place.folder)}")
            return
        if place.daemon.returncode != NO_SOCKET or str(place.path) not in said:
            wrong.append(f"{what} at the socket's place: porated ended with {place.daemon.returncode}: {said[-300:]}")
        if fingerprint(place.folder) != before:
            wrong.append(f"{what} at the socket's place: {before} became {fingerprint(place.folder)}")
    finally:
        place.close()


def replaces_a_stale_socket(people, wrong):
    """A socket that nobody serves is replaced; the new one has its mode, and goes with the daemon."""
    place = Place()
    try:
        a_stale_socket(place)
        place.start()
        wait("porated serves", lambda: served(place.path))
        mode = stat.S_IMODE(os.lstat(place.path).st_mode)
        if mode != 0o660:
            wrong.append(f"in place of a stale socket stands one of mode {mode:o}")
        os.chmod(place.folder, 0o711)
        try:
            connected_as(people.named("stranger"), str(place.path))
            wrong.append("a stranger connected to a socket of mode 0660 that is root's")
        except OSError as error:
            if error.errno != 13:
                raise
        place.end()
        if place.daemon.returncode != 0 or place.path.exists():
            wrong.append(f"after its end: exit {place.daemon.returncode}, socket there: {place.path.exists()}")
    finally:
        place.close()


def is_replaced_after_a_kill(wrong):
    """After kill -9 the next start finds its own stale socket and serves."""
    place = Place()
    try:
        place.start()
        wait("porated serves", lambda: served(place.path))
        place.daemon.kill()
        place.daemon.communicate()
        place.start()
        wait("porated serves again", lambda: served(place.path))
    except TimeoutError as error:
        wrong.append(f"after kill -9: {error}")
    finally:
        place.close()


def leaves_a_successors_socket(wrong):
    """What stands at the place when porated ends, and is not its own, stays."""
    place = Place()
    try:
        place.start()
        wait("porated serves", lambda: served(place.path))
        place.path.unlink()
        a_served_socket(place)
        before = fingerprint(place.folder)
        place.end()
        if fingerprint(place.folder) != before:
            wrong.append("porated removed its successor's socket")
    finally:
        place.close()


def second_daemon(wrong):
    """A second porated at the same place ends, and the first one goes on serving the same socket."""
    place, other = Place(), Place()
    try:
        place.start()
        wait("porated serves", lambda: served(place.path))
        inode = os.lstat(place.path).st_ino
        other.path = place.path
        other.start()
        said = other.daemon.communicate(timeout=PATIENCE)[0]
        if other.daemon.returncode != NO_SOCKET or "already serving" not in said:
            wrong.append(f"a second porated ended with {other.daemon.returncode}: {said[-300:]}")
        if os.lstat(place.path).st_ino != inode or not served(place.path):
            wrong.append("a second porated disturbed the first one's socket")
    finally:
        other.close()
        place.close()


def places(people, say):
    """All cases."""
    wrong = []
    began = time.monotonic()
    for make in REFUSED:
        refuses(make, wrong)
    replaces_a_stale_socket(people, wrong)
    is_replaced_after_a_kill(wrong)
    leaves_a_successors_socket(wrong)
    second_daemon(wrong)
    say(f"the socket's place: {len(REFUSED) + 4} cases in {time.monotonic() - began:.0f} s")
    return {"refusals": len(REFUSED), "others": 4}, wrong
