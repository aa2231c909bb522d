"""The faults of the host itself: descriptors, disk, record, wall clock and configuration."""

import dataclasses
import os
import resource
import signal
import socket
import sqlite3

from fault_cells_faults import Fault
from fault_cells_rig import DISK_BYTES, limit


class DescriptorsExhausted(Fault):
    # A daemon that tries again and again without a pause takes the processor from everybody, and comes to millions.
    MOST_TRIES = 10_000

    def act(self, cell):
        pid = cell.rig.daemon.pid
        self.former = limit(pid, resource.RLIMIT_NOFILE, len(os.listdir(f"/proc/{pid}/fd")))
        # A client whom nobody can serve.
        self.client = socket.socket(socket.AF_UNIX)
        self.client.connect(str(cell.rig.folder / "control"))

    def effect(self, cell):
        return cell.acted_ns if cell.rig.board["unaccepted"] else None

    def objections(self, cell):
        tries = cell.rig.board["unaccepted"]
        return [f"{tries} vain tries to accept a connection"] if tries > self.MOST_TRIES else []

    def clear(self, cell):
        self.client.close()
        limit(cell.rig.daemon.pid, resource.RLIMIT_NOFILE, self.former[0])


class DiskExhausted(Fault):
    """A small disk of the record's own is filled; without the right to mount one, its files may not grow."""

    def act(self, cell):
        if not cell.rig.mounted:
            self.former = limit(cell.rig.daemon.pid, resource.RLIMIT_FSIZE, 4096)
            return
        try:
            with open(cell.rig.folder / "disk" / "filler", "wb", buffering=0) as filler:
                for _ in range(DISK_BYTES >> 16):
                    filler.write(bytes(1 << 16))
        except OSError:
            pass  # Full, as it should be.

    def effect(self, cell):
        if not cell.rig.mounted:
            return cell.acted_ns
        return cell.acted_ns if os.statvfs(cell.rig.folder / "disk").f_bavail == 0 else None

    def clear(self, cell):
        if cell.rig.mounted:
            (cell.rig.folder / "disk" / "filler").unlink()
        elif cell.rig.is_alive():
            limit(cell.rig.daemon.pid, resource.RLIMIT_FSIZE, self.former[0])


class JournalLocked(Fault):
    def act(self, cell):
        path = cell.rig.folder / "disk" / "journal.sqlite"
        self.other = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
        self.other.execute("BEGIN IMMEDIATE")

    def clear(self, cell):
        self.other.execute("ROLLBACK")
        self.other.close()


class JournalHanging(Fault):
    def act(self, cell):
        cell.rig.board["disk_hangs"] = 1

    def effect(self, cell):
        return cell.acted_ns if cell.rig.board["hung"] else None

    def clear(self, cell):
        cell.rig.board["disk_hangs"] = 0


@dataclasses.dataclass
class WallClockStepped(Fault):
    seconds: int = 0

    def act(self, cell):
        cell.rig.board["wall_step_s"] = self.seconds

    def effect(self, cell):
        return cell.acted_ns if cell.rig.board["stepped"] else None

    def clear(self, cell):
        cell.rig.board["wall_step_s"] = 0


class ConfigSwapped(Fault):
    """Settings, caps and calibration become others and then nonsense, and the daemon is told to read them anew."""

    def act(self, cell):
        folder = cell.rig.folder / "config"
        self.files = [folder / "porated.yaml", folder / "absolute-caps", *folder.glob("*/*.yaml")]
        self.former = [path.read_bytes() for path in self.files]
        for path, text in zip(self.files, self.former, strict=True):
            path.write_bytes(text.replace(b"1000 V", b"3000 V").replace(b"100 us", b"900 us") + b"\n: [nonsense\n")
        cell.rig.daemon.send_signal(signal.SIGHUP)

    def clear(self, cell):
        for path, text in zip(self.files, self.former, strict=True):
            path.write_bytes(text)
