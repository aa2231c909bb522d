"""The rig of the never-test: a bank that empties soon, budgets that never bind, and two slow protocols."""

import shutil

from rig import Rig, wait

SLOW = """schema: 1
name: {name}
title: A test's own protocol
description: Slow enough for something to happen in the middle.
field: 1000 V/cm
minimum_field: 800 V/cm
pulses: 8
width: 100 us
rate: {rate}
polarity: single
synchronisation: none
tolerances: {{voltage: 5 %, width: 2 us}}
arrays: [plates]
citation: A test.
source: unverified
"""
BUDGETS = {
    "pulses_per_minute: 300": "pulses_per_minute: 1000000",
    "energy_per_minute: 400 J": "energy_per_minute: 60000 J",
    "pulses_per_site: 5000": "pulses_per_site: 1000000",
    "energy_per_site: 5000 J": "energy_per_site: 100000 J",
}
CAPS = {
    "max_window_pulses 300 pulses": "max_window_pulses 1000000 pulses",
    "max_window_energy 600 J": "max_window_energy 100000 J",
}


def replace_all(path, replacements):
    """Replaces each text, which must be there."""
    text = path.read_text()
    for old, new in replacements.items():
        assert old in text, f"{path} has no `{old}`"
        text = text.replace(old, new)
    path.write_text(text)


class NeverRig(Rig):
    """One rig that is kept alive over a whole run."""

    def __init__(self, pedal):
        super().__init__(gap="7mm", pedal=pedal, supply="3000W")

    def _configure(self, pedal):
        super()._configure(pedal)
        config = self.folder / "config"
        replace_all(config / "porated.yaml", BUDGETS)
        replace_all(config / "absolute-caps", CAPS)
        for name, rate in [("slow", "20 Hz"), ("held", "10 Hz")]:
            (config / "protocols" / f"{name}.yaml").write_text(SLOW.format(name=name, rate=rate))

    def _start(self, *command, log):
        if log == "sim.log":
            command = (*command, "--bank", "300uF")
        return super()._start(*command, log=log)

    def revive(self):
        """Starts what does not run."""
        if self.sim.poll() is not None:
            self.start_sim()
        if self.daemon is None or self.daemon.poll() is not None:
            self.start_daemon_without_waiting()

    def start_daemon_without_waiting(self):
        """Starts the daemon; it answers, but need not reach standby."""
        from rig import BIN

        program = BIN / "porated"
        self.daemon = self._start(program, "--config", self.folder / "config" / "porated.yaml", log="porated.log")
        wait("porated answers", self.state)

    def keep_logs(self, folder):
        """Copies what a failed run leaves to look at."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("control", "sim"))
